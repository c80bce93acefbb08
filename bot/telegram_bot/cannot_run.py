"""What keeps the bot from running."""


class CannotRun(Exception):
    """The bot can't be run as it is set up; the message is one line that says why."""
