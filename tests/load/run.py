"""Measuring all bots, both ways, round after round, so that what disturbs the machine disturbs them alike."""

import asyncio
import importlib.util
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.benchmark.machine import this_machine
from tests.conftest import CACHE, ROOT
from tests.load.measure import Load, Measured
from tests.load.processes import ECHO, ENCODER, LETTERS, WAYS, Cores, running
from tests.load.questions import wordings
from tests.load.report import Report
from tests.load.soak import Soak, Soaked
from tests.load.stub import Stub

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    seconds: float = 6.0  # of each measurement
    rounds: int = 3
    bots: tuple[str, ...] = (ECHO, LETTERS, ENCODER)
    ways: tuple[str, ...] = WAYS


async def measure(plan: Plan, folder: Path, tell: Tell) -> Report:
    """Measure; progress is told a line at a time. `folder` is for what the bots keep. Raises RuntimeError where one fails."""
    machine, load_before, cores = this_machine(), os.getloadavg()[0], Cores.of_this_machine()
    results: dict[str, dict[str, list[Measured]]] = {way: defaultdict(list) for way in plan.ways}
    answers: dict[str, list[float]] = defaultdict(list)
    missing = "" if importlib.util.find_spec("tornado") else "no echo bot: it needs tornado for that; make load installs it"
    texts = wordings()
    with pinned(cores):
        for turn in range(plan.rounds):
            for bot in plan.bots:
                if bot != ECHO:
                    answers[bot].append(await answer_ms(bot, plan.seconds, cores))
            for way in plan.ways:
                for bot in plan.bots:
                    if bot == ECHO and way == "webhook" and missing:
                        continue
                    (room := folder / f"{turn}-{way}").mkdir(exist_ok=True)
                    stub = Stub()
                    async with stub.running(), running(bot, way, stub, room, CACHE, cores) as process:
                        found = await Load(stub, process, count(1), texts).measure(plan.seconds)
                    results[way][bot].append(found)
                    tell(f"round {turn + 1}, {way}, {bot}: {found.rate:.0f} updates/s, p50 {found.p50_ms:.1f} ms")
    name = f"{machine.processor}, {machine.cores} cores, Python {machine.python}"
    return Report(name, str(cores), load_before, {way: dict(each) for way, each in results.items()}, dict(answers), missing)


async def soak(seconds: float, per_second: float, folder: Path, bot: str = ENCODER, way: str = "webhook") -> Soaked:
    """Soak one bot. Raises RuntimeError where it fails."""
    cores, stub = Cores.of_this_machine(), Stub()
    with pinned(cores):
        async with stub.running(), running(bot, way, stub, folder, CACHE, cores) as process:
            return await Soak(stub, process, wordings()).run(seconds, per_second)


async def answer_ms(bot: str, seconds: float, cores: Cores) -> float:
    """Milliseconds of processor time that one answer costs alone."""
    encoder, cache = ("auto", CACHE) if bot == ENCODER else ("off", CACHE / "letters")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.load.answering", encoder, str(cache), str(seconds)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        preexec_fn=cores.pin_bot,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the answers alone could not be measured")
    return float(said)


@contextmanager
def pinned(cores: Cores) -> Iterator[None]:
    """Keep this process on the stub's core within this block."""
    if cores.stub < 0:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {cores.stub})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
