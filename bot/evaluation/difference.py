"""Which golden questions get another reply from another content, and whether that is better."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.evaluation.report import asked, outcome_data, wanted
from bot.evaluation.scoring import Outcome
from bot.evaluation.summary import came_back


class Turn(StrEnum):
    """How a reply has changed, by what the golden question asks for."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"  # another reply that is as good, or as bad


@dataclass(frozen=True, slots=True)
class Change:
    """A golden question whose reply is of another kind, or on another first topic."""

    old: Outcome
    new: Outcome

    @property
    def turn(self) -> Turn:
        """Whether the change is for the better."""
        if self.old.merit == self.new.merit:
            return Turn.OTHER
        return Turn.BETTER if self.new.merit > self.old.merit else Turn.WORSE


def changes(old: Sequence[Outcome], new: Sequence[Outcome]) -> list[Change]:
    """The changes between the outcomes of the same questions, in the same order; what got worse comes first."""
    pairs = [Change(before, after) for before, after in zip(old, new, strict=True) if _seen(before) != _seen(after)]
    order = [Turn.WORSE, Turn.BETTER, Turn.OTHER]
    return sorted(pairs, key=lambda change: order.index(change.turn))


def _seen(one: Outcome) -> tuple[str, ...]:
    return (one.kind, *one.topics[:1])


def as_text(found: Sequence[Change], questions: int) -> str:
    """The changes for a terminal; `questions` is how many were asked."""
    counts = Counter(change.turn for change in found)
    told = ", ".join(f"{counts[turn]} {turn}" for turn in Turn)
    parts = [f"{questions} question{'s' if questions != 1 else ''} asked, {len(found)} with another reply: {told}"]
    for turn in (Turn.WORSE, Turn.BETTER, Turn.OTHER):
        lines = [
            f"  {asked(one.old)}\n      wanted: {wanted(one.old)}\n"
            f"      old: {came_back(one.old)}\n      new: {came_back(one.new)}"
            for one in found
            if one.turn is turn
        ]
        if lines:
            parts.append("\n".join([f"{turn.upper()} ({len(lines)})", *lines]))
    return "\n\n".join(parts)


def as_data(found: Sequence[Change], questions: int) -> dict[str, Any]:
    """The changes as JSON holds them."""
    listed = [{"turn": one.turn, "old": outcome_data(one.old), "new": outcome_data(one.new)} for one in found]
    return {"questions": questions, "changes": listed}
