"""The vote for points: exact without a writer's wordings, and deaf to wordings on another age."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from bot.content.model import Content
from bot.matching.calibration import Logistic
from bot.matching.classifier import Fit
from bot.matching.lessons import lessons
from bot.matching.points import PointFit, PointRows, age_bits, best_two, point_wordings
from bot.matching.points_learning import RIDGE, examples, learn_votes
from bot.matching.text_features import TextFeatures


@pytest.mark.parametrize("seed", range(4))
def test_held_out_votes(seed: int) -> None:
    """What a wording scores held out is what it scores when its writer's wordings are not there at all."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(24, 6))
    alike = (vectors @ vectors.T).astype(np.float32)
    places = np.array([*range(4), *random.integers(4, size=20)], dtype=np.intp)
    writers = random.choice(np.array(["a", "b", "c"]), size=24)
    rows = PointRows(slice(0, 24), places, slice(0, 96))
    weights, held_out = learn_votes(alike, rows, writers)
    targets = np.eye(4)[places]
    np.testing.assert_allclose((alike + RIDGE * np.eye(24)) @ weights, targets, atol=1e-4)
    for writer in "abc":
        own, known = np.flatnonzero(writers == writer), np.flatnonzero(writers != writer)
        learnt = np.linalg.solve(alike[np.ix_(known, known)] + RIDGE * np.eye(len(known)), targets[known])
        np.testing.assert_allclose(held_out[own], alike[np.ix_(own, known)] @ learnt, atol=1e-3)


def test_age_of_wordings() -> None:
    """A wording that speaks of one age has no vote where the message speaks of another."""
    texts = ["how much for my 2 year old", "how much for my 15 year old", "how much a day"]
    features = TextFeatures.learn(texts, rarest=1)
    vectors = [features.vector(text) for text in texts]
    fit = PointFit(
        features=features,
        starts=np.cumsum([0, *(len(terms) for terms, _ in vectors)]),
        terms=np.concatenate([terms for terms, _ in vectors]).astype(np.int32),
        amounts=np.concatenate([amounts for _, amounts in vectors]).astype(np.float16),
        ages=np.array([age_bits(text) for text in texts], dtype=np.uint8),
        directions=None,
        meanings=None,
        weights=np.eye(3, dtype=np.float16).ravel(),
        chance=Logistic((0.0,)),
    )
    rows = PointRows(slice(0, 3), np.arange(3), slice(0, 9))
    toddler, teenager, anyone = fit.votes(rows, "how much for a 3 year old", None)
    assert teenager == 0 < min(toddler, anyone)
    assert min(fit.votes(rows, "how much for him", None)) > 0


def test_best_two() -> None:
    """The best point is found with its vote and the next one's."""
    assert best_two(np.array([0.25, 0.75, 0.5], dtype=np.float32)) == (1, 0.75, 0.5)
    assert best_two(np.array([0.5], dtype=np.float32)) == (0, 0.5, 0.0)


def test_rows_of_each(content: Content) -> None:
    """Every wording of a point has its row, every supplement its own part of the weights, one behind the other."""
    of_each = PointRows.of_each(content)
    assert list(of_each) == [one.id for one in content.supplements.values() if one.points]
    assert sum(one.shape[0] for one in of_each.values()) == sum(1 for _ in point_wordings(content))
    ends = 0
    for supplement, one in of_each.items():
        assert one.shape[1] == len(content.supplements[supplement].points)
        assert (one.weights.start, one.weights.stop) == (ends, ends + one.shape[0] * one.shape[1])
        ends = one.weights.stop


def test_collected_questions_are_no_examples(content: Content) -> None:
    """What somebody really asked may be what a point tells, so it teaches nothing about wider questions."""
    texts = [lesson.phrasing.text for lesson in lessons(content)]
    collected = {lesson.phrasing.text for lesson in lessons(content) if lesson.phrasing.is_collected}
    texts += [phrasing.text for _, _, phrasing in point_wordings(content)]
    fitted = SimpleNamespace(
        classifier=SimpleNamespace(scores_of_all=lambda asked, _: np.zeros((len(asked), 1), dtype=np.float32)),
        held_out=np.zeros((len(texts), 1), dtype=np.float32),
    )
    taught = set(examples(content, texts, texts, None, cast(Fit, fitted)).words)
    assert collected
    assert taught
    assert not taught & collected
