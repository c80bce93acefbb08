"""What one answer costs alone, without Telegram, storage and the rest: python -m tests.load.answering off|auto CACHE SECONDS.

Prints milliseconds of processor time, a question on average. It is a process of its own, to be put on the bot's core.
"""

import sys
import time
from pathlib import Path

from bot.answering.assembly import build_engine
from bot.content import load
from bot.evaluation.golden import MEANT
from bot.matching.cache import Cache
from bot.matching.encoder import open_encoder
from tests.conftest import ROOT
from tests.load.questions import wordings


def main(encoder: str, cache: Path, seconds: float) -> None:
    """Ask for so long, after as many questions to warm up as a second holds."""
    opened = open_encoder() if encoder == "auto" else None
    engine = build_engine(load(ROOT / "content"), opened, Cache(cache), supplement=MEANT)
    texts = wordings(seed=1)
    _ask(engine.ask, texts, 1.0)
    print(_ask(engine.ask, texts, seconds))


def _ask(ask: object, texts: object, seconds: float) -> float:
    """Milliseconds of processor time a question."""
    count, began, busy = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        ask(next(texts))  # type: ignore[operator,call-overload]
        count += 1
    return 1000 * (time.process_time() - busy) / count


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
