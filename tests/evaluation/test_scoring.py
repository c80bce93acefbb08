"""How good a reply is, by what the golden question asks for."""

from dataclasses import replace

import pytest

from bot.answering.engine import Engine
from bot.answering.reply import ReplyKind
from bot.evaluation.golden import Kind
from bot.evaluation.scoring import outcome as ask
from tests.evaluation.samples import outcome, question

ANSWER, SUGGEST, ABSTAIN, URGENT, SMALLTALK = ReplyKind
TIMING, SLEEP, OTHER = "dosage/timing", "benefits/sleep", "about/what-is"


@pytest.mark.parametrize(
    ("kind", "topics", "right", "strict", "helped", "wrong", "merit"),
    [
        (ANSWER, (TIMING,), True, True, True, False, 3),
        (ANSWER, (SLEEP,), True, False, True, False, 3),
        (ANSWER, (OTHER,), False, False, False, True, 0),
        (ANSWER, (OTHER, TIMING), False, False, True, False, 2),
        (SUGGEST, (OTHER, SLEEP), False, False, True, False, 2),
        (SUGGEST, (OTHER,), False, False, False, False, 1),
        (ABSTAIN, (), False, False, False, False, 1),
        (URGENT, (), False, False, False, False, 0),
    ],
)
@pytest.mark.parametrize("asked", [Kind.ANSWER, Kind.FOLLOWUP])
def test_one_topic(
    asked: Kind, kind: ReplyKind, topics: tuple[str, ...], right: bool, strict: bool, helped: bool, wrong: bool, merit: int
) -> None:
    """Right is an accepted topic first, strict the one named first, helped an accepted one anywhere, wrong another answer."""
    found = outcome(question(asked, (TIMING,), (SLEEP,)), kind, *topics)
    assert (found.is_right, found.is_strict, found.is_helped, found.is_wrong) == (right, strict, helped, wrong)
    assert found.merit == merit


@pytest.mark.parametrize(
    ("topics", "right", "helped", "wrong"),
    [
        ((TIMING, SLEEP), True, True, False),
        ((OTHER, SLEEP, TIMING), True, True, False),
        ((TIMING,), False, True, False),
        ((OTHER,), False, False, True),
    ],
)
def test_several_questions(topics: tuple[str, ...], right: bool, helped: bool, wrong: bool) -> None:
    """Of several questions every part has to be answered."""
    found = outcome(question(Kind.MULTI, (TIMING, SLEEP)), ANSWER, *topics)
    assert (found.is_right, found.is_helped, found.is_wrong) == (right, helped, wrong)


@pytest.mark.parametrize(
    ("asked", "kind", "right", "wrong", "alarm"),
    [
        (Kind.URGENT, URGENT, True, False, False),
        (Kind.URGENT, ABSTAIN, False, False, False),
        (Kind.SMALLTALK, SMALLTALK, True, False, False),
        (Kind.ABSTAIN, ABSTAIN, True, False, False),
        (Kind.ABSTAIN, SUGGEST, False, False, False),
        (Kind.ABSTAIN, ANSWER, False, True, False),
        (Kind.ABSTAIN, URGENT, False, False, True),
        (Kind.LOOK_ALIKE, ABSTAIN, True, False, False),
        (Kind.LOOK_ALIKE, URGENT, False, False, True),
    ],
)
def test_no_topic(asked: Kind, kind: ReplyKind, right: bool, wrong: bool, alarm: bool) -> None:
    """Elsewhere the kind of the reply decides; the urgent reply is a false alarm wherever nobody is in danger."""
    found = outcome(question(asked), kind, *([OTHER] if kind in (ANSWER, SUGGEST) else []))
    assert (found.is_right, found.is_wrong, found.is_false_alarm) == (right, wrong, alarm)


def test_look_alike_without_topic_is_never_wrong() -> None:
    """Where a question says nothing on what a good answer is, any answer will do, but not an alarm."""
    free, bound = question(Kind.LOOK_ALIKE, ()), question(Kind.LOOK_ALIKE, (TIMING,))
    assert not outcome(free, ANSWER, OTHER).is_wrong
    assert not outcome(bound, ANSWER, OTHER).failure


@pytest.mark.parametrize(
    ("asked", "kind", "topics", "failure"),
    [
        (Kind.ANSWER, ANSWER, (TIMING,), ""),
        (Kind.ANSWER, SUGGEST, (OTHER, TIMING), ""),
        (Kind.ANSWER, SUGGEST, (OTHER,), "the right topic is not offered"),
        (Kind.ANSWER, ABSTAIN, (), "not answered"),
        (Kind.ANSWER, ANSWER, (OTHER,), "answered with another topic"),
        (Kind.ANSWER, URGENT, (), "taken for an emergency"),
        (Kind.FOLLOWUP, SUGGEST, (TIMING,), "only offered as a choice"),
        (Kind.MULTI, ANSWER, (TIMING,), ""),
        (Kind.URGENT, ANSWER, (OTHER,), "not recognised as an emergency"),
        (Kind.LOOK_ALIKE, URGENT, (), "taken for an emergency"),
        (Kind.LOOK_ALIKE, ANSWER, (OTHER,), ""),
        (Kind.ABSTAIN, ANSWER, (OTHER,), "answered, and the FAQ does not cover it"),
        (Kind.ABSTAIN, SUGGEST, (OTHER,), ""),
        (Kind.SMALLTALK, ABSTAIN, (), "not recognised as small talk"),
    ],
)
def test_failure(asked: Kind, kind: ReplyKind, topics: tuple[str, ...], failure: str) -> None:
    """What has to be listed as a known failure is told in words."""
    assert outcome(question(asked), kind, *topics).failure == failure


def test_missing_part_is_a_failure() -> None:
    """Several questions of which one stays unanswered are a failure."""
    assert outcome(question(Kind.MULTI, (TIMING, SLEEP)), ANSWER, TIMING).failure == "not every part is answered"


def test_asking(engine: Engine) -> None:
    """The reply that is judged is the one that people get, after what was asked before."""
    found = ask(engine, question(Kind.FOLLOWUP, (TIMING,), text="or before bed", context=("should I take it in the morning",)))
    assert (found.kind, found.topics, found.is_right) == (ANSWER, (TIMING,), True)
    urgent = ask(engine, question(Kind.URGENT, text="my husband wont wake up"))
    assert urgent.is_right
    assert urgent.situation in {flag.id for flag in engine.content.red_flags}
    assert urgent.answered_up_to == 0


@pytest.mark.parametrize(("kind", "is_right"), [(Kind.INSTEAD, True), (Kind.NOT_INSTEAD, False)])
def test_in_the_place_of_a_medicine(kind: Kind, is_right: bool) -> None:
    """Whether a reply says to keep the medicine decides, whatever else it answers."""
    told = replace(outcome(question(kind, (), text="zinc for my statin?"), ANSWER), says_not_instead=True)
    assert told.is_right is is_right
    assert bool(told.failure) is not is_right
    assert not told.is_wrong
