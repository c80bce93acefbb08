"""Scores become chances, and chances become thresholds that keep what was promised."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.calibration import Calibration, Chances, Logistic, threshold

OBSERVATIONS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)
SHARE = st.floats(0, 0.5)


def test_logistic_recovers_weights() -> None:
    """From many observations of a known chance the weights come out again."""
    random = np.random.default_rng(1)
    known = np.array([-0.5, 2.0, -1.0])
    features = random.normal(size=(20_000, 2))
    chances = 1 / (1 + np.exp(-(known[0] + features @ known[1:])))
    fitted = Logistic.fit(features, random.random(20_000) < chances)
    np.testing.assert_allclose(fitted.weights, known, atol=0.1)
    assert np.mean([fitted.chance(row) for row in features[:2000]]) == pytest.approx(chances[:2000].mean(), abs=0.02)


def test_logistic_on_separable_outcomes() -> None:
    """Outcomes that a feature tells perfectly give weights that are large and finite."""
    features = np.linspace(-1, 1, 40)[:, None]
    fitted = Logistic.fit(features, features[:, 0] > 0)
    assert np.isfinite(fitted.weights).all()
    assert fitted.chance([1.0]) > 0.95
    assert fitted.chance([-1.0]) < 0.05


def test_logistic_on_one_outcome() -> None:
    """Where only one thing ever happened, that is what is expected."""
    assert Logistic.fit(np.zeros((50, 1)), np.ones(50, dtype=bool)).chance([0.0]) > 0.95


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2))
def test_chance_is_a_chance(features: list[float]) -> None:
    """Any features give a chance from 0 to 1, and more of what speaks for it gives no less."""
    logistic = Logistic((0.1, 3.0, -2.0))
    chance = logistic.chance(features)
    assert 0 <= chance <= 1
    assert logistic.chance([features[0] + 1, features[1]]) >= chance


@given(OBSERVATIONS, SHARE)
def test_threshold_keeps_the_tolerated_share(observed: list[tuple[float, bool]], tolerable: float) -> None:
    """Acting from the threshold on is bad for at most the tolerated share of all observations."""
    chances, bad = (
        np.array([chance for chance, _ in observed]),
        np.array([is_bad for _, is_bad in observed]),
    )
    lowest = threshold(chances, bad, tolerable)
    assert np.sum(bad & (chances >= lowest)) <= tolerable * len(observed)


@given(OBSERVATIONS, SHARE)
def test_threshold_is_the_lowest(observed: list[tuple[float, bool]], tolerable: float) -> None:
    """Acting on anything less sure that was observed would be bad too often."""
    chances, bad = (
        np.array([chance for chance, _ in observed]),
        np.array([is_bad for _, is_bad in observed]),
    )
    lowest = threshold(chances, bad, tolerable)
    below = chances[bad & (chances < lowest)]
    if below.size:
        assert np.sum(bad & (chances >= below.max())) > int(tolerable * len(observed))
    else:
        assert lowest == 0


def as_observed(outcomes: list[tuple[float, float, bool, bool, bool]]) -> Calibration:
    """A calibration on what a feature each for one and for two topics told: ours or not, the best topic right, the second."""
    chances = Chances(
        in_scope=Logistic((9.0, 0.0, 0.0)), right_if_so=Logistic((0.0, 1.0, 0.0)), of_two_if_so=Logistic((0.0, 0.0, 1.0))
    )
    ours = np.array([is_ours for _, _, is_ours, _, _ in outcomes])
    first = np.array([is_first for _, _, _, is_first, _ in outcomes]) & ours
    second = np.array([is_second for _, _, _, _, is_second in outcomes]) & ours
    rows = np.array([features for *features, _, _, _ in outcomes], dtype=np.float64)
    held_out = Calibration.observed(chances, rows, first, first | second, ours)
    return Calibration(chances=chances, about_others=frozenset(), held_out=held_out)


OUTCOMES = st.lists(
    st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=60
).map(as_observed)


@given(OUTCOMES, SHARE, SHARE)
@settings(deadline=None)
def test_answer_from_keeps_both_shares(calibration: Calibration, wrong: float, false: float) -> None:
    """Wrong answers to our questions and answers to others' both stay within their share."""
    certainty, right, ours, _, _ = calibration.held_out.T
    answered = certainty >= calibration.answer_from(wrong, false)
    assert np.sum(answered & (ours > 0) & (right == 0)) <= wrong * np.sum(ours)
    assert np.sum(answered & (ours == 0)) <= false * np.sum(ours == 0)


