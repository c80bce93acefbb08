"""Replies of which more is in view than a phone shows at once."""

from collections.abc import Iterator

from bot.answering.kinds.pairs import Pairs
from bot.answering.kinds.topics import Topics
from bot.answering.replies import Replies
from bot.answering.reply import Reply
from bot.answering.rows import Rows
from bot.answering.screen import MOST_IN_VIEW, characters
from bot.answering.titles import WITH
from bot.content.model import Content, TopicRef
from bot.content.places import answer_place
from bot.content_review.finding import Finding, Kind
from bot.content_review.lines import Lines


def in_view(reply: Reply) -> int:
    """How many characters of a reply are read without unfolding anything, the disclaimer among them."""
    return characters(reply.blocks())


def told(content: Content) -> Iterator[tuple[TopicRef, Reply]]:
    """Every answer and every pair, as its button shows it."""
    replies, rows = Replies(content), Rows(content)
    topics, pairs = Topics(content, rows, replies), Pairs(content, rows, replies, 1.0)
    for one in content.supplements.values():
        for topic in (*one.answers, *(WITH + other for other in (*one.with_medicines, *one.with_supplements))):
            ref = TopicRef(one.id, topic)
            if reply := (pairs if topic.startswith(WITH) else topics).pick(ref):
                yield ref, reply


def review_screens(content: Content, lines: Lines) -> Iterator[Finding]:
    """Answers and pairs of which more is in view than fits a screen."""
    for ref, reply in told(content):
        characters, place = in_view(reply), answer_place(content, ref)
        if characters > MOST_IN_VIEW and place:
            path, keys = place
            message = f"{keys[-1]} has {characters} characters in view; shorten what does not fold, down to {MOST_IN_VIEW}"
            yield Finding(path, lines.of(path, *keys), Kind.SCREEN, message)
