"""The letters view is the cosine of TF-IDF over character n-grams; a plain reference says what that is."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.ngrams import FEW_TEXTS, LONGEST, SHORTEST, NgramIndex, ngrams

WORDS = st.lists(st.text("abcde", min_size=1, max_size=7), max_size=5).map(" ".join)
TEXTS = st.lists(WORDS, min_size=1, max_size=8)


def reference_ngrams(text: str) -> list[str]:
    """All n-grams of a text, in the plainest way."""
    found = []
    for word in text.split():
        padded = f" {word} "
        lengths = [length for length in range(SHORTEST, LONGEST + 1) if length < len(padded)]
        found += [padded[start : start + length] for length in lengths for start in range(len(padded) - length + 1)]
        if len(padded) <= LONGEST:
            found.append(padded)
    return found


def reference_cosine(one: str, other: str, texts: list[str]) -> float:
    """Cosine of two texts, weighed by how rare their n-grams are in `texts`."""
    holders = [set(reference_ngrams(text)) for text in texts]

    def vector(text: str) -> dict[str, float]:
        grams = reference_ngrams(text)
        frequency = {gram: sum(gram in holder for holder in holders) for gram in grams}
        return {
            gram: (1 + math.log(grams.count(gram))) * (math.log((1 + len(texts)) / (1 + df)) + 1)
            for gram, df in frequency.items()
            if df
        }

    a, b = vector(one), vector(other)
    length = math.hypot(*a.values()) * math.hypot(*b.values())
    return sum(value * b.get(gram, 0.0) for gram, value in a.items()) / length if length else 0.0


@given(WORDS)
def test_ngrams(text: str) -> None:
    """N-grams are counted inside words with a space on each side."""
    assert sorted(ngrams(text).elements()) == sorted(reference_ngrams(text))


@given(TEXTS, WORDS)
@settings(deadline=None)
def test_similarities(texts: list[str], question: str) -> None:
    """Each similarity is the reference's cosine, between 0 and 1, in the order of the texts."""
    found = NgramIndex.build(texts).similarities(question)
    assert found.shape == (len(texts),)
    np.testing.assert_allclose(found, [reference_cosine(question, text, texts) for text in texts], atol=1e-5)
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-5


@given(TEXTS)
@settings(deadline=None)
def test_all_similarities(texts: list[str]) -> None:
    """The table of all texts with all is what each text alone gives; it is symmetrical, and a text is like itself."""
    index = NgramIndex.build(texts)
    table = np.vstack([block for _, block in index.all_similarities(2)])
    np.testing.assert_allclose(table, [index.similarities(text) for text in texts], atol=1e-5)
    np.testing.assert_allclose(table, table.T, atol=1e-6)
    np.testing.assert_allclose(table.diagonal(), [float(bool(text)) for text in texts], atol=1e-5)


def test_unknown_letters() -> None:
    """A text of letters that no indexed text has is like none of them."""
    assert not NgramIndex.build(["abc", "abd"]).similarities("xyz").any()


def test_too_common_ngrams_are_left_out() -> None:
    """In a large index what nearly every text has does not count; in a small one it does."""
    texts = [f"magnesium {number}{number}" for number in range(FEW_TEXTS)]
    assert not NgramIndex.build(texts).similarities("magnesium").any()
    assert NgramIndex.build(texts[:-1]).similarities("magnesium").all()
