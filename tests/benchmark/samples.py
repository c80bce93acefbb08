"""What is taken from a content and from questions to be measured."""

from collections.abc import Sequence

import numpy as np

from bot.content.model import Content
from bot.language.reading import QuestionReader
from bot.matching.english import english_words
from bot.matching.lessons import lessons


def evenly(items: Sequence[str], most: int) -> list[str]:
    """At most so many of the items, from all over the list."""
    return [items[int(index)] for index in np.linspace(0, len(items) - 1, min(most, len(items)))]


def read_wordings(content: Content) -> list[str]:
    """The distinct texts that a cold start encodes."""
    reader = QuestionReader(content, english_words())
    return list(dict.fromkeys(reader.read_phrasing(lesson.phrasing.text).text for lesson in lessons(content)))
