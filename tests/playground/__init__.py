"""The playground: its Bot API server, its pages, and both in a real browser."""
