"""A new topic for a group of questions that no topic answers: its skeleton in YAML, for an editor to fill in."""

from collections.abc import Sequence
from typing import Any

from bot.answering.engine import Engine
from bot.content.places import topic_place
from bot.inbox.export import PEOPLE, as_yaml, split
from bot.inbox.inbox import Group

NAME = "new-topic"  # the editor gives it a better one
EMPTY = "..."


def suggest(engine: Engine, together: Sequence[Group], number: int) -> str:
    """The skeleton for the group of that number, as the inbox counts them from 1. Raises LookupError where there is none."""
    if not 1 <= number <= len(together):
        raise LookupError(f"there is no group {number}; the inbox has {len(together)}")
    group = together[number - 1]
    nearest = engine.content.topics[group.topic]
    path, _ = topic_place(nearest)
    wordings, golden = split(group, set())
    topic = {"title": EMPTY, "related": [nearest.id], "parent": nearest.parent or nearest.id, "questions": {PEOPLE: wordings}}
    answer = {"short": EMPTY, "details": EMPTY, "evidence": "none", "sources": [EMPTY], "reviewed": EMPTY}
    parts: list[tuple[str, dict[str, Any]]] = [
        (
            f"# Asked {len(group.questions)} times by {group.people}; nearest so far: {nearest.title} ({nearest.id}).\n"
            f"# Into content/{path}, under the topics. Read each question, and leave out what could tell who asked.\n"
            "# It takes ten wordings by two writers, a title that fits any supplement, and a parent where that can stand in.",
            {NAME: topic},
        ),
        (f"# Into {nearest.category}.yaml of each supplement that can answer it.", {NAME: answer}),
        (f"# Into tests/questions/{nearest.category}.yaml, with more by somebody else.", {NAME: golden} if golden else {}),
    ]
    return "".join(f"---\n{comment}\n{as_yaml(data)}" for comment, data in parts if data)
