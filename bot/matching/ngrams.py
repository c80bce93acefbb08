"""The letters view: cosine of TF-IDF over character n-grams, which survives typos and rare words.

N-grams of 2 to 5 letters are taken inside words with a space on each side, counts are sublinear (1 + ln tf), and weights are the
usual smooth inverse document frequency (Sparck Jones 1972), so a similarity lies between 0 and 1.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 2, 5
# N-grams in more than this share of the texts say next to nothing and take most of the time. Leaving them out changed the
# share of right topics by at most .004 on every set of questions that was tried, and cut the time of a look-up to a third.
TOO_COMMON = 0.1
FEW_TEXTS = 500  # in fewer texts than this nothing is left out


def ngrams(text: str) -> Counter[str]:
    """How often each n-gram stands in a normalised text."""
    counts: Counter[str] = Counter()
    for word in text.split():
        padded = f" {word} "
        size = len(padded)
        for length in range(SHORTEST, LONGEST + 1):
            if length >= size:
                counts[padded] += 1
                break
            counts.update([padded[start : start + length] for start in range(size - length + 1)])
    return counts


@dataclass(frozen=True, slots=True)
class NgramIndex:
    """An inverted index of texts: for each n-gram, the texts that hold it and its weight in each."""

    vocabulary: dict[str, int]
    idf: NDArray[np.float32]
    starts: NDArray[np.int64]  # postings of n-gram i: starts[i] to starts[i + 1]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int  # how many texts

    @classmethod
    def build(cls, texts: Sequence[str]) -> "NgramIndex":
        """Index normalised texts, in order."""
        counted = [ngrams(text) for text in texts]
        frequency: Counter[str] = Counter()
        for counts in counted:
            frequency.update(counts.keys())
        most = TOO_COMMON * len(texts) if len(texts) >= FEW_TEXTS else len(texts)
        frequency = Counter({gram: df for gram, df in frequency.items() if df <= most})
        vocabulary = {gram: index for index, gram in enumerate(frequency)}
        idf = np.array([math.log((1 + len(texts)) / (1 + df)) + 1 for df in frequency.values()], dtype=np.float32)
        grams: list[int] = []
        rows: list[int] = []
        weights: list[float] = []
        for row, counts in enumerate(counted):
            known = [(vocabulary[gram], 1 + math.log(count)) for gram, count in counts.items() if gram in vocabulary]
            ids = [index for index, _ in known]
            values = np.array([weight for _, weight in known]) * idf[ids]
            grams.extend(ids)
            rows.extend([row] * len(ids))
            weights.extend(values / (np.linalg.norm(values) or 1.0))
        order = np.argsort(np.array(grams, dtype=np.int64), kind="stable")
        starts = np.zeros(len(vocabulary) + 1, dtype=np.int64)
        np.cumsum(np.bincount(grams, minlength=len(vocabulary)) if grams else [], out=starts[1:])
        return cls(
            vocabulary, idf, starts, np.array(rows, dtype=np.int32)[order], np.array(weights, dtype=np.float32)[order], len(texts)
        )

    def similarities(self, text: str) -> NDArray[np.float32]:
        """Cosine, 0 to 1, of a normalised text with every indexed text, in their order.

        N-grams that no indexed text has are passed over.
        """
        counts = ngrams(text)
        known = [(index, count) for gram, count in counts.items() if (index := self.vocabulary.get(gram)) is not None]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        ids = np.array([index for index, _ in known])
        values = self.idf[ids] * (1 + np.log(np.array([count for _, count in known], dtype=np.float32)))
        length = np.linalg.norm(values)
        lengths = self.starts[ids + 1] - self.starts[ids]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1]) + np.repeat(self.starts[ids] - (ends - lengths), lengths)
        products = self.weights[places] * np.repeat((values / length).astype(np.float32), lengths)
        return np.bincount(self.rows[places], weights=products, minlength=self.size).astype(np.float32)

    def all_similarities(self, size: int) -> Iterator[tuple[slice, NDArray[np.float32]]]:
        """Cosine of every indexed text with every other, as `similarities` would give it: blocks of `size` rows, in order."""
        from scipy.sparse import csc_array  # on a cold start only

        texts = csc_array((self.weights, self.rows, self.starts), shape=(self.size, len(self.vocabulary))).tocsr()
        turned = texts.T.tocsr()
        for start in range(0, self.size, size):
            rows = slice(start, start + size)
            yield rows, (texts[rows] @ turned).toarray()
