"""What Telegram shows of the bot before anybody writes: command menus and descriptions."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection

from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.content.model import Wording
from bot.telegram_bot.refusals import said

IN_GROUPS = ("ask", "shelf", "topics", "help", "privacy")  # the others would crowd a menu that many people share
PATIENCE = 10.0  # seconds for all of it; Telegram limits changes of a profile, and asks to wait for hours

_log = logging.getLogger(__name__)


async def publish(bot: Bot, wording: Wording, handled: Collection[str]) -> None:
    """Set menus and descriptions. `handled` are the commands that the bot knows. Failures are logged, never raised."""
    private = [(name, line) for name, line in wording.commands.items() if name in handled]
    groups = [(name, line) for name, line in private if name in IN_GROUPS]
    steps: dict[str, Callable[[], Awaitable[bool]]] = {
        "the command menu of private chats": lambda: bot.set_my_commands(private, BotCommandScopeAllPrivateChats()),
        "the command menu of groups": lambda: bot.set_my_commands(groups, BotCommandScopeAllGroupChats()),
        "the description": lambda: bot.set_my_description(wording.description),
        "the short description": lambda: bot.set_my_short_description(wording.short_description),
    }
    try:
        async with asyncio.timeout(PATIENCE):
            for what, step in steps.items():
                try:
                    await step()
                except TelegramError as refusal:
                    _log.warning("Could not set %s: %s", what, said(refusal))
    except TimeoutError:
        _log.warning("Setting the bot's menus and descriptions took too long; they may be those of an earlier start.")
