"""When a handler fails: the log first, without anybody's words; then one line to the person, or another try later."""

import logging

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.logs import wordless_traceback
from bot.telegram_bot.answers import Answers
from bot.telegram_bot.memory import Asker
from bot.telegram_bot.messages import asker_of, message_of, presser_of
from bot.telegram_bot.refusals import is_for_later, said
from bot.telegram_bot.service import Service

_log = logging.getLogger(__name__)


class Errors:
    """The handler of whatever the others raise."""

    def __init__(self, service: Service, answers: Answers) -> None:
        self._service, self._answers = service, answers

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error. What the network or Telegram's limits held up is done again later; else whoever waits gets a word."""
        number = update.update_id if isinstance(update, Update) else None
        error = context.error
        if error and isinstance(update, Update) and is_for_later(error):
            self._service.postpone(update.update_id, _asker(update))
            _log.warning("Update %s could not be answered for now: %s", number, _named(error))
            return
        if self._service.metrics:
            self._service.metrics.error()
        # Telegram's messages speak of the request and not of its text; other errors' may quote what a person wrote.
        _log.error("Update %s failed.\n%s", number, wordless_traceback(error, _named) if error else "")
        waiting = _waiting(update)
        if waiting is None:
            return
        try:
            await self._answers.page(waiting, "failure")
        except Exception as failure:  # nothing may hide the first error or stop the bot
            _log.error("The apology for update %s failed too: %s", number, type(failure).__name__)


def _named(error: BaseException) -> str:
    name = type(error).__qualname__
    return f"{name}: {said(error)}" if isinstance(error, TelegramError) else name


def _asker(update: Update) -> Asker | None:
    if update.callback_query is not None:
        return presser_of(update.callback_query)
    message = message_of(update)
    return None if message is None else asker_of(message)


def _waiting(update: object) -> Message | None:
    """The message whose sender waits for an answer."""
    if not isinstance(update, Update):
        return None
    if update.callback_query is not None:
        message = update.callback_query.message
        return message if isinstance(message, Message) else None
    return message_of(update)
