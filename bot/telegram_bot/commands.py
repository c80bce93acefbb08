"""Commands: /start, /ask, and those that show a page."""

import re
from collections.abc import Iterable

from telegram import Message
from telegram.constants import ChatType

from bot.content.model import Category
from bot.telegram_bot.desk import Desk
from bot.telegram_bot.messages import (
    answer_to,
    by_the_bot,
    command_in,
    conversation_of,
    replied_to,
    thread_of,
    via_the_bot,
    words_in,
)
from bot.telegram_bot.sending import Place, send

_PAGES = ("help", "topics", "sources", "about", "privacy")
_COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")


def pages_by_command(categories: Iterable[Category]) -> dict[str, str]:
    """Each command that shows a page, and the page: one for each category, and the fixed ones, which win."""
    menus = {each.id: f"category/{each.id}" for each in categories if _COMMAND_NAME.fullmatch(each.id)}
    return menus | {name: name for name in _PAGES}


class Commands:
    """The handlers of commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.pages = pages_by_command(desk.engine.content.categories)
        self.names = ("start", "ask", *self.pages)

    async def start(self, message: Message) -> None:
        """/start: the topic of a deep link, else a welcome."""
        payload = words_in(message)
        topic = self._desk.topic(payload)
        if topic is not None:
            reply = await self._desk.answer(topic, conversation_of(message))
        elif message.chat.type == ChatType.PRIVATE:
            reply = self._desk.page("welcome")
        elif not payload:
            reply = self._desk.page("greeting-group")
        else:  # written by Telegram when a link added the bot to a group; there it is greeted as a new member
            return
        await send(message.get_bot(), reply, answer_to(message))

    async def ask(self, message: Message) -> None:
        """/ask: the question after it, else what was quoted, else the message that it replies to."""
        question, place = words_in(message), answer_to(message)
        replied = replied_to(message)
        if not question and message.quote is not None and message.quote.is_manual:
            question = message.quote.text
        if not question and replied is not None and not by_the_bot(replied) and not via_the_bot(replied):
            question = words_in(replied)
            place = Place(message.chat.id, thread_of(message), replied.message_id) if question else place
        if question:
            reply = await self._desk.answer(question, conversation_of(message))
        else:
            reply = self._desk.page("usage")
        await send(message.get_bot(), reply, place)

    async def page(self, message: Message) -> None:
        """A command that shows a page."""
        await send(message.get_bot(), self._desk.page(self.pages[command_in(message)]), answer_to(message))

    async def unknown(self, message: Message) -> None:
        """A command of ours that does not exist, in a private chat: how to ask."""
        await send(message.get_bot(), self._desk.page("help"), answer_to(message))
