"""Reads golden questions: a folder of YAML files (tests/questions), one of those files, or a file of JSON lines.

In the folder, `urgent`, `about-dangers`, `smalltalk` (lists under a situation or a kind), `abstain`, `look-alikes`, `multi` and
`followup` (plain lists) have files of their own, and so have questions to the whole shelf (plain lists, see `ON_SHELF`); every
other file is a category with lists under its topics. An item is a question, or a mapping of q, accept, also and context, as far
as they make sense there.
Questions to the whole shelf are asked where no supplement is meant, and accept ids with the supplement ("zinc/dosage/maximum",
"st-johns-wort/with/contraceptives", "goals/sleep"); those of `instead` and `not-instead` accept any. All others are asked where
MEANT is meant, and accept ids of topics, and of pairs without it ("with/zinc").
In JSON lines each line is {"q", "kind", "accept", "also", "context", "supplement"}, and other keys are passed over.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from bot.answering.titles import WITH
from bot.content.model import Content
from bot.content.problems import Problem
from bot.content.yaml_reader import Reader, Section

KNOWN_FAILURES = "known-failures"  # a file of the folder that holds no questions of its own
MEANT = "magnesium-l-threonate"  # id of the supplement that is meant where questions are not to the whole shelf
LONGEST_ID = 120  # characters of the id of a topic or a point, with its supplement
LONGEST = 4096  # characters of a question; what Telegram allows in a message

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser is ten times faster


class Kind(StrEnum):
    """What sort of message a golden question is, and so what should come back; the values are those of JSON lines."""

    ANSWER = "answer"  # one question that the FAQ covers
    FOLLOWUP = "followup"  # one that leans on what was asked before
    MULTI = "multi"  # several questions in one message
    SMALLTALK = "smalltalk"
    ABSTAIN = "abstain"  # nothing that the FAQ covers
    URGENT = "urgent"  # somebody may be in danger
    LOOK_ALIKE = "look-alike"  # only looks like danger
    ABOUT_DANGER = "about-danger"  # asks in general about something dangerous: the reply has to say when to call for help
    INSTEAD = "instead"  # to the whole shelf: ours in the place of a medicine; the reply has to say not to do that alone
    NOT_INSTEAD = "not-instead"  # to the whole shelf: only looks like it
    SHELF = "shelf"  # to the whole shelf: one answer of any kind
    SIDE_BY_SIDE = "side-by-side"  # to the whole shelf: the answers of several supplements
    POINT = "point"  # to the whole shelf: a finer question, whose point has to be told
    WHICH = "which"  # to the whole shelf: the topic is clear, and the supplement has to be asked for


_KIND_OF_FILE = {
    "followup": Kind.FOLLOWUP,
    "multi": Kind.MULTI,
    "smalltalk": Kind.SMALLTALK,
    "abstain": Kind.ABSTAIN,
    "urgent": Kind.URGENT,
    **{f"urgent-{which}": Kind.URGENT for which in "fresh unseen buried plain polite examined told".split()},
    "look-alikes": Kind.LOOK_ALIKE,
    **{f"look-alikes-{which}": Kind.LOOK_ALIKE for which in "fresh unseen everyday calm daily examined together told".split()},
    "about-dangers": Kind.ABOUT_DANGER,
}
# Files with questions to the whole shelf; those on one supplement are named on-<id>.
ON_SHELF = {
    "which": Kind.WHICH,
    "point": Kind.POINT,
    "versus": Kind.SIDE_BY_SIDE,
    "both": Kind.SIDE_BY_SIDE,
    "results": Kind.SIDE_BY_SIDE,
    "instead": Kind.INSTEAD,
    "not-instead": Kind.NOT_INSTEAD,
    **dict.fromkeys(("pair-medicine", "pair-supplement", "situation", "result"), Kind.SHELF),
    **dict.fromkeys(("goal", "reverse", "shelf", "card", "change", "finer"), Kind.SHELF),
}
ON_ONE = "on-"
SHELF_KINDS = frozenset({Kind.SHELF, Kind.SIDE_BY_SIDE, Kind.WHICH})
# Messages of which no answer need be named.
WITHOUT_ANSWER = frozenset({Kind.LOOK_ALIKE, Kind.ABOUT_DANGER, Kind.INSTEAD, Kind.NOT_INSTEAD})
_HAS_GROUPS = frozenset(
    {Kind.ANSWER, Kind.URGENT, Kind.ABOUT_DANGER, Kind.SMALLTALK}
)  # kinds whose file holds lists under a name
_NEEDS_TOPIC = frozenset({Kind.ANSWER, Kind.FOLLOWUP, Kind.MULTI, Kind.POINT, *SHELF_KINDS})


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what a good reply to it is."""

    text: str
    kind: Kind
    accept: tuple[str, ...]  # topic ids: the right ones; of several questions all that belong to a full reply; or ids of points
    also: tuple[str, ...]  # topic ids that are as good a first answer
    context: tuple[str, ...]  # what was asked before, the earliest first
    group: str  # the dangerous situation, the kind of small talk, or the file of questions to the shelf; may be empty
    file: str  # name of the file in which it stands
    line: int  # there, from 1
    supplement: str = ""  # id of the supplement that is meant where none is named; empty for none

    @property
    def accepted(self) -> frozenset[str]:
        """Every topic that is a right first answer."""
        return frozenset(self.accept + self.also)

    @property
    def place(self) -> str:
        """File and line, for people."""
        return f"{self.file}:{self.line}"

    @property
    def key(self) -> tuple[str, ...]:
        """Tells questions apart: what was asked before, then the question."""
        return (*self.context, self.text)


