"""The words view is the cosine of TF-IDF over letters and over words; a plain reference says what that is."""

import math
from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.text_features import FEW_TEXTS, LONGEST, SHORTEST, TextFeatures, letter_runs, similarities, word_runs

WORDS = st.lists(st.text("abcde", min_size=1, max_size=7), max_size=5).map(" ".join)
TEXTS = st.lists(WORDS, min_size=1, max_size=8)


def reference_letters(text: str) -> list[str]:
    """All runs of letters of a text, in the plainest way."""
    found = []
    for word in text.split():
        padded = f" {word} "
        lengths = [length for length in range(SHORTEST, LONGEST + 1) if length < len(padded)]
        found += [padded[start : start + length] for length in lengths for start in range(len(padded) - length + 1)]
        if len(padded) <= LONGEST:
            found.append(padded)
    return found


def reference_words(text: str) -> list[str]:
    """All words of a text and its neighbouring pairs, its start and end being neighbours too."""
    words = ["<", *text.split(), ">"]
    return words[1:-1] + [f"{words[place]} {words[place + 1]}" for place in range(len(words) - 1)]


def reference_cosine(terms_of: Callable[[str], list[str]], one: str, other: str, texts: list[str]) -> float:
    """Cosine of two texts, weighed by how rare their terms are in `texts`."""
    holders = [set(terms_of(text)) for text in texts]

    def vector(text: str) -> dict[str, float]:
        terms = terms_of(text)
        frequency = {term: sum(term in holder for holder in holders) for term in terms}
        return {
            term: (1 + math.log(terms.count(term))) * (math.log((1 + len(texts)) / (1 + df)) + 1)
            for term, df in frequency.items()
            if df
        }

    a, b = vector(one), vector(other)
    length = math.hypot(*a.values()) * math.hypot(*b.values())
    return sum(value * b.get(term, 0.0) for term, value in a.items()) / length if length else 0.0


@given(WORDS)
def test_terms(text: str) -> None:
    """Runs of letters are counted inside words with a space on each side, words alone and with their neighbours."""
    assert sorted(letter_runs(text)) == sorted(reference_letters(text))
    assert sorted(term[1:] for term in word_runs(text)) == sorted(reference_words(text))


@given(TEXTS, WORDS)
@settings(deadline=None)
def test_similarities(texts: list[str], question: str) -> None:
    """Each similarity is the mean of the references' cosines, between 0 and 1, in the order of the texts."""
    features = TextFeatures.learn(texts)
    found = similarities(features.matrix([question]), features.matrix(texts))
    expected = [
        (reference_cosine(reference_letters, question, text, texts) + reference_cosine(reference_words, question, text, texts))
        / 2
        for text in texts
    ]
    assert found.shape == (1, len(texts))
    np.testing.assert_allclose(found[0], expected, atol=1e-5)
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-5


@given(TEXTS)
@settings(deadline=None)
def test_vectors(texts: list[str]) -> None:
    """A text's vector is its row of the matrix, and a text with words has length one."""
    features = TextFeatures.learn(texts)
    for text, row in zip(texts, features.matrix(texts).toarray(), strict=True):
        terms, weights = features.vector(text)
        np.testing.assert_array_equal(row[terms], weights)
        assert math.isclose(float(row @ row), 1.0 if text else 0.5, abs_tol=1e-5)


def test_unknown_terms() -> None:
    """A text of letters and words that no known text has is like none of them."""
    features = TextFeatures.learn(["abc", "abd"])
    assert not similarities(features.matrix(["xyz"]), features.matrix(["abc", "abd"])).any()


def test_rare_and_too_common_terms_are_left_out() -> None:
    """Of many texts, what a single one has and letters that nearly all have do not count; of few they do."""
    texts = [f"magnesium {number}{number}" for number in range(FEW_TEXTS)]
    many, few = TextFeatures.learn(texts).vocabulary, TextFeatures.learn(texts[:-1]).vocabulary
    assert " mag" not in many
    assert "=magnesium" in many
    assert "=499499" not in many
    assert " mag" in few
    assert "=498498" in few
