"""How much one process bears, beside python-telegram-bot's own echo bot: `make load`."""