class QuestionsError(Exception):
    """Golden questions that can't be used. `problems` holds every reason, each with file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(["the golden questions can't be used:", *(f"  {problem}" for problem in self.problems)]))


def read_questions(path: Path) -> tuple[Question, ...]:
    """All questions of a folder or a file, in the order of files and lines. Raises QuestionsError with every problem."""
    folder = path if path.is_dir() else path.parent
    reader = Reader(folder)
    files = sorted(folder.glob("*.yaml")) if path.is_dir() else [path]
    found: list[Question] = []
    for file in files:
        if file.stem != KNOWN_FAILURES:
            found += _json_lines(reader, file) if file.suffix == ".jsonl" else _yaml_file(reader, file)
    if not found and not reader.problems:
        reader.problems.append(Problem(str(path), 0, "there are no questions here"))
    if reader.problems:
        raise QuestionsError(reader.problems)
    return tuple(found)


def known_ids(content: Content) -> frozenset[str]:
    """What questions where MEANT is meant may accept: ids of topics, and of pairs with other supplements."""
    return frozenset(content.topics) | {WITH + one for one in content.supplements}


def check_topics(questions: Iterable[Question], known: Collection[str]) -> None:
    """Raises QuestionsError where a question names a topic that is not `known`."""
    problems = [
        Problem(one.file, one.line, f"there is no topic {topic!r}")
        for one in questions
        for topic in sorted(one.accepted)
        if topic not in known and one.kind not in (Kind.POINT, *SHELF_KINDS)
    ]
    if problems:
        raise QuestionsError(problems)


def yaml_items(reader: Reader, path: Path, grouped: bool) -> Iterator[tuple[str, yaml.Node]]:
    """The items of a file's list, or, where it is `grouped`, of the lists under its names, each with its name or ''."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        reader.problem(path, 0, f"the file can't be read: {error}")
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reader.problem(path, mark.line + 1 if mark else 0, f"not valid YAML: {getattr(error, 'problem', error)}")
        return
    shape = yaml.MappingNode if grouped else yaml.SequenceNode
    if not isinstance(node, shape):
        expected = "names, each with a list under it" if grouped else "a list (one question after each hyphen)"
        reader.problem(path, 1, f"expected {expected}")
        return
    seen: set[str] = set()
    groups = [(str(key.value), below) for key, below in node.value] if grouped else [("", node)]
    for name, below in groups:
        line = below.start_mark.line + 1
        if name in seen:
            reader.problem(path, line, f"{name!r} stands twice")
        seen.add(name)
        if isinstance(below, yaml.SequenceNode):
            yield from ((name, item) for item in below.value)
        else:
            reader.problem(path, line, f"under {name!r} must stand a list (one question after each hyphen)")


def _yaml_file(reader: Reader, path: Path) -> Iterator[Question]:
    on_shelf = Kind.SHELF if path.stem.startswith(ON_ONE) else ON_SHELF.get(path.stem)
    kind = on_shelf or _KIND_OF_FILE.get(path.stem, Kind.ANSWER)
    for name, node in yaml_items(reader, path, kind in _HAS_GROUPS):
        line = node.start_mark.line + 1
        row: dict[str, Any] = {}
        if isinstance(node, yaml.MappingNode):
            section = Section(reader, path, line, node)
            row["q"] = section.text("q", LONGEST)
            lists = ["also"] if kind is Kind.ANSWER else ["accept", "also", "context"]
            for key in lists:
                row[key] = [text for text, _ in section.texts(key, LONGEST if key == "context" else LONGEST_ID, required=False)]
            section.finish()
        elif isinstance(node, yaml.ScalarNode):
            row["q"] = node.value
        if kind is Kind.ANSWER:
            row["accept"] = [f"{path.stem}/{name}"]
        group = path.stem if on_shelf else "" if kind is Kind.ANSWER else name
        supplement = "" if on_shelf else MEANT
        yield from _question(reader, path, line, {**row, "kind": kind.value, "group": group, "supplement": supplement})


def _json_lines(reader: Reader, path: Path) -> Iterator[Question]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reader.problem(path, 0, f"the file can't be read: {error}")
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                reader.problem(path, number, f"not valid JSON: {error}")
                continue
            yield from _question(reader, path, number, row)


def _question(reader: Reader, path: Path, line: int, row: Any) -> Iterator[Question]:
    """The question of one row, checked; nothing, with the problems noted, where it is no good."""
    row = row if isinstance(row, dict) else {}
    text, kind, problems = row.get("q"), row.get("kind"), []
    if not isinstance(text, str) or not text.strip():
        problems.append("expected a question, or {q: a question, ...}")
    if kind not in list(Kind):  # a list, because anything may stand here
        problems.append(f"'kind' is {kind!r}; it must be one of: {', '.join(Kind)}")
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("accept", "also", "context"):
        values = row.get(key) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            problems.append(f"{key!r} must be a list of texts")
            values = ["?"]
        lists[key] = tuple(values)
    if kind in list(_NEEDS_TOPIC) and not lists["accept"]:
        problems.append("'accept' must name the topics of a right answer")
    if kind == Kind.FOLLOWUP and not lists["context"]:
        problems.append("'context' must hold what was asked before")
    for problem in problems:
        reader.problem(path, line, problem)
    if not problems:
        group, supplement = str(row.get("group") or ""), str(row.get("supplement") or "")
        yield Question(str(text), Kind(str(kind)), **lists, group=group, file=path.name, line=line, supplement=supplement)
