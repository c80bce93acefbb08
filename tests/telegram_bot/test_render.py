"""Replies as HTML and keyboards, within Telegram's limits whatever the content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.reply import Block, BlockKind, Choice, Link, Reply, ReplyKind
from bot.content.model import TopicRef
from bot.telegram_bot import render
from tests.bot_api.judges import parse_text

DISCLAIMER = "Ask a <doctor> & a pharmacist."

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=400) | st.text(alphabet="<>&\"' a\n😀", max_size=3000)
links = st.lists(st.sampled_from(['https://a.example/?b=1&c="<2>', "https://doi.org/10.1/x", "no address at all"]), max_size=120)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A block with links anywhere in its text, one after the other."""
    text = draw(texts)
    addresses = draw(links)[: len(text)]
    places = [place * len(text) // max(1, len(addresses)) for place in range(len(addresses) + 1)]
    linked = tuple(Link(*ends, address) for *ends, address in zip(places, places[1:], addresses, strict=False))
    return Block(draw(st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.DISCLAIMER])), text, linked)


bodies = st.lists(
    blocks(),
    min_size=1,
    max_size=9,
).filter(lambda body: any(block.text.strip() for block in body))
choices = st.lists(
    st.builds(Choice, st.text(max_size=60), topic=st.builds(TopicRef, st.text(max_size=40), st.text(max_size=40)))
    | st.builds(Choice, st.text(max_size=60), page=st.text(max_size=80)),
    max_size=130,
)


def reply(*body: Block, choices: tuple[Choice, ...] = ()) -> Reply:
    """A reply with these blocks."""
    return Reply(ReplyKind.ANSWER, body, DISCLAIMER, (), choices)


def units(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def test_layout() -> None:
    """The title is bold, details and sources are folded, the disclaimer is last, in italics under a thin line; all is escaped."""
    shown = render.html(
        reply(
            Block(BlockKind.TITLE, "Yes & no"),
            Block(BlockKind.NOTE, "Call."),
            Block(BlockKind.LEAD, "2 < 3"),
            Block(BlockKind.EVIDENCE, "Weak."),
            Block(BlockKind.DETAILS, "a\n\nb"),
            Block(BlockKind.SOURCES, "• A & B (x)", (Link(2, 7, 'https://a.example/?b&"c"'),)),
        )
    )
    assert shown == (
        "<b>Yes &amp; no</b>\nCall.\n\n2 &lt; 3\nWeak.\n"
        "<blockquote expandable>a\n\nb</blockquote>\n"
        '<blockquote expandable>• <a href="https://a.example/?b&amp;&quot;c&quot;">A &amp; B</a> (x)</blockquote>\n'
        "──────────\n<i>Ask a &lt;doctor&gt; &amp; a pharmacist.</i>"
    )


def test_nothing_folded() -> None:
    """Where nothing folds, the disclaimer stands apart."""
    shown = render.html(reply(Block(BlockKind.LEAD, "Hello.")))
    assert shown == "Hello.\n\n──────────\n<i>Ask a &lt;doctor&gt; &amp; a pharmacist.</i>"


@given(bodies)
def test_any_text(body: list[Block]) -> None:
    """Telegram parses whatever comes out, finds at most 4,096 characters and 100 entities, and the disclaimer last."""
    parsed = parse_text(render.html(reply(*body)), "HTML")
    assert units(parsed.text) <= 4096
    assert len(parsed.entities) <= 100
    assert parsed.text.endswith(DISCLAIMER)


@pytest.mark.parametrize("letter", ["a", "&", "😀"])
def test_long_reply(letter: str) -> None:
    """A reply that is too long loses details and keeps its title, lead and disclaimer; one that just fits is left whole."""
    head = (Block(BlockKind.TITLE, "Title"), Block(BlockKind.LEAD, "Lead"))
    shown = parse_text(render.html(reply(*head, Block(BlockKind.DETAILS, letter * 5000))), "HTML").text
    assert shown.startswith("Title\nLead\n")
    assert shown.endswith(f"…\n──────────\n{DISCLAIMER}")
    rest = 4096 - units(parse_text(render.html(reply(*head, Block(BlockKind.DETAILS, "x"))), "HTML").text) + 1
    whole = letter * (rest // units(letter))
    assert whole in parse_text(render.html(reply(*head, Block(BlockKind.DETAILS, whole))), "HTML").text


@given(choices)
def test_any_choices(offered: list[Choice]) -> None:
    """At most 100 buttons, two in a row, each with a label and at most 64 bytes of data."""
    markup = render.keyboard(reply(Block(BlockKind.LEAD, "x"), choices=tuple(offered)))
    rows = markup.inline_keyboard if markup else ()
    assert sum(map(len, rows)) <= 100
    assert all(1 <= len(row) <= 2 for row in rows)
    assert all(button.text.strip() and 1 <= len(str(button.callback_data).encode()) <= 64 for row in rows for button in row)


def test_rows() -> None:
    """Short labels stand two in a row, long ones alone."""
    labels = ["How much?", "With food?", "How it is thought to get into the brain", "Sleep", "Memory", "Drowsiness"]
    markup = render.keyboard(reply(Block(BlockKind.LEAD, "x"), choices=tuple(Choice(each, page="topics") for each in labels)))
    assert markup is not None
    assert [[button.text for button in row] for row in markup.inline_keyboard] == [
        labels[:2],
        labels[2:3],
        labels[3:5],
        labels[5:],
    ]


def test_urgent_button() -> None:
    """The button that leads to help is in the style of danger, and no other is."""
    offered = (Choice("Help", page="urgent/x", is_urgent=True), Choice("More", page="topics"))
    markup = render.keyboard(reply(Block(BlockKind.LEAD, "x"), choices=offered))
    assert markup is not None
    assert [(button.text, button.style) for row in markup.inline_keyboard for button in row] == [
        ("Help", "danger"),
        ("More", None),
    ]


def test_longest_topic_fits_a_button() -> None:
    """Ids of 30 characters each fit callback data."""
    ref = TopicRef("s" * 30, "c" * 10 + "/" + "t" * 19)
    markup = render.keyboard(reply(Block(BlockKind.LEAD, "x"), choices=(Choice("y", topic=ref),)))
    assert markup is not None
    data = str(markup.inline_keyboard[0][0].callback_data)
    assert data.startswith(render.TOPIC)
    assert TopicRef.from_code(data.removeprefix(render.TOPIC)) == ref
