"""What more phrasings and more supplements cost: time of a question, starts, memory."""

import logging
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.assembly import build_engine
from bot.answering.engine import Engine
from bot.content import load
from bot.content.model import Content
from bot.evaluation.golden import MEANT
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder, open_encoder
from tests.benchmark.machine import Machine, this_machine
from tests.benchmark.processes import ROOT, Bot, measure_memory
from tests.benchmark.samples import evenly, read_wordings
from tests.benchmark.scale_content import write_phrasings, write_supplements
from tests.benchmark.speed import WARM_UP
from tests.benchmark.timing import Timing, timed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScalePlan:
    """How much is measured."""

    content: Path = ROOT / "content"
    phrasings: tuple[int, ...] = (2500, 5000, 30_000)  # of topics; everything else that is learnt stays as shipped
    supplements: tuple[int, ...] = (0, 18, 93)  # beside those that are shipped
    starts: int = 5  # cached starts, of which the median counts
    questions: int = 100  # at most


@dataclass(frozen=True, slots=True)
class Size:
    """What a content of one size costs, with and without the encoder."""

    phrasings: int  # of topics
    supplements: int
    wordings: int  # distinct, of all that is learnt
    with_encoder: Timing  # a question
    without_encoder: Timing
    cold: float | None  # seconds to the first answer, nothing cached, with the encoder; None where embeddings were cached
    cold_peak: float  # greatest resident memory of learning, with the encoder, MB
    cold_without: float  # seconds to the first answer, nothing cached, without the encoder
    cached: float  # seconds to the first answer, all cached, with the encoder; a median
    resident: float  # MB after a cached start and one answer, with the encoder


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """All sizes, the smallest first."""

    machine: Machine
    source: str  # where the questions come from
    questions: int
    phrasings: list[Size]
    supplements: list[Size]


def _named(questions: Sequence[str], content: Content) -> list[str]:
    """The questions, every second one of which names a supplement, another each time."""
    names = [supplement.name for supplement in content.supplements.values()]
    return [f"{names[number % len(names)]}: {text}" if number % 2 else text for number, text in enumerate(questions)]


@dataclass(frozen=True, slots=True)
class _Started:
    """A content of one size whose caches are full, and what its starts took; see Size."""

    content: Content
    with_encoder: Bot
    without_encoder: Bot
    cold: float | None
    cold_peak: float
    cold_without: float
    cached: float
    resident: float


def _start(folder: Path, embeddings: Path | None, question: str, runs: int) -> _Started:
    """Start a bot on a content folder. The folder beside it gets the caches; `embeddings` is a file that spares the passes."""
    with_it, without = (Bot(folder, folder.parent / name, encoder=name == "encoder") for name in ("encoder", "letters"))
    if embeddings:
        with_it.cache.mkdir()
        shutil.copy(embeddings, with_it.cache)
    cold, peak = with_it.first_answer(question)
    with with_it.all_cached():
        cached = statistics.median(with_it.first_answer(question)[0] for _ in range(runs))
    return _Started(
        content=load(folder),
        with_encoder=with_it,
        without_encoder=without,
        cold=None if embeddings else cold,
        cold_peak=peak,
        cold_without=without.first_answer(question)[0],
        cached=cached,
        resident=measure_memory(with_it, question)[0].resident,
    )


def _ask_in_turn(engines: Sequence[Engine], questions: Sequence[str]) -> list[Timing]:
    """Ask all engines each question before the next one, so that all meet the same moods of the machine."""
    asked = [_named(questions, engine.content) for engine in engines]
    seconds: list[list[float]] = [[] for _ in engines]
    for engine in engines:
        for topic in list(engine.content.topics.values())[:WARM_UP]:
            engine.ask(topic.title)
    for number in range(len(questions)):
        for shift in range(len(engines)):
            place = (number + shift) % len(engines)
            seconds[place].append(timed(engines[place].ask, asked[place][number])[1])
    return [Timing.of(one) for one in seconds]


def _sizes(started: Sequence[_Started], encoder: Encoder, questions: Sequence[str]) -> list[Size]:
    """All figures of contents that have been started."""
    engines = [build_engine(one.content, encoder, Cache(one.with_encoder.cache), supplement=MEANT) for one in started]
    without = [build_engine(one.content, None, Cache(one.without_encoder.cache), supplement=MEANT) for one in started]
    return [
        Size(
            phrasings=sum(len(topic.phrasings) for topic in one.content.topics.values()),
            supplements=len(one.content.supplements),
            wordings=len(read_wordings(one.content)),
            with_encoder=asked,
            without_encoder=asked_without,
            cold=one.cold,
            cold_peak=one.cold_peak,
            cold_without=one.cold_without,
            cached=one.cached,
            resident=one.resident,
        )
        for one, asked, asked_without in zip(
            started, _ask_in_turn(engines, questions), _ask_in_turn(without, questions), strict=True
        )
    ]


def run_scale(plan: ScalePlan, questions: Sequence[str], source: str) -> ScaleReport:
    """Measure every size. Raises RuntimeError if the encoder is not installed or a bot process fails."""
    logging.basicConfig(level="WARNING", format="%(message)s")
    logging.getLogger("tests.benchmark").setLevel("INFO")
    encoder = open_encoder()
    if encoder is None:
        raise RuntimeError("the benchmark measures with the sentence encoder, which is not installed: run make setup")
    some = evenly(questions, plan.questions)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shipped = Path(shutil.copytree(plan.content, folder / "shipped"))  # nobody edits this one meanwhile
        started = []
        for number in plan.phrasings:
            log.info("phrasings: %d, first with nothing cached ...", number)
            written = write_phrasings(shipped, folder / f"phrasings-{number}" / "content", number)
            started.append(_start(written, None, some[0], plan.starts))
        by_phrasings = _sizes(started, encoder, some)
        started, embeddings = [], None
        for number in plan.supplements:
            log.info("supplements: %d more ...", number)
            written = write_supplements(shipped, folder / f"supplements-{number}" / "content", number)
            started.append(_start(written, embeddings, some[0], plan.starts))
            # The wordings are the same however many supplements there are, so they are encoded once.
            embeddings = embeddings or started[0].with_encoder.cache / "embeddings.npz"
        by_supplements = _sizes(started, encoder, some)
    return ScaleReport(this_machine(), source, len(some), by_phrasings, by_supplements)
