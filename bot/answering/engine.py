"""The one way through: a question, or a topic, in; a reply out.

Danger is decided first, then whether the message is a question for the FAQ at all, then which topics answer it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.conversation import Conversation
from bot.answering.decision import Decision, Piece, Reason, Understanding
from bot.answering.listener import LONGEST_QUESTION, Listener, is_unreadable
from bot.answering.replies import MOST_CHOICES, Replies
from bot.answering.reply import Reply, ReplyKind, Scored
from bot.content.model import Content, TopicRef
from bot.language.reading import QuestionReader
from bot.matching.lessons import OUT_OF_SCOPE
from bot.matching.matcher import Matcher, refers_to_ours
from bot.safety.alarm import RAISE, Alarm

OURS_FROM = 0.5  # chance from which a message is more likely the FAQ's business than not, so that choices are offered


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How often the bot may be wrong, as shares of 0 to 1; the lower, the oftener it offers choices or abstains."""

    wrong: float = 0.04  # of questions that the FAQ covers: answered with the wrong topic
    false: float = 0.06  # of questions that it does not cover: answered at all


class Engine:
    """Answers from one content. Safe to call from several threads at once."""

    def __init__(self, content: Content, reader: QuestionReader, matcher: Matcher, alarm: Alarm, tolerance: Tolerance) -> None:
        self.content = content
        self.matcher = matcher
        self.answer_from = matcher.calibration.answer_from(tolerance.wrong, tolerance.false)
        """The lowest chance, 0 to 1, of being right at which the bot answers."""
        self._listener = Listener(content, reader, matcher, alarm, self.answer_from)
        self._replies = Replies(content)

    def ask(self, question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
        """The reply to a question in words, or to a topic that was picked. Never raises for any text or reference."""
        conversation = conversation or Conversation()
        if isinstance(question, TopicRef):
            reply = self._pick(question)
        else:
            decision = self.decide(question, conversation)
            reply = decision.reply
            conversation.supplement = decision.understanding.supplement.id
            if decision.reason is Reason.DANGER:
                conversation.danger = decision.understanding.danger.situation.id
        if reply.topics:
            conversation.supplement, conversation.topic = reply.topics[0].ref.supplement, reply.topics[0].ref.topic
        if reply.kind is ReplyKind.ANSWER:
            cautions = [one.ref.topic for one in reply.topics if self.content.topics[one.ref.topic].is_caution]
            conversation.caution = cautions[0] if cautions else conversation.caution
        return reply

    def rank(self, question: str, limit: int) -> list[Reply]:
        """Up to `limit` answers, best first, for a list to pick from (inline results).

        An empty question gives the most useful topics; a bare name that supplement's overview; an urgent one the urgent reply
        alone; nothing found gives [].
        """
        if not question.strip():
            return [self._pick(ref) for ref in self.content.popular][:limit]
        found = self.understand(question)
        if early := self._before_topics(found):
            reason, reply = early
            return [reply] if reason in (Reason.DANGER, Reason.BARE_NAME) else []
        if found.match.chance_in_scope < OURS_FROM:
            return []
        beyond = found.match.score(OUT_OF_SCOPE)
        offered = [scored for scored in self._scored(found, limit) if found.match.score(scored.ref.topic) > beyond]
        return [self._replies.answer(scored, found.reading.medicines, found.watch) for scored in offered]

    def page(self, name: str) -> Reply:
        """A page in the bot's own voice: one of `replies.PLAIN_PAGES`, sources, topics, category/<id>, in/<supplement>/<one of
        these, a category by its id>, or urgent/<situation>. Raises KeyError for any other name.
        """
        return self._replies.page(name, self.content.default)

    def understand(self, question: str, conversation: Conversation | None = None) -> Understanding:
        """Read and match a question without answering it, in the light of the conversation where it leans on it."""
        return self._listener.understand(question[:LONGEST_QUESTION], conversation or Conversation())

    def is_urgent(self, question: str) -> bool:
        """Whether the reply to a question by itself is the urgent one."""
        early = self._before_topics(self.understand(question))
        return early is not None and early[0] is Reason.DANGER

    def _pick(self, ref: TopicRef) -> Reply:
        supplement = self.content.supplements.get(ref.supplement)
        if supplement is None or ref.topic not in self.content.topics:
            return self.page("gone")
        if ref.topic not in supplement.answers:
            return self._replies.unanswered(self.content.topics[ref.topic], supplement)
        return self._replies.answer(Scored(ref, 1.0))

    @staticmethod
    def _scored(found: Understanding, limit: int) -> list[Scored]:
        """The best topics that the supplement answers, with the chance of the best and, for the others, their part of it."""
        match = found.match
        top = match.score(match.topics[0])
        answered = [topic for topic in match.topics if topic in found.supplement.answers]
        return [
            Scored(TopicRef(found.supplement.id, topic), round(match.chance_right * 2 ** (4 * (match.score(topic) - top)), 4))
            for topic in answered[:limit]
        ]

    def decide(self, question: str, conversation: Conversation | None = None) -> Decision:
        """What `ask` replies to a question in words, with all that led to it."""
        question = question[:LONGEST_QUESTION]
        found = self.understand(question, conversation)
        if early := self._before_topics(found):
            return Decision(found, *early, ())
        parts = self._listener.pieces(question, found.match, found.supplement)
        return Decision(found, *self._from_topics(found, parts), parts)

    def _before_topics(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The reply to a message that is no question on a topic; None where it may be one."""
        match, reading = found.match, found.reading
        # Danger is learnt from English wordings: of another language it knows the signs at most. The line in that language says
        # whom to call.
        if found.danger.chance >= RAISE and (found.danger.signs or not found.language):
            return Reason.DANGER, self._replies.urgent(found.danger.situation)
        if found.language:
            return Reason.OTHER_LANGUAGE, self._replies.other_language(found.language)
        if is_unreadable(reading):
            return Reason.UNREADABLE, self._replies.gibberish()
        if match.small_talk:
            return Reason.SMALL_TALK, self._replies.small_talk(match.small_talk)
        if reading.is_bare_name and reading.supplements:
            return Reason.BARE_NAME, self._pick(TopicRef(found.supplement.id, found.supplement.overview))
        if others := self._other_subjects(found):
            return Reason.OTHER_SUBJECT, self._replies.other_substance(others, found.supplement, found.watch)
        return None

    def _from_topics(self, found: Understanding, parts: Sequence[Piece]) -> tuple[Reason, Reply]:
        """Answer, offer choices or abstain, by how sure the topics are."""
        match, reading = found.match, found.reading
        watch = found.watch
        caution = found.caution if found.caution in found.supplement.answers else ""
        several = self._several(parts, found)
        if len(several) > 1:
            return Reason.SEVERAL, self._replies.answers(several, reading.medicines, watch, caution)
        is_sure = match.chance_right >= self.answer_from
        if is_sure and not self._names_only_others(found):
            best = match.topics[0]
            if best not in found.supplement.answers:
                return Reason.NO_ANSWER, self._replies.unanswered(self.content.topics[best], found.supplement, watch)
            return Reason.SURE, self._replies.answer(self._scored(found, 1)[0], reading.medicines, watch, caution)
        if match.chance_in_scope >= OURS_FROM:
            reason = Reason.OTHERS_TOGETHER if is_sure else Reason.UNSURE
            return reason, self._replies.suggest(self._scored(found, MOST_CHOICES), watch)
        if reading.others:
            return Reason.NOT_OURS, self._replies.other_substance(reading.others[0].name, found.supplement, watch)
        return Reason.NOT_OURS, self._replies.abstain(found.supplement, watch)

    def _other_subjects(self, found: Understanding) -> str:
        """The name of what the message is about, where that is something else that the FAQ knows of; else empty.

        Another supplement is the subject unless the message points at ours, or asks about what goes together.
        """
        reading = found.reading
        others = [other.name for other in reading.others if not other.form]
        if not others or found.in_light_of or refers_to_ours(reading):
            return ""
        return "" if self.matcher.is_about_others(found.match.topics[0]) else others[0]

    @staticmethod
    def _names_only_others(found: Understanding) -> bool:
        """Whether the message asks about two or more other things together ("ibuprofen with paracetamol?") and not about ours."""
        reading = found.reading
        others = [other for other in reading.others if not other.form]
        return len(others) + len(reading.medicines) > 1 and not refers_to_ours(reading) and not found.in_light_of

    @staticmethod
    def _several(parts: Sequence[Piece], found: Understanding) -> list[Scored]:
        """The topics of the questions in one message, best first, where it holds more than one; else an empty list."""
        chances: dict[str, float] = {}
        for piece in parts:
            if piece.is_question:
                topic = piece.match.topics[0]
                chances[topic] = max(piece.match.chance_right, chances.get(topic, 0.0))
        if found.match.topics[0] not in chances:
            return []
        # The whole message ranks its topics better than the pieces do; no topic counts as surer than one that ranks before it.
        several: list[Scored] = []
        for topic in (topic for topic in found.match.topics if topic in chances):
            score = min(chances[topic], several[-1].score if several else 1.0)
            several.append(Scored(TopicRef(found.supplement.id, topic), round(score, 4)))
        return several
