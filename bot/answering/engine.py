"""The one way through: a question, or a reference that was picked, in; a reply out.

What can be answered is a list of kinds in the order in which they are tried: danger first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.conversation import Conversation
from bot.answering.decision import OURS_FROM, Decision, Piece, Reason, Understanding
from bot.answering.kinds.by_topic import BareName, OneOfTwo, Several, Sure, Unsure
from bot.answering.kinds.finer import Finer
from bot.answering.kinds.first import InDanger, NoQuestion
from bot.answering.kinds.glance import Glance
from bot.answering.kinds.kind import AnswerKind, Picked
from bot.answering.kinds.more import More
from bot.answering.kinds.off_shelf import OffShelf
from bot.answering.kinds.over_shelf import Goals, Reverse, Shelf
from bot.answering.kinds.pairs import NeverTogether, PairOfSupplements, Pairs, PairWithMedicine
from bot.answering.kinds.side_by_side import SideBySide
from bot.answering.kinds.topics import LIKELY_POINT, LONG, SURE_POINT, Topics, scored
from bot.answering.listener import LONGEST_QUESTION, Listener
from bot.answering.pages import Pages
from bot.answering.pharmacist import for_pharmacist
from bot.answering.remembering import Remembering
from bot.answering.replies import Replies
from bot.answering.reply import Reply, Scored
from bot.answering.rows import Rows
from bot.answering.titles import GLANCE
from bot.content.model import AskedKind, Content, TopicRef
from bot.language.reading import QuestionReader
from bot.matching.lessons import OUT_OF_SCOPE
from bot.matching.matcher import Matcher
from bot.safety.alarm import Alarm

# Replies that stand alone in a list to pick from, those that nothing is listed for, and those that have others beside them.
_ALONE = frozenset({Reason.DANGER, Reason.SHELF, Reason.BARE_NAME, Reason.CARD})
_LISTS = frozenset({Reason.GOAL, Reason.REVERSE})  # a line a supplement
_UNLISTED = frozenset({Reason.OTHER_LANGUAGE, Reason.UNREADABLE, Reason.SMALL_TALK, Reason.OTHER_SUBJECT, Reason.MEDICINES_ALONE})
_BESIDE = frozenset({Reason.SIDE_BY_SIDE, Reason.PAIR_WITH_MEDICINE, Reason.PAIR_OF_SUPPLEMENTS})
_WITH_NEAR = _BESIDE | {Reason.SEVERAL, Reason.SURE, Reason.ONE_OF_TWO, Reason.UNSURE, Reason.FINER}  # may miss the point

# Among how many of a long message's topics it is looked for what is near, and from which chance of one, 0 to 1.
AMONG, TOPIC_NEAR_FROM = 4, 0.2


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How often the bot may be wrong, as shares of 0 to 1; the lower, the oftener it offers choices or abstains."""

    wrong: float = 0.04  # of questions that the FAQ covers: answered with the wrong topic
    false: float = 0.08  # of questions that it does not cover: answered at all


