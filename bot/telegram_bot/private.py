"""A private chat: whatever is written is a question."""

from collections import deque

from telegram import Message

from bot.telegram_bot.desk import Desk
from bot.telegram_bot.messages import answer_to, conversation_of, words_in
from bot.telegram_bot.sending import send

ALBUMS_REMEMBERED = 1000  # the last albums, so that ten pictures sent at once get one answer, not ten


class PrivateChat:
    """The handlers of messages in private chats."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._albums: deque[str] = deque(maxlen=ALBUMS_REMEMBERED)

    async def question(self, message: Message) -> None:
        """Text, or the caption of something else."""
        self._first_of_album(message)
        reply = await self._desk.answer(words_in(message), conversation_of(message))
        await send(message.get_bot(), reply, answer_to(message))

    async def unsupported(self, message: Message) -> None:
        """Anything without words: one line of help."""
        if self._first_of_album(message):
            await send(message.get_bot(), self._desk.page("unsupported"), answer_to(message))

    def _first_of_album(self, message: Message) -> bool:
        album = message.media_group_id
        if album is None:
            return True
        first = album not in self._albums
        if first:
            self._albums.append(album)
        return first
