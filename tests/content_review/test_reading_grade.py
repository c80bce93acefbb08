"""How hard a text is to read is told by its sentences and its words."""

import math

import pytest
from hypothesis import given

from bot.content_review.reading_grade import grade, name_pattern, syllables
from tests.any_text import ANY_TEXT


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("take", 1),
        ("table", 2),
        ("capsule", 2),
        ("evening", 2),
        ("medicine", 3),
        ("Kidney", 2),
        ("safety", 2),
        ("used", 1),
        ("anxiety", 4),
        ("placebo", 3),
        ("yoghurt", 2),
        ("mg", 1),
        ("²", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    """Syllables are counted as they are spoken, whatever the capitals, and no word has none."""
    assert syllables(word) == count


def test_grade_by_hand() -> None:
    """Two sentences, ten words, eleven syllables: the formula worked by hand."""
    assert grade("Take it with food. It is kind to the belly.") == pytest.approx(0.39 * 5 + 11.8 * 1.1 - 15.59)


def test_long_sentences_and_words_are_harder() -> None:
    """The same in longer words, or in one sentence, has a higher grade."""
    easy = "Take it at night. It can make you drowsy. Do not drive."
    assert grade(easy.replace(". ", ", ")) > grade(easy)
    assert grade("Administration in the evening is preferable. Operating machinery is inadvisable.") > 8 > grade(easy)


def test_lines_end_sentences() -> None:
    """A line without a full stop, such as one of a list, does not run on into the next."""
    assert grade("one two\nthree four") == grade("one two. three four.")


def test_names_are_left_out() -> None:
    """Names do not count, whatever their capitals, and only as whole words; of two names the longer one goes."""
    names = name_pattern(["levothyroxine", "magnesium", "magnesium L-threonate", "iron"])
    assert grade("Take Levothyroxine and magnesium L-threonate apart.", names) == grade("Take and apart.")
    assert grade("Take irony.", names) == grade("Take irony.")
    assert grade("Take iron.", name_pattern([])) == grade("Take iron.")


@given(ANY_TEXT)
def test_any_text(text: str) -> None:
    """Any text has a grade, and one without words has grade 0."""
    assert math.isfinite(grade(text))
    assert grade("12 mg!"[:3] + " ...") == 0
