"""Phrasings in the wrong place, all but the same ones, and topics that nobody tries."""

from dataclasses import replace

import pytest

from bot.answering.engine import Engine
from bot.content.model import Content
from bot.content.phrasing import Phrasing
from bot.content_review.finding import Kind
from bot.content_review.lines import Lines
from bot.content_review.phrasings import CLEARLY, review_duplicates, review_places, review_reach
from bot.evaluation.golden import Kind as Golden
from bot.evaluation.golden import read_questions
from bot.matching.calibration import Misread
from bot.matching.lessons import DANGER, OUT_OF_SCOPE, SMALL_TALK_PREFIX, Lesson
from tests.conftest import ROOT

CONTENT, QUESTIONS = ROOT / "content", ROOT / "tests" / "questions"


@pytest.fixture
def lines() -> Lines:
    """The lines of the shipped content."""
    return Lines(CONTENT)


def test_misplaced(engine: Engine, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phrasing that is clearly taken for something else is named at its line; one that is so by a hair is not."""
    first, second = engine.content.topics["dosage/timing"].phrasings[:2]
    misread = (
        Misread(first.text, "dosage/timing", "dosage/with-food", CLEARLY),
        Misread(second.text, "dosage/timing", OUT_OF_SCOPE, CLEARLY - 0.01),
    )
    monkeypatch.setattr(engine.matcher, "calibration", replace(engine.matcher.calibration, misread=misread))
    (found,) = review_places(engine, lines)
    assert (found.path, found.kind) == ("topics/dosage.yaml", Kind.MISPLACED)
    assert first.text in (CONTENT / found.path).read_text(encoding="utf-8").splitlines()[found.line - 1]
    assert "dosage/with-food" in found.message


def test_a_single_writer_is_not_judged(engine: Engine, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a topic that one writer alone has worded, nothing was learnt without that writer, so nothing is said."""
    topic = engine.content.topics["dosage/timing"]
    alone = replace(topic, phrasings=tuple(one for one in topic.phrasings if one.writer == "a"))
    monkeypatch.setattr(engine, "content", replace(engine.content, topics={alone.id: alone}))
    misread = (Misread(alone.phrasings[0].text, alone.id, OUT_OF_SCOPE, 1.5),)
    monkeypatch.setattr(engine.matcher, "calibration", replace(engine.matcher.calibration, misread=misread))
    assert list(review_places(engine, lines)) == []


def test_learning_tells_what_is_misread(engine: Engine) -> None:
    """What is kept from learning are phrasings of the topics named, taken for something else."""
    misread = engine.matcher.calibration.misread
    assert misread
    for one in misread:
        assert one.text in {phrasing.text for phrasing in engine.content.topics[one.topic].phrasings}
        assert one.taken_for != one.topic
        assert one.taken_for in {*engine.content.topics, OUT_OF_SCOPE}
        assert 0 <= one.margin < 3


def lesson(text: str, *labels: str) -> Lesson:
    """A wording with labels."""
    return Lesson(Phrasing(text, "a"), frozenset(labels))


@pytest.mark.parametrize(
    ("other", "labels", "expected"),
    [
        ("is it ok with coffee", ["dosage/timing"], ["topics/dosage.yaml"]),
        ("coffee is ok with it", ["dosage/timing"], ["topics/dosage.yaml"]),  # the order of words is nothing
        ("is it ok with coffees", [OUT_OF_SCOPE], ["not-covered.yaml"]),
        ("is it ok with coffee", [f"{SMALL_TALK_PREFIX}thanks"], ["smalltalk.yaml"]),
        ("is it ok with coffees", ["safety/alcohol-caffeine"], []),  # its own topic
        ("is it ok with toffee and tea", ["dosage/timing"], []),  # alike, and not nearly the same
        ("is it ok with coffee", [DANGER, f"{DANGER}:overdose"], []),
        ("is it ok with coffee", [], []),  # says that it is no danger, and nothing else
    ],
)
def test_duplicates(content: Content, lines: Lines, other: str, labels: list[str], expected: list[str]) -> None:
    """Texts that are all but the same stand in one topic; dangers, where a word makes the difference, are left out."""
    taught = [lesson("is it ok with coffee", "safety/alcohol-caffeine"), lesson(other, *labels)]
    found = list(review_duplicates(content, taught, [one.phrasing.text for one in taught], lines))
    assert [one.path for one in found] == expected
    assert all(one.kind is Kind.NEAR_DUPLICATE and "safety/alcohol-caffeine" in one.message for one in found)


def test_unreached(engine: Engine, lines: Lines) -> None:
    """A topic that no golden question asks for or reaches is named; one that is reached once, of any supplement, is not."""
    (asked,) = (one for one in read_questions(QUESTIONS) if one.text == "what is threonic acid and where does it come from")
    missed = replace(asked, text="what is the capital of France?", accept=("dosage/timing",))
    of_zinc = replace(
        asked, text="is zinc safe in pregnancy?", kind=Golden.SHELF, accept=("zinc/safety/pregnancy",), supplement=""
    )
    found = {one.message.partition(" ")[0]: one for one in review_reach(engine, [asked, missed, of_zinc], lines)}
    assert set(found) == set(engine.content.topics) - {"about/structure", "safety/pregnancy"}
    assert "all 1 golden questions on it miss it" in found["dosage/timing"].message
    assert "no golden question asks for it" in found["dosage/maximum"].message
    text = (CONTENT / "topics" / "dosage.yaml").read_text(encoding="utf-8").splitlines()
    assert text[found["dosage/timing"].line - 1] == "  timing:"