class Engine:
    """Answers from one content. Safe to call from several threads at once."""

    def __init__(
        self,
        content: Content,
        reader: QuestionReader,
        matcher: Matcher,
        alarm: Alarm,
        tolerance: Tolerance,
        supplement: str = "",
    ) -> None:
        """`supplement`: id of the one that is meant where none is named or was spoken of; empty for none, unless there is only
        one.
        """
        self.content = content
        self.matcher = matcher
        self.answer_from = matcher.calibration.answer_from(tolerance.wrong, tolerance.false)
        """The lowest certainty, 0 to 1, at which the bot answers."""
        self.answer_two_from = matcher.calibration.answer_two_from(tolerance.wrong, tolerance.false)
        """The lowest certainty with two topics, 0 to 1, at which it answers both."""
        self.supplement = supplement or (next(iter(content.supplements)) if len(content.supplements) == 1 else "")
        """Id of the supplement that is meant where none is named or was spoken of; empty where nobody can tell."""
        replies = Replies(content)
        self.reader, self.rows, self.pages = reader, Rows(content), Pages(content, replies)
        self._listener = Listener(content, reader, matcher, alarm, self.answer_from, self.answer_two_from, self.supplement)
        self._remembering = Remembering(content)
        self._replies, rows = replies, self.rows
        pairs, self._topics = Pairs(content, rows, replies, self.answer_from), Topics(content, rows, replies)
        shelf, goals, reverse = Shelf(self.pages, replies), Goals(content, replies), Reverse(content, rows, replies)
        off_shelf, glance = OffShelf(content, replies, matcher), Glance(content, replies)
        self._kinds: tuple[AnswerKind, ...] = (
            InDanger(rows, replies),
            More(content, self._topics, replies, self._pick),
            NoQuestion(content, shelf, replies),
            shelf,
            reverse,
            goals,
            BareName(pairs, self._topics, glance),
            NeverTogether(pairs, rows),
            off_shelf,
            SideBySide(content, rows, replies, self.answer_from),
            Several(self._topics, rows, replies, self.pieces),
            Finer(self._topics, rows, SURE_POINT),
            PairWithMedicine(pairs, rows, replies, self.answer_from),
            PairOfSupplements(pairs, rows, replies, self.answer_from),
            Sure(self._topics, rows, self.answer_from),
            Finer(self._topics, rows, LIKELY_POINT),
            OneOfTwo(self._topics, rows, replies, self.answer_two_from),
            Unsure(self._topics, replies, self.answer_from),
        )
        self._picked: dict[str, Picked] = {
            **{"with": pairs, "goals": goals, "reverse": reverse},
            **{"card": off_shelf, "shelf": shelf, GLANCE: glance},
        }

    def ask(self, question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
        """The reply to a question in words, or to a reference that was picked. Never raises for any text or reference."""
        conversation = conversation or Conversation()
        if isinstance(question, TopicRef):
            reply = self._pick(question)
        else:
            decision = self.decide(question, conversation)
            reply = decision.reply
            self._remembering.message(conversation, decision)
        self._remembering.reply(conversation, reply)
        return reply

    def decide(self, question: str, conversation: Conversation | None = None) -> Decision:
        """What `ask` replies to a question in words, with all that led to it."""
        return self._decided(self.understand(question, conversation))

    def rank(self, question: str, limit: int) -> list[Reply]:
        """Up to `limit` answers, best first, for a list to pick from (inline results).

        An empty question gives the most useful topics of the supplement that is meant, or what the most asked ones are; one that
        a single answer fits gives that alone, an urgent one too; one over the whole shelf gives the list and each of its lines in
        full; nothing found gives [].
        """
        if not question.strip():
            meant = self.content.supplements.get(self.supplement)
            refs = [TopicRef(meant.id, topic) for topic in self.content.popular if topic in meant.answers] if meant else []
            return [self._pick(ref) for ref in refs or [TopicRef(one.id, one.overview) for one in self.content.most_asked]][
                :limit
            ]
        found = self.understand(question)
        decision = self._decided(found)
        if decision.reason in _ALONE:
            return [decision.reply]
        if decision.reason in _LISTS:
            return [decision.reply, *(self._pick(choice.topic) for choice in decision.reply.choices if choice.topic)][:limit]
        if decision.reason in _UNLISTED or (found.match.chance_in_scope < OURS_FROM and decision.reason not in _BESIDE):
            return []
        return [*self._beside(decision), *self._offered(found, limit)][:limit]

    def _beside(self, decision: Decision) -> list[Reply]:
        """A pair and a comparison, where a message may ask for either."""
        if decision.reason not in _BESIDE:
            return []
        found = {tuple(one.ref for one in decision.reply.topics): decision.reply}
        for asked in (AskedKind.PAIR, AskedKind.VERSUS):
            other = self._decided(replace(decision.understanding, asked=asked))
            if other.reason in _BESIDE:
                found.setdefault(tuple(one.ref for one in other.reply.topics), other.reply)
        return list(found.values())

    def _offered(self, found: Understanding, limit: int) -> list[Reply]:
        """The best topics of the supplement that is meant; else the best topic of those most asked about."""
        beyond = found.match.score(OUT_OF_SCOPE)
        if found.subject.supplement is None:
            best = found.match.topics[0]
            having = [TopicRef(one.id, best) for one in self.content.most_asked if best in one.answers]
            offered = [Scored(ref, round(found.match.chance_right, 4)) for ref in having[:limit]]
        else:
            offered = [one for one in scored(found, limit) if found.match.score(one.ref.topic) > beyond]
        return [self._not_instead(self._topics.answer(one, found), found) for one in offered]

    def _not_instead(self, reply: Reply, found: Understanding) -> Reply:
        """A reply, below the sentence that nobody should swap a medicine alone where a message may mean that."""
        return self._replies.not_instead(reply, found.reading) if found.is_instead else reply

    def glance(self, words: str) -> TopicRef | None:
        """The reference to the page at a glance of the supplement that words name; None where they name none, or several."""
        named = self.reader.read(words[:LONGEST_QUESTION]).supplements
        return TopicRef(named[0].id, GLANCE) if len(named) == 1 else None

    def knows(self, ref: TopicRef) -> bool:
        """Whether a reference leads to a reply."""
        return self._picked_by(ref).pick(ref) is not None

    def for_pharmacist(self, conversation: Conversation) -> str:
        """What a conversation spoke of, as a note to show a pharmacist; empty where there is nothing worth it."""
        return for_pharmacist(self._replies, conversation)

    def page(self, name: str) -> Reply:
        """A page in the bot's own voice, by its name in `pages`. Raises KeyError for a name that is none."""
        return self.pages.page(name)

    def understand(self, question: str, conversation: Conversation | None = None) -> Understanding:
        """Read and match a question without answering it, in the light of the conversation where it leans on it."""
        return self._listener.understand(question[:LONGEST_QUESTION], conversation or Conversation())

    def pieces(self, found: Understanding) -> Sequence[Piece]:
        """The pieces of a message that may hold several questions."""
        return self._listener.pieces(found.asking, found.match, found.subject)

    def is_urgent(self, question: str) -> bool:
        """Whether the reply to a question by itself is the urgent one."""
        return self.decide(question).reason is Reason.DANGER

    def _decided(self, found: Understanding) -> Decision:
        """The first kind of answer that applies; the last one always does."""
        reason, reply = next(answer for kind in self._kinds if (answer := kind.reply(found)))
        if found.is_danger_only_named:
            reply = self._replies.said_once(reply)  # what is only near does not say it for the answer
        if reason is not Reason.DANGER:
            reply = self._not_instead(reply, found)
        if found.point and found.point.chance < SURE_POINT and reason in _WITH_NEAR and len(found.reading.words) >= LONG:
            topics = [one.ref for one in scored(found, AMONG) if one.score >= TOPIC_NEAR_FROM]
            reply = self._replies.with_near(reply, found.point.supplement, found.point.near, topics)
        return Decision(found, reason, reply)

    def _picked_by(self, ref: TopicRef) -> Picked:
        """The kind of answer that a reference leads to."""
        return self._picked.get(ref.topic.partition("/")[0], self._topics)

    def _pick(self, ref: TopicRef) -> Reply:
        return self._picked_by(ref).pick(ref) or self.page("gone")
