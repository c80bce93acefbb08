"""Both sides of every comparison go through one normaliser."""

import pytest
from hypothesis import given, settings

from bot.language.normalise import normalise
from tests.any_text import ANY_TEXT


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("How MUCH should I take?!", "how much should i take"),
        ("  a\tb\nc\r\nd ", "a b c d"),
        ("I’m on it, don‘t ask", "i'm on it don't ask"),
        ("'quoted' words'", "quoted words"),
        ("sooo tired, hellooooo", "soo tired helloo"),
        ("1,500 mg or 1,234,567", "1500 mg or 1234567"),
        ("w h a t   i s   z i n c ?", "what is zinc"),
        ("take 2 500 mg pills", "take 2 500 mg pills"),
        ("7.5 mg. Then more", "7.5 mg then more"),
        ("2000mg", "2000 mg"),
        ("<b>bold</b> and 5 < 6", "bold and 5 6"),
        ("see https://example.org/x?y and www.example.org or @somebody", "see and or"),
        ("café naïve Ångström ﬁne", "cafe naive angstrom fine"),
        ("ｍａｇｔｅｉｎ ①", "magtein 1"),
        ("mag\u200btein \ufeffmag\u00adtein", "magtein magtein"),
        ("mаgtеin", "magtein"),  # Cyrillic а and е
        ("магний", "магнии"),  # a Russian word stays Russian
        ("Straße", "strasse"),
        ("snake_case-word/other", "snake case word other"),
        ("5k IU, or 2.5K?", "5000 iu or 2500"),
        ("k2, d3k2 and mk7", "k 2 d 3 k 2 and mk 7"),
        ("😭 💊", ""),
        ("", ""),
    ],
)
def test_examples(typed: str, expected: str) -> None:
    """Case, marks, accents, markup, addresses and look-alike letters make no difference."""
    assert normalise(typed) == expected


@given(ANY_TEXT)
@settings(deadline=None)
def test_idempotent(text: str) -> None:
    """Normalising twice is normalising once."""
    once = normalise(text)
    assert normalise(once) == once


@given(ANY_TEXT)
@settings(deadline=None)
def test_output_alphabet(text: str) -> None:
    """What comes out is lower-case words and numbers, with single spaces between them."""
    result = normalise(text)
    assert result == result.casefold()
    for word in result.split(" ") if result else []:
        assert word.replace(".", "", 1).isdecimal() or all(part and part.isalnum() for part in word.split("'")), word
