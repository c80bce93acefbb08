"""A Telegram bot that answers questions about supplements from a sourced FAQ."""
