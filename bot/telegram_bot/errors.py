"""When a handler fails: the log first, without anybody's words, then one line to the person."""

import logging
import traceback

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.telegram_bot.desk import Desk
from bot.telegram_bot.messages import answer_to
from bot.telegram_bot.sending import send

_log = logging.getLogger(__name__)


class Errors:
    """The handler of whatever the others raise."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def apologise(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error and, where somebody waits for an answer, say sorry."""
        number = update.update_id if isinstance(update, Update) else "?"
        error = context.error
        _log.error("Update %s failed.\n%s", number, wordless_traceback(error) if error else "")
        waiting = _waiting(update)
        if waiting is None:
            return
        try:
            await send(context.bot, self._desk.page("failure"), answer_to(waiting))
        except Exception as failure:  # nothing may hide the first error or stop the bot
            _log.error("The apology for update %s failed too: %s", number, type(failure).__name__)


def wordless_traceback(error: BaseException) -> str:
    """The traceback, causes first, without the errors' messages: those may quote what a person wrote.

    Telegram's own messages are kept, as they speak of the request and not of its text.
    """
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        message = f": {cause.message}" if isinstance(cause, TelegramError) else ""
        frames = traceback.format_tb(cause.__traceback__)
        lines = [*frames, f"{type(cause).__qualname__}{message}\n", *lines]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "".join(lines).rstrip()


def _waiting(update: object) -> Message | None:
    """The message whose sender waits for an answer."""
    if not isinstance(update, Update):
        return None
    if update.callback_query is not None:
        message = update.callback_query.message
        return message if isinstance(message, Message) else None
    return update.message
