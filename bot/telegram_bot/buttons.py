"""Buttons under messages: a topic is answered in a new message, a menu page replaces the menu."""

import logging

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message
from telegram.error import BadRequest

from bot.answering.reply import Reply
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
        try:
            await query.answer()  # first, so that the button stops waiting
        except BadRequest as refusal:  # it was pressed while the bot was away
            _log.info("A button could not be acknowledged: %s", refusal.message)
        data, message = query.data or "", query.message
        page = self._page(data)
        # A message sent inline stands in a chat that the bot does not see: there is no conversation to remember.
        reply = page or await self._answer(data, (message.chat.id, query.from_user.id) if message else None)
        if message is None:
            await edit(query.get_bot(), reply, inline_message_id=query.inline_message_id)
        elif page is None or not await _replaced(message, reply):
            await send(query.get_bot(), reply, _answer_to_button(message))

    def _page(self, data: str) -> Reply | None:
        try:
            return self._desk.page(data.removeprefix(PAGE)) if data.startswith(PAGE) else None
        except KeyError:  # a page of an older version
            return None

    async def _answer(self, data: str, conversation: tuple[int, int] | None) -> Reply:
        topic = self._desk.topic(data.removeprefix(TOPIC)) if data.startswith(TOPIC) else None
        return await self._desk.answer(topic, conversation) if topic else self._desk.page("gone")


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
