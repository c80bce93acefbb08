"""A reply can't exist without the disclaimer, and nothing takes it away again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.reply import Block, BlockKind, Link, Reply, ReplyKind
from bot.content.model import Content, TopicRef
from tests.any_text import ANY_TEXT

DISCLAIMER = "Please consult a healthcare provider."
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,29}", fullmatch=True)
BODY_KINDS = st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.DISCLAIMER])
TEXTS = st.one_of(ANY_TEXT, st.integers(1, 5000).map(lambda count: "word " * count)).filter(lambda text: bool(text.strip()))
BODIES = st.lists(st.builds(Block, BODY_KINDS, TEXTS), min_size=1, max_size=6).map(tuple)


@pytest.mark.parametrize("disclaimer", ["", "  \n"])
def test_no_reply_without_disclaimer(disclaimer: str) -> None:
    """A reply without the disclaimer is refused."""
    with pytest.raises(ValueError, match="disclaimer"):
        Reply(ReplyKind.ANSWER, (Block(BlockKind.LEAD, "In the evening."),), disclaimer)


@pytest.mark.parametrize("body", [(), (Block(BlockKind.LEAD, ""),), (Block(BlockKind.LEAD, " "), Block(BlockKind.TITLE, "\n"))])
def test_no_reply_without_text(body: tuple[Block, ...]) -> None:
    """A reply that says nothing but the disclaimer is refused."""
    with pytest.raises(ValueError, match="text"):
        Reply(ReplyKind.ANSWER, body, DISCLAIMER)


def test_parts() -> None:
    """Title and lead are found by their kind; the text is all blocks, an empty line between them, the disclaimer last."""
    body = (Block(BlockKind.TITLE, "Timing"), Block(BlockKind.NOTE, "An aside."), Block(BlockKind.LEAD, "In the evening."))
    reply = Reply(ReplyKind.ANSWER, body, DISCLAIMER)
    assert (reply.title, reply.lead) == ("Timing", "In the evening.")
    assert reply.blocks() == (*body, Block(BlockKind.DISCLAIMER, DISCLAIMER))
    assert reply.text == f"Timing\n\nAn aside.\n\nIn the evening.\n\n{DISCLAIMER}"


def test_what_is_in_view() -> None:
    """Details and sources fold; what was asked, notes and how sure it is do not, nor does the disclaimer."""
    body = tuple(Block(kind, kind.value) for kind in BlockKind if kind is not BlockKind.DISCLAIMER)
    folded = {block.kind for block in body} - {block.kind for block in Reply(ReplyKind.ANSWER, body, DISCLAIMER).in_view}
    assert folded == {BlockKind.DETAILS, BlockKind.SOURCES}
    assert Reply(ReplyKind.ANSWER, body, DISCLAIMER).in_view[-1] == Block(BlockKind.DISCLAIMER, DISCLAIMER)


WORKS = Block(
    BlockKind.SOURCES, "Read:\n• One (a)\n• Two (b)", (Link(8, 11, "https://one.example"), Link(18, 21, "https://two.example"))
)


def test_addresses() -> None:
    """Where nothing can be pressed, an address stands behind its name."""
    assert WORKS.written_out == "Read:\n• One: https://one.example (a)\n• Two: https://two.example (b)"
    assert WORKS.written_out in Reply(ReplyKind.ANSWER, (WORKS,), DISCLAIMER).text


def test_links_are_cut_with_their_names() -> None:
    """A list that is cut keeps whole lines, and the links in them."""
    assert WORKS.cut() == Block(BlockKind.SOURCES, "Read:\n…")
    three = Block(BlockKind.SOURCES, f"{WORKS.text}\n• Three", WORKS.links)
    assert three.cut() == Block(BlockKind.SOURCES, "Read:\n• One (a)\n…", WORKS.links[:1])


def test_parts_that_are_missing() -> None:
    """Without a title it is empty; without a lead the first block leads."""
    reply = Reply(ReplyKind.ANSWER, (Block(BlockKind.NOTE, "An aside."),), DISCLAIMER)
    assert (reply.title, reply.lead) == ("", "An aside.")


@given(BODIES)
def test_blocks_end_with_the_disclaimer(body: tuple[Block, ...]) -> None:
    """Whatever a reply says, the disclaimer is its last block and its last words."""
    reply = Reply(ReplyKind.ANSWER, body, DISCLAIMER)
    assert reply.blocks()[-1] == Block(BlockKind.DISCLAIMER, DISCLAIMER)
    assert reply.text.endswith(f"\n\n{DISCLAIMER}")


@given(BODIES, st.integers(0, 5000))
def test_shortened_keeps_the_disclaimer(body: tuple[Block, ...], limit: int) -> None:
    """However short a reply has to become, the disclaimer stays whole and no block disappears."""
    reply = Reply(ReplyKind.ANSWER, body, DISCLAIMER)
    short = reply.shortened(lambda candidate: len(candidate.text) <= limit)
    assert short.blocks()[-1] == Block(BlockKind.DISCLAIMER, DISCLAIMER)
    assert [block.kind for block in short.body] == [block.kind for block in body]
    assert len(short.text) <= max(limit, len(DISCLAIMER) + 42 * len(body))  # a block of up to 40 characters is left as it is
    for before, after in zip(body, short.body, strict=True):
        assert after.text == before.text or (after.text.endswith("…") and before.text.startswith(after.text[:-1]))


@given(BODIES)
def test_what_fits_is_not_shortened(body: tuple[Block, ...]) -> None:
    """A reply that fits stays what it is."""
    reply = Reply(ReplyKind.ANSWER, body, DISCLAIMER)
    assert reply.shortened(lambda candidate: True) is reply


def test_details_are_cut_before_the_short_answer() -> None:
    """The details go first, and the short answer stays whole as long as it can."""
    body = (
        Block(BlockKind.LEAD, "short " * 40),
        Block(BlockKind.DETAILS, "long " * 400),
        Block(BlockKind.SOURCES, "source " * 20),
    )
    short = Reply(ReplyKind.ANSWER, body, DISCLAIMER).shortened(lambda candidate: len(candidate.text) <= 1000)
    assert short.body[0] == body[0]
    assert short.body[1].text.endswith("…")
    assert short.body[2] == body[2]


@given(IDS, IDS, IDS)
def test_reference_codes(supplement: str, category: str, name: str) -> None:
    """Any ids go into a code of harmless characters and come out again."""
    ref = TopicRef(supplement, f"{category}/{name}")
    assert all(char.isascii() and (char.isalnum() or char in "_-") for char in ref.code)
    assert TopicRef.from_code(ref.code) == ref


def test_reference_codes_fit(content: Content) -> None:
    """The code of every topic fits into a button and into a deep link."""
    for supplement in content.supplements:
        for topic in content.topics:
            ref = TopicRef(supplement, topic)
            assert len(ref.code) <= 62
            assert TopicRef.from_code(ref.code) == ref


@pytest.mark.parametrize("code", ["", "magnesium", "magnesium_dosage_timing", "__"])
def test_codes_that_are_none(code: str) -> None:
    """A text that is no code of a topic is told apart."""
    assert TopicRef.from_code(code) is None
