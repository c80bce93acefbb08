"""Contents of other sizes are what they are said to be, and are measured."""

import json
from pathlib import Path

import pytest

from bot.content import load
from bot.content.model import Content
from bot.evaluation.golden import MEANT
from bot.language.normalise import normalise
from tests.benchmark.questions import single_questions
from tests.benchmark.scale import ScalePlan, ScaleReport, run_scale
from tests.benchmark.scale_content import made_up_names, write_phrasings, write_supplements
from tests.benchmark.scale_report import as_json, as_text
from tests.conftest import ROOT


def phrasings(content: Content) -> list[str]:
    """The normalised phrasings of all topics."""
    return [normalise(phrasing.text) for topic in content.topics.values() for phrasing in topic.phrasings]


@pytest.fixture(scope="module")
def real(content: Content) -> frozenset[str]:
    """What people wrote."""
    return frozenset(phrasings(content))


@pytest.mark.parametrize("number", [700, 2500])
def test_fewer_phrasings(tmp_path: Path, content: Content, real: frozenset[str], number: int) -> None:
    """As long as they suffice, all phrasings are real, and every topic keeps about as many."""
    few = load(write_phrasings(ROOT / "content", tmp_path / "content", number))
    assert len(set(phrasings(few))) == number
    assert real.issuperset(phrasings(few))
    shares = [len(topic.phrasings) / min(number // 57, len(content.topics[name].phrasings)) for name, topic in few.topics.items()]
    assert min(shares) >= 1
    assert few.red_flags == content.red_flags and few.out_of_scope == content.out_of_scope


def test_more_phrasings(tmp_path: Path, real: frozenset[str]) -> None:
    """Beyond that all real ones are there, the others hold a real one, and no two are the same."""
    many = phrasings(load(write_phrasings(ROOT / "content", tmp_path / "content", 10_000)))
    assert len(many) == len(set(many)) == 10_000
    assert real <= set(many)
    made = [text for text in many if text not in real]
    assert all(any(text in one for text in real) for one in made[::100])


def test_too_many_phrasings(tmp_path: Path) -> None:
    """More than can be made of the real ones are refused rather than repeated."""
    with pytest.raises(ValueError, match="only"):
        write_phrasings(ROOT / "content", tmp_path / "content", 1_000_000)


def test_supplements(tmp_path: Path, content: Content) -> None:
    """The shipped supplement stays as it is and the default; the others answer the same under names of their own."""
    several = load(write_supplements(ROOT / "content", tmp_path / "content", 4))
    assert len(several.supplements) == 4
    assert several.supplements[MEANT].names == content.supplements[MEANT].names
    copies = [supplement for supplement in several.supplements.values() if supplement is not several.supplements[MEANT]]
    assert all(copy.answers.keys() == content.supplements[MEANT].answers.keys() for copy in copies)
    assert {copy.name for copy in copies} <= set(made_up_names())
    assert all(len(copy.names) > 5 for copy in copies)


def test_one_supplement(tmp_path: Path, content: Content) -> None:
    """One supplement is the content as shipped."""
    assert load(write_supplements(ROOT / "content", tmp_path / "content", 1)).supplements.keys() == content.supplements.keys()


@pytest.fixture(scope="module")
def report(small_content: Path) -> ScaleReport:
    """Two sizes of either sort, and four questions."""
    questions = [question.text for question in single_questions()[:4]]
    return run_scale(ScalePlan(small_content, (600, 750), (1, 3), starts=1, questions=4), questions, "four questions")


@pytest.mark.slow
class TestReport:
    """One run, on little."""

    def test_sizes(self, report: ScaleReport) -> None:
        """Each size is measured; only the smallest number of supplements encodes the wordings."""
        assert [size.phrasings for size in report.phrasings] == [600, 750]
        assert [size.supplements for size in report.supplements] == [1, 3]
        assert [size.cold is None for size in (*report.phrasings, *report.supplements)] == [False, False, False, True]
        for size in (*report.phrasings, *report.supplements):
            assert size.wordings > 600
            assert size.with_encoder.median > 0 and size.without_encoder.median > 0
            assert size.cached > 0 and size.cold_without > 0
            assert 50 < size.resident < size.cold_peak + 50 < 2000

    def test_text(self, report: ScaleReport) -> None:
        """The printed report has every size and goal, says what is made up, and fits a wide terminal."""
        text = as_text(report)
        for part in ("600", "750", "goal: cached start within 3 s", "3 supplements, cached start", "copies", "four questions"):
            assert part in text
        assert max(map(len, text.splitlines())) <= 160

    def test_json(self, report: ScaleReport) -> None:
        """The JSON holds the same figures and no name of a folder."""
        text = as_json(report)
        assert json.loads(text)["phrasings"][0]["cached"] == report.phrasings[0].cached
        assert str(ROOT) not in text
