"""Questions as people say them: what is written in a private chat, and replies to the bot in a group."""

from telegram import Message

from bot.telegram_bot.albums import Albums
from bot.telegram_bot.answers import Answers
from bot.telegram_bot.messages import words_in


class PlainMessages:
    """The handlers of messages that are no commands."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._albums = Albums()

    async def question(self, message: Message) -> None:
        """Text, or the caption of something else."""
        if self._albums.is_first_question(message):
            await self._answers.words(message, words_in(message))

    async def unsupported(self, message: Message) -> None:
        """Anything without words: one line of help."""
        if await self._albums.is_wordless(message):
            await self._answers.page(message, "unsupported")
