"""A strict Bot API server of our own: what Telegram would accept, refuse and deliver, over real HTTP."""
