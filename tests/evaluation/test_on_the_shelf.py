"""Questions to the whole shelf: how good their replies are, and how they are counted."""

import json
from collections.abc import Sequence

import pytest

from bot.answering.engine import Engine
from bot.answering.reply import ReplyKind
from bot.evaluation import report
from bot.evaluation.golden import SHELF_KINDS, Kind, Question
from bot.evaluation.scoring import Outcome
from bot.evaluation.scoring import outcome as ask
from bot.evaluation.summary import ALL, ShelfCounts, summarise
from tests.evaluation.samples import outcome, question

ANSWER, SUGGEST, ABSTAIN, URGENT = ReplyKind.ANSWER, ReplyKind.SUGGEST, ReplyKind.ABSTAIN, ReplyKind.URGENT
ZINC, IRON, PAIR, GOAL = "zinc/dosage/maximum", "iron/dosage/maximum", "zinc/with/quinolones", "goals/sleep"
MAXIMUM = "dosage/maximum"


def asked(kind: Kind, *accept: str, text: str = "at most?", group: str = "on-zinc", also: Sequence[str] = ()) -> Question:
    """A question to the whole shelf."""
    return question(kind, accept, tuple(also), text=text, group=group)


def came(wanted: Question, kind: ReplyKind, *topics: str, is_of_danger: bool = False) -> Outcome:
    """What came back on one, with the supplements of its topics."""
    of = tuple(topic.partition("/")[0] if topic.count("/") > 1 else "" for topic in topics)
    return outcome(wanted, kind, *topics, of=of, is_of_danger=is_of_danger)


def which(wanted: Question, kind: ReplyKind, topic: str, *of: str) -> Outcome:
    """What came back where the supplement has to be asked for: one topic, of each of several supplements."""
    return outcome(wanted, kind, *([topic] * len(of)), of=of)


ON_ZINC, TWO, NONE = asked(Kind.SHELF, ZINC), asked(Kind.SIDE_BY_SIDE, ZINC, IRON, group="both"), asked(Kind.WHICH, MAXIMUM)

SAMPLE = [
    came(ON_ZINC, ANSWER, ZINC),
    came(ON_ZINC, ANSWER, IRON),
    came(ON_ZINC, SUGGEST, ZINC, IRON),
    came(ON_ZINC, ABSTAIN),
    came(asked(Kind.SHELF, PAIR, group="pair-medicine"), ANSWER, PAIR, is_of_danger=True),
    came(asked(Kind.SHELF, PAIR, group="pair-medicine"), ANSWER, ZINC, is_of_danger=True),
    came(asked(Kind.SHELF, GOAL, group="goal"), ANSWER, GOAL),
    came(TWO, ANSWER, ZINC, IRON),
    which(asked(Kind.WHICH, MAXIMUM, group="which"), SUGGEST, MAXIMUM, "zinc", "iron"),
    which(asked(Kind.WHICH, MAXIMUM, group="which"), ANSWER, MAXIMUM, "zinc"),
]


@pytest.mark.parametrize(
    ("kind", "topics", "right", "helped", "wrong", "failure"),
    [
        (ANSWER, (ZINC,), True, True, False, ""),
        (ANSWER, (PAIR, ZINC), True, True, False, ""),  # as good a first answer
        (ANSWER, (IRON,), False, False, True, "answered with another topic"),
        (ANSWER, (IRON, ZINC), False, True, False, "not answered as it was asked"),
        (ANSWER, (GOAL,), False, False, True, "answered with another topic"),
        (SUGGEST, (IRON, ZINC), False, True, False, "not answered as it was asked"),
        (SUGGEST, (IRON,), False, False, False, "the right topic is not offered"),
        (ABSTAIN, (), False, False, False, "not answered"),
        (URGENT, (), False, False, False, "taken for an emergency"),
    ],
)
def test_one_supplement(kind: ReplyKind, topics: tuple[str, ...], right: bool, helped: bool, wrong: bool, failure: str) -> None:
    """Right is an accepted answer of the accepted supplement; to be offered it is a help, and yet a failure."""
    found = came(asked(Kind.SHELF, ZINC, also=[PAIR]), kind, *topics)
    assert (found.is_right, found.is_helped, found.is_wrong, found.failure) == (right, helped, wrong, failure)


@pytest.mark.parametrize(
    ("kind", "topics", "right", "of_kind", "failure"),
    [
        (ANSWER, (ZINC, IRON), True, True, ""),
        (ANSWER, (IRON, "magnesium/dosage/maximum", ZINC), True, True, ""),  # in any order, with others beside them
        (ANSWER, (ZINC, "iron/dosage/timing"), False, True, "not answered as it was asked"),
        (ANSWER, (ZINC,), False, False, "not answered as it was asked"),
        (ANSWER, ("zinc/dosage/timing", "iron/dosage/timing"), False, True, "answered with another topic"),
        (SUGGEST, (ZINC, IRON), False, False, "not answered as it was asked"),
        (ABSTAIN, (), False, False, "not answered"),
    ],
)
def test_side_by_side(kind: ReplyKind, topics: tuple[str, ...], right: bool, of_kind: bool, failure: str) -> None:
    """Right are the answers of all supplements that were asked about; of the right kind is any answer of several."""
    found = came(TWO, kind, *topics)
    assert (found.is_right, found.is_of_right_kind, found.failure) == (right, of_kind, failure)


