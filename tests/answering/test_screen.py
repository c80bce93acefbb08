"""What of a reply with several parts is read at once on a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.engine import Engine
from bot.answering.reply import Block, BlockKind
from bot.answering.screen import MOST_IN_VIEW, Part, characters, fitting
from bot.content.answers import PairLevel

LEAD, DETAILS, TITLE = BlockKind.LEAD, BlockKind.DETAILS, BlockKind.TITLE


def part(title: str, says: str, details: str = "") -> Part:
    """A part with a title."""
    return Part((Block(TITLE, title),), (Block(LEAD, says),), details)


parts = st.lists(st.builds(part, *(st.text("abc ", min_size=1, max_size=400) for _ in range(3))), max_size=4)


def test_all_that_fits_is_in_view() -> None:
    """Where there is room nothing folds but the details."""
    assert fitting([part("A", "short", "long"), part("B", "too")], 100) == [
        *(Block(TITLE, "A"), Block(LEAD, "short"), Block(DETAILS, "long")),
        *(Block(TITLE, "B"), Block(LEAD, "too")),
    ]


def test_what_does_not_fit_folds_below_its_title() -> None:
    """A further part's words go before its details, and its title stays in view."""
    body = fitting([part("A", "a" * 400), part("B", "b" * 400, "more")], 0)
    assert body == [Block(TITLE, "A"), Block(LEAD, "a" * 400), Block(TITLE, "B"), Block(DETAILS, f"{'b' * 400}\n\nmore")]


def test_the_main_part_is_never_folded() -> None:
    """What answers the question is in view, however much stands above it, and what stands above it makes room."""
    assert Block(LEAD, "a") in fitting([part("A", "a")], MOST_IN_VIEW)
    body = fitting([part("A", "a" * 400), part("B", "b" * 400)], 0, main=1)
    assert body == [Block(TITLE, "A"), Block(DETAILS, "a" * 400), Block(TITLE, "B"), Block(LEAD, "b" * 400)]


@given(parts, st.integers(0, 1000))
def test_any_parts(parts: list[Part], taken: int) -> None:
    """No text is lost, titles stay in view, and no more is in view than fits beside the first part and the titles."""
    body = fitting(parts, taken)
    assert _letters(body) == _letters([block for one in parts for block in one.whole])
    assert [block for block in body if block.kind is TITLE] == [block for one in parts for block in one.stays]
    least = sum(characters(one.stays) for one in parts) + sum(characters(one.says) for one in parts[:1])
    assert taken + characters(body) <= max(MOST_IN_VIEW, taken + least)


def _letters(blocks: list[Block]) -> str:
    return "".join("".join(block.text.split()) for block in blocks)


@pytest.mark.slow
@pytest.mark.parametrize(
    "question", ["sjw with sertraline, warfarin and the pill", "potassium with lisinopril and spironolactone"]
)
def test_levels_stay_in_view(shelf: Engine, question: str) -> None:
    """How dangerous each of several pairs is can be read without unfolding anything."""
    reply = shelf.ask(question)
    rows = [one.ref for one in reply.topics if one.ref.topic.startswith("with/")]
    assert len(rows) > 1
    never = shelf.content.wording.levels[PairLevel.DO_NOT_COMBINE]
    expected = [shelf.content.supplements[ref.supplement].with_medicines[ref.topic.removeprefix("with/")].level for ref in rows]
    assert sum(block.text == never for block in reply.in_view) == expected.count(PairLevel.DO_NOT_COMBINE)
