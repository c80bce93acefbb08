"""The Telegram edge on a fake transport."""
