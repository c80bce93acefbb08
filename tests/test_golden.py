"""Every golden question against the shipped content. What does not come out well is listed in questions/known-failures.yaml."""

from collections import Counter

import pytest
from rapidfuzz import fuzz, process

from bot.answering.engine import Engine
from bot.content.model import Content, TopicRef
from bot.evaluation.golden import ON_ONE, SHELF_KINDS, Kind, Question, check_topics, known_ids, read_questions
from bot.evaluation.known_failures import read_known_failures
from bot.evaluation.scoring import Outcome, outcomes
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "questions"
LEAST = 6  # golden questions a topic
NEAR = 90  # 0 to 100: token_set_ratio, which sees one text in another
WHOLE = {
    "urgent-buried.yaml",
    "look-alikes-everyday.yaml",
}  # they hide what others say; there token_sort_ratio, of the whole texts


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    """All golden questions."""
    return read_questions(FOLDER)


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, ...], str]:
    """What is wrong with each known failure."""
    return read_known_failures(FOLDER)


@pytest.fixture(scope="module")
def asked(shelf: Engine, questions: tuple[Question, ...]) -> list[Outcome]:
    """What comes back on every golden question."""
    return outcomes(shelf, questions)


@pytest.mark.slow
def test_no_new_failures(asked: list[Outcome], known: dict[tuple[str, ...], str]) -> None:
    """Every golden question comes out well, but for those that are listed and those that are too close to call."""
    failures = [one for one in asked if one.failure and not one.is_close and one.question.key not in known]
    told = [f"{one.question.place}: {one.question.text!r} is {one.failure}" for one in failures]
    assert not told, "\n".join(told)


@pytest.mark.slow
def test_known_failures_still_fail(asked: list[Outcome], known: dict[tuple[str, ...], str]) -> None:
    """A listed question that comes out well now, and not by a hair, is taken off the list."""
    mended = [one.question for one in asked if one.question.key in known and not one.failure and not one.is_close]
    told = [f"{one.place}: {one.text!r} comes out well: remove it from known-failures.yaml" for one in mended]
    assert not told, "\n".join(told)


@pytest.mark.slow
def test_danger_is_judged_by_other_words(questions: tuple[Question, ...], content: Content) -> None:
    """No question that judges the alarm comes near an example that it learnt from."""
    scorers = {True: fuzz.token_sort_ratio, False: fuzz.token_set_ratio}
    learnt = {
        Kind.URGENT: [phrasing.text.lower() for flag in content.red_flags for phrasing in flag.examples],
        Kind.LOOK_ALIKE: [phrasing.text.lower() for phrasing in content.look_alikes],
    }
    for one in questions:
        scorer = scorers[one.file in WHOLE]
        near = process.extractOne(one.text.lower(), learnt.get(one.kind, []), scorer=scorer, score_cutoff=NEAR)
        assert near is None, f"{one.place}: {one.text!r} is too near to {near}"


def test_known_failures_are_golden_questions(questions: tuple[Question, ...], known: dict[tuple[str, ...], str]) -> None:
    """Nothing is listed that is not asked."""
    assert known.keys() <= {one.key for one in questions}


def test_no_question_twice(questions: tuple[Question, ...]) -> None:
    """A question with what was asked before it stands once, so that its listing as a failure is clear."""
    assert [key for key, number in Counter(one.key for one in questions).items() if number > 1] == []


def test_topics(questions: tuple[Question, ...], content: Content) -> None:
    """Golden questions name topics of the content, and every topic has at least six, those on single supplements included."""
    check_topics(questions, known_ids(content))
    numbers = Counter(one.accept[0] for one in questions if one.kind is Kind.ANSWER)
    on_one = [one for one in questions if one.file.startswith((ON_ONE, "finer"))]
    numbers.update(accepted.partition("/")[2] for one in on_one for accepted in one.accept)
    assert [topic for topic in content.topics if numbers[topic] < LEAST] == []


@pytest.mark.slow
def test_what_is_accepted_on_the_shelf(questions: tuple[Question, ...], shelf: Engine) -> None:
    """Whatever questions to the whole shelf accept is an id that the bot's replies can have."""
    asked = [(one.place, accepted) for one in questions if one.kind in SHELF_KINDS for accepted in sorted(one.accepted)]
    assert [f"{place}: there is no {accepted!r}" for place, accepted in asked if not is_an_id(shelf, accepted)] == []


def test_points(questions: tuple[Question, ...], content: Content) -> None:
    """Finer questions accept points of the content, of every supplement."""
    known = {f"{one.id}/{point.id}" for one in content.supplements.values() for point in one.points}
    accepted = {accepted for one in questions if one.kind is Kind.POINT for accepted in one.accept}
    assert accepted <= known
    assert {one.partition("/")[0] for one in accepted} == set(content.supplements)


def is_an_id(shelf: Engine, accepted: str) -> bool:
    """Whether an id is that of a topic, of something that can be picked, or of things that may be named together."""
    content = shelf.content
    supplement, topic = accepted.split("/", 1) if accepted.count("/") > 1 else ("", accepted)
    kind, _, other = topic.partition("/")
    if kind != "with":
        return accepted in content.topics or shelf.knows(TopicRef(supplement, topic))
    if row := content.pair(supplement, other):
        return shelf.rows.ref(row).id == accepted
    groups = (content.supplements.values(), content.medicines, content.cards, content.others)
    return supplement in ("", *content.supplements) and any(one.id == other for group in groups for one in group)


def test_groups(questions: tuple[Question, ...], content: Content) -> None:
    """Urgent questions stand under situations of the content, or `any`, and small talk under its kinds."""
    situations = {flag.id for flag in content.red_flags} | {"any"}
    assert {one.group for one in questions if one.kind is Kind.URGENT} <= situations
    assert {one.group for one in questions if one.kind is Kind.SMALLTALK} <= {talk.id for talk in content.small_talk}
