"""Reads a labelled set: JSON lines of {"text", "label"}, in a file or in all *.jsonl of a folder.

A label is any text, and null for a text that none of the labels fits. "writer" may name who worded a text; other keys are passed
over.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.problems import Problem


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, and what it is an example of."""

    text: str
    label: str | None  # None: out of scope
    writer: str  # may be empty
    file: str  # name of the file in which it stands
    line: int  # there, from 1


class LabelledError(Exception):
    """A labelled set that can't be used. `problems` holds every reason, each with file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(["the labelled set can't be used:", *(f"  {problem}" for problem in self.problems)]))


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """All rows of a file, or of a folder's files in the order of their names. Raises LabelledError with every problem."""
    found: list[Labelled] = []
    problems: list[Problem] = []
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        try:
            lines = file.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            problems.append(Problem(file.name, 0, f"the file can't be read: {reason}"))
            continue
        for number, line in enumerate(lines, 1):
            if line.strip():
                row = _row(line, file.name, number)
                if isinstance(row, Problem):
                    problems.append(row)
                else:
                    found.append(row)
    if not found and not problems:
        problems.append(Problem(path.name, 0, 'there is nothing here; expected lines of {"text": "...", "label": "..."}'))
    if problems:
        raise LabelledError(problems)
    return tuple(found)


def check_labels(learnt: Iterable[Labelled], asked: Iterable[Labelled]) -> None:
    """Raises LabelledError where there is nothing to choose between, or a question's label was never learnt."""
    known = {row.label for row in learnt} - {None}
    problems = [
        Problem(row.file, row.line, f"the label {row.label!r} is on none of the texts to learn from")
        for row in asked
        if row.label is not None and row.label not in known
    ]
    if len(known) < 2:
        problems.insert(0, Problem("--train", 0, "at least two different labels are needed to choose between"))
    if problems:
        raise LabelledError(problems)


def _row(line: str, file: str, number: int) -> Labelled | Problem:
    """One line read, or what is wrong with it."""
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        return Problem(file, number, "not valid JSON")
    if not isinstance(row, dict):
        return Problem(file, number, 'expected {"text": "...", "label": "..."}')
    text, label, writer = row.get("text"), row.get("label", ""), row.get("writer", "")
    if not isinstance(text, str) or not text.strip():
        return Problem(file, number, "'text' must be a text that is not empty")
    if label is not None and (not isinstance(label, str) or not label.strip()):
        return Problem(file, number, "'label' must be a text, or null for out of scope")
    if not isinstance(writer, str):
        return Problem(file, number, "'writer' must be a text")
    return Labelled(text, label, writer, file, number)
