"""What people sent to the editors: read, grouped, and put beside the nearest topic. Touches no database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.answering.decision import OURS_FROM
from bot.answering.engine import Engine
from bot.inbox.blanking import one_line
from bot.inbox.grouping import groups
from bot.safety.alarm import RAISE
from bot.storage.records import Question
from bot.storage.secrets import Vault


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that somebody sent."""

    person: str  # a stand-in
    text: str  # as it was sent
    day: str  # ISO, UTC


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that say the same thing, the most typical first."""

    questions: tuple[Asked, ...]
    topic: str  # id of the nearest topic
    title: str  # of that topic
    chance_right: float  # that it is what was asked, 0 to 1, on average
    chance_in_scope: float  # that any topic is
    is_danger: bool  # whether one of them reads like an emergency

    @property
    def people(self) -> int:
        """How many people asked."""
        return len({asked.person for asked in self.questions})

    @property
    def is_ours(self) -> bool:
        """Whether the questions are more likely the FAQ's business than not."""
        return self.chance_in_scope >= OURS_FROM and not self.is_danger


def decrypt(kept: Sequence[Question], vault: Vault) -> tuple[list[Asked], int]:
    """The questions that the keys open, and how many they don't."""
    asked = []
    for one in kept:
        text = vault.open(one.token)
        if text is not None:
            asked.append(Asked(one.person, text, datetime.fromtimestamp(one.at, UTC).date().isoformat()))
    return asked, len(kept) - len(asked)


def grouped(engine: Engine, asked: Sequence[Asked]) -> list[Group]:
    """The questions in groups, the largest first."""
    found = [engine.understand(one.text) for one in asked]
    together = []
    for rows in groups(engine, [one.reading.text for one in found]):
        votes: Counter[str] = Counter()
        for row in rows:
            votes[found[row].match.topics[0]] += found[row].match.chance_right + 1e-9  # type: ignore[assignment]
        topic = votes.most_common(1)[0][0]
        right = [found[row].match.chance_right for row in rows if found[row].match.topics[0] == topic]
        together.append(
            Group(
                questions=tuple(asked[row] for row in rows),
                topic=topic,
                title=engine.content.topics[topic].title,
                chance_right=sum(right) / len(rows),
                chance_in_scope=sum(found[row].match.chance_in_scope for row in rows) / len(rows),
                is_danger=any(found[row].danger.chance >= RAISE for row in rows),
            )
        )
    return together


def as_data(together: Sequence[Group], unreadable: int) -> dict[str, Any]:
    """The inbox for machines. People have numbers that hold within this listing only."""
    numbers: dict[str, int] = {}
    return {
        "questions": sum(len(group.questions) for group in together),
        "unreadable": unreadable,
        "groups": [
            {
                "nearest": {"topic": group.topic, "title": group.title, "chance": round(group.chance_right, 3)},
                "ours": round(group.chance_in_scope, 3),
                "danger": group.is_danger,
                "people": group.people,
                "questions": [
                    {"text": asked.text, "day": asked.day, "person": numbers.setdefault(asked.person, len(numbers) + 1)}
                    for asked in group.questions
                ],
            }
            for group in together
        ],
    }


def as_text(together: Sequence[Group], unreadable: int) -> str:
    """The inbox for people."""
    asked = [one for group in together for one in group.questions]
    if not asked and not unreadable:
        return "The inbox is empty."
    lines = [f"{_many(len(asked), 'question')} by {_people(len({one.person for one in asked}))}."]
    if unreadable:
        lines.append(f"{_many(unreadable, 'more question')} can't be read: their key is not among BOT_QUESTION_KEYS.")
    for number, group in enumerate(together, 1):
        lines += ["", f"{number}. {_many(len(group.questions), 'question')} by {_people(group.people)}; {_nearest(group)}"]
        lines += [f"  {one.day}  {one_line(one.text)}" for one in group.questions]
    return "\n".join(lines)


def _nearest(group: Group) -> str:
    if group.is_danger:
        return "reads like an emergency: look at red-flags.yaml"
    near = f"{group.title} ({group.topic}), {group.chance_right:.0%} sure"
    return f"nearest topic: {near}" if group.is_ours else f"near no topic; the least far: {near}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
