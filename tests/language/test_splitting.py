"""Messages are cut into pieces that may be questions, and long ones into windows."""

import pytest
from hypothesis import given

from bot.language.splitting import LONG, MOST, MOST_WINDOWS, WINDOW, pieces, sentences, windows
from tests.any_text import ANY_TEXT


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("how much, when, and is it ok with Xarelto?", ["how much", "when", "is it ok with Xarelto"]),
        ("with coffee and wine?", ["with coffee", "wine"]),
        ("is it safe?", []),
        ("", []),
    ],
)
def test_pieces(message: str, found: list[str]) -> None:
    """Punctuation and joining words cut; one piece is none."""
    assert pieces(message) == found


def test_stories_stay_whole() -> None:
    """A message of more pieces than a person asks questions at once is not cut."""
    assert pieces(", ".join(["a word"] * (MOST + 1))) == []


def test_short_messages_have_no_windows() -> None:
    """Up to its length in words a message is looked at as a whole only."""
    assert windows("word " * LONG) == []


@given(ANY_TEXT)
def test_windows_hold_every_word(text: str) -> None:
    """Windows are short, and of a long message of ordinary length no word is lost."""
    message = f"{text} " + "and so on. " * LONG
    parts = windows(message)
    assert all(0 < len(part.split()) <= WINDOW for part in parts)
    kept = " ".join(parts).split()
    assert "so" in kept


def test_sentences() -> None:
    """Sentences that say something by themselves, where there are at least two; else none."""
    assert sentences("How much a day? My son won't wake up.") == ["How much a day?", "My son won't wake up."]
    assert sentences("Hi! How much a day? Thanks") == []
    assert sentences("how much a day") == []


def test_sentences_are_not_endless() -> None:
    """However many sentences somebody sends, only so many are looked at by themselves: each costs a pass of the encoder."""
    assert len(sentences("is it safe? " * 300)) == MOST_WINDOWS
