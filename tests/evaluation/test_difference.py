"""Two versions of the content are compared by what comes back."""

import pytest

from bot.answering.reply import ReplyKind
from bot.evaluation.difference import Turn, as_data, as_text, changes
from bot.evaluation.golden import Kind
from tests.evaluation.samples import outcome, question

ANSWER, SUGGEST, ABSTAIN, URGENT = ReplyKind.ANSWER, ReplyKind.SUGGEST, ReplyKind.ABSTAIN, ReplyKind.URGENT
TIMING, OTHER, THIRD = "dosage/timing", "about/what-is", "benefits/sleep"


@pytest.mark.parametrize(
    ("asked", "old", "new", "turn"),
    [
        (Kind.ANSWER, (ABSTAIN,), (SUGGEST, OTHER, TIMING), Turn.BETTER),
        (Kind.ANSWER, (SUGGEST, TIMING), (ANSWER, TIMING), Turn.BETTER),
        (Kind.ANSWER, (ABSTAIN,), (ANSWER, OTHER), Turn.WORSE),
        (Kind.ANSWER, (ANSWER, OTHER), (ANSWER, THIRD), Turn.OTHER),
        (Kind.ABSTAIN, (SUGGEST, OTHER), (ABSTAIN,), Turn.BETTER),
        (Kind.URGENT, (URGENT,), (ABSTAIN,), Turn.WORSE),
        (Kind.LOOK_ALIKE, (URGENT,), (ABSTAIN,), Turn.BETTER),
    ],
)
def test_turn(asked: Kind, old: tuple[ReplyKind, ...], new: tuple[ReplyKind, ...], turn: Turn) -> None:
    """A change is better or worse by what the golden question asks for, and else just another reply."""
    wanted = question(asked)
    (change,) = changes([outcome(wanted, old[0], *old[1:])], [outcome(wanted, new[0], *new[1:])])
    assert change.turn is turn


def test_same_reply_is_no_change() -> None:
    """The same kind and first topic are no change, whatever stands behind it and however sure the bot is."""
    wanted = question()
    old, new = outcome(wanted, SUGGEST, TIMING, OTHER, chance=0.4), outcome(wanted, SUGGEST, TIMING, THIRD, chance=0.5)
    assert changes([old], [new]) == []
    assert as_text([], 1) == "1 question asked, 0 with another reply: 0 better, 0 worse, 0 other"


def test_what_got_worse_comes_first() -> None:
    """Worse comes before better, with the question, what was wanted, and both replies."""
    better, worse = question(text="which one"), question(text="what else")
    found = changes(
        [outcome(better, ABSTAIN), outcome(worse, ANSWER, TIMING)],
        [outcome(better, ANSWER, TIMING), outcome(worse, ANSWER, OTHER)],
    )
    assert [change.turn for change in found] == [Turn.WORSE, Turn.BETTER]
    text = as_text(found, 2)
    assert text.index("what else") < text.index("which one")
    for part in ("1 better, 1 worse", f"wanted: {TIMING}", f"old: {TIMING}", f"new: {OTHER}"):
        assert part in text
    assert [row["turn"] for row in as_data(found, 2)["changes"]] == ["worse", "better"]
