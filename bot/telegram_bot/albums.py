"""Albums: Telegram sends pictures that were sent together as a message each, which get one answer."""

import asyncio
from collections import deque

from telegram import Message

REMEMBERED = 1000  # albums
SECONDS = 1.0  # in which all pictures of an album have come


class Albums:
    """The last albums that were answered."""

    def __init__(self) -> None:
        self._seen: deque[str] = deque(maxlen=REMEMBERED)
        self._asked: deque[str] = deque(maxlen=REMEMBERED)  # with words

    def is_first_question(self, message: Message) -> bool:
        """Whether a message with words is to be answered: outside albums always, of an album the first."""
        return _is_new(self._asked, message)

    async def is_wordless(self, message: Message) -> bool:
        """Whether a message without words needs a word of help: outside albums always, of an album the first, if none has words.

        The words may stand under a later picture, so this takes a moment.
        """
        if message.media_group_id is None:
            return True
        if not _is_new(self._seen, message):
            return False
        await asyncio.sleep(SECONDS)
        return message.media_group_id not in self._asked


def _is_new(known: deque[str], message: Message) -> bool:
    album = message.media_group_id
    if album is None:
        return True
    if album in known:
        return False
    known.append(album)
    return True
