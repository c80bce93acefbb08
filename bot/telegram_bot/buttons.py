"""Buttons under messages: a topic is answered in a new message, a menu page replaces the menu."""

import logging
from collections.abc import Hashable

from telegram import CallbackQuery, Message
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
            await query.answer()  # first, so that the button stops spinning
        except BadRequest as refusal:  # pressed while the bot was away, too long ago to be acknowledged
            _log.info("A button could not be acknowledged: %s", refusal.message)
        reply, in_place = await self._reply(query)
        if query.inline_message_id is not None:
            await edit(query.get_bot(), reply, inline_message_id=query.inline_message_id)
        elif query.message is not None:
            if not (in_place and await self._edited(query, reply)):
                await send(query.get_bot(), reply, place_of_button(query))

    async def _reply(self, query: CallbackQuery) -> tuple[Reply, bool]:
        """The reply, and whether it takes the place of the message that the button stands under."""
        data = query.data or ""
        if data.startswith(TOPIC):
            topic = self._desk.topic(data.removeprefix(TOPIC))
            if topic is not None:
                return await self._desk.answer(topic, _conversation(query)), False
        elif data.startswith(PAGE):
            try:
                return self._desk.page(data.removeprefix(PAGE)), True
            except KeyError:
                pass  # a page of an older version
        return self._desk.page("gone"), False

    async def _edited(self, query: CallbackQuery, reply: Reply) -> bool:
        """Whether the message under the button could be replaced."""
        if query.message is None:
            return False
        try:
            await edit(query.get_bot(), reply, chat_id=query.message.chat.id, message_id=query.message.message_id)
        except BadRequest as refusal:  # deleted, or too old to be edited
            _log.info("A menu could not be edited: %s", refusal.message)
            return False
        return True


def _conversation(query: CallbackQuery) -> Hashable | None:
    # A message sent inline stands in a chat that the bot does not see: nobody goes on talking to it there.
    return (query.message.chat.id, query.from_user.id) if query.message else None


def place_of_button(query: CallbackQuery) -> Place | None:
    ...
