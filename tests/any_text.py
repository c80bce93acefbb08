"""Texts as they may come in: plain words, other scripts, emoji, control and zero-width characters, halves of surrogate pairs."""

from hypothesis import strategies as st

_CHARACTERS = st.characters(exclude_categories=())
_TRICKY = st.sampled_from(
    [
        "\u200b",
        "\u202e",
        "\ufeff",
        "\x00",
        "\ud800",
        "㉑",
        "ﷺ",
        "😭",
        "'",
        "’",
        ",",
        ".",
        "1",
        "000",
        "@",
        "<b>",
        "www.",
    ]
)
_WORDS = st.sampled_from(
    [
        "how",
        "much",
        "magtein",
        "can",
        "i",
        "take",
        "with",
        "zinc",
        "warfarin",
        "144",
        "mg",
        "pls",
        "he",
        "wont",
        "wake",
        "up",
        "asdfgh",
        ";",
        "?",
        "and",
    ]
)

ANY_TEXT = st.one_of(
    st.text(_CHARACTERS),
    st.lists(st.one_of(_CHARACTERS, _TRICKY), max_size=40).map("".join),
    st.lists(st.one_of(_WORDS, _TRICKY), max_size=20).map(" ".join),
)
