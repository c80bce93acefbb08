"""Learns which wordings vote for which points, and what the best vote is worth.

The vote is learnt for each supplement by itself, by kernel ridge regression as in `classifier`. What it is worth is learnt from
each wording of a point as the other writers' see it, from topics' wordings, which ask more widely, and from questions that are
out of scope.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bot.content.model import Content
from bot.matching.calibration import Logistic
from bot.matching.classifier import Fit
from bot.matching.columns import Columns
from bot.matching.encoder import Vector
from bot.matching.lessons import OUT_OF_SCOPE, lessons
from bot.matching.meaning import Matrix, principal_directions, seen_along
from bot.matching.points import PointFit, PointRows, age_bits, best_two, nearest_wording, point_features, point_wordings
from bot.matching.text_features import TextFeatures

RIDGE = 1.0  # in units of the likeness of wordings; .1 and 3 find as many
# Every so many-th wording of points, of topics, and of what is out of scope teaches what votes are worth.
OF_POINTS, OF_TOPICS, OF_OTHERS = 3, 5, 2


@dataclass(frozen=True, slots=True)
class Example:
    """A wording that teaches what votes are worth."""

    words: str  # as written, repaired
    meaning: Vector | None  # its embedding; None without an encoder
    scores: Matrix  # of all labels, when nothing by its writer was learnt
    nearest: float  # the vote by meaning of the nearest wording of a topic that its writer did not write
    supplement: str  # id of the one that is asked about
    row: int = -1  # among the points' wordings; -1 for one that is none


def examples(
    content: Content, texts: Sequence[str], words: Sequence[str], meanings: Matrix | None, fitted: Fit
) -> Iterator[Example]:
    """Wordings of points, and of topics, that teach what votes for a point are worth.

    `texts` (as read; those of points as `words`), `words` (as written, repaired) and `meanings` (None without an encoder) have a
    row a wording: first those of `lessons`, and last those of the points. What people really asked may be what a point tells, so
    it is no example of a wider question.
    """
    finer = list(point_wordings(content))
    first = len(texts) - len(finer)
    for number, (supplement, _, _) in islice(enumerate(finer), None, None, OF_POINTS):
        row = first + number
        meaning = None if meanings is None else meanings[row]
        scores, nearest = fitted.classifier.scores(texts[row], meaning), nearest_wording(fitted.classifier, meaning)
        yield Example(words[row], meaning, scores, nearest, supplement, number)
    writers = np.array([lesson.phrasing.writer for lesson in lessons(content) if not lesson.only_danger])
    with_points = [one for one in content.supplements.values() if one.points]
    for number, lesson in enumerate(lessons(content)):
        topic = next(iter(lesson.labels), "")
        every = OF_OTHERS if topic == OUT_OF_SCOPE else OF_TOPICS
        having = [one.id for one in with_points if topic in one.answers or topic == OUT_OF_SCOPE]
        if having and number % every == 0 and not lesson.phrasing.is_collected:
            meaning, asked_of = None if meanings is None else meanings[number], having[number // every % len(having)]
            nearest = nearest_wording(fitted.classifier, meaning, writers != lesson.phrasing.writer)
            yield Example(words[number], meaning, fitted.held_out[number], nearest, asked_of)


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
    of_each = PointRows.of_each(content)
    directions = None if meanings is None else principal_directions(meanings)
    seen = None if meanings is None or directions is None else seen_along(directions, meanings)
    fit = PointFit(
        features=known,
        starts=np.cumsum([0, *(len(terms) for terms, _ in vectors)], dtype=np.int64),
        terms=np.concatenate([np.zeros(0), *(terms for terms, _ in vectors)]).astype(np.int32),
        amounts=np.concatenate([np.zeros(0), *(amounts for _, amounts in vectors)]).astype(np.float16),
        ages=np.array([age_bits(text) for text in words], dtype=np.uint8),
        directions=directions,
        meanings=None if seen is None else seen.astype(np.float16),
        weights=np.zeros(max((one.weights.stop for one in of_each.values()), default=0), dtype=np.float16),
        chance=Logistic((-1.0, *[0.0] * 6)),
    )
    writers = np.array([phrasing.writer for _, _, phrasing in point_wordings(content)])
    held_out: dict[str, Matrix] = {}
    for supplement, one in of_each.items():
        rows = range(one.rows.start, one.rows.stop)
        alike = np.array([fit.likeness(one.rows, words[row], None if meanings is None else meanings[row]) for row in rows])
        weights, held_out[supplement] = learn_votes(alike, one, writers[one.rows])
        fit.weights[one.weights] = weights.ravel()
    columns = Columns.of(labels)
    among = {one: columns.among(topics).topics for one, topics in zip(content.supplements, supplements, strict=True)}
    observed, right = [], []
    for example in taught_by:
        one, row = of_each[example.supplement], example.row
        is_point = row >= 0
        own = held_out[example.supplement][row - one.rows.start] if is_point else fit.votes(one, example.words, example.meaning)
        best, vote, second = best_two(own)
        topic = content.supplements[example.supplement].points[best].answer.topic
        score, highest = example.scores[labels.index(topic)], example.scores[among[example.supplement]].max()
        beyond = example.scores[columns.out_of_scope]
        observed.append(point_features(vote, second, float(score), float(highest), float(beyond), example.nearest))
        right.append(is_point and best == one.places[row - one.rows.start])
    return replace(fit, chance=Logistic.fit(np.array(observed), np.array(right))) if observed else fit


def learn_votes(alike: Matrix, one: PointRows, writers: NDArray[np.str_]) -> tuple[Matrix, Matrix]:
    """The weights of one supplement's wordings, wordings x points, from how like they are to each other (wordings x wordings);
    and the votes that each gets when nothing by its writer was learnt, computed as in `classifier`.
    """
    targets = np.eye(one.shape[1])[one.places]
    inverse = np.linalg.inv(alike.astype(np.float64) + RIDGE * np.eye(len(alike)))
    weights = inverse @ targets
    held_out = np.empty_like(targets)
    for writer in np.unique(writers):
        rows = np.flatnonzero(writers == writer)
        held_out[rows] = targets[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], weights[rows])
    return weights.astype(np.float32), held_out.astype(np.float32)
