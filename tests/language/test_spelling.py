"""Unknown words become the nearest word of the content; every other word stays what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.language.spelling import SHORTEST, TWO_EDITS_FROM, Speller

ENGLISH = frozenset({"sleep", "timing", "steep", "magnets"})
TARGETS = {
    "sleep": 9,
    "magnesium": 30,
    "threonate": 12,
    "dose": 5,
    "doses": 5,
    "nose": 1,
    "timid": 2,
}
SPELLER = Speller(ENGLISH, TARGETS)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("slepe", "sleep"),  # two neighbours swapped are one slip
        ("sleeep", "sleep"),
        ("magnesuim", "magnesium"),
        ("magnisum", "magnesium"),  # a long word: two slips
        ("threonte", "threonate"),
        (
            "dosee",
            "dose",
        ),  # two targets as near and as often used: the alphabet decides
        ("zose", "dose"),  # and of these the one that is used more
    ],
)
def test_repairs(typed: str, expected: str) -> None:
    """A slip of the pen is mended."""
    assert SPELLER.repair(typed) == expected


@pytest.mark.parametrize(
    "word",
    [
        "steep",  # one letter from "sleep", but English
        "magnets",
        "dose",
        "dos",  # too short to tell
        "slxxp",  # a short word: two slips are too many
        "mxgnxsixm",  # three are too many for any
        "d0se",
        "magnesium2",
        "7.5",
        "it's",
        "дозы",
        "",
    ],
)
def test_leaves_alone(word: str) -> None:
    """Known, short, distant and mixed words are not touched."""
    assert SPELLER.repair(word) == word


def test_same_first_letter_is_preferred() -> None:
    """Of two words as near, the one with the typed first letter is taken, because people seldom miss that one."""
    assert Speller(frozenset(), {"bose": 100, "dosa": 1}).repair("dose") == "dosa"


@given(st.text("magnesiuthrodlp", max_size=12))
def test_repair_is_near(word: str) -> None:
    """A repair is a target within the allowed number of edits, and is itself left alone."""
    repaired = SPELLER.repair(word)
    assert SPELLER.repair(repaired) == repaired
    if repaired != word:
        assert repaired in TARGETS
        assert len(word) >= SHORTEST
        assert OSA.distance(word, repaired) <= (2 if len(word) >= TWO_EDITS_FROM else 1)
