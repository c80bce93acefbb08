"""What this process remembers of people, in memory only: for 15 minutes conversations, and questions that may be sent on; and for
a while which of the latest messages answered what.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.answering.conversation import REMEMBERED, Conversation, Conversations
from bot.content.model import TopicRef

MOST_QUESTIONS = 2_000  # of up to 4,096 characters, so 8 million at the very most
MOST_ANSWERS = 2_000
MENDED = 120.0  # seconds in which an edit can come; see MendedQuestion
MOST_TOLD = 20_000
A_DAY = 24 * 60 * 60.0  # seconds in which a reaction to an answer counts as a vote

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, and where: the key of a conversation."""

    chat_id: int
    person_id: int  # of an anonymous sender the id of the chat it speaks for
    thread_id: int | None = None  # of the forum topic, each of which has conversations of its own; None outside of them


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in somebody's words."""

    asker: Asker
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """How somebody's message was answered: by which message of the bot, and what was spoken of before and after it."""

    message_id: int
    before: Conversation
    after: Conversation


class ChatConversations(Conversations):
    """Conversations that can be forgotten. Their keys are `Asker`s."""

    def forget(self, unwanted: Callable[[Asker], bool]) -> None:
        """Forget the conversations of these."""
        for key in [key for key in self._known if isinstance(key, Asker) and unwanted(key)]:
            del self._known[key]


class OfMessages(Generic[T]):
    """What is known of the latest messages, by chat and number."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Beyond `most` the oldest is forgotten, and any after so many seconds. `clock` returns seconds."""
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[tuple[int, int], tuple[float, T]] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None

    def keep(self, chat_id: int, message_id: int, known: T) -> None:
        """Remember something of a message, in place of what was known of it."""
        self._kept.pop((chat_id, message_id), None)
        self._kept[chat_id, message_id] = self._clock(), known
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        if self._timer is None:
            self._await_the_oldest()

    def of(self, chat_id: int, message_id: int) -> T | None:
        """What is known of a message; None if it is forgotten."""
        self._drop_old()
        found = self._kept.get((chat_id, message_id))
        return found and found[1]

    def drop(self, chat_id: int, message_id: int) -> None:
        """Forget a message."""
        self._kept.pop((chat_id, message_id), None)

    def forget(self, unwanted: Callable[[int, T], bool]) -> None:
        """Forget the messages of which this is true, given their chat and what is known of them."""
        for key in [key for key, (_, known) in self._kept.items() if unwanted(key[0], known)]:
            del self._kept[key]

    def __len__(self) -> int:
        return len(self._kept)

    def _drop_old(self) -> None:
        while self._kept and self._clock() - next(iter(self._kept.values()))[0] >= self._seconds:
            self._kept.popitem(last=False)

    def _await_the_oldest(self) -> None:
        """Have what is old dropped even where nobody writes any more."""
        self._drop_old()
        self._timer = None
        if self._kept:
            left = next(iter(self._kept.values()))[0] + self._seconds - self._clock()
            self._timer = asyncio.get_running_loop().call_later(left, self._await_the_oldest)


class Questions(OfMessages[Asked]):
    """Which question each of the bot's latest messages answers, so that the person can send it to the editors."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` returns seconds."""
        super().__init__(MOST_QUESTIONS, REMEMBERED, clock)


class Replied(OfMessages[Answered]):
    """How each of people's latest messages in private chats was answered, so that the answer can follow an edit."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` returns seconds."""
        super().__init__(MOST_ANSWERS, MENDED, clock)


class Told(OfMessages[TopicRef]):
    """Which topic each of the bot's latest messages answers, so that a reaction to it counts; who asked is not known here."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` returns seconds."""
        super().__init__(MOST_TOLD, A_DAY, clock)
