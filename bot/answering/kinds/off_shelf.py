"""What is not on the shelf: things with a card, other supplements, medicines alone."""

from bot.answering.decision import Reason, Understanding
from bot.answering.kinds.topics import SURE_POINT, asked_point
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Reply, ReplyKind, Scored
from bot.answering.titles import CARD
from bot.content.answers import Card
from bot.content.model import AskedKind, Content, TopicRef
from bot.language.participants import Role
from bot.matching.matcher import Matcher


class OffShelf:
    """Another thing that is the subject, unless the message points at ours, or asks about what goes together."""

    def __init__(self, content: Content, replies: Replies, matcher: Matcher) -> None:
        self._content, self._replies, self._matcher = content, replies, matcher
        self._cards = {CARD + card.id: card for card in content.cards}

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The card; or that the thing is not covered; or that medicines are not."""
        reading = found.reading
        goes_on = found.in_light_of or (found.goes_on and not found.names_only_others)
        if found.asked is AskedKind.NONE and reading.is_about_medicines_alone and not goes_on:
            return Reason.MEDICINES_ALONE, self._replies.nothing(self._replies.text("medicines-alone"), found.watch)
        if not reading.others or found.in_light_of or asked_point(found, SURE_POINT):
            return None
        if reading.supplements or (found.subject.supplement and self._is_beside_ours(found)):
            return None
        other = reading.others[0]
        if isinstance(other, Card):
            return Reason.CARD, self._card(other, found)
        return Reason.OTHER_SUBJECT, self._replies.nothing(self._replies.not_covered(reading), found.watch)

    def _is_beside_ours(self, found: Understanding) -> bool:
        """Whether the supplement spoken of is what a message is about: it is pointed at before the other thing is named ("it with
        kava"), or the question is one about other things beside it.
        """
        roles = [mention.role for mention in found.reading.mentions if mention.named in found.reading.others]
        asks_beside = self._matcher.is_about_others(found.match.topics[0]) and not found.reading.is_bare_name
        return Role.SUBJECT not in roles or asks_beside

    def pick(self, ref: TopicRef) -> Reply | None:
        """The card that a button stands for."""
        return self._card(self._cards[ref.topic]) if ref.topic in self._cards else None

    def _card(self, card: Card, found: Understanding | None = None) -> Reply:
        body = [
            Block(BlockKind.TITLE, card.name),
            *self._replies.notes(found.reading.medicines if found else (), found.watch if found else None),
            Block(BlockKind.LEAD, card.text),
            Block(BlockKind.NOTE, self._replies.text("card")),
            self._replies.sources([card]),
        ]
        urgent = self._replies.urgent_choice(found.watch) if found else []
        return self._replies.reply(ReplyKind.ANSWER, body, [Scored(TopicRef("", CARD + card.id), 1.0)], urgent)
