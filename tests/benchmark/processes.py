"""Whole processes: from start to the first answer, and the memory that they hold then."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.evaluation.golden import MEANT
from tests.benchmark.timing import timed

ROOT = Path(__file__).parent.parent.parent

# A process begins with its parent's greatest memory as its own; so each is started by a small one, which reports what it took.
_STARTER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as report:
    report.write(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Ended(NamedTuple):
    """What a process left behind."""

    output: str
    peak: float  # greatest resident memory, MB


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot as a process: its content, and whether it uses the encoder. Golden questions are asked where MEANT is meant."""

    content: Path
    cache: Path
    encoder: bool

    def run(self, module: str, *arguments: str) -> Ended:
        """Run `python -m module arguments` to its end. Raises RuntimeError with its complaint if it fails."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "TELEGRAM_"))}
        environment |= {
            "BOT_CONTENT": str(self.content),
            "BOT_CACHE": str(self.cache),
            "BOT_ENCODER": "auto" if self.encoder else "off",
            "BOT_SUPPLEMENT": MEANT,
        }
        with tempfile.NamedTemporaryFile("r") as report:
            ended = subprocess.run(
                [sys.executable, "-c", _STARTER, report.name, sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if ended.returncode:
                raise RuntimeError(f"{module} ended with {ended.returncode}: {ended.stderr.strip()}")
            return Ended(ended.stdout, int(report.read()) * 1024 / 1e6)

    def first_answer(self, question: str) -> tuple[float, float]:
        """Seconds from the start of a process to the end of its first answer, and its greatest resident memory in MB."""
        ended, seconds = timed(self.run, "bot", "ask", question)
        return seconds, ended.peak

    def forget_fit(self) -> None:
        """Take the fitted classifier out of the cache; the embeddings stay."""
        self._fit.unlink()

    @contextmanager
    def all_cached(self) -> Iterator[None]:
        """Raises RuntimeError if what is run meanwhile found something else than what is cached, and learnt it anew."""
        before = self._fit.stat().st_mtime_ns
        yield
        if self._fit.stat().st_mtime_ns != before:
            raise RuntimeError("the code changed while it was being measured; run the benchmark again")

    @property
    def _fit(self) -> Path:
        return self.cache / "classifier.npz"


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds from the start of a process to its first answer."""

    encoder: bool  # whether the encoder is used
    cold: float  # nothing in the cache; with the encoder, each wording costs a pass
    cold_peak: float  # greatest resident memory of that, MB
    fit_only: (
        float | None
    )  # embeddings in the cache, the classifier not; None without the encoder, where that is the same as cold
    cached: float  # all in the cache; a median
    runs: int  # of which it is the median


def measure_starts(bot: Bot, question: str, runs: int) -> Starts:
    """Start the bot with an empty cache, then with a fuller one; afterwards all is in the cache."""
    cold, peak = bot.first_answer(question)
    fit_only = None
    if bot.encoder:
        bot.forget_fit()
        fit_only, _ = bot.first_answer(question)
    with bot.all_cached():
        cached = statistics.median(bot.first_answer(question)[0] for _ in range(runs))
    return Starts(bot.encoder, cold, peak, fit_only, cached, runs)


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of a process that has started from the cache and answered once, in MB (10^6 bytes)."""

    encoder: bool  # whether the encoder is used
    telegram: bool  # whether the Telegram library is loaded, as `run` does
    resident: float
    peak: float


def measure_memory(bot: Bot, question: str) -> list[Memory]:
    """The memory without and with the Telegram library."""
    with bot.all_cached():
        plain, telegram = (
            json.loads(bot.run("tests.benchmark.resident", question, *more).output) for more in ((), ("--telegram",))
        )
    return [Memory(bot.encoder, loaded, one["resident"], one["peak"]) for loaded, one in ((False, plain), (True, telegram))]
