"""The playground's own parser of Telegram's HTML beside Telegram's."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.playground.bot_api import html
from tests.bot_api import judges
from tests.bot_api.refusal import Refusal

TAGS = "b strong i em u ins s strike del code pre blockquote tg-spoiler a span tg-emoji h1 B x".split()
ATTRIBUTES = [
    "",
    " ",
    "\t",
    "\x1c",
    "\xa0",
    ' href="https://doi.org/10.1/x?a=1&amp;b=2"',
    " href='https://example.org'",
    " href=x",
    ' class="tg-spoiler"',
    ' class="language-python"',
    " expandable",
    ' href="unclosed',
    "/",
]
tags = st.builds(
    lambda end, tag, more: f"<{end}{tag}{more}>",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(TAGS),
    st.sampled_from(ATTRIBUTES),
)
references = st.sampled_from(
    [
        "&lt;",
        "&gt",
        "&amp;",
        "&quot;",
        "&nbsp;",
        "&AMP;",
        "&",
        "&;",
        "&#65;",
        "&#65",
        "&#x41;",
        "&#X41;",
        "&#0;",
        "&#x110000;",
        "&#00000000065;",
        "&#0000065;",
        "&#00000065;",
        "&#x000041",
        "&#55357;",
        "&#1114110;",
        "&ltx;",
        "&l\u0131;",
        "&#128512;",
    ]
)
plain = st.text(max_size=6)
pieces = st.one_of(tags, references, plain, st.sampled_from(["<", ">", "</", "<b", "</b ", "<>", "</>", "😀", "  ", "\n"]))
balanced = st.recursive(
    st.one_of(plain, references),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(["b", "i", "u", "s", "code", "blockquote", 'a href="https://x.org"', 'span class="tg-spoiler"']),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


def told(parse: object, text: str) -> html.ParsedText | None:
    """What a parser reads; None where it refuses."""
    try:
        return parse(text, "HTML")  # type: ignore[operator]
    except Refusal:
        return None


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(pieces, max_size=8).map("".join), balanced, st.text(max_size=30)))
@example("<b>a</i>")
@example("5 < 6")
@example("a & b &lt; c &quot;")
@example('<a href="https://doi.org/10.1/x">x</a>')
@example("<b>never closed")
@example("<b\x1c>x</b\x1c>")
def test_at_least_as_strict(text: str) -> None:
    """Whatever Telegram's parser refuses ours refuses too; what both take they read alike."""
    ours, theirs = told(html.parse_text, text), told(judges.parse_text, text)
    if ours is not None:
        assert theirs is not None
        assert ours.text == theirs.text


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                *("a", "😀", "&amp;", "<b>t</b>", "<i>wö</i>", "\n"),
                *('<a href="https://x.org/?a=1&amp;b=2">l</a>', '<a href="https://x.org">m</a>'),
                '<blockquote expandable>q <a href="https://x.org/1">n</a>\n\n😀</blockquote>',
            ]
        ),
        min_size=1,
    )
)
def test_entities(parts: list[str]) -> None:
    """Bold, italic, links and folded quotations are found where Telegram finds them, in UTF-16 units."""
    text = "x ".join([*parts, "."])
    assert html.parse_text(text, "HTML") == judges.parse_text(text, "HTML")


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "1 &lt; 2 &amp; 3",
        '<a href="https://doi.org/10.1/x">x</a>',
        "<blockquote expandable>x</blockquote>",
        '<span class="tg-spoiler">x</span>',
        "<pre>x</pre><code>y</code><u>z</u><s>z</s>",
        "a > b",
    ],
)
def test_takes(text: str) -> None:
    """What bots write every day is taken."""
    assert told(html.parse_text, text) is not None


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<b>never closed", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<h1>x</h1>", 'can\'t parse entities: Unsupported start tag "h1" at byte offset 0'),
        ("é 5 < 6", 'can\'t parse entities: Unsupported start tag "" at byte offset 5'),
        ("<b><i>x</b></i>", 'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
    ],
)
def test_the_same_words(text: str, error: str) -> None:
    """The common mistakes are refused in Telegram's own words."""
    for parse in (html.parse_text, judges.parse_text):
        with pytest.raises(Refusal) as refused:
            parse(text, "HTML")
        assert refused.value.description == f"Bad Request: {error}"


@pytest.mark.parametrize("mode", ["Markdown", "MarkdownV2", "BBCode"])
def test_other_markup(mode: str) -> None:
    """The playground reads HTML; other markup, and what is none, is refused."""
    with pytest.raises(Refusal, match="unsupported parse_mode"):
        html.parse_text("x", mode)
