"""The words view: what a text is written with, as TF-IDF over runs of letters and over words and pairs of words.

Runs of 2 to 5 letters, taken inside words with a space on each side, survive typos; words and pairs of words tell "took" from
"can I take". Counts are sublinear (1 + ln tf), weights are the usual smooth inverse document frequency (Sparck Jones 1972).
Letters and words make up half of a text's vector each, whose length is 1, so that two texts are alike by 0 to 1.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import marisa_trie
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SHORTEST, LONGEST = 2, 5  # letters of a run, the space before and after a word counted
FEW_TEXTS = 500  # below this many texts all terms are kept
RARE = 2  # texts; a term of fewer says nothing about others
TOO_COMMON = 0.1  # of the texts; runs of letters in more of them say next to nothing and take most of the time
KNOWN_WORDS = 2_000  # whose runs are kept; people's words repeat
FREQUENT = 0.02  # of the texts; terms in more of them are compared faster as whole columns

_WORDS = "="  # what a term of words begins with; no normalised text holds it
_START, _END = "<", ">"


def letter_runs(text: str) -> Iterator[str]:
    """The runs of letters of a normalised text, each as often as it stands there."""
    return chain.from_iterable(map(_runs, text.split()))


def _runs(word: str) -> list[str]:
    padded = f" {word} "
    size = len(padded)
    return [padded[start : start + length] for length in range(SHORTEST, LONGEST + 1) for start in range(size - length + 1)]


def word_runs(text: str) -> list[str]:
    """The words and the pairs of neighbours of a normalised text; its start and end count as neighbours."""
    words = text.split()
    return [*(_WORDS + word for word in words), *(f"{_WORDS}{one} {other}" for one, other in pairwise([_START, *words, _END]))]


class TextFeatures:
    """The terms that are known, each with its number, and how much each weighs."""

    def __init__(self, vocabulary: marisa_trie.Trie, idf: NDArray[np.float32]) -> None:
        """`idf` is in the order of the numbers that the trie gives its terms."""
        self.vocabulary = vocabulary
        self.idf = idf
        self._letters_of = lru_cache(KNOWN_WORDS)(lambda word: self._known(_runs(word)))

    @classmethod
    def learn(cls, texts: Sequence[str], rarest: int = RARE) -> "TextFeatures":
        """The terms of normalised texts; of many texts those that at least `rarest` of them hold."""
        frequency: Counter[str] = Counter()
        for text in texts:
            frequency.update(set(letter_runs(text)))
            frequency.update(set(word_runs(text)))
        if len(texts) >= FEW_TEXTS:
            most = TOO_COMMON * len(texts)
            kept = {term: df for term, df in frequency.items() if df >= rarest and (df <= most or term.startswith(_WORDS))}
        else:
            kept = dict(frequency)
        vocabulary = marisa_trie.Trie(kept)  # a hundredth of a dict's memory
        held_by = [kept[vocabulary.restore_key(number)] for number in range(len(kept))]
        return cls(vocabulary, np.array([math.log((1 + len(texts)) / (1 + df)) + 1 for df in held_by], dtype=np.float32))

    def vector(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """A normalised text: the numbers of its terms, and their weights. Terms that are not known are passed over."""
        letters = chain.from_iterable(map(self._letters_of, text.split()))
        halves = [self._half(Counter(letters)), self._half(Counter(self._known(word_runs(text))))]
        return np.concatenate([ids for ids, _ in halves]), np.concatenate([weights for _, weights in halves])

    def _known(self, terms: Iterable[str]) -> list[int]:
        return [number for term in terms if (number := self.vocabulary.get(term)) is not None]

    def _half(self, counts: Counter[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        ids = np.array(list(counts), dtype=np.int64)
        weights = self.idf[ids] * (1 + np.log(np.array(list(counts.values()), dtype=np.float32)))
        length = math.sqrt(2 * float(weights @ weights))
        return ids, weights / length if length else weights

    def matrix(self, texts: Sequence[str]) -> "csr_array":
        """The vectors of texts, a row each."""
        from scipy.sparse import csr_array  # when learning only: the import costs as much as a cached start's other work

        vectors = [self.vector(text) for text in texts]
        starts = np.cumsum([0, *(len(ids) for ids, _ in vectors)])
        ids = np.concatenate([ids for ids, _ in vectors]) if vectors else np.zeros(0, dtype=np.int64)
        weights = np.concatenate([weights for _, weights in vectors]) if vectors else np.zeros(0, dtype=np.float32)
        return csr_array((weights, ids, starts), shape=(len(texts), len(self.vocabulary)))


def similarities(rows: "csr_array", columns: "csr_array") -> NDArray[np.float32]:
    """The similarity, 0 to 1, of each text of `rows` with each of `columns`; both are matrices of the same features."""
    held_by = np.bincount(columns.indices, minlength=columns.shape[1])
    frequent = held_by > FREQUENT * columns.shape[0]
    table: NDArray[np.float32] = rows[:, frequent].toarray() @ columns[:, frequent].toarray().T
    table += (rows[:, ~frequent] @ columns[:, ~frequent].T).toarray()
    return table
