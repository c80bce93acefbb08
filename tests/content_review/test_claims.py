"""Promises of health are found, and texts that take them back are left alone."""

import pytest

from bot.content_review.claims import claims


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It cures insomnia.", ["cures"]),
        ("It treats and prevents migraine.", ["treats", "prevents"]),
        ("Helps heal the brain", ["heal"]),
        ("Proven to work, and clinically proven at that.", ["Proven to", "clinically proven"]),
        ("A promising miracle, guaranteed.", ["promising", "miracle", "guaranteed"]),
        ("It boosts your memory.", ["boosts"]),
        ("It is not a drug, but it cures colds.", ["cures"]),
        ("It does not upset the stomach. It cures colds.", ["cures"]),
        ("It does not upset the stomach, and it cures colds.", ["cures"]),
        ("Not only does it cure colds.", ["cure"]),
        ("No doubt it reverses ageing.", ["reverses"]),
    ],
)
def test_claims_are_found(text: str, said: list[str]) -> None:
    """Each claim is told in the words of the text."""
    assert list(claims(text)) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It is not a treatment for any illness.",
        "It has not been shown to prevent or treat dementia, or to cure it.",
        "It doesn’t cure anything.",
        "Nobody has tested whether it prevents migraine.",
        "No supplement can prevent, treat or cure a disease.",
        "This is one of the best proven clashes.",
        "A secure cap, a curious treatment.",
        "They never treat it with this.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    """What is denied, and words that only look alike, are no claims."""
    assert list(claims(text)) == []
