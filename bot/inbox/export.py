"""The inbox as YAML to paste: wordings under their nearest topic, golden questions, and what is near no topic.

Every third person's questions become golden questions and never wordings: what is learnt and what it is tried on have to come
from different people, in later exports too.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from bot.answering.engine import Engine
from bot.content.places import topic_place
from bot.content.register import LONGEST_PHRASING
from bot.inbox.blanking import BLANK, blank
from bot.inbox.inbox import Asked, Group
from bot.language.normalise import normalise

PEOPLE = "p"  # the letter under which people's own questions stand, as if one writer had worded them
TESTERS = 3  # every so-manieth person

INTRODUCTION = """\
# Questions that people sent to the editors, ready to paste. Read each one first: addresses and long numbers have been taken out
# ("..."), but no program knows all names and stories. Leave out what could tell who asked.
# The letter p is for people's own questions; keep it for them.
"""
NO_TOPIC = """\
# Near no topic. Write a new topic for what the FAQ should answer; what it should not goes into content/not-covered.yaml, under
# questions, and the golden ones into tests/questions/abstain.yaml."""
DANGER = """\
# These read like emergencies. Look whether content/red-flags.yaml knows such examples; let a second person read the change."""


def export(engine: Engine, together: Sequence[Group]) -> str:
    """All groups as YAML documents, each with a comment that says where it belongs."""
    known = {normalise(phrasing.text) for topic in engine.content.topics.values() for phrasing in topic.phrasings}
    parts = [(group, *split(group, known)) for group in together]
    ours = [part for part in parts if part[0].is_ours]
    documents = [*_topics(engine, ours)]
    strangers = [part for part in parts if not part[0].is_ours and not part[0].is_danger]
    documents.append((NO_TOPIC, _lists(PEOPLE, strangers)))
    documents.append((DANGER, _lists("examples", [part for part in parts if part[0].is_danger])))
    return INTRODUCTION + "".join(f"---\n{comment}\n{as_yaml(data)}" for comment, data in documents if data)


Part = tuple[Group, list[str], list[str]]  # the group, its wordings, its golden questions


def _topics(engine: Engine, parts: Sequence[Part]) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each file of topics its wordings, then its golden questions."""
    topics = engine.content.topics
    for path in dict.fromkeys(topic_place(topic)[0] for topic in topics.values()):
        wordings: dict[str, list[str]] = {}
        golden: dict[str, list[str]] = {}
        category = over = ""
        for group, phrasings, questions in parts:
            place, keys = topic_place(topics[group.topic])
            if place == path:
                over, name = keys
                category = topics[group.topic].category
                wordings.setdefault(name, []).extend(phrasings)
                golden.setdefault(name, []).extend(questions)
        listed = {name: {"questions": {PEOPLE: texts}} for name, texts in wordings.items() if texts}
        if listed:
            yield f"# Into content/{path}, each list under the topic's questions.", {over: listed}
        if held_out := {name: texts for name, texts in golden.items() if texts}:
            yield f"# Into tests/questions/{category}.yaml.", held_out


def _lists(name: str, parts: Sequence[Part]) -> dict[str, list[str]]:
    lists = {
        name: [text for _, phrasings, _ in parts for text in phrasings],
        "golden": [text for _, _, questions in parts for text in questions],
    }
    return {name: texts for name, texts in lists.items() if texts}


def split(group: Group, known: set[str]) -> tuple[list[str], list[str]]:
    """The wordings and the golden questions of a group. Says nothing twice, and nothing that `known` has; adds to it."""
    fresh: list[tuple[Asked, str]] = []
    for asked in group.questions:
        text = blank(asked.text).replace("{", "(").replace("}", ")")[:LONGEST_PHRASING].strip()
        key = normalise(text)
        if key and key not in known and text.replace(BLANK, "").strip():
            known.add(key)
            fresh.append((asked, text))
    wordings = [text for asked, text in fresh if not is_tester(asked.person)]
    return wordings, [text for asked, text in fresh if is_tester(asked.person)]


def is_tester(person: str) -> bool:
    """Whether the questions of a person, known by a stand-in, become golden questions."""
    return int(person, 16) % TESTERS == 0


def as_yaml(data: dict[str, Any]) -> str:
    """A document as the content's files are written."""
    return yaml.dump(data, Dumper=_Indented, sort_keys=False, allow_unicode=True, width=10_000)


class _Indented(yaml.SafeDumper):
    """Writes lists the way the content's files have them: indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)