@pytest.mark.parametrize(
    ("kind", "topic", "of", "right", "of_kind", "failure"),
    [
        (SUGGEST, MAXIMUM, ("zinc", "iron"), True, True, ""),
        (SUGGEST, "dosage/timing", ("zinc", "iron"), False, True, "the right topic is not offered"),
        (SUGGEST, MAXIMUM, ("zinc", "zinc"), False, False, "not answered as it was asked"),  # whose topics, not which one
        (ANSWER, MAXIMUM, ("zinc",), False, False, "not answered as it was asked"),
        (ANSWER, "dosage/timing", ("zinc",), False, False, "answered with another topic"),
        (ABSTAIN, MAXIMUM, (), False, False, "not answered"),
    ],
)
def test_which_one(kind: ReplyKind, topic: str, of: tuple[str, ...], right: bool, of_kind: bool, failure: str) -> None:
    """Where nobody can tell of which supplement, right is to ask, of several, on the right topic; to answer of one is not."""
    found = which(NONE, kind, topic, *of)
    assert (found.is_right, found.is_of_right_kind, found.failure) == (right, of_kind, failure)
    assert found.asks_which_one is of_kind


@pytest.mark.parametrize(
    ("accepted", "topics", "supplement", "of_kind"),
    [
        (ZINC, (ZINC,), True, True),
        (ZINC, (IRON,), False, True),
        (ZINC, (PAIR,), True, False),
        (ZINC, (GOAL,), False, False),
        (PAIR, ("zinc/with/iron",), True, True),
        (GOAL, ("goals/mood",), True, True),  # belongs to no supplement, and so did what was asked
        (GOAL, ("reverse/surgery",), True, False),
        ("card/kava", ("card/biotin",), True, True),
        ("shelf", ("shelf",), True, True),
        ("shelf", (ZINC,), False, False),
        (ZINC, (), False, False),
    ],
)
def test_right_supplement_and_kind(accepted: str, topics: tuple[str, ...], supplement: bool, of_kind: bool) -> None:
    """The first id that is answered tells both; topics are one kind, and pairs, goals, lists, cards and the shelf others."""
    found = came(asked(Kind.SHELF, accepted), ANSWER, *topics)
    assert (found.is_of_right_supplement, found.is_of_right_kind) == (supplement, of_kind)
    assert found.names_supplement is (accepted.count("/") > 1)


def test_offered_is_of_no_right_kind() -> None:
    """Choices are of the right supplement where the first one is, and never of the right kind, unless it had to be asked."""
    found = came(ON_ZINC, SUGGEST, ZINC, IRON)
    assert found.is_of_right_supplement
    assert not found.is_of_right_kind


def test_counts() -> None:
    """Each file has its counts, in the order of the questions, and the sum stands last."""
    found = summarise(SAMPLE, 0.6).shelf
    assert list(found) == ["on-zinc", "pair-medicine", "goal", "both", "which", ALL]
    on_zinc = found["on-zinc"]
    assert (on_zinc.asked, on_zinc.right, on_zinc.helped, on_zinc.wrong) == (4, 1, 2, 1)
    assert (on_zinc.of_one, on_zinc.right_supplement, on_zinc.right_kind, on_zinc.which_wrongly) == (4, 2, 2, 1)
    assert (found["pair-medicine"].dangers, found["pair-medicine"].dangers_told) == (2, 1)
    assert (found["goal"].of_one, found["goal"].right_supplement, found["goal"].right) == (0, 0, 1)
    assert (found["which"].of_none, found["which"].which_rightly, found["which"].right_kind) == (2, 1, 1)
    assert found[ALL] == ShelfCounts.of(SAMPLE)
    assert (found[ALL].asked, found[ALL].of_one, found[ALL].right) == (10, 7, 5)


def test_a_danger_offered_is_not_told() -> None:
    """A pair that must not be combined counts as told where the reply itself tells it."""
    wanted = asked(Kind.SHELF, PAIR, group="pair-medicine")
    offered, beside = (came(wanted, kind, ZINC, PAIR, is_of_danger=True) for kind in (SUGGEST, ANSWER))
    assert (ShelfCounts.of([offered]).dangers_told, ShelfCounts.of([beside]).dangers_told) == (0, 1)


