"""Which finer question a message asks: the point of a supplement that the wordings vote for.

Within one supplement the vote is that of `classifier`, by the same kernel, learnt anew in a moment: a supplement has some hundred
points of ten wordings each. What the best vote is worth, beside the topics' scores, a logistic regression says; `points_learning`
learns both.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.content.answers import Point
from bot.content.model import Content
from bot.content.phrasing import Phrasing
from bot.language.ages import Age, ages
from bot.matching.calibration import Logistic
from bot.matching.classifier import Classifier
from bot.matching.encoder import Vector
from bot.matching.lessons import OUT_OF_SCOPE
from bot.matching.meaning import Matrix, near_in_meaning, seen_along
from bot.matching.text_features import TextFeatures

# The vote, about 0 to 1, from which a point is near what was asked, and how many are told of.
NEAR_FROM, NEAR_KEPT = 0.1, 3
SHARPNESS = 5.0  # no unit; how fast the nearness of a topic's wording fades with the distance of meanings


@dataclass(frozen=True, slots=True)
class FoundPoint:
    """The point that a message asks for most likely."""

    supplement: str  # id of the one whose point it is
    point: Point
    chance: float  # that it is what was asked, 0 to 1
    near: tuple[Point, ...] = ()  # of the same one: this and others that wordings vote for at all, the likeliest first


def point_wordings(content: Content) -> Iterator[tuple[str, int, Phrasing]]:
    """Every wording of every point with its supplement's id and the point's place there, always in the same order."""
    for one in content.supplements.values():
        for place, point in enumerate(one.points):
            for phrasing in point.asked:
                yield one.id, place, phrasing


@dataclass(frozen=True, slots=True)
class PointRows:
    """The wordings of one supplement's points, and their part of the weights."""

    rows: slice
    places: NDArray[np.intp]  # of the point of each
    weights: slice

    @property
    def shape(self) -> tuple[int, int]:
        """How many wordings there are, and how many points."""
        return len(self.places), int(self.places.max()) + 1

    @classmethod
    def of_each(cls, content: Content) -> Mapping[str, "PointRows"]:
        """By the supplement's id; those without points are left out."""
        places: dict[str, list[int]] = {}
        for supplement, place, _ in point_wordings(content):
            places.setdefault(supplement, []).append(place)
        found: dict[str, PointRows] = {}
        row = weight = 0
        for one, of_one in places.items():
            size = len(of_one) * (max(of_one) + 1)
            rows, weights = slice(row, row + len(of_one)), slice(weight, weight + size)
            found[one] = cls(rows, np.array(of_one, dtype=np.intp), weights)
            row, weight = rows.stop, weights.stop
        return found


@dataclass(frozen=True, slots=True)
class PointFit:
    """What is kept of the points' wordings, a row each in the order of `point_wordings`, and what their votes are worth."""

    features: TextFeatures
    starts: NDArray[np.int64]  # where the terms of each wording begin, and where the last one's end
    terms: NDArray[np.int32]
    amounts: NDArray[np.float16]
    ages: NDArray[np.uint8]  # the ages that each wording speaks of, a bit each
    directions: Matrix | None  # of meaning, as in `meaning`; None without an encoder
    meanings: NDArray[np.float16] | None  # of each wording along them; None without an encoder
    weights: NDArray[np.float16]  # of each wording's vote for each point of its supplement, one supplement after the other
    chance: Logistic

    def likeness(self, rows: slice, words: str, meaning: Vector | None) -> Matrix:
        """How like some of the wordings are to the words of a text and its embedding, 0 to 2."""
        terms, amounts = self.features.vector(words)
        asked = np.zeros(len(self.features.idf), dtype=np.float32)
        asked[terms] = amounts
        starts = self.starts[rows.start : rows.stop + 1]
        held = slice(starts[0], starts[-1])
        products = asked[self.terms[held]] * self.amounts[held].astype(np.float32)
        alike: Matrix = np.add.reduceat(products, starts[:-1] - starts[0])  # every text has a term, be it that it is empty
        if meaning is not None and self.meanings is not None and self.directions is not None:
            alike += near_in_meaning(self.meanings[rows].astype(np.float32) @ seen_along(self.directions, meaning))
        return alike

    def votes(self, of: PointRows, words: str, meaning: Vector | None) -> Matrix:
        """The vote for each point of a supplement, about 0 to 1. Wordings that speak of an age have none where the text speaks of
        others: what holds for a toddler does not for a teenager.
        """
        alike = self.likeness(of.rows, words, meaning)
        if spoken_of := age_bits(words):
            alike[(self.ages[of.rows] > 0) & (self.ages[of.rows] & spoken_of == 0)] = 0.0
        votes: Matrix = alike @ self.weights[of.weights].reshape(of.shape).astype(np.float32)
        return votes


def age_bits(words: str) -> int:
    """The ages that a text speaks of, a bit each; 0 for none."""
    spoken_of = ages(words.split())
    return sum(1 << bit for bit, age in enumerate(Age) if age in spoken_of)


def best_two(votes: Matrix) -> tuple[int, float, float]:
    """The place of the best point, its vote, and the vote of the second."""
    best = int(votes.argmax())
    return best, float(votes[best]), float(np.delete(votes, best).max(initial=0.0))


def point_features(best: float, second: float, topic: float, best_topic: float, beyond: float, nearest: float) -> list[float]:
    """What the chance of a point is computed from: the votes of the best and of the second, the scores of the first one's topic,
    of the best topic, and of what is out of scope, and the vote of the nearest wording of a topic.
    """
    return [best, best - second, topic - best_topic, best_topic, beyond, nearest]


def nearest_wording(classifier: Classifier, meaning: Vector | None) -> float:
    """The vote by meaning, 0 to 1, of the ordinary wording that is nearest to an embedding; 0 without an encoder. A general
    question is nearer to a topic's wording than to a point's.
    """
    if meaning is None or classifier.meanings is None:
        return 0.0
    return float(near_in_meaning(classifier.meanings.ordinary_cosines(meaning).max(initial=-1.0), SHARPNESS))


class PointMatcher:
    """Finds the points that messages ask for. Built once from the content; `fit` comes from `fit_points` or the cache."""

    def __init__(self, content: Content, fit: PointFit) -> None:
        self._supplements, self._fit = content.supplements, fit
        self._rows = PointRows.of_each(content)

    def likeliest(
        self,
        supplement: str,
        words: str,
        meaning: Vector | None,
        score: Callable[[str], float],
        best_topic: float,
        nearest: float,
    ) -> FoundPoint | None:
        """The point of a supplement (its id) that a text asks for most likely, by its words and its embedding; None where it has
        none.

        `score` gives the score of a label, `best_topic` is the highest of those that can be asked, `nearest` is what
        `nearest_wording` gives.
        """
        rows = self._rows.get(supplement)
        if rows is None:
            return None
        votes = self._fit.votes(rows, words, meaning)
        best, vote, second = best_two(votes)
        points = self._supplements[supplement].points
        point = points[best]
        near = tuple(points[place] for place in np.argsort(-votes, kind="stable")[:NEAR_KEPT] if votes[place] >= NEAR_FROM)
        seen = point_features(vote, second, score(point.answer.topic), best_topic, score(OUT_OF_SCOPE), nearest)
        return FoundPoint(supplement, point, self._fit.chance.chance(seen), near)
