"""Measuring one bot: how many updates a second at the most, and how long one waits where it is not too many."""

import asyncio
import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.load.processes import Running
from tests.load.questions import private
from tests.load.stub import Stub

WINDOW = 100  # questions that are always unanswered while the rate is measured; as many as getUpdates gives at a time
PACE = 30.0  # questions a second while waiting is measured: as many as Telegram lets a bot answer
WARM_UP = 1.5  # seconds
LAST = 60.0  # seconds in which the last answers must come


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found."""

    rate: float  # updates a second
    processor_ms: float  # of processor time an update, at that rate
    p50_ms: float  # from update to outgoing message, at 30 a second
    p99_ms: float
    asked: int
    answered: int


class Load:
    """Asks one bot questions, each by a person of their own."""

    def __init__(self, stub: Stub, bot: Running, numbers: Iterator[int], texts: Iterator[str]) -> None:
        """`numbers` are of updates and people: no two bots that share storage may share them."""
        self._stub, self._bot, self._numbers, self._texts = stub, bot, numbers, texts
        self._before = len(stub.latencies)
        self._asked = 0

    async def measure(self, seconds: float) -> Measured:
        """Both measurements, each so long, and whether every question was answered."""
        rate, processor = await self._rate(seconds)
        p50, p99 = await self._waiting(seconds)
        return Measured(rate, processor, p50, p99, self._asked, self._answered)

    @property
    def _answered(self) -> int:
        return len(self._stub.latencies) - self._before

    def _ask(self) -> None:
        number = next(self._numbers)
        question, chat = private(number, number, next(self._texts))
        self._asked += 1
        self._stub.give(number, question, chat, post=self._bot.by_webhook)

    async def _rate(self, seconds: float) -> tuple[float, float]:
        flood = asyncio.create_task(self._flood())
        try:
            await asyncio.sleep(WARM_UP)
            began, answered, busy = time.perf_counter(), self._answered, self._bot.busy
            await asyncio.sleep(seconds)
            took, count = time.perf_counter() - began, self._answered - answered
            busy = self._bot.busy - busy
        finally:
            flood.cancel()
        await self._all_answered()
        return count / took, 1000 * busy / max(count, 1)

    async def _flood(self) -> None:
        while True:
            while self._asked - self._answered < WINDOW:
                self._ask()
            async with self._stub.answered:
                await self._stub.answered.wait_for(lambda: self._asked - self._answered < WINDOW)

    async def _waiting(self, seconds: float) -> tuple[float, float]:
        first, chance, began = len(self._stub.latencies), random.Random(7), time.perf_counter()
        for turn in itertools.count():
            due = began + (turn + chance.random()) / PACE
            if due > began + seconds:
                break
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self._ask()
        await self._all_answered()
        waits = sorted(self._stub.latencies[first:])
        return 1000 * waits[len(waits) // 2], 1000 * waits[int(len(waits) * 0.99)]

    async def _all_answered(self) -> None:
        async with asyncio.timeout(LAST):
            while self._answered < self._asked or self._stub.unconfirmed:  # noqa: ASYNC110 - a look now and then costs least
                await asyncio.sleep(0.02)
