"""Questions that people really asked, collected from public pages (tests/questions/asked), and how readers marked the replies."""

import csv
import random
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from pathlib import Path
from textwrap import indent

import yaml

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.content.yaml_reader import NAME, Reader, Section
from bot.evaluation.golden import LONGEST, QuestionsError, yaml_items

FOLDED = "  | "  # stands before lines that a phone folds
ASKED, MARKS = "asked", "marks.csv"  # the folder beside the golden questions, and the file of marks in it


class Mark(StrEnum):
    """Whether a reply answers what was asked, as the asker would judge it; an honest "not covered" of what is not ours does."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    ELSE = "else"  # it answers something else


class Words(StrEnum):
    """Whose words a question is in."""

    OWN = "own-words"  # a person's own
    SEARCHED = "searched"  # a heading, or what people search for
    TURNED_ROUND = "turned-round"  # made from a statement


@dataclass(frozen=True, slots=True)
class Collected:
    """A question from public pages, reworded."""

    question: str
    supplement: str  # id of the one that it is about, on the shelf or to come
    source: str  # where it was found
    words: Words
    topic: str  # id of the topic that would answer it, by whoever collected it; "none" where none does


@dataclass(frozen=True, slots=True)
class Marked:
    """What a reader thought of the reply to a collected question."""

    question: str
    supplement: str
    reader: str
    day: str  # 2026-01-31
    commit: str  # of the bot that replied
    mark: Mark


def read_collected(folder: Path) -> tuple[Collected, ...]:
    """All collected questions below a folder of golden questions. Raises QuestionsError with every problem."""
    reader = Reader(folder)
    found: list[Collected] = []
    for path in sorted((folder / ASKED).glob("*.yaml")):
        for _, node in yaml_items(reader, path, grouped=False):
            line = node.start_mark.line + 1
            if not isinstance(node, yaml.MappingNode):
                reader.problem(path, line, "expected {q: a question, from: where, as: whose words, topic: an id}")
                continue
            row = Section(reader, path, line, node)
            words = row.choice("as", Words, Words.TURNED_ROUND)
            found.append(Collected(row.text("q", LONGEST), path.stem, row.text("from", LONGEST), words, row.text("topic", NAME)))
            row.text("note", LONGEST, required=False)
            row.finish()
    if reader.problems:
        raise QuestionsError(reader.problems)
    return tuple(found)


def to_read(questions: Sequence[Collected], shelf: Sequence[str], number: int, seed: int) -> list[Collected]:
    """So many questions, drawn at random from those about supplements on the shelf; the same ones for the same seed."""
    on_shelf = [one for one in questions if one.supplement in shelf]
    return random.Random(seed).sample(on_shelf, min(number, len(on_shelf)))  # no secret


def reply_to(engine: Engine, one: Collected) -> str:
    """The bot's reply where the supplement of the page is the one that is meant; what a phone folds stands behind a bar."""
    reply = engine.ask(one.question, Conversation(one.supplement))
    return "\n\n".join(indent(block.text, FOLDED) if block.kind.folds else block.text for block in reply.blocks())


def read_marks(folder: Path) -> tuple[Marked, ...]:
    """The marks that were kept; none where there is no file yet."""
    path = folder / ASKED / MARKS
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Marked(row["question"], row["supplement"], row["reader"], row["day"], row["commit"], Mark(row["mark"]))
            for row in csv.DictReader(file)
        )


def keep_marks(folder: Path, marks: Sequence[Marked]) -> None:
    """Add marks to those that were kept."""
    if not marks:
        return
    path = folder / ASKED / MARKS
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow([field.name for field in fields(Marked)])
        writer.writerows(astuple(one) for one in marks)


def shares(marks: Sequence[Marked]) -> str:
    """The shares of each mark, a line a reader."""
    lines = []
    for reader in dict.fromkeys(one.reader for one in marks):
        own = [one.mark for one in marks if one.reader == reader]
        parts = ", ".join(f"{mark.value} {100 * own.count(mark) / len(own):.0f} %" for mark in Mark)
        lines.append(f"{reader}: {len(own)} replies: {parts}")
    return "\n".join(lines)
