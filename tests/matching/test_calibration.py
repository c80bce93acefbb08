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


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.booleans(), st.booleans()),
        min_size=1,
        max_size=60,
    ),
    SHARE,
    SHARE,
)
@settings(deadline=None)
def test_answer_from_keeps_both_shares(observed: list[tuple[float, bool, bool]], wrong: float, false: float) -> None:
    """Wrong answers to our questions and answers to others' both stay within their share."""
    held_out = np.array(
        [(chance, right and ours, ours) for chance, right, ours in observed],
        dtype=np.float64,
    )
    never = Logistic((0.0,))
    calibration = Calibration(chances=Chances(never, never), about_others=frozenset(), held_out=held_out)
    answer_from = calibration.answer_from(wrong, false)
    answered, right, ours = (
        held_out[:, 0] >= answer_from,
        held_out[:, 1] > 0,
        held_out[:, 2] > 0,
    )
    assert np.sum(answered & ours & ~right) <= wrong * np.sum(ours)
    assert np.sum(answered & ~ours) <= false * np.sum(~ours)
