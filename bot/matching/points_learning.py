"""Learns which wordings vote for which points, and what the best vote is worth.

The vote is learnt for each supplement by itself, by kernel ridge regression as in `classifier`. What it is worth is learnt from
each wording of a point as the other writers' see it, from topics' wordings, which ask more widely, and from questions that are
out of scope.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.content.model import Content
from bot.matching.calibration import Logistic
from bot.matching.classifier import BLOCK, Classifier, Fit, Wordings
from bot.matching.columns import Columns
from bot.matching.lessons import OUT_OF_SCOPE, lessons
from bot.matching.meaning import Matrix, near_in_meaning, principal_directions, seen_along
from bot.matching.points import SHARPNESS, PointFit, PointRows, age_bits, best_two, point_features, point_wordings
from bot.matching.text_features import TextFeatures

RIDGE = 1.0  # in units of the likeness of wordings; .1 and 3 find as many
# Every so many-th wording of points, of topics, and of what is out of scope teaches what votes are worth.
OF_POINTS, OF_TOPICS, OF_OTHERS = 3, 5, 2


@dataclass(frozen=True, slots=True)
class Examples:
    """Wordings that teach what votes are worth, a row each."""

    words: Sequence[str]  # as written, repaired
    meanings: Matrix | None  # their embeddings; None without an encoder
    scores: Matrix  # of all labels, when nothing by its writer was learnt
    nearest: Matrix  # the vote by meaning of the nearest wording of a topic that its writer did not write
    supplements: Sequence[str]  # id of the one that is asked about
    rows: Sequence[int]  # among the points' wordings; -1 for one that is none


def examples(content: Content, texts: Sequence[str], words: Sequence[str], meanings: Matrix | None, fitted: Fit) -> Examples:
    """Wordings of points, and of topics, that teach what votes for a point are worth.

    `texts` (as read; those of points as `words`), `words` (as written, repaired) and `meanings` (None without an encoder) have a
    row a wording: first those of `lessons`, and last those of the points. What people really asked may be what a point tells, so
    it is no example of a wider question.
    """
    taught, finer = list(lessons(content)), list(point_wordings(content))
    first = len(texts) - len(finer)
    of_points = range(0, len(finer), OF_POINTS)
    asked_of = {first + row: finer[row][0] for row in of_points}
    with_points = [one for one in content.supplements.values() if one.points]
    for number, lesson in enumerate(taught):
        topic = next(iter(lesson.labels), "")
        every = OF_OTHERS if topic == OUT_OF_SCOPE else OF_TOPICS
        having = [one.id for one in with_points if topic in one.answers or topic == OUT_OF_SCOPE]
        if having and number % every == 0 and not lesson.phrasing.is_collected:
            asked_of[number] = having[number // every % len(having)]
    chosen, classifier = list(asked_of), fitted.classifier
    seen = None if meanings is None else meanings[chosen]
    split = len(of_points)
    scores = classifier.scores_of_all([texts[row] for row in chosen[:split]], None if seen is None else seen[:split])
    # A point's writers and a topic's are not the same, so nothing is left out for those.
    authors = {name: code for code, name in enumerate(dict.fromkeys(lesson.phrasing.writer for lesson in taught))}
    codes = np.array([authors[lesson.phrasing.writer] for lesson in taught])
    own = np.array([*[-1] * split, *codes[chosen[split:]]])
    return Examples(
        words=[words[row] for row in chosen],
        meanings=seen,
        scores=np.concatenate([scores, fitted.held_out[chosen[split:]]]),
        nearest=_nearest(classifier, seen, own, codes[[not lesson.only_danger for lesson in taught]]),
        supplements=list(asked_of.values()),
        rows=[*of_points, *[-1] * (len(chosen) - split)],
    )


def _nearest(classifier: Classifier, meanings: Matrix | None, own: NDArray[np.intp], writers: NDArray[np.intp]) -> Matrix:
    """`nearest_wording` of many, a row each, among the wordings that the `own` writer of each did not write."""
    nearest = np.zeros(len(own), dtype=np.float32)
    if meanings is None or classifier.meanings is None:
        return nearest
    for start in range(0, len(own), BLOCK):
        rows = slice(start, start + BLOCK)
        cosines = classifier.meanings.ordinary_cosines(meanings[rows])
        cosines[own[rows, None] == writers] = -1
        nearest[rows] = near_in_meaning(cosines.max(axis=1, initial=-1.0), SHARPNESS)
    return nearest


def fit_points(
    content: Content,
    words: Sequence[str],
    meanings: Matrix | None,
    labels: Sequence[str],
    supplements: Sequence[frozenset[str]],
    taught_by: Examples,
) -> PointFit:
    """Learn from the words of the points' wordings, in the order of `point_wordings`, and their embeddings.

    Words are as written, and repaired, and so is what the embeddings are of: a reading has one name for all forms, and a form may
    be what a point is about.

    `labels` are the columns of the scores in `taught_by`; `supplements` holds the ids of the topics that can be asked of each.
    """
    from scipy.sparse import csr_array  # when learning only

    known = TextFeatures.learn(words, rarest=1)  # a word that one wording alone has is often what its point is about
    vectors = known.matrix(words)
    of_each = PointRows.of_each(content)
    directions = None if meanings is None else principal_directions(meanings)
    seen = None if meanings is None or directions is None else seen_along(directions, meanings)
    fit = PointFit(
        features=known,
        starts=vectors.indptr.astype(np.int64),
        terms=vectors.indices.astype(np.int32),
        amounts=vectors.data.astype(np.float16),
        ages=np.array([age_bits(text) for text in words], dtype=np.uint8),
        directions=directions,
        meanings=None if seen is None else seen.astype(np.float16),
        weights=np.zeros(max((one.weights.stop for one in of_each.values()), default=0), dtype=np.float16),
        chance=Logistic((-1.0, *[0.0] * 6)),
    )
    asked = Wordings(vectors, seen)
    kept = Wordings(
        csr_array((fit.amounts.astype(np.float32), vectors.indices, vectors.indptr), shape=vectors.shape),
        None if fit.meanings is None else fit.meanings.astype(np.float32),
    )
    writers = np.array([phrasing.writer for _, _, phrasing in point_wordings(content)])
    held_out: dict[str, Matrix] = {}
    for supplement, one in of_each.items():
        alike = asked[one.rows].kernel(kept[one.rows])
        weights, held_out[supplement] = learn_votes(alike, one, writers[one.rows])
        fit.weights[one.weights] = weights.ravel()
    columns = Columns.of(labels)
    among = {one: columns.among(topics).topics for one, topics in zip(content.supplements, supplements, strict=True)}
    votes = _votes(fit, kept, of_each, taught_by)
    observed, right = [], []
    for number, (supplement, row) in enumerate(zip(taught_by.supplements, taught_by.rows, strict=True)):
        one, scores = of_each[supplement], taught_by.scores[number]
        is_point = row >= 0
        best, vote, second = best_two(held_out[supplement][row - one.rows.start] if is_point else votes[number])
        topic = content.supplements[supplement].points[best].answer.topic
        score, highest = scores[labels.index(topic)], scores[among[supplement]].max()
        beyond, nearest = scores[columns.out_of_scope], taught_by.nearest[number]
        observed.append(point_features(vote, second, float(score), float(highest), float(beyond), float(nearest)))
        right.append(is_point and best == one.places[row - one.rows.start])
    return replace(fit, chance=Logistic.fit(np.array(observed), np.array(right))) if observed else fit


def _votes(fit: PointFit, kept: Wordings, of_each: Mapping[str, PointRows], taught_by: Examples) -> dict[int, Matrix]:
    """`PointFit.votes` of the examples that are no points' wordings, by their place; `kept` are the points' wordings, as kept."""
    votes: dict[int, Matrix] = {}
    for supplement, one in of_each.items():
        numbers = [
            number
            for number, (asked_of, row) in enumerate(zip(taught_by.supplements, taught_by.rows, strict=True))
            if asked_of == supplement and row < 0
        ]
        words = [taught_by.words[number] for number in numbers]
        seen = None
        if taught_by.meanings is not None and fit.directions is not None:
            seen = seen_along(fit.directions, taught_by.meanings[numbers])
        alike = Wordings(fit.features.matrix(words), seen).kernel(kept[one.rows])
        spoken_of, ages = np.array([age_bits(text) for text in words], dtype=np.uint8)[:, None], fit.ages[one.rows]
        alike[(spoken_of > 0) & (ages > 0) & (spoken_of & ages == 0)] = 0.0
        votes |= zip(numbers, alike @ fit.weights[one.weights].reshape(one.shape).astype(np.float32), strict=True)
    return votes


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
