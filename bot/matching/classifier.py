"""The trained vote of the wordings: kernel ridge regression over two views of a text.

For a question q and a wording p, `c` is the cosine of character n-grams and `e` the cosine of sentence embeddings; the kernel is
k(q, p) = exp(SHARPNESS (e - 1)) + exp(SHARPNESS (c - 1)), each view left out where it is missing. With targets Y of +1 and -1 the
scores of all labels are k(q, .) alpha, alpha = (K + RIDGE I)^-1 Y. Scores held out come exactly and for free: for rows G left out
together the residual is (inverse_GG)^-1 alpha_G (Rifkin and Lippert, Notes on Regularized Least Squares, MIT 2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.encoder import Vector
from bot.matching.lessons import is_danger_label
from bot.matching.ngrams import NgramIndex

Matrix = NDArray[np.float32]

SHARPNESS = 3.0  # no unit; how fast a wording's vote fades with distance
BLOCK = 512  # rows of the kernel that are computed at once
RIDGE = 0.3  # in units of the kernel, whose diagonal is 1 a view


@dataclass(frozen=True, slots=True)
class Similarities:
    """How like each wording a text is, by view."""

    letters: Matrix  # cosine 0 to 1
    meaning: Matrix | None  # cosine -1 to 1; None without an encoder


def kernel(similarities: Similarities) -> Matrix:
    """How much each wording's vote weighs, 0 to 1 a view."""
    weights: Matrix = np.exp(SHARPNESS * (similarities.letters - 1))
    if similarities.meaning is not None:
        weights += np.exp(SHARPNESS * (similarities.meaning - 1))
    return weights


@dataclass(frozen=True, slots=True)
class Classifier:
    """Fitted on wordings with labels. `labels` are the columns of every score."""

    labels: tuple[str, ...]
    index: NgramIndex
    embeddings: Matrix | None  # a row a wording, unit length
    alpha: Matrix  # wordings x labels

    def similarities(self, text: str, embedding: Vector | None) -> Similarities:
        """Compare a read text with every wording."""
        meaning = None if self.embeddings is None or embedding is None else self.embeddings @ embedding
        return Similarities(self.index.similarities(text), meaning)

    def scores(self, similarities: Similarities) -> Matrix:
        """A score a label, about -1 to 1, in the order of `labels`."""
        scores: Matrix = kernel(similarities) @ self.alpha
        return scores


@dataclass(frozen=True, slots=True)
class Fit:
    """A classifier, and what each wording scores when nothing by its writer was learnt."""

    classifier: Classifier
    held_out: Matrix  # wordings x labels


def _votes(index: NgramIndex, embeddings: Matrix | None) -> Matrix:
    """The kernel between all wordings, a block of rows at a time: several whole matrices at once would not fit a small host."""
    votes = np.empty((index.size, index.size), dtype=np.float32)
    for rows, letters in index.all_similarities(BLOCK):
        meaning = None if embeddings is None else embeddings[rows] @ embeddings.T
        votes[rows] = kernel(Similarities(letters, meaning))
    return votes


def _solve(votes: Matrix, targets: Matrix, groups: NDArray[np.str_]) -> tuple[Matrix, Matrix]:
    """Alpha and the held-out scores; `votes`, in Fortran's order, is overwritten."""
    from scipy.linalg import blas, lapack  # on a cold start only: the import costs as much as a cached start's other work

    np.fill_diagonal(votes, votes.diagonal() + RIDGE)
    factor, info = lapack.spotrf(votes, lower=1, overwrite_a=1)
    inverse, info = lapack.spotri(factor, lower=1, overwrite_c=1) if not info else (factor, info)
    if info:
        raise ArithmeticError(f"the kernel can't be inverted (LAPACK info {info})")
    alpha = blas.ssymm(1.0, inverse, targets, lower=1)  # only the lower triangle is filled
    held_out = np.empty_like(targets)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        lower = np.tril(inverse[np.ix_(rows, rows)]).astype(np.float64)
        block = lower + np.tril(lower, -1).T
        held_out[rows] = targets[rows] - np.linalg.solve(block, alpha[rows])
    return alpha, held_out


def fit(
    texts: Sequence[str],
    memberships: Sequence[frozenset[str]],
    only_danger: Sequence[bool],
    writers: Sequence[str],
    embeddings: Matrix | None,
) -> Fit:
    """Learn which read texts belong to which labels.

    All sequences are a row a wording. Rows that are `only_danger` take part in the labels of danger alone. Rows of one writer are
    held out together.
    """
    labels = tuple(sorted(set().union(*memberships)))
    index = NgramIndex.build(texts)
    votes = _votes(index, embeddings)
    targets = np.array([[1.0 if label in member else -1.0 for label in labels] for member in memberships], dtype=np.float32)
    groups = np.array(writers)
    danger = np.array([is_danger_label(label) for label in labels])
    alpha, held_out = np.zeros_like(targets), np.zeros_like(targets)
    everything = np.arange(len(texts))
    for columns, rows in ((~danger, np.flatnonzero(~np.array(only_danger))), (danger, everything)):
        place = np.ix_(rows, np.flatnonzero(columns))
        if columns.any():
            own = np.asfortranarray(votes[np.ix_(rows, rows)])
            alpha[place], held_out[place] = _solve(own, targets[place], groups[rows])
            rest = np.setdiff1d(everything, rows)  # nothing was learnt from these, so their plain scores are held out
            held_out[np.ix_(rest, np.flatnonzero(columns))] = votes[np.ix_(rest, rows)] @ alpha[place]
    return Fit(Classifier(labels, index, embeddings, alpha), held_out)
