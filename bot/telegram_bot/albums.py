"""Albums: Telegram sends pictures that were sent together as a message each, which get one answer."""

from collections import deque

from telegram import Message

from bot.telegram_bot.messages import words_in

REMEMBERED = 1000  # albums


class Albums:
    """The last albums that were answered."""

    def __init__(self) -> None:
        self._answered: deque[str] = deque(maxlen=REMEMBERED)
        self._asked: deque[str] = deque(maxlen=REMEMBERED)  # with words; they may stand under a later picture

    def wants_answer(self, message: Message) -> bool:
        """Whether a message is to be answered: outside albums always, of an album the first with words, or the first of all."""
        album = message.media_group_id
        if album is None:
            return True
        before = self._asked if words_in(message) else self._answered
        if album in before:
            return False
        self._answered.append(album)
        if before is self._asked:
            self._asked.append(album)
        return True
