"""What a conversation remembers, for a while: ids of topics, names of supplements and medicines as the content has them; never
what anybody wrote.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bot.content.model import TopicRef

REMEMBERED = 15 * 60  # seconds after which an earlier question no longer bears on a new one
MOST_NAMES, MOST_TOPICS = 8, 12  # of each sort in one conversation
MOST = 20_000  # conversations kept at once; beyond, the one that was quiet longest is forgotten

T = TypeVar("T")


@dataclass(slots=True)
class Conversation:
    """One person in one chat: what the last answers were about."""

    supplement: str = ""  # id; empty when nothing was said yet
    topic: str = ""  # id of the topic last answered or first offered; empty when there was none
    named: tuple[str, ...] = ()  # ids of the two supplements last named, the latest last
    medicine: str = ""  # id of the class of medicines that the last answer was about; empty when it was about none
    caution: str = ""  # id of the last topic about people who should ask first; empty when there was none
    danger: str = ""  # id of the dangerous situation that was answered a moment ago; empty when there was none
    since_danger: int = 0  # messages since then
    told: tuple[TopicRef, ...] = ()  # what was answered, the latest last
    offered: tuple[TopicRef, ...] = ()  # what stood on the buttons of the last answer and was not told since, in that order
    supplements: tuple[str, ...] = ()  # names of all supplements that were spoken of, the latest last
    medicines: tuple[str, ...] = ()  # names of all medicines that were named, the latest last

    def name(self, supplements: Iterable[str]) -> None:
        """Remember supplements that were named, by their ids in the order of the message."""
        for one in supplements:
            self.named = added(self.named, [one], 2)

    def speak_of(self, supplements: Iterable[str] = (), medicines: Iterable[str] = ()) -> None:
        """Remember the names of what was spoken of."""
        self.supplements = added(self.supplements, supplements, MOST_NAMES)
        self.medicines = added(self.medicines, medicines, MOST_NAMES)


def added(before: tuple[T, ...], new: Iterable[T], most: int) -> tuple[T, ...]:
    """At most so many things, each once, the new ones last; the oldest go."""
    together = dict.fromkeys(before)
    for one in new:
        together.pop(one, None)
        together[one] = None
    return tuple(together)[-most:]


class Conversations:
    """The conversations of a running bot, in memory only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` returns seconds."""
        self._clock = clock
        self._known: OrderedDict[Hashable, tuple[float, Conversation]] = OrderedDict()

    def put(self, key: Hashable, conversation: Conversation) -> None:
        """Go on from here."""
        self._known.pop(key, None)
        self._known[key] = self._clock(), conversation

    def of(self, key: Hashable) -> Conversation:
        """The conversation of a person in a chat; a fresh one after 15 minutes of silence."""
        now = self._clock()
        at, conversation = self._known.pop(key, (now, Conversation()))
        self._known[key] = (now, Conversation() if now - at > REMEMBERED else conversation)
        while len(self._known) > MOST or now - next(iter(self._known.values()))[0] > REMEMBERED:
            self._known.popitem(last=False)
        return self._known[key][1]