@given(OUTCOMES, SHARE, SHARE)
@settings(deadline=None)
def test_answer_two_from_keeps_both_shares(calibration: Calibration, wrong: float, false: float) -> None:
    """Two answers of which neither is right, and two answers to others' questions, stay within their share too."""
    _, _, ours, certainty, right = calibration.held_out.T
    answered = certainty >= calibration.answer_two_from(wrong, false)
    assert np.sum(answered & (ours > 0) & (right == 0)) <= wrong * np.sum(ours)
    assert np.sum(answered & (ours == 0)) <= false * np.sum(ours == 0)


def test_two_are_answered_where_one_is_not() -> None:
    """Where the right topic is mostly one of the best two, and hardly ever the best, two are answered and one is not."""
    calibration = as_observed([(1.0, 1.0, True, number == 0, number != 1) for number in range(20)])
    certainty, certainty_of_two = calibration.held_out[0, [0, 3]]
    assert certainty < calibration.answer_from(0.05, 0.0)
    assert certainty_of_two >= calibration.answer_two_from(0.05, 0.0)


def test_observed() -> None:
    """What was observed is kept beside the certainties by which the same messages are decided on."""
    rows = np.array([[0.5, -1.0], [2.0, 3.0], [-4.0, 0.0]])
    right, of_two, ours = np.array([True, False, False]), np.array([True, True, False]), np.array([True, True, False])
    chances = Chances(Logistic((0.1, 1.0, 0.3)), Logistic((-0.5, 0.7, 0.2)), Logistic((0.6, 0.4, 0.1)))
    held_out = Calibration.observed(chances, rows, right, of_two, ours)
    assert held_out.shape == (3, 5)
    for row, kept in zip(rows.tolist(), held_out.tolist(), strict=True):
        assert [kept[0], kept[3]] == [chances.certainty(row), chances.certainty_of_two(row)]
    np.testing.assert_array_equal(held_out[:, [1, 2, 4]] > 0, np.column_stack([right, ours, of_two]))


def test_nothing_observed() -> None:
    """Where nothing was held out, nothing speaks against answering."""
    calibration = Calibration(
        chances=Chances(Logistic((0.0,)), Logistic((0.0,)), Logistic((0.0,))),
        about_others=frozenset(),
        held_out=Calibration.observed(
            Chances(Logistic((0.0,)), Logistic((0.0,)), Logistic((0.0,))), np.empty((0, 0)), *[np.zeros(0, dtype=bool)] * 3
        ),
    )
    assert (calibration.answer_from(0.1, 0.1), calibration.answer_two_from(0.1, 0.1)) == (0, 0)


def test_chances_are_learnt_apart() -> None:
    """What is learnt of one topic and of two comes from our questions alone, and each from its own outcomes."""
    random = np.random.default_rng(2)
    features = random.normal(size=(4000, 1))
    ours = random.random(4000) < 0.5
    right, of_two = ours & (random.random(4000) < 0.6), ours & (random.random(4000) < 0.9)
    chances = Chances.fit(features, right, of_two, ours)
    assert chances.in_scope.chance([0.0]) == pytest.approx(0.5, abs=0.05)
    assert chances.right_if_so.chance([0.0]) == pytest.approx(0.6, abs=0.05)
    assert chances.of_two_if_so.chance([0.0]) == pytest.approx(0.9, abs=0.05)
    assert chances.certainty_of_two([0.0]) > chances.certainty([0.0])
