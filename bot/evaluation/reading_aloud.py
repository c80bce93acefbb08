"""Shows a person collected questions with the bot's replies, and keeps how that person marks them."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.answering.engine import Engine
from bot.evaluation.collected import Collected, Mark, Marked, keep_marks, read_collected, reply_to, shares, to_read

_KEYS = {mark.value[0]: mark for mark in Mark}
_ASK = "answers what was asked? y(es) p(artly) n(o) e(lse: something else), s(kip), q(uit): "


def read_aloud(engine: Engine, folder: Path, number: int, seed: int, reader: str, ask: Callable[[str], str] = input) -> str:
    """Show `number` questions in turn, and keep the marks; the shares of each mark. `ask` gets a line from the reader.

    What topics have learnt from is left out: replies to it say nothing about how others are answered. Where nobody sits at the
    terminal, all are printed and nothing is marked.
    """
    content = engine.content
    learnt = {one.text for topic in content.topics.values() for one in topic.phrasings if one.is_collected}
    unlearnt = [one for one in read_collected(folder) if one.question not in learnt]
    questions = to_read(unlearnt, tuple(content.supplements), number, seed)
    marks: list[Marked] = []
    commit = _commit()
    for place, one in enumerate(questions, 1):
        print(_page(place, len(questions), one, reply_to(engine, one)))
        if ask is input and not sys.stdin.isatty():
            continue
        key = _key(ask)
        if key == "q":
            break
        if key in _KEYS:
            marks.append(Marked(one.question, one.supplement, reader, date.today().isoformat(), commit, _KEYS[key]))
    keep_marks(folder, marks)
    return shares(marks)


def _page(place: int, number: int, one: Collected, reply: str) -> str:
    line = "=" * 100
    return f"{line}\n{place} of {number} ({one.supplement}): {one.question}\n{'-' * 100}\n{reply}\n"


def _key(ask: Callable[[str], str]) -> str:
    while True:
        key = ask(_ASK).strip().lower()[:1]
        if key in _KEYS or key in ("s", "q"):
            return key


def _commit() -> str:
    """The commit that is checked out; empty where there is none."""
    try:
        found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607
    except OSError:
        return ""
    return found.stdout.strip()
