"""How much one person, and one chat, may ask: token buckets, so that a burst is fine and a flood is not."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum

SMALLEST_BURST = 5  # messages at once, however few a minute are allowed
GROUP_PER_MINUTE = 18.0  # answers; Telegram takes 20 messages a minute in a group, and two are left for notices and edits
INLINE_QUERIES = 3  # to one message: while a question is typed, several unfinished ones are sent
MOST = 20_000  # buckets kept; beyond, the one that was used least recently is forgotten, and so is full again


class Verdict(StrEnum):
    """What to do with a message."""

    WELCOME = "welcome"
    TOO_MANY = "too many"  # say so, this once
    SILENCE = "silence"  # it was said already


@dataclass(slots=True)
class _Bucket:
    level: float  # messages that may come at once
    at: float
    told: bool = False


class Buckets:
    """A token bucket a key."""

    def __init__(self, per_minute: float, clock: Callable[[], float]) -> None:
        """`per_minute` is how fast a bucket fills; it holds as many, at least 5."""
        self._per_second, self._full = per_minute / 60, max(per_minute, SMALLEST_BURST)
        self._clock = clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def of(self, key: Hashable) -> _Bucket:
        """A key's bucket as it is now. Once it is full again, a next refusal is told again."""
        now = self._clock()
        bucket = self._buckets.pop(key, None) or _Bucket(self._full, now)
        bucket.level = min(self._full, bucket.level + (now - bucket.at) * self._per_second)
        bucket.at, bucket.told = now, bucket.told and bucket.level < self._full
        self._buckets[key] = bucket
        if len(self._buckets) > MOST:
            self._buckets.popitem(last=False)
        return bucket

    def forget(self, key: Hashable) -> None:
        """Drop a bucket."""
        self._buckets.pop(key, None)

    def __len__(self) -> int:
        return len(self._buckets)


class Limits:
    """The buckets of people and of chats.

    A group's bucket is no faster than Telegram lets the bot send there. What is taken in can be sent at once, so a busy
    group never makes answers wait, and never holds the places of other chats' updates.
    """

    def __init__(self, person_per_minute: float, chat_per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` returns seconds."""
        self._people = Buckets(person_per_minute, clock)
        self._inline = Buckets(person_per_minute * INLINE_QUERIES, clock)
        self._chats = Buckets(chat_per_minute, clock)
        self._groups = Buckets(min(chat_per_minute, GROUP_PER_MINUTE), clock)

    def admit(self, person_id: int, chat_id: int) -> Verdict:
        """Whether a message or a pressed button of this person in this chat is dealt with."""
        return _take(*self._of(person_id, chat_id))

    def give_back(self, person_id: int, chat_id: int) -> None:
        """What was taken in could not be answered, and comes again: it was not too much."""
        for bucket in self._of(person_id, chat_id):
            bucket.level += 1

    def admit_inline(self, person_id: int) -> bool:
        """Whether an inline query of this person is dealt with."""
        return _take(self._inline.of(person_id)) is Verdict.WELCOME

    def forget(self, chat_id: int) -> None:
        """Forget a chat that is no more."""
        self._chats.forget(chat_id)
        self._groups.forget(chat_id)

    def _of(self, person_id: int, chat_id: int) -> tuple[_Bucket, _Bucket]:
        chats = self._groups if chat_id < 0 else self._chats  # Telegram numbers people from 1 up, and groups from -1 down
        return self._people.of(person_id), chats.of(chat_id)


def _take(*buckets: _Bucket) -> Verdict:
    """Take one from each bucket, or none where one is empty."""
    empty = [bucket for bucket in buckets if bucket.level < 1]
    if not empty:
        for bucket in buckets:
            bucket.level -= 1
        return Verdict.WELCOME
    told = any(bucket.told for bucket in empty)
    for bucket in empty:
        bucket.told = True
    return Verdict.SILENCE if told else Verdict.TOO_MANY
