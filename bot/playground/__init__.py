"""The whole bot on this machine, with no token and no Telegram: an embedded Bot API, and a chat page."""

from collections.abc import Callable

from bot.answering.engine import Engine
from bot.settings import Settings


def run(settings: Settings, open_engine: Callable[[Settings], Engine], port: int | None = None) -> int:
    """Run the playground until it is stopped; the exit code. `port` is that of the page: 0 for any, None for the usual one."""
    from bot.playground.runner import run  # the other rooms use the Bot API alone, and need not load the whole bot

    return run(settings, open_engine, port)
