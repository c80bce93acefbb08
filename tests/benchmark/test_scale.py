"""Contents of other sizes are what they are said to be, and are measured."""

import json
from pathlib import Path

import pytest

from bot.content import load
from bot.content.model import Content
from bot.language.normalise import normalise
from tests.benchmark.questions import single_questions
from tests.benchmark.samples import read_wordings
from tests.benchmark.scale import ScalePlan, ScaleReport, run_scale
from tests.benchmark.scale_content import COPIED, made_up_names, write_phrasings, write_supplements
from tests.benchmark.scale_report import as_json, as_text
from tests.conftest import ROOT


def phrasings(content: Content) -> list[str]:
    """The normalised phrasings of all topics."""
    return [normalise(phrasing.text) for topic in content.topics.values() for phrasing in topic.phrasings]


@pytest.fixture(scope="module")
def real(content: Content) -> frozenset[str]:
    """What people wrote."""
    return frozenset(phrasings(content))


@pytest.mark.parametrize("number", [2500, 5000])
def test_fewer_phrasings(tmp_path: Path, content: Content, real: frozenset[str], number: int) -> None:
    """As long as they suffice, all phrasings are real, and every topic keeps about as many."""
    few = load(write_phrasings(ROOT / "content", tmp_path / "content", number))
    assert len(set(phrasings(few))) == number
    assert real.issuperset(phrasings(few))
    each = number // len(content.topics)
    shares = [len(topic.phrasings) / min(each, len(content.topics[name].phrasings)) for name, topic in few.topics.items()]
    assert min(shares) >= 1
    assert few.red_flags == content.red_flags and few.out_of_scope == content.out_of_scope


def test_more_phrasings(tmp_path: Path, real: frozenset[str]) -> None:
    """Beyond that all real ones are there, the others hold a real one, and no two are the same."""
    many = phrasings(load(write_phrasings(ROOT / "content", tmp_path / "content", 30_000)))
    assert len(many) == len(set(many)) == 30_000
    assert real <= set(many)
    made = [text for text in many if text not in real]
    assert all(any(text in one for text in real) for one in made[::100])


def test_too_many_phrasings(tmp_path: Path) -> None:
    """More than can be made of the real ones are refused rather than repeated."""
    with pytest.raises(ValueError, match="only"):
        write_phrasings(ROOT / "content", tmp_path / "content", 1_000_000)


def test_supplements(tmp_path: Path, content: Content) -> None:
    """The shipped supplements stay as they are; those that are added answer as one of them does, under names of their own."""
    several = load(write_supplements(ROOT / "content", tmp_path / "content", 3)).supplements
    shipped, copies = [[several[name] for name in names] for names in (content.supplements, several.keys() - content.supplements)]
    assert [(one.names, one.popular) for one in shipped] == [(one.names, one.popular) for one in content.supplements.values()]
    assert len(copies) == 3
    copied = content.supplements[COPIED]
    shared = {topic for topic in copied.answers if not content.topics[topic].owner}
    for copy in copies:
        assert copy.answers.keys() == shared
        assert copy.with_medicines.keys() == copied.with_medicines.keys() and copy.with_medicines
        assert copy.name in made_up_names()
        assert len(copy.names) > 5


def test_no_more_supplements(tmp_path: Path, content: Content) -> None:
    """Without any more it is the content as shipped."""
    assert load(write_supplements(ROOT / "content", tmp_path / "content", 0)).supplements.keys() == content.supplements.keys()


def test_supplements_teach_nothing(tmp_path: Path, content: Content) -> None:
    """What is learnt is the same however many there are, so that embeddings serve all of them."""
    assert read_wordings(load(write_supplements(ROOT / "content", tmp_path / "content", 2))) == read_wordings(content)


@pytest.fixture(scope="module")
def report(small_content: Path) -> ScaleReport:
    """Two sizes of either sort, and four questions."""
    questions = [question.text for question in single_questions()[:4]]
    return run_scale(ScalePlan(small_content, (2300, 2500), (0, 2), starts=1, questions=4), questions, "four questions")


@pytest.mark.slow
class TestReport:
    """One run, on little."""

    def test_sizes(self, report: ScaleReport, content: Content) -> None:
        """Each size is measured; only the smallest number of supplements encodes the wordings."""
        assert [size.phrasings for size in report.phrasings] == [2300, 2500]
        assert [size.supplements for size in report.supplements] == [len(content.supplements), len(content.supplements) + 2]
        assert [size.cold is None for size in (*report.phrasings, *report.supplements)] == [False, False, False, True]
        for size in (*report.phrasings, *report.supplements):
            assert size.wordings > 1000
            assert size.with_encoder.median > 0 and size.without_encoder.median > 0
            assert size.cached > 0 and size.cold_without > 0
            assert 50 < size.resident < size.cold_peak + 50 < 2000

    def test_text(self, report: ScaleReport) -> None:
        """The printed report has every size and goal, says what is made up, and fits a wide terminal."""
        text, most = as_text(report), report.supplements[-1].supplements
        for part in ("2,300", "2,500", "goal: cached start within 3 s", f"{most} supplements, cached start", "copies of", "four"):
            assert part in text
        assert max(map(len, text.splitlines())) <= 160

    def test_json(self, report: ScaleReport) -> None:
        """The JSON holds the same figures and no name of a folder."""
        text = as_json(report)
        assert json.loads(text)["phrasings"][0]["cached"] == report.phrasings[0].cached
        assert str(ROOT) not in text
