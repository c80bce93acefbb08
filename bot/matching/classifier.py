"""The trained vote of the wordings: kernel ridge regression over two views of a text.

For a question q and a wording p, `t` is the similarity of what they are written with (see `text_features`) and `e` the cosine of
their sentence embeddings (see `meaning`); the kernel is k(q, p) = t + exp(SHARPNESS (e - 1)), or t where there is no encoder.
With targets Y of +1 and -1 the scores of all labels are k(q, .) alpha, alpha = (K + RIDGE I)^-1 Y. As t is a product of two
vectors, its part of the scores needs no wordings: it is q's vector times the wordings' vectors times alpha, computed once.

Scores held out come exactly and for free: for rows G left out together the residual is (inverse_GG)^-1 alpha_G (Rifkin and
Lippert, Notes on Regularized Least Squares, MIT 2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.encoder import Vector
from bot.matching.lessons import is_danger_label
from bot.matching.meaning import Matrix, Meanings, near_in_meaning, principal_directions, seen_along
from bot.matching.text_features import TextFeatures, similarities

if TYPE_CHECKING:
    from scipy.sparse import csr_array

RIDGE = 0.15  # in units of the kernel, whose diagonal is 1 a view
BLOCK = 2048  # rows of the kernel that are computed at once
FACTORED = 2048  # columns of it that are factored at once

# Danger is learnt beside one calm wording in so many first, then beside those, too, that are nearest to danger by that. Which
# ones hangs on their text alone, so that one wording more or less leaves the others as they are.
EVERY, NEAREST = 8, 10_000


@dataclass(frozen=True, slots=True)
class Classifier:
    """Fitted on wordings with labels. `labels` are the columns of every score."""

    labels: tuple[str, ...]
    features: TextFeatures
    weights: NDArray[np.float16]  # terms x labels; halves of the usual size, as there are many
    texts: tuple[str, ...]  # the wordings, as read
    meanings: Meanings | None  # None without an encoder

    def scores(self, text: str, embedding: Vector | None) -> Matrix:
        """A score a label, about -1 to 1, in the order of `labels`, of a read text and its embedding."""
        terms, amounts = self.features.vector(text)
        scores: Matrix = amounts @ self.weights[terms].astype(np.float32)
        if embedding is not None and self.meanings is not None:
            scores += self.meanings.scores(embedding)
        return scores

    def scores_of_all(self, texts: Sequence[str], embeddings: Matrix | None) -> Matrix:
        """The same of many texts, a row each, BLOCK of them at a time."""
        scores: Matrix = self.features.matrix(texts) @ self.weights.astype(np.float32)
        if embeddings is not None and self.meanings is not None:
            for start in range(0, len(texts), BLOCK):
                scores[start : start + BLOCK] += self.meanings.scores(embeddings[start : start + BLOCK])
        return scores


@dataclass(frozen=True, slots=True)
class Fit:
    """A classifier, and what each wording scores when nothing by its writer was learnt."""

    classifier: Classifier
    held_out: Matrix  # wordings x labels


@dataclass(frozen=True, slots=True)
class Wordings:
    """Wordings as both views see them, a row each."""

    vectors: "csr_array"
    seen: Matrix | None  # None without an encoder

    def __getitem__(self, rows: "NDArray[np.intp] | slice") -> "Wordings":
        return Wordings(self.vectors[rows], None if self.seen is None else self.seen[rows])

    def kernel(self, others: "Wordings") -> Matrix:
        """The kernel between these wordings (rows) and others (columns)."""
        kernel: Matrix = similarities(self.vectors, others.vectors)
        if self.seen is not None and others.seen is not None:
            kernel += near_in_meaning(self.seen @ others.seen.T)
        return kernel

    def own_kernel(self) -> Matrix:
        """The kernel between all of them, in Fortran's order, a block of it at a time: several whole matrices would not fit a
        small host.
        """
        size = self.vectors.shape[0]
        kernel = np.empty((size, size), dtype=np.float32, order="F")
        for start in range(0, size, BLOCK):
            rows, before = slice(start, start + BLOCK), slice(0, start + BLOCK)
            kernel[rows, before] = self[rows].kernel(self[before])
            kernel[:start, rows] = kernel[rows, :start].T  # it is symmetric
        return kernel


def _factorise(kernel: Matrix) -> None:
    """Put the lower Cholesky factor, with zeros above it, in the place of a kernel, FACTORED columns at a time.

    LAPACK's own does that in one call, and from some 26,000 rows on ends the process where OpenBLAS 0.3.30 uses AVX-512.
    """
    from scipy.linalg import blas, lapack  # when learning only

    size = len(kernel)
    for start in range(0, size, FACTORED):
        own, below = slice(start, start + FACTORED), slice(start + FACTORED, size)
        kernel[own, own], info = lapack.spotrf(kernel[own, own], lower=1)
        if info:
            raise ArithmeticError(f"the kernel can't be inverted (LAPACK info {info})")
        if start + FACTORED >= size:
            return
        panel = blas.strsm(1.0, kernel[own, own], kernel[below, own], side=1, lower=1, trans_a=1)
        kernel[below, own], kernel[own, below] = panel, 0
        for first in range(start + FACTORED, size, FACTORED):
            rest = panel[first - start - FACTORED :]
            kernel[first:, first : first + FACTORED] -= rest @ rest[:FACTORED].T


def _solve(kernel: Matrix, targets: Matrix, groups: NDArray[np.str_]) -> tuple[Matrix, Matrix]:
    """Alpha and the held-out scores; `kernel`, in Fortran's order, is overwritten."""
    from scipy.linalg import blas, lapack  # when learning only

    np.fill_diagonal(kernel, kernel.diagonal() + RIDGE)
    _factorise(kernel)
    alpha, _ = lapack.spotrs(kernel, targets, lower=1)
    root, _ = lapack.strtri(kernel, lower=1, overwrite_c=1)  # the kernel's inverse is its transpose times it
    held_out = np.empty_like(targets)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        own = np.asfortranarray(root[rows[0] :, rows])  # above it there are zeros
        lower = blas.ssyrk(1.0, own, trans=1, lower=1).astype(np.float64)
        block = lower + np.tril(lower, -1).T
        held_out[rows] = targets[rows] - np.linalg.solve(block, alpha[rows])
    return alpha, held_out


