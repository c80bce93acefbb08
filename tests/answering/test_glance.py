"""A supplement at a glance: amount, limit and caution in view, put together from what editors wrote anyway."""

import re

import pytest

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.answering.kinds.glance import CAREFUL, DOSE, MAXIMUM, NEXT, Glance
from bot.answering.replies import Replies
from bot.answering.reply import Reply, ReplyKind
from bot.answering.titles import GLANCE
from bot.content.model import Content, Supplement, TopicRef
from bot.telegram_bot import render
from tests.bot_api.judges import parse_text
from tests.conftest import ROOT

SHELF = sorted(path.name for path in (ROOT / "content" / "supplements").iterdir())


@pytest.fixture(params=SHELF)
def one(content: Content, request: pytest.FixtureRequest) -> Supplement:
    """Each supplement of the shelf."""
    return content.supplements[request.param]


@pytest.fixture
def page(content: Content, one: Supplement) -> Reply:
    """Its page."""
    return Glance(content, Replies(content)).of(one)


def seen(reply: Reply) -> str:
    """What is read without unfolding anything."""
    return "\n".join(block.text for block in reply.in_view)


def test_amount_limit_and_caution(one: Supplement, page: Reply) -> None:
    """The usual amount, every limit with whose it is, and who must ask first are in view."""
    assert one.answers[DOSE].short in seen(page)
    assert one.answers[CAREFUL].short in seen(page)
    for limit in one.limits.daily if one.limits else ():
        assert re.search(rf"\b{limit.amount:,} .*\({re.escape(limit.whose)}\)", seen(page))
    if one.limits is None:
        assert one.answers[MAXIMUM].short in seen(page)


def test_uses(one: Supplement, page: Reply, content: Content) -> None:
    """What it is mostly taken for is in view with a bar each; what was found, and where, folds."""
    bars = [line for line in seen(page).splitlines() if line.startswith(("▰", "▱"))]
    assert 1 <= len(bars) <= 5
    assert "not that it works" in seen(page)
    for line in bars:
        assert f"\n{line}: " in page.text
        assert f"\n{line}: " not in seen(page)


def test_page_fits_a_message(one: Supplement, page: Reply) -> None:
    """Nothing of it is cut, and most of it folds."""
    read = parse_text(render.html(page), "HTML").text
    assert all(block.text in read for block in page.blocks())
    assert len(seen(page)) < 1100


def test_buttons(one: Supplement, page: Reply) -> None:
    """Each of its parts is a button away in full, and so is everything else."""
    refs = [choice.topic for choice in page.choices if choice.topic]
    assert refs == [TopicRef(one.id, topic) for topic in NEXT if topic in one.answers]
    assert page.choices[-1].page == f"in/{one.id}/topics"


def test_bare_name(shelf: Engine) -> None:
    """A bare name gets the page, and reports the overview."""
    reply = shelf.ask("zinc")
    assert reply == shelf.ask(TopicRef("zinc", GLANCE))
    assert (reply.kind, [one.ref.id for one in reply.topics]) == (ReplyKind.ANSWER, ["zinc/about/what-is"])
    assert reply.again == TopicRef("zinc", GLANCE)


def test_bare_name_in_a_conversation(shelf: Engine) -> None:
    """Where a topic was spoken of, a bare name asks that of another; after a page at a glance it asks for the other's page."""
    conversation = Conversation()
    shelf.ask("when should I take iron?", conversation)
    assert [one.ref.id for one in shelf.ask("zinc?", conversation).topics] == ["zinc/dosage/timing"]
    conversation = Conversation()
    shelf.ask("iron", conversation)
    assert shelf.ask("zinc?", conversation).again == TopicRef("zinc", GLANCE)


def test_page_is_spoken_of(shelf: Engine) -> None:
    """After the page a question without a name is about that supplement."""
    conversation = Conversation()
    shelf.ask(TopicRef("zinc", GLANCE), conversation)
    assert shelf.ask("how much should I take?", conversation).topics[0].ref == TopicRef("zinc", "dosage/typical-dose")


@pytest.mark.parametrize(
    ("words", "name"), [("zinc", "zinc"), ("Magtein, please", "magnesium-l-threonate"), ("kava", ""), ("", "")]
)
def test_named(shelf: Engine, words: str, name: str) -> None:
    """A name among words leads to its page; none, or one of another thing, does not."""
    assert shelf.glance(words) == (TopicRef(name, GLANCE) if name else None)


def test_no_such_page(shelf: Engine) -> None:
    """A page of what is not on the shelf is gone."""
    assert not shelf.knows(TopicRef("collagen", GLANCE))
