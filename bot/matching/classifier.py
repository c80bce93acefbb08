"""The trained vote of the wordings: kernel ridge regression over two views of a text.

For a question q and a wording p, `c` is the cosine of character n-grams and `e` the cosine of sentence embeddings; the kernel is
k(q, p) = exp(SHARPNESS (e - 1)) + exp(SHARPNESS (c - 1)), each view left out where it is missing. With labels Y of +1 and -1 the
scores of all labels are k(q, .) alpha, alpha = (K + RIDGE I)^-1 Y. Scores held out come exactly and for free: for rows G left out together
the residual is (inverse_GG)^-1 alpha_G (Rifkin and Lippert, "Notes on Regularized Least-Squares", 2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.encoder import Vector
from bot.matching.ngrams import NgramIndex

Matrix = NDArray[np.float32]

SHARPNESS = 3.0  # no unit; how fast a wording's vote fades with distance
RIDGE = 0.3  # in units of the kernel, whose diagonal is 1 a view


@dataclass(frozen=True, slots=True)
class Similarities:
    """How like each wording a text is, by view."""

    letters: Matrix  # cosine 0 to 1
    meaning: Matrix | None  # cosine -1 to 1; None without an encoder

    def kernel(self) -> Matrix:
        """The votes' weights, one a wording."""
        weights = np.exp(SHARPNESS * (self.letters - 1))
        if self.meaning is not None:
            weights += np.exp(SHARPNESS * (self.meaning - 1))
        return weights


@dataclass(frozen=True, slots=True)
class Classifier:
    """Fitted on wordings with labels. `labels` are the columns of every score."""

    labels: tuple[str, ...]
    index: NgramIndex
    embeddings: Matrix | None  # a row a wording, unit length
    alpha: Matrix  # wordings x labels

    def similarities(self, text: str, embedding: Vector | None) -> Similarities:
        """Compare a normalised text with every wording."""
        meaning = None if self.embeddings is None or embedding is None else self.embeddings @ embedding
        return Similarities(self.index.similarities(text), meaning)

    def scores(self, similarities: Similarities) -> Matrix:
        """A score a label, about -1 to 1, in the order of `labels`."""
        scores: Matrix = similarities.kernel() @ self.alpha
        return scores


@dataclass(frozen=True, slots=True)
class Fit:
    """A classifier and what each wording scores when the classifier has not learnt from it."""

    classifier: Classifier
    held_out: Matrix  # wordings x labels


def fit(
    texts: Sequence[str], memberships: Sequence[frozenset[str]], groups: Sequence[str], embeddings: Matrix | None
) -> Fit:
    """Learn which texts belong to which labels.

    `memberships` are each text's labels; `groups` name what is left out together for the held-out scores.
    """
    labels = tuple(sorted(set().union(*memberships)))
    index = NgramIndex.build(texts)
    letters = np.stack([index.similarities(text) for text in texts])
    kernel = np.exp(SHARPNESS * (letters - 1))
    if embeddings is not None:
        kernel += np.exp(SHARPNESS * (embeddings @ embeddings.T - 1))
    targets = np.array([[1.0 if label in member else -1.0 for label in labels] for member in memberships])
    inverse = np.linalg.inv(kernel.astype(np.float64) + RIDGE * np.eye(len(texts)))
    alpha = inverse @ targets
    held_out = np.empty_like(targets)
    names = np.array(groups)
    for group in sorted(set(groups)):
        rows = np.flatnonzero(names == group)
        held_out[rows] = targets[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], alpha[rows])
    return Fit(Classifier(labels, index, embeddings, alpha.astype(np.float32)), held_out.astype(np.float32))
