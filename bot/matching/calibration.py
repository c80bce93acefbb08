"""What a score is worth: from scores to chances, and from chances to "answer", "suggest" or "abstain".

Logistic regressions are fitted on scores held out writer by writer, because wordings of one writer resemble each other
and would promise too much: the chance that the message is the FAQ's business at all, and the chances that the best topic, or one
of the best two, is right if it is. The product of the first two is the chance that the best topic is right.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# A weak pull of the regression's weights towards nought, in units of one observation's squared weight.
_PULL = 1e-2
SCOPE_COUNTS = 3
_STEEPEST = 30.0  # log odds; further on a chance is 0 or 1 to twelve digits


@dataclass(frozen=True, slots=True)
class Logistic:
    """Chance = 1 / (1 + exp(-(weights . (1, features))))."""

    weights: tuple[float, ...]  # the constant first

    @classmethod
    def fit(cls, features: Floats, outcomes: NDArray[np.bool_]) -> "Logistic":
        """Maximum likelihood by Newton's method; `features` is observations x features, `outcomes` what happened."""
        rows = np.column_stack([np.ones(len(features)), features])
        weights = np.zeros(rows.shape[1])
        for _ in range(60):
            chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -_STEEPEST, _STEEPEST)))
            gradient = rows.T @ (chance - outcomes) + _PULL * weights
            curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + _PULL * np.eye(len(weights))
            step = np.linalg.solve(curvature, gradient)
            weights -= step
            if np.abs(step).max() < 1e-9:
                break
        return cls(tuple(float(weight) for weight in weights))

    def chance(self, features: Sequence[float]) -> float:
        """The chance, 0 to 1, of one observation."""
        total = self.weights[0] + sum(weight * value for weight, value in zip(self.weights[1:], features, strict=True))
        return 1 / (1 + math.exp(-min(max(total, -_STEEPEST), _STEEPEST)))


@dataclass(frozen=True, slots=True)
class Chances:
    """Of being the FAQ's business, and of having the right topic, or the right one of two."""

    in_scope: Logistic
    right_if_so: Logistic
    of_two_if_so: Logistic  # that one of the best two topics is right

    @classmethod
    def fit(
        cls, features: Floats, is_right: NDArray[np.bool_], is_of_two: NDArray[np.bool_], is_ours: NDArray[np.bool_]
    ) -> "Chances":
        """Learn them; `features` is observations x features, `is_right` whether the best topic was, `is_of_two` whether one of
        the best two was, `is_ours` whether any is.
        """
        ours = features[is_ours]
        return cls(Logistic.fit(features, is_ours), Logistic.fit(ours, is_right[is_ours]), Logistic.fit(ours, is_of_two[is_ours]))

    def certainty(self, features: Sequence[float]) -> float:
        """What decides on answering, 0 to 1: as `right`, but that the message is the FAQ's business counts SCOPE_COUNTS times.

        Held to the same shares of wrong and of false answers, this answers 5 % more of the held-out wordings than `right` does.
        """
        return self.in_scope.chance(features) ** SCOPE_COUNTS * self.right_if_so.chance(features)

    def certainty_of_two(self, features: Sequence[float]) -> float:
        """The same for answering with the best two topics."""
        return self.in_scope.chance(features) ** SCOPE_COUNTS * self.of_two_if_so.chance(features)

    def right(self, features: Sequence[float]) -> float:
        """The chance, 0 to 1, that the best topic is what was asked; at most that of being in scope."""
        return self.in_scope.chance(features) * self.right_if_so.chance(features)


def threshold(chances: Floats, bad: NDArray[np.bool_], tolerable: float) -> float:
    """The lowest chance to act on such that acting is bad for at most `tolerable` of all observations (a share, 0 to 1)."""
    allowed = int(tolerable * len(chances))
    bad_chances = np.sort(chances[bad])[::-1]
    if len(bad_chances) <= allowed:
        return 0.0
    return float(np.nextafter(bad_chances[allowed], 2.0))


@dataclass(frozen=True, slots=True)
class Misread:
    """A topic's wording that is taken for something else when nothing by its writer was learnt."""

    text: str  # as written
    topic: str  # id of the topic under which it stands
    taken_for: str  # id of another topic, or the label of out-of-scope questions
    margin: float  # how far that one's score is above the own topic's, above 0


@dataclass(frozen=True, slots=True)
class Calibration:
    """The regressions, and the held-out chances from which thresholds follow for any tolerable share."""

    chances: Chances
    about_others: frozenset[str]  # topics whose wordings often name other supplements
    held_out: Floats  # a row a topic or out-of-scope wording, as `observed` makes them
    misread: tuple[Misread, ...] = ()  # in the order of the content

    @staticmethod
    def observed(
        chances: Chances, rows: Floats, is_right: NDArray[np.bool_], is_of_two: NDArray[np.bool_], is_ours: NDArray[np.bool_]
    ) -> Floats:
        """`held_out`: of each row of features its certainty, whether the best topic was right, and whether any is; then its
        certainty with two topics, and whether one of them was right.
        """
        certainties = [(chances.certainty(row), chances.certainty_of_two(row)) for row in rows.tolist()]
        one, two = np.array(certainties).reshape(-1, 2).T
        return np.column_stack([one, is_right, is_ours, two, is_of_two]).astype(np.float64)

    def answer_from(self, wrong: float, false: float) -> float:
        """The lowest certainty at which to answer.

        `wrong`: tolerable share, 0 to 1, of in-scope questions answered wrongly; `false`: of out-of-scope questions
        answered at all.
        """
        return self._from(0, 1, wrong, false)

    def answer_two_from(self, wrong: float, false: float) -> float:
        """The lowest certainty with two topics at which to answer both, given the same shares."""
        return self._from(3, 4, wrong, false)

    def _from(self, certainties: int, outcomes: int, wrong: float, false: float) -> float:
        certainty, right, ours = self.held_out[:, certainties], self.held_out[:, outcomes] > 0, self.held_out[:, 2] > 0
        return max(threshold(certainty[ours], ~right[ours], wrong), threshold(certainty[~ours], ~right[~ours], false))
