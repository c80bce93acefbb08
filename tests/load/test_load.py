"""The load tools work, and the bot bears three minutes of everything. `make load` measures in earnest."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from tests.load.measure import Measured
from tests.load.processes import ECHO, ENCODER, LETTERS
from tests.load.questions import wordings
from tests.load.report import Report, as_text, goal, soak_as_text
from tests.load.run import Plan, measure, soak
from tests.load.soak import Soaked

SECONDS, PER_SECOND = 180.0, 40.0  # the last third is judged: what is kept of matches and of people fills for two minutes


def test_questions_differ() -> None:
    """However many questions are asked, none comes twice."""
    assert len(set(islice(wordings(), 200_000))) == 200_000


def test_goals() -> None:
    """By letters 70 % of the echo bot's rate; with the encoder 80 % of what its time and an answer's time leave."""
    way = {
        ECHO: [Measured(500, 2, 2, 4, 10, 10)],
        LETTERS: [Measured(349, 2, 2, 4, 10, 10)],
        ENCODER: [Measured(100, 2, 2, 4, 10, 10)],
    }
    answers = {LETTERS: [1.0], ENCODER: [6.0]}
    assert goal(way, answers, LETTERS) == pytest.approx(350)
    assert goal(way, answers, ENCODER) == pytest.approx(100)
    assert goal(way, answers, ECHO) is None
    text = as_text(Report("a machine", "not pinned", 0.0, {"polling": way}, answers))
    assert text.count("NOT MET") == 1
    assert "goal 100: met" in text


def test_memory_that_grows() -> None:
    """A soak that leaves somebody without an answer, or takes ever more memory, is not sound, and says so."""
    assert Soaked(10, 8, 8, 100, 103, 1, 0.5).sound
    assert not Soaked(10, 8, 7, 100, 103, 1, 0.5).sound
    grown = Soaked(10, 8, 8, 100, 108, 1, 8)
    assert not grown.sound
    assert "NOT FLAT" in soak_as_text(grown, 2, 30, "a bot")


@pytest.mark.slow
@pytest.mark.end_to_end
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_rates(way: str, tmp_path: Path) -> None:
    """A short measurement beside the echo bot: each answers every question."""
    report = await measure(Plan(1.0, 1, (ECHO, LETTERS), (way,)), tmp_path, lambda _: None)
    for bot, [found] in report.results[way].items():
        assert found.answered == found.asked > 30, bot
        assert found.rate > 10
        assert 0 < found.p50_ms <= found.p99_ms


@pytest.mark.slow
@pytest.mark.end_to_end
async def test_soak(tmp_path: Path, tell: Callable[[str], None]) -> None:
    """Three minutes of questions, groups, inline queries, buttons and junk: all are answered, and memory stays flat."""
    soaked = await soak(SECONDS, PER_SECOND, tmp_path, LETTERS, "polling")
    tell(soak_as_text(soaked, SECONDS / 60, PER_SECOND, f"{LETTERS} by polling"))
    assert soaked.answered == soaked.to_answer > 0.9 * soaked.given
    assert soaked.flat
