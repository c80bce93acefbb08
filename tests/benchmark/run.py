"""The whole benchmark: what is measured, how much of it, and in which order."""

import logging
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.answering.assembly import build_engine
from bot.content import load
from bot.content.model import Content
from bot.evaluation.golden import MEANT, Question
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder, open_encoder
from tests.benchmark.contest import Contest, hold_contest
from tests.benchmark.machine import Machine, this_machine
from tests.benchmark.processes import ROOT, Bot, Memory, Starts, measure_memory, measure_starts
from tests.benchmark.samples import evenly, read_wordings
from tests.benchmark.speed import CountedEncoder, Speed, measure_speed, reduced
from tests.benchmark.timing import timed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    content: Path = ROOT / "content"
    starts: int = 7  # cached starts, of which the median counts
    timed_questions: int = 300  # at most; the first asks of so many questions, taken evenly, give the time of one
    phrasings: int = 10  # a topic, in the reduced content
    sampled_passes: int = 200  # wordings whose encoding gives the mean time of a pass


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was measured."""

    machine: Machine
    source: str  # where the questions come from
    wordings: int  # distinct read wordings, each of which costs a pass on a wholly cold start
    wording_pass: float  # mean milliseconds of the encoder's pass on one of them
    speed: list[Speed]  # by content: as shipped, reduced
    starts: list[Starts]
    memory: list[Memory]
    contest: Contest


def _speed(name: str, content: Content, encoder: Encoder, caches: tuple[Path, Path], questions: Sequence[str]) -> Speed:
    """`caches`: with the encoder, without."""
    log.info("time per question, %s ...", name)
    counted = CountedEncoder(encoder)
    engine, letters = (
        build_engine(content, one, Cache(cache), supplement=MEANT) for one, cache in zip((counted, None), caches, strict=True)
    )
    return measure_speed(name, engine, counted, encoder, letters, questions)


def run(plan: Plan, questions: Sequence[Question], source: str) -> Report:
    """Measure everything. Raises RuntimeError if the encoder is not installed or a bot process fails.

    The processes come first, because the caches that they leave serve the rest.
    """
    logging.basicConfig(level="WARNING", format="%(message)s")
    logging.getLogger("tests.benchmark").setLevel("INFO")
    encoder = open_encoder()
    if encoder is None:
        raise RuntimeError("the benchmark compares with the sentence encoder, which is not installed: run make setup")
    texts = [question.text for question in questions]
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(shutil.copytree(plan.content, Path(folder, "content")))  # nobody edits this one meanwhile
        caches = Path(folder, "encoder"), Path(folder, "letters")
        bots = [Bot(copied, cache, encoder=with_it) for cache, with_it in zip(caches, (True, False), strict=True)]
        log.info("starts, first with nothing cached (this takes longest) ...")
        starts = [measure_starts(bot, texts[0], plan.starts) for bot in bots]
        memory = [one for bot in bots for one in measure_memory(bot, texts[0])]
        content = load(copied)
        wordings = read_wordings(content)
        passes = [timed(encoder.encode, text)[1] for text in evenly(wordings, plan.sampled_passes)]
        few = Path(folder, "few-encoder"), Path(folder, "few-letters")
        shutil.copytree(caches[0], few[0])  # its embeddings serve the reduced content too
        some = evenly(texts, plan.timed_questions)
        speed = [
            _speed("as shipped", content, encoder, caches, some),
            _speed("reduced", reduced(content, plan.phrasings), encoder, few, some),
        ]
        contest = hold_contest(bots[0], questions)
    return Report(this_machine(), source, len(wordings), float(np.mean(passes)) * 1000, speed, starts, memory, contest)
