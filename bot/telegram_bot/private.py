"""A private chat: whatever is written is a question."""

from telegram import Message

from bot.telegram_bot.albums import Albums
from bot.telegram_bot.desk import Desk
from bot.telegram_bot.messages import answer_to, conversation_of, words_in
from bot.telegram_bot.sending import send


class PrivateChat:
    """The handlers of messages in private chats."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._albums = Albums()

    async def question(self, message: Message) -> None:
        """Text, or the caption of something else."""
        if self._albums.wants_answer(message):
            reply = await self._desk.answer(words_in(message), conversation_of(message))
            await send(message.get_bot(), reply, answer_to(message))

    async def unsupported(self, message: Message) -> None:
        """Anything without words: one line of help."""
        if self._albums.wants_answer(message):
            await send(message.get_bot(), self._desk.page("unsupported"), answer_to(message))
