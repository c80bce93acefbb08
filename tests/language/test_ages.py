"""Ages in messages."""

import pytest

from bot.language.ages import Age, ages
from bot.language.normalise import normalise


@pytest.mark.parametrize(
    ("text", "spoken_of"),
    [
        ("how much for my 2-year-old", {Age.TODDLER}),
        ("my 18 month old wont take it", {Age.TODDLER}),
        ("3yo daughter", {Age.TODDLER}),
        ("two yr old", {Age.TODDLER}),
        ("6 month baby", {Age.BABY}),
        ("5 weeks old and on drops", {Age.BABY}),
        ("he's 4 and picky", {Age.CHILD}),
        ("kids aged 5 and 14", {Age.CHILD}),
        ("my 15yr old lifts", {Age.TEENAGER}),
        ("14 y/o girl", {Age.TEENAGER}),
        ("i'm 72", {Age.OLDER}),
        ("my gran takes it", {Age.OLDER}),
        ("I am a 40 year old", {Age.ADULT}),
        ("newborn and a toddler", {Age.BABY, Age.TODDLER}),
        ("she's 12 weeks pregnant", set()),
        ("i'm 2 weeks in", set()),
        ("a 2 year old bottle", set()),
        ("took it for 3 years", set()),
        ("is 400 mg a day fine", set()),
    ],
)
def test_ages(text: str, spoken_of: set[Age]) -> None:
    """An age counts where somebody is said to have it, and a span of time does not."""
    assert ages(normalise(text).split()) == spoken_of
