"""More of it: after an answer somebody asks to be told more, and gets what was not told yet."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answering.decision import Reason, Understanding
from bot.answering.kinds.topics import Topics
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind, Scored
from bot.answering.titles import MOST_CHOICES
from bot.content.model import Content, TopicRef
from bot.language.participants import FILLING
from bot.safety.alarm import MENTION

_MORE = frozenset("more else further elaborate continue".split())
_ON = (("go", "on"), ("carry", "on"), ("keep", "going"))
# Words around them that ask nothing else.
_AROUND = FILLING | frozenset(
    "tell me us give show say let hear read learn want on detail details info information it its it's that this these them any "
    "anything something there can could would will you i we know should need to like explain a bit little some yes yeah pls plz "
    "thanks thank of".split()
)


class More:
    """What the last answer left to be told: the next of it, or, where that is on several supplements, which one?"""

    def __init__(self, content: Content, topics: Topics, replies: Replies, pick: Callable[[TopicRef], Reply]) -> None:
        """`pick` gives the whole answer that a reference stands for."""
        self._content, self._topics, self._replies, self._pick = content, topics, replies, pick

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The next answer, or choices; or that this was all."""
        if not found.told or not _asks_for_more(found):
            return None
        if found.danger.chance >= MENTION:  # not by words such as these: they only look like it
            found = replace(found, watch=None)
        last = found.told[-1]
        if found.reading.mentions and found.subject.id != last.supplement:
            return None  # "tell me more about zinc", after an answer on another one
        left = self._left(last, found)
        if not left:
            return Reason.MORE, self._replies.nothing(self._replies.text("more-none"), found.watch)
        if any(ref.supplement != left[0].supplement for ref in left):
            return Reason.MORE, self._which(left, found)
        return Reason.MORE, self._next(min(left, key=self._is_caution), found)

    def _left(self, last: TopicRef, found: Understanding) -> Sequence[TopicRef]:
        """What was offered and not told; else what is most useful of the same supplement."""
        offered = [ref for ref in found.offered if ref.supplement]
        supplement = self._content.supplements.get(last.supplement)
        if offered or supplement is None:
            return offered
        useful = (TopicRef(supplement.id, topic) for topic in self._content.popular if topic in supplement.answers)
        return [ref for ref in useful if ref not in found.told]

    def _is_caution(self, ref: TopicRef) -> bool:
        """Whether a topic is on people who should ask first: who is led there did not say that this holds for them."""
        topic = self._content.topics.get(ref.topic)
        return topic is not None and topic.is_caution

    def _which(self, left: Sequence[TopicRef], found: Understanding) -> Reply:
        body = [*self._replies.notes(watch=found.watch), Block(BlockKind.LEAD, self._replies.text("more-which"))]
        choices = [Choice(self._replies.title(ref), topic=ref) for ref in left]
        offered = [Scored(ref, 1.0) for ref in left[:MOST_CHOICES]]
        return self._replies.reply(ReplyKind.SUGGEST, body, offered, [*self._replies.urgent_choice(found.watch), *choices])

    def _next(self, ref: TopicRef, found: Understanding) -> Reply:
        if ref.topic not in self._content.topics:  # a pair
            return self._pick(ref)
        caution = self._topics.caution(found, [ref.topic])
        notes = self._replies.notes(watch=found.watch, caution=self._topics.reminder(found, caution))
        if ref not in found.told:  # else it was told in short
            notes.append(Block(BlockKind.NOTE, self._replies.text("more-next")))
        return self._replies.answer(Scored(ref, 1.0), notes, self._topics.beside(found, caution))


def _asks_for_more(found: Understanding) -> bool:
    """Whether a message asks for more, and for nothing in particular."""
    reading = found.reading
    around = sum(word in _MORE or word in _AROUND for word in reading.words)
    goes_on = reading.words[:2] in _ON
    asks = goes_on or not _MORE.isdisjoint(reading.words)
    return asks and len(reading.words) - reading.named_words <= around + goes_on
