"""Commands: /start, /ask, those that show a page, and those on what is kept of people."""

import re
from collections.abc import Iterable

from telegram import Message
from telegram.constants import ChatType
from telegram.ext import filters

from bot.content.model import Category
from bot.telegram_bot.answers import Answers
from bot.telegram_bot.messages import answer_to, asker_of, command_in, pointed_at, words_in
from bot.telegram_bot.service import Service

_PAGES = ("help", "shelf", "topics", "sources", "about")
_COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")


def pages_by_command(categories: Iterable[Category]) -> dict[str, str]:
    """Each command that shows a page, and the page: one for each category, and the fixed ones, which win."""
    menus = {each.id: f"category/{each.id}" for each in categories if _COMMAND_NAME.fullmatch(each.id)}
    return menus | {name: name for name in _PAGES}


class Commands:
    """The handlers of commands."""

    def __init__(self, service: Service, answers: Answers | None = None) -> None:
        self._service, self._answers = service, answers or Answers(service)

    @property
    def pages(self) -> dict[str, str]:
        """The commands that show a page; the content has its say, and may be read anew."""
        return pages_by_command(self._service.content.categories)

    @property
    def names(self) -> tuple[str, ...]:
        """All commands."""
        return ("start", "ask", "privacy", "deletedata", *self.pages)

    async def start(self, message: Message) -> None:
        """/start: the topic of a deep link, else a welcome."""
        payload = words_in(message)
        topic = self._service.topic(payload)
        if topic is not None:
            await self._answers.topic(message.get_bot(), topic, asker_of(message), answer_to(message))
        elif message.chat.type == ChatType.PRIVATE:
            await self._answers.page(message, "welcome")
        elif not payload:
            await self._answers.page(message, "greeting-group")
        # Else it was written by Telegram when a link added the bot to a group; there it is greeted as a new member.

    async def ask(self, message: Message) -> None:
        """/ask: the question after it, else what was quoted, else the message that it replies to."""
        replied, quote = pointed_at(message), message.quote
        if words_in(message):
            await self._answers.words(message, words_in(message))
        elif quote is not None and quote.is_manual and quote.text:
            await self._answers.quoted(message, quote.text)
        elif replied is not None:
            await self._answers.words(message, words_in(replied), replied)
        else:
            await self._answers.page(message, "usage")

    async def page(self, message: Message) -> None:
        """A command that shows a page; /about with words after it shows what they name at a glance, or answers them."""
        name, words = self.pages[command_in(message)], words_in(message)
        if name != "about" or not words:
            await self._answers.page(message, name)
        elif ref := self._service.glance(words):
            await self._answers.topic(message.get_bot(), ref, asker_of(message), answer_to(message))
        else:
            await self._answers.words(message, words)

    async def privacy(self, message: Message) -> None:
        """/privacy: what is kept, and how to be rid of it; in a group in brief."""
        await self._answers.reply(message, self._service.privacy(brief=message.chat.type != ChatType.PRIVATE))

    async def deletedata(self, message: Message) -> None:
        """/deletedata: delete what can be traced to the person; an anonymous one is asked to write in private."""
        if message.sender_chat is not None or message.from_user is None:
            await self._answers.page(message, "deleted-nobody")
        else:
            await self._answers.reply(message, await self._service.forget_person(message.from_user.id))

    async def unknown(self, message: Message) -> None:
        """A command of ours that does not exist, in a private chat: how to ask."""
        await self._answers.page(message, "help")


class ShowsPage(filters.MessageFilter):
    """Messages whose command shows a page of the content as it is now."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self._commands = commands

    def filter(self, message: Message) -> bool:
        """Whether the message is one of those."""
        return command_in(message) in self._commands.pages
