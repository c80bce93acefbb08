"""What points at a person is taken out of what is exported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.blanking import blank, one_line


@pytest.mark.parametrize(
    "secret",
    [
        "anna.smith+x@example.co.uk",
        "@anna_smith",
        "https://example.com/anna?id=5",
        "www.anna.example",
        "t.me/anna_smith",
        "anna.example.org",
        "tg://user?id=5",
        "+44 20 7946 0958",
        "(020) 7946-0958",
        "07700 900123",
        "+1-202-555-0143",
        "4111 1111 1111 1111",
        "123456789",
    ],
)
def test_what_points_at_a_person_goes(secret: str) -> None:
    """Addresses, links, @names and telephone numbers leave three dots, wherever they stand."""
    for text in (f"can I take it? {secret}", f"{secret} can I take it?", f"can I, {secret}, take it?"):
        blanked = blank(text)
        assert "..." in blanked and "can I" in blanked and "take it?" in blanked
        assert secret not in blanked and not any(char.isdigit() for char in blanked) and "anna" not in blanked


@pytest.mark.parametrize(
    "text",
    [
        "is 2000 mg too much, or 1,500 mg?",
        "1000-2000mg a day?",
        "I'm 67, 5 ft 11 and take 3 capsules at 22:30",
        "is 144mg elemental = 2 g of powder",
        "studies from 2016 or 2022?",
        "e.g. with food, i.e. at dinner. Or not?",
        "B12 & D3 & omega-3 @ night",
    ],
)
def test_questions_stay(text: str) -> None:
    """Amounts, ages, times and ordinary marks stay as they are."""
    assert blank(text) == text


@given(st.text(st.characters()))
def test_any_text_is_one_harmless_line(text: str) -> None:
    """Any text comes out as one line that can be printed, and blanking it again changes nothing more."""
    line = one_line(text)
    line.encode("utf-8")
    assert "\n" not in line and "\x1b" not in line and "\x9b" not in line
    assert line == line.strip()
    assert blank(blank(text)) == blank(text)


def test_terminals_are_safe() -> None:
    """Sequences that would move a terminal's cursor or change its title lose their sting."""
    assert one_line("\x1b]0;title\x07is it \x1b[31msafe\u202e?\r\n\tyes") == "]0;title is it [31msafe ? yes"
