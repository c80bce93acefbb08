"""The meaning view: how near sentence embeddings are, seen along the directions in which the known wordings differ most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

SHARPNESS = 3.0  # no unit; how fast a wording's vote fades with the distance of meanings
DIRECTIONS = 128  # of an embedding's 384; with all of them a question costs three times the memory traffic and finds no more


def near_in_meaning(cosines: Matrix, sharpness: float = SHARPNESS) -> Matrix:
    """How much a wording's vote weighs by its meaning, 0 to 1, given the cosine of embeddings, -1 to 1."""
    votes: Matrix = np.exp(np.float32(sharpness) * (cosines - np.float32(1)))
    return votes


def principal_directions(embeddings: Matrix) -> Matrix:
    """The directions that hold most of the embeddings (a row each), as columns: dimensions x DIRECTIONS at most. The strongest
    is left out: it is about the mean, which all texts have in common.
    """
    _, directions = np.linalg.eigh(embeddings.T @ embeddings)  # in the order of how much they hold
    return np.ascontiguousarray(directions[:, -DIRECTIONS - 1 : -1])


def seen_along(directions: Matrix, embeddings: Matrix) -> Matrix:
    """Embeddings (a row each, or one) along some directions alone, scaled to length one again."""
    seen = embeddings @ directions
    length = np.linalg.norm(seen, axis=-1, keepdims=True)
    scaled: Matrix = np.divide(seen, length, out=np.zeros_like(seen), where=length > 0)
    return scaled


@dataclass(frozen=True, slots=True)
class Meanings:
    """What known wordings mean, and how each votes: the first ones on all labels, the others on those of danger alone."""

    directions: Matrix  # dimensions of an embedding x directions
    wordings: Matrix  # wordings x directions, length one
    danger: NDArray[np.bool_]  # which labels are of danger
    votes: Matrix  # the first wordings x the other labels
    danger_votes: Matrix  # wordings x labels of danger

    # Of an embedding, or of several, a row each; what comes out has a row each, too.

    def cosines(self, embeddings: Matrix) -> Matrix:
        """How near each wording is, -1 to 1."""
        return seen_along(self.directions, embeddings) @ self.wordings.T

    def ordinary_cosines(self, embeddings: Matrix) -> Matrix:
        """How near each wording that votes on all labels is, -1 to 1."""
        return seen_along(self.directions, embeddings) @ self.wordings[: len(self.votes)].T

    def scores(self, embeddings: Matrix) -> Matrix:
        """What meaning adds to the score of each label."""
        near = near_in_meaning(self.cosines(embeddings))
        scores = np.empty((*near.shape[:-1], len(self.danger)), dtype=np.float32)
        scores[..., ~self.danger] = near[..., : len(self.votes)] @ self.votes
        scores[..., self.danger] = near @ self.danger_votes
        return scores