def test_rows_and_lines() -> None:
    """The report has a row a file and a row for all, and lines on asking which one and on dangerous pairs."""
    summary = summarise(SAMPLE, 0.6)
    rows = {row[0]: row[1:] for row in report.shelf_rows(summary)}
    assert rows["on-zinc"] == ["4", "2 (50 %)", "2 (50 %)", "1 (25 %)", "2 (50 %)", "1 (25 %)"]
    assert rows["goal"] == ["1", "0", "1 (100 %)", "1 (100 %)", "1 (100 %)", "0 (0 %)"]
    assert list(rows)[-1] == ALL
    assert {len(row) for row in rows.values()} == {len(report.SHELF_HEAD) - 1}
    told = [line.rpartition(": ")[2] for line in report.shelf_lines(summary)]
    assert told == ["1 (50 %) of 2", "1 (14 %) of 7", "1 (50 %) of 2"]


def test_text() -> None:
    """ON THE SHELF stands in the report where questions were to the whole shelf, with its table, its lines and what they mean."""
    text = report.as_text(summarise(SAMPLE, 0.6))
    part = text.partition("ON THE SHELF\n")[2].partition("\n\nWORST MISSES")[0]
    assert part.splitlines()[0].split() == " ".join(report.SHELF_HEAD).split()
    for line in report.shelf_lines(summarise(SAMPLE, 0.6)):
        assert line in part.splitlines()
    assert report.EXPLAINED_SHELF in part
    assert "of no supplement" in text and "of several supplements" in text and "to the whole shelf" in text


def test_nothing_to_the_shelf() -> None:
    """Where no question was to the whole shelf, the report says nothing on it."""
    summary = summarise([outcome(question(), ANSWER, "dosage/timing")], 0.6)
    assert summary.shelf == {}
    assert "ON THE SHELF" not in report.as_text(summary)


@pytest.mark.parametrize("one", SAMPLE)
def test_any_file_alone(one: Outcome) -> None:
    """A single question of any kind gets its part of the report, and JSON that a machine can read."""
    summary = summarise([one], 0.6)
    assert one.question.kind in SHELF_KINDS
    assert "ON THE SHELF" in report.as_text(summary)
    data = json.loads(json.dumps(report.as_data(summary)))["shelf"]
    assert list(data) == [one.question.group, ALL]
    assert data[ALL]["asked"] == 1
    assert data[ALL] == data[one.question.group]


def test_no_curve_and_no_certainty() -> None:
    """Questions to the shelf bear on neither how sure the bot is nor the curve, which are about topics of one supplement."""
    summary = summarise(SAMPLE, 0.6)
    assert summary.reliability == [] and summary.topics == {} and summary.confusions == []
    assert {(point.right, point.wrong, point.false) for point in summary.curve} == {(0.0, 0.0, 0.0)}


@pytest.mark.parametrize(
    ("wanted", "topics", "of"),
    [
        (asked(Kind.SHELF, ZINC, text="what is the maximum dose of zinc?"), (ZINC,), ("zinc",)),
        (asked(Kind.SHELF, GOAL, text="what can I take for sleep?"), (GOAL,), ("",)),
        (asked(Kind.SHELF, "card/kava", text="is kava safe?"), ("card/kava",), ("",)),
        (asked(Kind.SIDE_BY_SIDE, ZINC, IRON, text="what is the maximum dose of zinc and iron?"), (ZINC, IRON), ("zinc", "iron")),
    ],
)
def test_asking(shelf: Engine, wanted: Question, topics: tuple[str, ...], of: tuple[str, ...]) -> None:
    """The reply that is judged is the one that people get where no supplement is meant; its ids have the supplement."""
    found = ask(shelf, wanted)
    assert (found.kind, found.topics, found.supplements) == (ANSWER, topics, of)
    assert found.is_right and not found.failure


def test_asking_of_no_supplement(engine: Engine, shelf: Engine) -> None:
    """The bot asks which one: the topic stands without a supplement, and is offered for several."""
    wanted = asked(Kind.WHICH, "safety/side-effects", text="what are the side effects?", group="which")
    found = ask(shelf, wanted)
    assert found.is_right and found.asks_which_one
    assert set(found.topics) == {"safety/side-effects"}
    assert len(set(found.supplements)) == len(found.topics) > 1
    assert not ask(engine, wanted).is_right, "where one is meant, nobody is asked"


def test_asking_of_a_danger(shelf: Engine) -> None:
    """A pair that must not be combined is known by its row in the content; one that only needs time between is none."""
    danger, apart = "st-johns-wort/with/contraceptives", "zinc/with/quinolones"
    found = ask(shelf, asked(Kind.SHELF, danger, text="is St John's wort ok with the pill?", group="pair-medicine"))
    assert found.is_right and found.is_of_danger
    found = ask(shelf, asked(Kind.SHELF, apart, text="can I take zinc with ciprofloxacin?", group="pair-medicine"))
    assert found.is_right and not found.is_of_danger
