"""Buttons under messages: a topic is answered in a new message, a menu page replaces the menu."""

import logging
from textwrap import shorten

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message
from telegram.constants import CallbackQueryLimit
from telegram.error import BadRequest, TelegramError

from bot.answering.reply import Reply
from bot.content.model import TopicRef
from bot.telegram_bot.desk import Desk
from bot.telegram_bot.messages import thread_of
from bot.telegram_bot.render import PAGE, TOPIC
from bot.telegram_bot.sending import Place, edit, send

_log = logging.getLogger(__name__)


class Buttons:
    """The handler of pressed buttons."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def press(self, query: CallbackQuery) -> None:
        """Answer what the button stands for; one that means nothing (any more) is told to be old."""
        data = query.data or ""
        asked = self._page(data) or self._topic(data)
        if query.message is None:
            await self._press_inline(query, asked)
        else:
            await _acknowledge(query)
            await self._press(query, query.message, asked)

    async def _press(self, query: CallbackQuery, message: MaybeInaccessibleMessage, asked: Reply | TopicRef | None) -> None:
        conversation = message.chat.id, query.from_user.id
        async with self._desk.turn(conversation):
            if isinstance(asked, Reply) and await _replaced(message, asked):
                return
            reply = await self._reply(asked, conversation) if asked else self._desk.page("gone")
            await send(query.get_bot(), reply, _answer_to_button(message))

    async def _press_inline(self, query: CallbackQuery, asked: Reply | TopicRef | None) -> None:
        # The message stands in a chat that the bot does not see: there is no conversation to remember, and only the
        # message to put an answer in, which stays as it is where there is none.
        await _acknowledge(query, "" if asked else self._desk.engine.content.wording.texts["gone"])
        if asked:
            await edit(query.get_bot(), await self._reply(asked, None), inline_message_id=query.inline_message_id)

    def _page(self, data: str) -> Reply | None:
        try:
            return self._desk.page(data.removeprefix(PAGE)) if data.startswith(PAGE) else None
        except KeyError:  # a page of an older version
            return None

    def _topic(self, data: str) -> TopicRef | None:
        return self._desk.topic(data.removeprefix(TOPIC)) if data.startswith(TOPIC) else None

    async def _reply(self, asked: Reply | TopicRef, conversation: tuple[int, int] | None) -> Reply:
        return asked if isinstance(asked, Reply) else await self._desk.answer(asked, conversation)


async def _acknowledge(query: CallbackQuery, toast: str = "") -> None:
    """Let the button stop waiting; the toast, if any, is shown for a moment."""
    try:
        await query.answer(shorten(toast, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH, placeholder="…") or None)
    except TelegramError as refusal:  # mostly: it was pressed while the bot was away
        _log.info("A button could not be acknowledged: %s", refusal.message)


async def _replaced(message: MaybeInaccessibleMessage, reply: Reply) -> bool:
    """Put the reply in place of the message; whether that could be done."""
    if not message.is_accessible:  # deleted, or out of the bot's reach
        return False
    try:
        await edit(message.get_bot(), reply, chat_id=message.chat.id, message_id=message.message_id)
    except BadRequest as refusal:  # deleted a moment ago, or too old
        _log.info("A menu could not be edited: %s", refusal.message)
        return False
    return True


def _answer_to_button(message: MaybeInaccessibleMessage) -> Place:
    thread = thread_of(message) if isinstance(message, Message) else None
    return Place(message.chat.id, thread, message.message_id)
