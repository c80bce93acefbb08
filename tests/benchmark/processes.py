"""Whole processes: from start to the first answer, and the memory that they hold then."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark.timing import timed

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot as a process: its content, and whether it uses the encoder."""

    content: Path
    cache: Path
    encoder: bool

    def run(self, module: str, *arguments: str) -> str:
        """What `python -m module arguments` prints. Raises RuntimeError with its complaint if it fails."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "TELEGRAM_"))}
        environment |= {
            "BOT_CONTENT": str(self.content),
            "BOT_CACHE": str(self.cache),
            "BOT_ENCODER": "auto" if self.encoder else "off",
        }
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def first_answer(self, question: str, runs: int = 1) -> float:
        """Seconds from the start of a process to the end of its first answer; the median of some runs."""
        return statistics.median(timed(self.run, "bot", "ask", question)[1] for _ in range(runs))

    def forget_fit(self) -> None:
        """Take the fitted classifier out of the cache; the embeddings stay."""
        (self.cache / "classifier.npz").unlink()


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds from the start of a process to its first answer."""

    encoder: bool  # whether the encoder is used
    cold: float  # nothing in the cache; with the encoder, each wording costs a pass
    fit_only: (
        float | None
    )  # embeddings in the cache, the classifier not; None without the encoder, where that is the same as cold
    cached: float  # all in the cache; a median
    runs: int  # of which it is the median


def measure_starts(bot: Bot, question: str, runs: int) -> Starts:
    """Start the bot with an empty cache, then with a fuller one; afterwards all is in the cache."""
    cold = bot.first_answer(question)
    fit_only = None
    if bot.encoder:
        bot.forget_fit()
        fit_only = bot.first_answer(question)
    return Starts(bot.encoder, cold, fit_only, bot.first_answer(question, runs), runs)


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of a process that has started from the cache and answered once, in MB (10^6 bytes)."""

    encoder: bool  # whether the encoder is used
    telegram: bool  # whether the Telegram library is loaded, as `run` does
    resident: float
    peak: float


def measure_memory(bot: Bot, question: str) -> list[Memory]:
    """The memory without and with the Telegram library."""
    found: Sequence[dict[str, float]] = [
        json.loads(bot.run("tests.benchmark.resident", question, *more)) for more in ((), ("--telegram",))
    ]
    return [
        Memory(bot.encoder, telegram, one["resident"], one["peak"]) for telegram, one in zip((False, True), found, strict=True)
    ]
