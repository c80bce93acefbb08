"""Known word sequences are found in a list of words."""

from hypothesis import given
from hypothesis import strategies as st

from bot.language.phrase_table import PhraseTable, Span

WORD = st.sampled_from("abcd")
PHRASES = st.lists(st.lists(WORD, min_size=1, max_size=4).map(" ".join), max_size=8)


def test_longest_wins() -> None:
    """At each place the longest phrase is taken, and the rest is searched on."""
    table = PhraseTable([("vitamin", 1), ("vitamin d", 2), ("d three", 3), ("zinc", 4)])
    assert list(table.find(["vitamin", "d", "three", "and", "zinc"])) == [
        Span(0, 2, 2),
        Span(4, 5, 4),
    ]


def test_first_value_is_kept() -> None:
    """A phrase that is given twice keeps its first value; an empty one is passed over."""
    assert list(PhraseTable([("zinc", 1), ("zinc", 2), ("", 3)]).find(["zinc"])) == [Span(0, 1, 1)]


def test_words() -> None:
    """Every single word of the phrases is told, and none else."""
    assert PhraseTable([("vitamin d", 1), ("zinc", 2)]).words() == {
        "vitamin",
        "d",
        "zinc",
    }


def test_nothing_to_find() -> None:
    """No phrases or no words: no spans."""
    assert not list(PhraseTable[int]([]).find(["zinc"]))
    assert not list(PhraseTable([("zinc", 1)]).find([]))


@given(PHRASES, st.lists(WORD, max_size=20))
def test_spans(phrases: list[str], words: list[str]) -> None:
    """Spans run from left to right without overlap, each holds its phrase, and no phrase starts at a word that is left over."""
    last = 0
    spans = list(PhraseTable([(phrase, phrase) for phrase in phrases]).find(words))
    for span in spans:
        assert last <= span.start < span.end
        assert " ".join(words[span.start : span.end]) == span.value
        last = span.end
    covered = {place for span in spans for place in range(span.start, span.end)}
    for place in set(range(len(words))) - covered:
        assert not any(words[place:][: len(phrase.split())] == phrase.split() for phrase in phrases)
