"""The trained vote: what it learns, and scores held out without learning again."""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.matching import classifier as learning
from bot.matching.classifier import RIDGE, fit
from bot.matching.lessons import DANGER, DANGER_PREFIX, OUT_OF_SCOPE, is_danger_label
from bot.matching.meaning import SHARPNESS, principal_directions, seen_along
from bot.matching.text_features import TextFeatures, similarities

WRITERS = "abcd"


@dataclass
class Lessons:
    """Small random data for a classifier, a row a wording."""

    texts: list[str]
    memberships: list[frozenset[str]]
    ordinary: int  # the first ones; the others are on danger alone
    writers: list[str]
    embeddings: NDArray[np.float32]

    def kernel(self, *, with_meaning: bool) -> NDArray[np.float64]:
        """How like each other all wordings are."""
        vectors = TextFeatures.learn(self.texts).matrix(self.texts)
        kernel = similarities(vectors, vectors).astype(np.float64)
        if with_meaning:
            seen = seen_along(principal_directions(self.embeddings), self.embeddings)
            kernel += np.exp(SHARPNESS * ((seen @ seen.T).astype(np.float64) - 1))
        return kernel


@pytest.fixture(params=range(5))
def lessons(request: pytest.FixtureRequest) -> Lessons:
    """Forty wordings of two topics, of nothing, of danger, and of what only looks like danger."""
    random = np.random.default_rng(request.param)
    kinds = [
        frozenset({"about/a"}),
        frozenset({"dosage/b"}),
        frozenset({OUT_OF_SCOPE}),
        frozenset({DANGER, DANGER_PREFIX + "fit"}),
        frozenset[str](),
    ]
    chosen = sorted([*range(len(kinds)), *random.integers(len(kinds), size=35).tolist()], key=lambda kind: kind >= 3)
    vectors = random.normal(size=(40, 8))
    return Lessons(
        texts=[" ".join("".join(random.choice(list("abcdef"), size=4)) for _ in range(3)) for _ in chosen],
        memberships=[kinds[kind] for kind in chosen],
        ordinary=sum(kind < 3 for kind in chosen),
        writers=[WRITERS[number % len(WRITERS)] for number in range(len(chosen))],
        embeddings=(vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32),
    )


@pytest.mark.parametrize("factored", [3, 7, 2048])
@pytest.mark.parametrize("with_meaning", [True, False])
def test_held_out_scores_are_those_of_a_refit(
    lessons: Lessons, monkeypatch: pytest.MonkeyPatch, factored: int, *, with_meaning: bool
) -> None:
    """The held-out scores of a writer's wordings are what a ridge regression on everybody else's gives them, whether the kernel
    is factored at once or a part at a time.
    """
    monkeypatch.setattr(learning, "FACTORED", factored)
    embeddings = lessons.embeddings if with_meaning else None
    result = fit(
        lessons.texts,
        lessons.memberships,
        lessons.ordinary,
        lessons.writers,
        embeddings,
    )
    kernel = lessons.kernel(with_meaning=with_meaning)
    writers = np.array(lessons.writers)
    for column, label in enumerate(result.classifier.labels):
        targets = np.array([1.0 if label in member else -1.0 for member in lessons.memberships])
        taught = is_danger_label(label) | (np.arange(len(lessons.texts)) < lessons.ordinary)
        for number, writer in enumerate(lessons.writers):
            # A wording that teaches a label nothing is scored by everything that does.
            others = np.flatnonzero(taught & (writers != writer) if taught[number] else taught)
            system = kernel[np.ix_(others, others)] + RIDGE * np.eye(len(others))
            expected = kernel[number, others] @ np.linalg.solve(system, targets[others])
            assert result.held_out[number, column] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("with_meaning", [True, False])
def test_scores_are_those_of_ridge_regression(lessons: Lessons, *, with_meaning: bool) -> None:
    """A text scores what the plain formula says, with both views or with words alone."""
    embeddings = lessons.embeddings if with_meaning else None
    classifier = fit(
        lessons.texts,
        lessons.memberships,
        lessons.ordinary,
        lessons.writers,
        embeddings,
    ).classifier
    kernel = lessons.kernel(with_meaning=with_meaning)
    system = kernel + RIDGE * np.eye(len(kernel))
    targets = np.array([1.0 if DANGER in member else -1.0 for member in lessons.memberships])
    expected = kernel @ np.linalg.solve(system, targets)
    for number, text in enumerate(lessons.texts):
        scores = classifier.scores(text, lessons.embeddings[number] if with_meaning else None)
        assert scores.shape == (len(classifier.labels),)
        assert scores[classifier.labels.index(DANGER)] == pytest.approx(expected[number], abs=2e-3)  # weights are halves


def test_labels_are_sorted(lessons: Lessons) -> None:
    """The columns are all labels that were taught, in alphabetical order."""
    labels = fit(lessons.texts, lessons.memberships, lessons.ordinary, lessons.writers, None).classifier.labels
    assert labels == tuple(sorted(frozenset().union(*lessons.memberships)))


def test_similar_text_gets_the_label() -> None:
    """A new text gets the label of the wordings that it shares words with."""
    texts = [
        "best time to take",
        "evening or morning time",
        "is it made from fish",
        "fish or plants in it",
    ]
    memberships = [frozenset({"dosage/timing"})] * 2 + [frozenset({"about/vegan"})] * 2
    classifier = fit(texts, memberships, 4, list("abab"), None).classifier
    scores = classifier.scores("what time in the evening", None)
    assert classifier.labels[int(np.argmax(scores))] == "dosage/timing"
