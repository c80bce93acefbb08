"""What the classifier learns from: every wording of the content with its labels.

Labels are topic ids, and the ones named below. A message belongs to one topic, to small talk, to danger, or to nothing that
the FAQ covers; danger has a label of its own for "any danger" beside one a situation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.model import Content
from bot.content.phrasing import Phrasing

OUT_OF_SCOPE = "out-of-scope"
DANGER = "danger"
DANGER_PREFIX = "danger:"  # + id of a red flag
SMALL_TALK_PREFIX = "smalltalk:"  # + id of a small talk


@dataclass(frozen=True, slots=True)
class Lesson:
    """One wording, as written, and what it is an example of."""

    phrasing: Phrasing
    labels: frozenset[str]
    only_danger: bool = False  # says whether this is danger, and nothing about topics

    @property
    def is_danger(self) -> bool:
        """Whether this wording is an example of a dangerous situation."""
        return DANGER in self.labels


def is_danger_label(label: str) -> bool:
    """Whether a label is about danger rather than about what is asked."""
    return label == DANGER or label.startswith(DANGER_PREFIX)


def is_topic_label(label: str) -> bool:
    """Whether a label is the id of a topic."""
    return "/" in label


def lessons(content: Content) -> Iterator[Lesson]:
    """All lessons of a content, always in the same order; those on danger alone come last."""
    for topic in content.topics.values():
        for phrasing in topic.phrasings:
            yield Lesson(phrasing, frozenset({topic.id}))
    for phrasing in content.out_of_scope:
        yield Lesson(phrasing, frozenset({OUT_OF_SCOPE}))
    for talk in content.small_talk:
        for phrasing in talk.phrasings:
            yield Lesson(phrasing, frozenset({SMALL_TALK_PREFIX + talk.id}))
    for flag in content.red_flags:
        for phrasing in flag.examples:
            yield Lesson(phrasing, frozenset({DANGER, DANGER_PREFIX + flag.id}), only_danger=True)
    for phrasing in content.look_alikes:
        yield Lesson(phrasing, frozenset(), only_danger=True)
