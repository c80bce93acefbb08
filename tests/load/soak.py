"""Hours in minutes: everything that people do, mixed, while the bot's memory is looked at."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from statistics import linear_regression
from typing import TypeAlias

from bot.content import load
from bot.content.model import TopicRef
from tests.conftest import ROOT
from tests.load.measure import LAST
from tests.load.processes import Running
from tests.load.questions import person, private, update
from tests.load.stub import Stub

PEOPLE, GROUPS = 500, 200  # they come again, as in life; so what is kept of each is soon kept of all
LEARNING = 2 / 3  # of the time, in which caches fill (matches, pages of the database); memory is judged afterwards
EVERY = 0.5  # seconds between looks at the memory
SETTLING = 6.0  # MB by which memory may grow still after that: allocators take it in pieces, and tables with a limit fill
FLAT = 0.3  # MB a minute that it may grow besides
MEMBERS = 4  # of each group

Json: TypeAlias = dict[str, object]
Kind: TypeAlias = Callable[[int], tuple[bytes, str]]  # of update: from a number to the update and what its answer is known by


@dataclass(frozen=True, slots=True)
class Soaked:
    """What was found."""

    given: int
    to_answer: int
    answered: int
    first_mb: float  # after the time of learning
    last_mb: float
    minutes: float  # since then
    slope: float  # MB a minute since then

    @property
    def sound(self) -> bool:
        """Whether everybody was answered, and memory is flat."""
        return self.answered == self.to_answer and self.flat

    @property
    def flat(self) -> bool:
        """Whether memory has grown by no more than what may be."""
        return self.last_mb - self.first_mb <= SETTLING + FLAT * self.minutes


class Soak:
    """Private chats, groups, inline queries, buttons and junk."""

    def __init__(self, stub: Stub, bot: Running, texts: Iterator[str], seed: int = 7) -> None:
        self._stub, self._bot, self._texts = stub, bot, texts
        self._numbers = count(1)
        self._chance = random.Random(seed)
        content = load(ROOT / "content")
        refs = [TopicRef(supplement, topic) for supplement in content.supplements for topic in content.topics]
        refs += [TopicRef(one.id, f"with/{other}") for one in content.supplements.values() for other in one.with_medicines]
        refs += [TopicRef("", f"card/{card.id}") for card in content.cards]
        refs += [TopicRef("", f"goals/{goal.id}") for goal in content.goals]
        pages = ["p:help", "p:shelf", *(f"p:which/{topic}" for topic in content.topics)]
        self._buttons = cycle(
            [*(f"{way}{ref.code}" for ref in refs for way in ("t:", "u:", "d:")), *pages, "what is this?", "e:"]
        )
        kinds: Sequence[tuple[Kind, int]] = [
            (self._private, 12),
            (self._group, 3),
            (self._inline, 2),
            (self._button, 2),
            (self._junk, 1),
        ]
        self._kinds = [kind for kind, share in kinds for _ in range(share)]

    async def run(self, seconds: float, per_second: float) -> Soaked:
        """Keep at it for so long."""
        given, to_answer, answered_before = 0, 0, len(self._stub.latencies)
        samples: list[tuple[float, float]] = []
        watching = asyncio.create_task(self._watch(samples))
        began = time.perf_counter()
        try:
            while (now := time.perf_counter() - began) < seconds:
                while given < now * per_second:
                    number = next(self._numbers)
                    content, key = self._chance.choice(self._kinds)(number)
                    self._stub.give(number, content, key, post=self._bot.by_webhook)
                    given, to_answer = given + 1, to_answer + bool(key)
                await asyncio.sleep(0.01)
            await self._all_answered()
        finally:
            watching.cancel()
        judged = [(at, mb) for at, mb in samples if at - samples[0][0] > LEARNING * seconds]
        slope = 60 * linear_regression(*zip(*judged, strict=True)).slope
        answered, minutes = len(self._stub.latencies) - answered_before, (judged[-1][0] - judged[0][0]) / 60
        return Soaked(given, to_answer, answered, judged[0][1], judged[-1][1], minutes, slope)

    async def _watch(self, samples: list[tuple[float, float]]) -> None:
        while True:
            samples.append((time.perf_counter(), self._bot.memory))
            await asyncio.sleep(EVERY)

    async def _all_answered(self) -> None:
        give_up = time.perf_counter() + LAST
        while (self._stub.waiting or self._stub.unconfirmed) and time.perf_counter() < give_up:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    def _private(self, number: int) -> tuple[bytes, str]:
        return private(number, self._chance.randrange(PEOPLE), next(self._texts))

    def _group(self, number: int) -> tuple[bytes, str]:
        chat = self._some_group()
        text = f"/ask {next(self._texts)}"
        command = {"type": "bot_command", "offset": 0, "length": 4}
        member = person(10 * PEOPLE + -int(str(chat["id"])) % GROUPS * MEMBERS + self._chance.randrange(MEMBERS))
        return self._message(number, chat, member, text=text, entities=[command]), str(chat["id"])

    def _inline(self, number: int) -> tuple[bytes, str]:
        query: Json = {"id": f"i{number}", "from": self._somebody(), "query": next(self._texts)[:250], "offset": ""}
        return update(number, "inline_query", query), f"i{number}"

    def _button(self, number: int) -> tuple[bytes, str]:
        presser = person(
            2 * PEOPLE + self._chance.randrange(PEOPLE)
        )  # apart from those who ask: what follows is no answer to them
        chat = {"id": presser["id"], "first_name": presser["first_name"], "type": "private"}
        bot = {"id": 4242424242, "is_bot": True, "first_name": "Load", "username": "load_bot"}
        message = {"message_id": 1, "from": bot, "chat": chat, "date": int(time.time()), "text": "an answer"}
        query: Json = {"id": f"b{number}", "from": presser, "message": message, "chat_instance": "1", "data": next(self._buttons)}
        return update(number, "callback_query", query), f"b{number}"

    def _junk(self, number: int) -> tuple[bytes, str]:
        """What no question is; some of it is answered all the same, which nobody counts."""
        sender = person(4 * PEOPLE + self._chance.randrange(PEOPLE))
        alone: Json = {"id": sender["id"], "first_name": sender["first_name"], "type": "private"}
        left: Json = {"chat": alone, "from": sender, "date": int(time.time())}
        left |= {"old_chat_member": {"status": "member", "user": sender}, "new_chat_member": {"status": "kicked", "user": sender}}
        junk: list[Callable[[], bytes]] = [
            lambda: self._message(number, alone, sender, dice={"emoji": "🎲", "value": 3}),
            lambda: self._message(number, alone, sender, poll={"id": "1", "question": "no whole poll"}),
            lambda: self._message(
                number, alone, sender, text="/nonsense", entities=[{"type": "bot_command", "offset": 0, "length": 9}]
            ),
            lambda: self._message(number, alone, sender, text="\u202e" + "zalgo\u0301" * 600),
            lambda: self._message(number, self._some_group(), sender, text="nobody asks the bot"),
            lambda: self._message(number, self._some_group(), sender, new_chat_title="A new name"),
            lambda: update(number, "my_chat_member", left),
            lambda: update(number, "from_the_future", {"a": [1, 2, 3]}),
        ]
        return self._chance.choice(junk)(), ""

    def _somebody(self) -> Json:
        return person(self._chance.randrange(PEOPLE))

    def _some_group(self) -> Json:
        return {"id": -1_000_000_000_000 - self._chance.randrange(GROUPS), "title": "A group", "type": "supergroup"}

    def _message(self, number: int, chat: Json, sender: Json | None = None, **content: object) -> bytes:
        head = {"message_id": number, "from": sender or self._somebody(), "chat": chat, "date": int(time.time())}
        return update(number, "message", head | content)
