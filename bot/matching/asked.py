"""What is asked about the names in a message: one supplement, a pair, which of two ... Learnt from content/asked.yaml.

A classifier of its own, of the same make as that of topics, over the same reading and the same embedding of it. Topics' wordings
are its examples of a question about one supplement, out-of-scope questions and small talk those of a question about none.
"""

import re
from collections.abc import Iterator
from itertools import cycle

from bot.content.model import AskedKind, Content
from bot.content.phrasing import Phrasing

# Wordings of each topic, of what is out of scope, and of small talk, that are taken as examples too; every so many-th.
_TOPICS, _OUT_OF_SCOPE, _SMALL_TALK = 8, 3, 3
_PLACEHOLDER = re.compile(r"{(\w+)}")


def asked_lessons(content: Content) -> Iterator[tuple[Phrasing, AskedKind]]:
    """All examples, always in the same order, with names in the place of placeholders."""
    supplements = cycle([one.name for one in content.most_asked if not one.form_of] or [one.name for one in content.most_asked])
    medicines = cycle([medicine.names[0] for medicine in content.medicines])
    for kind, phrasings in content.asked.items():
        for phrasing in phrasings:
            names: dict[str, str] = {}
            for placeholder in _PLACEHOLDER.findall(phrasing.text):
                if placeholder not in names:
                    names[placeholder] = next(medicines if placeholder == "medicine" else supplements)
            yield Phrasing(_filled(phrasing.text, names), phrasing.writer), kind
    for topic in content.topics.values():
        for phrasing in topic.phrasings[::_TOPICS]:
            yield phrasing, AskedKind.ONE
    for phrasing in content.out_of_scope[::_OUT_OF_SCOPE]:
        yield phrasing, AskedKind.NONE
    for talk in content.small_talk:
        for phrasing in talk.phrasings[::_SMALL_TALK]:
            yield phrasing, AskedKind.SHELF if talk.shows_shelf else AskedKind.NONE


def _filled(text: str, names: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: names[found[1]], text)