def _learn(wordings: Wordings, targets: Matrix, groups: NDArray[np.str_], rows: NDArray[np.intp]) -> tuple[Matrix, Matrix]:
    """Alpha, and the scores when nothing by a row's writer was learnt, of all wordings; `rows` are those that are learnt from."""
    alpha, held_out = np.zeros_like(targets), np.empty_like(targets)
    known = wordings[rows]
    alpha[rows], held_out[rows] = _solve(known.own_kernel(), targets[rows], groups[rows])
    others = np.setdiff1d(np.arange(len(targets)), rows)  # nothing is learnt from them, so their plain scores are held out
    for start in range(0, len(others), BLOCK):
        part = others[start : start + BLOCK]
        held_out[part] = wordings[part].kernel(known) @ alpha[rows]
    return alpha, held_out


def fit(
    texts: Sequence[str],
    memberships: Sequence[frozenset[str]],
    ordinary: int,
    writers: Sequence[str],
    embeddings: Matrix | None,
) -> Fit:
    """Learn which read texts belong to which labels.

    All sequences are a row a wording. The first `ordinary` rows take part in all labels, the others in the labels of danger
    alone. Rows of one writer are held out together.
    """
    labels = tuple(sorted(set().union(*memberships)))
    features = TextFeatures.learn(texts)
    vectors = features.matrix(texts)
    directions = None if embeddings is None else principal_directions(embeddings)
    seen = None if embeddings is None or directions is None else seen_along(directions, embeddings)
    wordings = Wordings(vectors, seen)
    targets = np.array([[1.0 if label in member else -1.0 for label in labels] for member in memberships], dtype=np.float32)
    groups = np.array(writers)
    danger = np.array([is_danger_label(label) for label in labels])
    alpha, held_out = np.zeros_like(targets), np.zeros_like(targets)
    if not danger.all():
        alpha[:, ~danger], held_out[:, ~danger] = _learn(wordings, targets[:, ~danger], groups, np.arange(ordinary))
    if danger.any():
        calm = np.flatnonzero((targets[:, danger] < 0).all(axis=1))
        examples, beside = np.setdiff1d(np.arange(len(texts)), calm), calm
        if len(calm) > NEAREST:
            beside = calm[[crc32(texts[int(row)].encode()) % EVERY == 0 for row in calm]]
            _, first = _learn(wordings, targets[:, danger], groups, np.union1d(examples, beside))
            nearest = np.argsort(-first[calm].max(axis=1), kind="stable")[:NEAREST]
            beside = np.union1d(beside, calm[nearest])
        rows = np.union1d(examples, beside)
        alpha[:, danger], held_out[:, danger] = _learn(wordings, targets[:, danger], groups, rows)
    weights = (vectors.T @ alpha).astype(np.float16)
    meanings = None
    if directions is not None and seen is not None:
        meanings = Meanings(directions, seen, danger, alpha[:ordinary, ~danger], alpha[:, danger])
    return Fit(Classifier(labels, features, weights, tuple(texts), meanings), held_out)
