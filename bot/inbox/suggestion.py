"""A new topic for a group of questions that no topic answers: its skeleton in YAML, for an editor to fill in."""

from collections.abc import Sequence

import yaml

from bot.answering.engine import Engine
from bot.content.places import topic_place
from bot.inbox.blanking import blank
from bot.inbox.export import PEOPLE, is_tester
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
    asked = [(one, blank(one.text).replace("{", "(").replace("}", ")").strip()) for one in group.questions]
    wordings = [text for one, text in asked if not is_tester(one.person)]
    golden = [text for one, text in asked if is_tester(one.person)]
    topic = {"title": EMPTY, "related": [nearest.id], "parent": nearest.parent or nearest.id, "questions": {PEOPLE: wordings}}
    answer = {"short": EMPTY, "details": EMPTY, "evidence": "none", "sources": [EMPTY], "reviewed": EMPTY}
    parts = [
        (
            f"# Asked {len(asked)} times by {group.people}; nearest so far: {nearest.title} ({nearest.id}).\n"
            f"# Into content/{path}, under the topics. Read each question, and leave out what could tell who asked.\n"
            "# It takes ten wordings by two writers, a title that fits any supplement, and a parent where that can stand in.",
            {NAME: topic},
        ),
        (f"# Into {nearest.category}.yaml of each supplement that can answer it.", {NAME: answer}),
        (f"# Into tests/questions/{nearest.category}.yaml, with more by somebody else.", {NAME: golden} if golden else {}),
    ]
    return "".join(f"---\n{comment}\n{_yaml(data)}" for comment, data in parts if data)


def _yaml(data: object) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
