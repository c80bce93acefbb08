"""What this process remembers of people, in memory only and for 15 minutes: conversations, and questions that may be sent on."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bot.answering.conversation import REMEMBERED, Conversations

MOST_QUESTIONS = 2_000  # of up to 4,096 characters, so 8 million at the very most


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


class ChatConversations(Conversations):
    """Conversations that can be forgotten. Their keys are `Asker`s."""

    def forget(self, unwanted: Callable[[Asker], bool]) -> None:
        """Forget the conversations of these."""
        for key in [key for key in self._known if isinstance(key, Asker) and unwanted(key)]:
            del self._known[key]


class Questions:
    """Which question each of the bot's latest messages answers, so that the person can send it to the editors."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` returns seconds."""
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[float, Asked]] = OrderedDict()
        self._timer: asyncio.TimerHandle | None = None

    def keep(self, chat_id: int, message_id: int, asked: Asked) -> None:
        """Remember the question behind a message. Beyond the 2,000 latest the oldest is forgotten, and any after 15 minutes."""
        self._kept[chat_id, message_id] = self._clock(), asked
        if len(self._kept) > MOST_QUESTIONS:
            self._kept.popitem(last=False)
        if self._timer is None:
            self._await_the_oldest()

    def behind(self, chat_id: int, message_id: int) -> Asked | None:
        """The question behind a message; None if it is forgotten."""
        self._drop_old()
        found = self._kept.get((chat_id, message_id))
        return found and found[1]

    def drop(self, chat_id: int, message_id: int) -> None:
        """Forget the question behind a message."""
        self._kept.pop((chat_id, message_id), None)

    def forget(self, unwanted: Callable[[Asker], bool]) -> None:
        """Forget the questions of these."""
        for key in [key for key, (_, asked) in self._kept.items() if unwanted(asked.asker)]:
            del self._kept[key]

    def __len__(self) -> int:
        return len(self._kept)

    def _drop_old(self) -> None:
        while self._kept and self._clock() - next(iter(self._kept.values()))[0] >= REMEMBERED:
            self._kept.popitem(last=False)

    def _await_the_oldest(self) -> None:
        """Have old questions dropped even where nobody writes any more."""
        self._drop_old()
        self._timer = None
        if self._kept:
            left = next(iter(self._kept.values()))[0] + REMEMBERED - self._clock()
            self._timer = asyncio.get_running_loop().call_later(left, self._await_the_oldest)
