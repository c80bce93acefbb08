"""The real bot process against the strict server, over real HTTP."""
