"""Which finer question a message asks: the point of a supplement whose wordings are nearest to it.

Points are many and have few wordings each, so nothing is learnt of any of them but what nearness is worth: a logistic regression
on each wording as those of the other writers see it, on topics' wordings, which ask more widely, and on questions that are out
of scope.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bot.content.answers import Point
from bot.content.model import Content
from bot.content.phrasing import Phrasing
from bot.language.ages import Age, ages
from bot.matching.calibration import Logistic
from bot.matching.classifier import Classifier, Fit
from bot.matching.columns import Columns
from bot.matching.encoder import Vector
from bot.matching.lessons import OUT_OF_SCOPE, lessons
from bot.matching.meaning import Matrix, near_in_meaning
from bot.matching.text_features import TextFeatures

SHARPNESS = 5.0  # no unit; how fast a vote fades with the distance of meanings: few wordings, so nearer ones than for topics
# Every so many-th wording of points, of topics, and of what is out of scope teaches what nearness is worth.
OF_POINTS, OF_TOPICS, OF_OTHERS = 3, 5, 2


@dataclass(frozen=True, slots=True)
class FoundPoint:
    """The point that a message is most like."""

    supplement: str  # id of the one whose point it is
    point: Point
    chance: float  # that it is what was asked, 0 to 1


@dataclass(frozen=True, slots=True)
class Example:
    """A wording that teaches what nearness is worth."""

    words: str  # as written, repaired
    meaning: Vector | None  # its embedding; None without an encoder
    scores: Matrix  # of all labels, when nothing by its writer was learnt
    nearest: float  # the vote by meaning of the nearest wording of a topic that its writer did not write
    writer: str
    supplement: str  # id of the one that is asked about
    place: int = -1  # of the point whose wording it is; -1 for none


def point_wordings(content: Content) -> Iterator[tuple[str, int, Phrasing]]:
    """Every wording of every point with its supplement's id and the point's place there, always in the same order."""
    for one in content.supplements.values():
        for place, point in enumerate(one.points):
            for phrasing in point.asked:
                yield one.id, place, phrasing


@dataclass(frozen=True, slots=True)
class PointRows:
    """The wordings of one supplement's points."""

    rows: slice
    places: NDArray[np.intp]  # of the point of each

    @classmethod
    def of_each(cls, content: Content) -> Mapping[str, "PointRows"]:
        """By the supplement's id; those without points are left out."""
        places: dict[str, list[int]] = {}
        starts: dict[str, int] = {}
        for row, (supplement, place, _) in enumerate(point_wordings(content)):
            starts.setdefault(supplement, row)
            places.setdefault(supplement, []).append(place)
        return {
            one: cls(slice(starts[one], starts[one] + len(of_one)), np.array(of_one, dtype=np.intp))
            for one, of_one in places.items()
        }

    def best(self, votes: Matrix) -> tuple[int, float, float]:
        """The place of the best point, its vote, which is that of its nearest wording, and the vote of the second."""
        of_each = np.full(self.places.max() + 1, -1.0, dtype=np.float32)
        np.maximum.at(of_each, self.places, votes)
        best = int(of_each.argmax())
        return best, float(of_each[best]), float(np.delete(of_each, best).max(initial=0.0))


@dataclass(frozen=True, slots=True)
class PointFit:
    """What is kept of the points' wordings, a row each in the order of `point_wordings`, and what nearness is worth."""

    features: TextFeatures
    starts: NDArray[np.int64]  # where the terms of each wording begin, and where the last one's end
    terms: NDArray[np.int32]
    amounts: NDArray[np.float16]
    ages: NDArray[np.uint8]  # the ages that each wording speaks of, a bit each
    meanings: NDArray[np.float16] | None  # None without an encoder
    chance: Logistic

    def votes(self, rows: slice, words: str, meaning: Vector | None) -> Matrix:
        """How near some of the wordings are to the words of a text and its embedding, 0 to 2; -1 where both speak of an age, and
        of none in common: what holds for a toddler does not for a teenager.
        """
        terms, amounts = self.features.vector(words)
        asked = np.zeros(len(self.features.idf), dtype=np.float32)
        asked[terms] = amounts
        starts = self.starts[rows.start : rows.stop + 1]
        held = slice(starts[0], starts[-1])
        products = asked[self.terms[held]] * self.amounts[held].astype(np.float32)
        sums = np.concatenate([np.zeros(1), np.cumsum(products, dtype=np.float64)])
        votes: Matrix = np.diff(sums[starts - starts[0]]).astype(np.float32)
        if meaning is not None and self.meanings is not None:
            votes += near_in_meaning(self.meanings[rows].astype(np.float32) @ meaning, SHARPNESS)
        if spoken_of := _age_bits(words):
            votes[(self.ages[rows] > 0) & (self.ages[rows] & spoken_of == 0)] = -1.0
        return votes


def _age_bits(words: str) -> int:
    """The ages that a text speaks of, a bit each; 0 for none."""
    spoken_of = ages(words.split())
    return sum(1 << bit for bit, age in enumerate(Age) if age in spoken_of)


