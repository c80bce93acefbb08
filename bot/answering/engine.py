"""The one way through: a question, or a topic, in; a reply out.

Danger is decided first, then whether the message is a question for the FAQ at all, then which topics answer it.
"""

from dataclasses import dataclass

from bot.answering.conversation import Conversation
from bot.answering.replies import MOST_CHOICES, Replies
from bot.answering.reply import Reply, Scored
from bot.content.model import Content, Supplement, TopicRef
from bot.language.reading import QuestionReader, Reading
from bot.language.splitting import questions
from bot.matching.matcher import Match, Matcher, refers_to_ours
from bot.safety.alarm import MENTION, RAISE, Alarm, Danger

LONGEST_QUESTION = 4096  # characters; what Telegram allows in a message
OURS_FROM = 0.5  # chance from which a message is more likely the FAQ's business than not, so that choices are offered
UNKNOWN_WORDS = 0.6  # share of words that nobody knows from which a message is no question


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How often the bot may be wrong, as shares of 0 to 1; the lower, the oftener it offers choices or abstains."""

    wrong: float = 0.04  # of questions that the FAQ covers: answered with the wrong topic
    false: float = 0.06  # of questions that it does not cover: answered at all


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that the decision on one message rests on."""

    match: Match
    danger: Danger
    supplement: Supplement
    answer_from: float  # the lowest chance of being right at which the bot answers


class Engine:
    """Answers from one content. Safe to call from several threads at once."""

    def __init__(
        self, content: Content, reader: QuestionReader, matcher: Matcher, alarm: Alarm, tolerance: Tolerance
    ) -> None:
        self.content = content
        self._reader = reader
        self._matcher = matcher
        self._alarm = alarm
        self._replies = Replies(content)
        self._answer_from = matcher.calibration.answer_from(tolerance.wrong, tolerance.false)

    def ask(self, question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
        """The reply to a question in words, or to a topic that was picked. Never raises for any text or reference."""
        conversation = conversation or Conversation()
        reply = self._pick(question) if isinstance(question, TopicRef) else self._reply(question, conversation)
        if reply.topics:
            conversation.supplement, conversation.topic = reply.topics[0].ref.supplement, reply.topics[0].ref.topic
        return reply

    def rank(self, question: str, limit: int) -> list[Reply]:
        """Up to `limit` answers, best first, for a list to pick from (inline results).

        An empty question gives the most useful topics; an urgent one gives the urgent reply alone; nothing found gives [].
        """
        if not question.strip():
            return [self._replies.answer(Scored(ref, 1.0)) for ref in self.content.popular][:limit]
        found = self.understand(question)
        if found.danger.chance >= RAISE:
            return [self._replies.urgent(found.danger.situation)]
        if found.match.chance_in_scope < OURS_FROM or self._is_unreadable(found.match.reading):
            return []
        offered = [scored for scored in self._scored(found) if found.match.score(scored.ref.topic) > found.match.score("out-of-scope")]
        medicines = found.match.reading.medicines
        return [self._replies.answer(scored, medicines, found.danger.chance >= MENTION) for scored in offered[:limit]]

    def page(self, name: str) -> Reply:
        """A page in the bot's own voice: welcome, help, about, privacy, sources, topics, usage, unsupported, failure, gone,
        greeting-group, or category/<id>. Raises KeyError for any other name."""
        return self._replies.page(name, self.content.default)

    def understand(self, question: str, conversation: Conversation | None = None) -> Understanding:
        """Read and match a question without answering it."""
        reading = self._reader.read(question[:LONGEST_QUESTION])
        match = self._matcher.match(reading)
        danger = self._alarm.check(reading, match.scores)
        supplement = self._supplement(reading, conversation or Conversation())
        return Understanding(match, danger, supplement, self._answer_from)

    def _supplement(self, reading: Reading, conversation: Conversation) -> Supplement:
        """The supplement that is named, else the one spoken of before, else the default."""
        if reading.supplements:
            return reading.supplements[0]
        return self.content.supplements.get(conversation.supplement, self.content.default)

    def _pick(self, ref: TopicRef) -> Reply:
        supplement = self.content.supplements.get(ref.supplement)
        if supplement is None or ref.topic not in self.content.topics:
            return self._replies.page("gone", self.content.default)
        if ref.topic not in supplement.answers:
            return self._replies.unanswered(self.content.topics[ref.topic], supplement)
        return self._replies.answer(Scored(ref, 1.0))

    def _scored(self, found: Understanding) -> list[Scored]:
        """The topics that the supplement answers, best first, with their share of the best one's chance."""
        match = found.match
        refs = [topic for topic in match.topics if topic in found.supplement.answers]
        top = match.score(match.topics[0])
        return [
            Scored(TopicRef(found.supplement.id, topic), round(match.chance_right * 2 ** (4 * (match.score(topic) - top)), 4))
            for topic in refs
        ]

    @staticmethod
    def _is_unreadable(reading: Reading) -> bool:
        return not reading.words or len(reading.unknown) >= UNKNOWN_WORDS * len(reading.words)

    def _reply(self, question: str, conversation: Conversation) -> Reply:
        found = self.understand(question, conversation)
        match, reading = found.match, found.match.reading
        if found.danger.chance >= RAISE:
            return self._replies.urgent(found.danger.situation)
        careful = found.danger.chance >= MENTION
        if self._is_unreadable(reading):
            return self._replies.gibberish()
        if match.small_talk:
            return self._replies.small_talk(match.small_talk)
        if reading.is_bare_name and reading.supplements:
            return self._pick(TopicRef(found.supplement.id, found.supplement.overview))
        parts = self._parts(question, conversation)
        if len(parts) > 1:
            return self._replies.answers(parts, reading.medicines, careful)
        if match.chance_right >= found.answer_from:
            best = match.topics[0]
            if best not in found.supplement.answers:
                return self._replies.unanswered(self.content.topics[best], found.supplement)
            return self._replies.answer(self._scored(found)[0], reading.medicines, careful)
        if match.chance_in_scope >= OURS_FROM:
            return self._replies.suggest(self._scored(found)[:MOST_CHOICES], careful)
        others = [other for other in reading.others if not other.form]
        if others and not refers_to_ours(reading):
            return self._replies.other_substance(others[0].name, found.supplement, careful)
        return self._replies.abstain(found.supplement, careful)

    def _parts(self, question: str, conversation: Conversation) -> list[Scored]:
        """The topics of the questions in a message, each once, where it holds several that are each clear by themselves."""
        asked = questions(question[:LONGEST_QUESTION])
        if len(asked) < 2:
            return []
        clear: dict[str, Scored] = {}
        for part in asked[: MOST_CHOICES + 1]:
            found = self.understand(part, conversation)
            best = found.match.topics[0]
            if found.match.chance_right >= self._answer_from and best in found.supplement.answers:
                clear.setdefault(best, self._scored(found)[0])
        return list(clear.values())[:MOST_CHOICES]
