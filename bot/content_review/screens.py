"""Replies of which more is in view than a phone shows at once."""

from collections.abc import Iterator

from bot.answering.engine import Engine
from bot.answering.replies import CARD, WITH
from bot.answering.reply import Reply
from bot.content.model import Content, TopicRef
from bot.content.places import answer_place
from bot.content_review.finding import Finding, Kind
from bot.content_review.lines import Lines

MOST_IN_VIEW = 700  # characters on a phone of 360 pixels


def in_view(reply: Reply) -> int:
    """How many characters of a reply are read without unfolding anything."""
    return sum(len(block.text) for block in reply.in_view)


def told(content: Content) -> Iterator[TopicRef]:
    """Every answer, pair and card."""
    for one in content.supplements.values():
        others = (*one.with_medicines, *one.with_supplements)
        yield from (TopicRef(one.id, topic) for topic in (*one.answers, *(WITH + other for other in others)))
    yield from (TopicRef("", CARD + card.id) for card in content.cards)


def review_screens(engine: Engine, lines: Lines) -> Iterator[Finding]:
    """Answers, pairs and cards of which more is in view, disclaimer and all, than fits a screen."""
    for ref in told(engine.content):
        characters, place = in_view(engine.ask(ref)), answer_place(engine.content, ref)
        if characters > MOST_IN_VIEW and place:
            path, keys = place
            message = (
                f"{keys[-1]} has {characters} characters in view, and a phone shows {MOST_IN_VIEW}; shorten what does not fold"
            )
            yield Finding(path, lines.of(path, *keys), Kind.SCREEN, message)