def point_features(best: float, second: float, topic: float, best_topic: float, beyond: float, nearest: float) -> list[float]:
    """What the chance of a point is computed from: the votes of the best and of the second, the scores of the first one's topic,
    of the best topic, and of what is out of scope, and the vote of the nearest wording of a topic.
    """
    return [best, best - second, topic - best_topic, best_topic, beyond, nearest]


def nearest_wording(classifier: Classifier, meaning: Vector | None, among: NDArray[np.bool_] | None = None) -> float:
    """The vote by meaning, 0 to 1, of the ordinary wording that is nearest to an embedding, or of the nearest one `among` them; 0
    without an encoder. A general question is nearer to a topic's wording than to a point's.
    """
    if meaning is None or classifier.meanings is None:
        return 0.0
    cosines = classifier.meanings.ordinary_cosines(meaning)
    return float(near_in_meaning((cosines if among is None else cosines[among]).max(initial=-1.0), SHARPNESS))


def examples(
    content: Content, texts: Sequence[str], words: Sequence[str], meanings: Matrix | None, fitted: Fit
) -> Iterator[Example]:
    """Wordings of points, and of topics, that teach what nearness to a point is worth.

    `texts` (as read; those of points as `words`), `words` (as written, repaired) and `meanings` (None without an encoder) have a
    row a wording: first those of `lessons`, and last those of the points.
    """
    finer = list(point_wordings(content))
    first = len(texts) - len(finer)
    for number, (supplement, place, phrasing) in islice(enumerate(finer), None, None, OF_POINTS):
        row = first + number
        meaning = None if meanings is None else meanings[row]
        scores, nearest = fitted.classifier.scores(texts[row], meaning), nearest_wording(fitted.classifier, meaning)
        yield Example(words[row], meaning, scores, nearest, phrasing.writer, supplement, place)
    writers = np.array([lesson.phrasing.writer for lesson in lessons(content) if not lesson.only_danger])
    with_points = [one for one in content.supplements.values() if one.points]
    for number, lesson in enumerate(lessons(content)):
        topic = next(iter(lesson.labels), "")
        every = OF_OTHERS if topic == OUT_OF_SCOPE else OF_TOPICS
        having = [one.id for one in with_points if topic in one.answers or topic == OUT_OF_SCOPE]
        if having and number % every == 0:
            meaning, asked_of = None if meanings is None else meanings[number], having[number // every % len(having)]
            writer = lesson.phrasing.writer
            nearest = nearest_wording(fitted.classifier, meaning, writers != writer)
            yield Example(words[number], meaning, fitted.held_out[number], nearest, writer, asked_of)


def fit_points(
    content: Content,
    words: Sequence[str],
    meanings: Matrix | None,
    labels: Sequence[str],
    supplements: Sequence[frozenset[str]],
    taught_by: Iterable[Example],
) -> PointFit:
    """Learn from the words of the points' wordings, in the order of `point_wordings`, and their embeddings.

    Words are as written, and repaired, and so is what the embeddings are of: a reading has one name for all forms, and a form may
    be what a point is about.

    `labels` are the columns of the scores in `taught_by`; `supplements` holds the ids of the topics that can be asked of each.
    """
    known = TextFeatures.learn(words, rarest=1)  # a word that one wording alone has is often what its point is about
    vectors = [known.vector(text) for text in words]
    fit = PointFit(
        features=known,
        starts=np.cumsum([0, *(len(terms) for terms, _ in vectors)], dtype=np.int64),
        terms=np.concatenate([np.zeros(0), *(terms for terms, _ in vectors)]).astype(np.int32),
        amounts=np.concatenate([np.zeros(0), *(amounts for _, amounts in vectors)]).astype(np.float16),
        ages=np.array([_age_bits(text) for text in words], dtype=np.uint8),
        meanings=None if meanings is None else meanings.astype(np.float16),
        chance=Logistic((-1.0, *[0.0] * 6)),
    )
    of_each, writers = PointRows.of_each(content), np.array([phrasing.writer for _, _, phrasing in point_wordings(content)])
    columns = Columns.of(labels)
    among = {one: columns.among(topics).topics for one, topics in zip(content.supplements, supplements, strict=True)}
    observed, right = [], []
    for example in taught_by:
        rows = of_each[example.supplement]
        votes = fit.votes(rows.rows, example.words, example.meaning)
        votes[writers[rows.rows] == example.writer] = -1.0
        best, vote, second = rows.best(votes)
        topic = content.supplements[example.supplement].points[best].answer.topic
        own, highest = example.scores[labels.index(topic)], example.scores[among[example.supplement]].max()
        beyond = example.scores[columns.out_of_scope]
        observed.append(point_features(vote, second, float(own), float(highest), float(beyond), example.nearest))
        right.append(best == example.place)
    return replace(fit, chance=Logistic.fit(np.array(observed), np.array(right))) if observed else fit


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
        best, vote, second = rows.best(self._fit.votes(rows.rows, words, meaning))
        point = self._supplements[supplement].points[best]
        seen = point_features(vote, second, score(point.answer.topic), best_topic, score(OUT_OF_SCOPE), nearest)
        return FoundPoint(supplement, point, self._fit.chance.chance(seen))
