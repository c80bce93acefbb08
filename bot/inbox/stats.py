"""How the bot fares: answers, suggestions, abstentions and votes, by day and by topic. Touches no database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.storage.records import Counted, Votes

COLUMNS = ("answer", "suggest", "abstain", "other", "up", "down")
HEADINGS = ("answers", "suggestions", "abstained", "other", "👍", "👎")


@dataclass(slots=True)
class Row:
    """The numbers of one day, of one topic, or of both."""

    numbers: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, number: int) -> None:
        """Add to a column; kinds of replies that have none of their own are counted together."""
        self.numbers[what if what in COLUMNS else "other"] += number


@dataclass(frozen=True, slots=True)
class Stats:
    """Everything, three times: a row a day, a row a topic, a row of each day's topics. Topics are (supplement, topic)."""

    days: dict[str, Row]
    topics: dict[tuple[str, str], Row]
    both: dict[tuple[str, str, str], Row]
    kinds: Counter[str]


def stats(counts: Mapping[Counted, int], votes: Sequence[Votes]) -> Stats:
    """Put counts and votes together. Replies without a topic count for their day alone."""
    found = Stats({}, {}, {}, Counter())
    for what, number in counts.items():
        found.kinds[what.kind] += number
        _add(found, what.day, what.supplement, what.topic, what.kind, number)
    for vote in votes:
        _add(found, vote.day, vote.supplement, vote.topic, "up" if vote.up else "down", vote.number)
    return found


def _add(found: Stats, day: str, supplement: str, topic: str, what: str, number: int) -> None:
    found.days.setdefault(day, Row()).add(what, number)
    if topic:
        found.topics.setdefault((supplement, topic), Row()).add(what, number)
        found.both.setdefault((day, supplement, topic), Row()).add(what, number)


def as_data(found: Stats) -> dict[str, Any]:
    """The numbers for machines."""
    return {
        "kinds": dict(sorted(found.kinds.items())),
        "days": [{"day": day, **_columns(row)} for day, row in sorted(found.days.items())],
        "topics": [{"supplement": ref[0], "topic": ref[1], **_columns(row)} for ref, row in _busiest(found)],
        "days_and_topics": [
            {"day": day, "supplement": supplement, "topic": topic, **_columns(row)}
            for (day, supplement, topic), row in sorted(found.both.items())
        ],
    }


def as_text(found: Stats) -> str:
    """The numbers as two tables for people."""
    if not found.days:
        return "Nothing was counted in these days."
    several = len({supplement for supplement, _ in found.topics}) > 1
    days = [(day, row) for day, row in sorted(found.days.items())]
    total = Row(sum((row.numbers for row in found.days.values()), Counter()))
    topics = [(f"{topic}, {supplement}" if several else topic, row) for (supplement, topic), row in _busiest(found)]
    return _table("day", [*days, ("all", total)]) + ("\n\n" + _table("topic", topics) if topics else "")


def _busiest(found: Stats) -> list[tuple[tuple[str, str], Row]]:
    return sorted(found.topics.items(), key=lambda item: (-sum(item[1].numbers.values()), item[0]))


def _columns(row: Row) -> dict[str, int]:
    return {column: row.numbers[column] for column in COLUMNS}


def _table(first: str, rows: Sequence[tuple[str, Row]]) -> str:
    width = max(len(first), *(len(name) for name, _ in rows))
    # An emoji is two columns wide at a terminal.
    head = "  ".join(f"{heading:>{11 if heading.isascii() else 10}}" for heading in HEADINGS)
    lines = ["  ".join(f"{row.numbers[column]:>11}" for column in COLUMNS) for _, row in rows]
    names = [name for name, _ in rows]
    return "\n".join(
        [f"{first:<{width}}  {head}", *(f"{name:<{width}}  {line}" for name, line in zip(names, lines, strict=True))]
    )
