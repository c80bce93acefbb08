"""The questions that are asked: the golden ones, or a file's."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

GOLDEN = Path(__file__).parent.parent / "questions"
CATEGORIES = ("about", "mechanism", "benefits", "dosage", "safety")

_UNSCORED = ("abstain", "urgent", "smalltalk")  # kinds that have no right topic


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what would be a right answer to it."""

    text: str
    topics: frozenset[str]  # ids of which any is right as the first topic; empty where accuracy is not counted
    out_of_scope: bool  # whether it must not be answered


def _distinct(questions: Iterable[Question]) -> list[Question]:
    """Each text once, the first of equal ones, because a question that comes again may be remembered."""
    return list({question.text: question for question in reversed(list(questions))}.values())[::-1]


def golden_questions() -> list[Question]:
    """The single questions of tests/questions, and those that must not be answered."""

    def read(name: str) -> Any:
        return yaml.safe_load((GOLDEN / f"{name}.yaml").read_text(encoding="utf-8"))

    def question(row: str | dict[str, Any], *topic: str) -> Question:
        if isinstance(row, str):
            return Question(row, frozenset(topic), not topic)
        return Question(row["q"], frozenset([*topic, *row.get("also", [])]), not topic)

    inside = [question(row, f"{name}/{topic}") for name in CATEGORIES for topic, rows in read(name).items() for row in rows]
    return _distinct([*inside, *(question(row) for row in read("abstain"))])


def read_questions(path: Path) -> list[Question]:
    """The questions of a file of {"q", "kind", "accept", "also"} a line. Raises ValueError naming a line that is something else.

    A row of kind "abstain" must not be answered. Rows that lean on an earlier question ("context") are left out; of urgent ones
    and small talk only the time is taken.
    """
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row: dict[str, Any] = json.loads(line) if line.strip() else {}
            if not row or row.get("context"):
                continue
            kind = row.get("kind", "")
            topics = [*(row.get("accept") or []), *(row.get("also") or [])] if kind not in _UNSCORED else []
            questions.append(Question(row["q"], frozenset(topics), kind == "abstain"))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ValueError(
                f'{path.name}, line {number}: expected {{"q": "...", "kind": "...", "accept": [...], "also": [...]}}'
            ) from None
    if not questions:
        raise ValueError(f"{path.name} holds no question")
    return _distinct(questions)
