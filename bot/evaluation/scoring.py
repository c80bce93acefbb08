"""What came back on a golden question, and how good that is."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answering.conversation import Conversation
from bot.answering.decision import OURS_FROM, Decision, Reason
from bot.answering.engine import Engine
from bot.answering.kinds.by_topic import WHICH_FROM
from bot.answering.kinds.finer import POINT_OURS_FROM
from bot.answering.kinds.first import CERTAIN, DANGER_IN_DOUBT
from bot.answering.kinds.topics import IN_DOUBT, POINT_LINES
from bot.answering.listener import PIECE_FROM
from bot.answering.reply import ReplyKind
from bot.answering.titles import WITH
from bot.content.answers import PairLevel
from bot.content.model import Content
from bot.evaluation.golden import SHELF_KINDS, WITHOUT_ANSWER, Kind, Question
from bot.safety.alarm import RAISE

TOPIC_KINDS = frozenset({Kind.ANSWER, Kind.FOLLOWUP, Kind.MULTI})  # questions that the FAQ covers

# Chances this near to a threshold may fall on its other side on another processor, whose rounding differs.
CLOSE = 0.005

# Reasons whose replies would be others at another threshold, and those that are answers at any.
_BY_CERTAINTY = frozenset({Reason.SURE, Reason.UNSURE, Reason.NOT_OURS})
_ANYHOW = frozenset(
    {
        *(Reason.SEVERAL, Reason.BARE_NAME, Reason.SHELF, Reason.REVERSE, Reason.GOAL, Reason.SIDE_BY_SIDE, Reason.CARD),
        *(Reason.FINER, Reason.PAIR_WITH_MEDICINE, Reason.PAIR_OF_SUPPLEMENTS, Reason.ONE_OF_TWO),
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A golden question and its reply."""

    question: Question
    kind: ReplyKind
    topics: tuple[str, ...]  # ids, answered or offered, best first
    best: str  # id of the first topic that was answered, or that would be at a lower threshold
    chance: float  # that the best match is right, 0 to 1, as the bot believes
    answered_up_to: float  # the highest threshold, 0 to 1, at which the question is answered; 0 where it never is
    situation: str  # id of the dangerous situation that it was taken for; empty where it is not urgent
    is_close: bool  # whether a chance was so close to its threshold that another machine's arithmetic might decide otherwise
    says_when_to_call: bool = False  # whether the reply has the line on when to call for help
    supplements: tuple[str, ...] = ()  # ids of those whose answers are given or offered, best first; empty for none
    point: str = ""  # id of the point that was told, with its supplement; empty for none
    is_of_danger: bool = False  # whether what was asked about must not be combined
    says_not_instead: bool = False  # whether the reply says not to put ours in the place of a medicine

    @property
    def is_right(self) -> bool:
        """Whether the reply is what it should be."""
        wanted = self.question
        match wanted.kind:
            case Kind.ANSWER | Kind.FOLLOWUP:
                return self._answers(wanted.accepted)
            case Kind.MULTI | Kind.SIDE_BY_SIDE:
                return self.kind is ReplyKind.ANSWER and set(wanted.accept) <= set(self.topics)
            case Kind.POINT:
                return self.kind is ReplyKind.ANSWER and self.point in wanted.accept
            case Kind.SHELF:
                return self._answers(wanted.accepted)
            case Kind.WHICH:
                return self.asks_which_one and self.topics[0] in wanted.accepted
            case Kind.INSTEAD | Kind.NOT_INSTEAD:
                return self.says_not_instead is (wanted.kind is Kind.INSTEAD)
            case Kind.LOOK_ALIKE:
                return not self.is_false_alarm
            case Kind.ABOUT_DANGER:
                return self.says_when_to_call and not self.is_false_alarm
        return self.kind.value == wanted.kind.value

    @property
    def asks_which_one(self) -> bool:
        """Whether the reply asks of which supplement."""
        return self.kind is ReplyKind.SUGGEST and len(set(self.supplements)) > 1

    @property
    def names_supplement(self) -> bool:
        """Whether what was asked belongs to a supplement, or to several."""
        return any(map(_supplement_of, self.question.accepted))

    @property
    def is_of_right_supplement(self) -> bool:
        """Whether what was answered or offered first belongs to the right supplement, as far as one belongs to it."""
        wanted = {_supplement_of(one) for one in self.question.accepted}
        return bool(self.supplements) and self.supplements[0] in wanted

    @property
    def is_of_right_kind(self) -> bool:
        """Whether the reply is of the right kind: a topic, a pair, a goal ..., or the question of which supplement."""
        if self.question.kind is Kind.WHICH:
            return self.asks_which_one
        if self.question.kind is Kind.SIDE_BY_SIDE:
            return self.kind is ReplyKind.ANSWER and len(set(self.supplements)) > 1
        return (
            self.kind is ReplyKind.ANSWER
            and bool(self.topics)
            and _kind_of(self.topics[0]) in map(_kind_of, self.question.accepted)
        )

    @property
    def is_strict(self) -> bool:
        """Whether it is, where only the topics that were named first count."""
        if self.question.kind in (Kind.ANSWER, Kind.FOLLOWUP):
            return self._answers(frozenset(self.question.accept))
        return self.is_right

    @property
    def is_helped(self) -> bool:
        """Whether the reply is right, or a right topic is at least among those that it answers or offers."""
        return self.is_right or not self._topics_wanted.isdisjoint(self.topics)

    @property
    def is_wrong(self) -> bool:
        """Whether something else was answered than was asked. An answer where none should be is wrong too, and false."""
        if self.question.kind in WITHOUT_ANSWER and not self.question.accept:
            return False  # nothing is said on what a good answer would be
        answers_none = self.best not in self._topics_wanted and self._topics_wanted.isdisjoint(self.topics)
        return self.kind is ReplyKind.ANSWER and not self.is_right and answers_none

    @property
    def is_false_alarm(self) -> bool:
        """Whether the urgent reply came where nobody is in danger."""
        return self.kind is ReplyKind.URGENT and self.question.kind is not Kind.URGENT

    @property
    def best_is_right(self) -> bool:
        """Whether the best topic is a right one, answered or not."""
        return self.best in self.question.accepted

    @property
    def failure(self) -> str:
        """What is wrong with the reply, in words; empty where nothing is."""
        kind = self.question.kind
        if self.is_false_alarm:
            return "taken for an emergency"
        if kind is Kind.URGENT:
            return "" if self.is_right else "not recognised as an emergency"
        if kind is Kind.SMALLTALK:
            return "" if self.is_right else "not recognised as small talk"
        if kind is Kind.ABSTAIN:
            return "answered, and the FAQ does not cover it" if self.kind is ReplyKind.ANSWER else ""
        if kind is Kind.ABOUT_DANGER:
            return "" if self.is_right else "does not say when to call for help"
        if kind in WITHOUT_ANSWER:
            return "" if self.is_right or kind is Kind.LOOK_ALIKE else "says wrongly whether to keep a medicine"
        if self.is_wrong:
            return "answered with another topic"
        if not self.is_helped:
            return "not answered" if self.kind is ReplyKind.ABSTAIN else "the right topic is not offered"
        if kind is Kind.POINT or kind in SHELF_KINDS:
            return "" if self.is_right else "not answered as it was asked"
        if kind is Kind.MULTI and not self.is_right:
            return "not every part is answered"
        return "only offered as a choice" if kind is Kind.FOLLOWUP and not self.is_right else ""

    @property
    def merit(self) -> int:
        """How good the reply is: 3 right, 2 helped, 1 neither and no harm, 0 wrong, a missed emergency or a false alarm."""
        missed = self.question.kind is Kind.URGENT and not self.is_right
        if missed or self.is_wrong or self.is_false_alarm:
            return 0
        return 3 if self.is_right else 2 if self.is_helped else 1

    @property
    def _topics_wanted(self) -> frozenset[str]:
        """The accepted topics; of a point that it belongs to."""
        accepted = self.question.accepted
        return frozenset(one.rpartition("/")[0] for one in accepted) if self.question.kind is Kind.POINT else accepted

    def _answers(self, accepted: frozenset[str]) -> bool:
        return self.kind is ReplyKind.ANSWER and self.best in accepted


def _supplement_of(accepted: str) -> str:
    """The supplement of an id with a supplement; empty where it has none."""
    return accepted.partition("/")[0] if accepted.count("/") > 1 else ""


def _kind_of(accepted: str) -> str:
    """What kind of answer an id is: with, goals, reverse, card, shelf, or topic."""
    parts = accepted.split("/")
    kind = parts[1] if len(parts) > 2 else parts[0]
    return kind if kind in ("with", "goals", "reverse", "card", "shelf") else "topic"


def _is_of_danger(content: Content, accepted: str) -> bool:
    """Whether an accepted id is that of a pair that must not be combined."""
    supplement, _, topic = accepted.partition("/")
    one = content.supplements.get(supplement)
    if one is None or not topic.startswith(WITH):
        return False
    other = topic.removeprefix(WITH)
    row = one.with_medicines.get(other) or content.pair(supplement, other)
    return row is not None and row.level is PairLevel.DO_NOT_COMBINE


def outcome(engine: Engine, question: Question) -> Outcome:
    """Ask one question, after what was asked before it."""
    meant = question.supplement if question.supplement in engine.content.supplements else ""
    conversation = Conversation(meant)
    for earlier in question.context:
        engine.ask(earlier, conversation)
    decision = engine.decide(question.text, conversation)
    reply, match = decision.reply, decision.understanding.match
    refs = [scored.ref for scored in reply.topics]
    with_supplement = question.kind in (Kind.POINT, *SHELF_KINDS) and question.kind is not Kind.WHICH
    topics = tuple(ref.id if with_supplement else ref.topic for ref in refs)
    by_certainty = match.certainty if decision.reason in _BY_CERTAINTY else 0.0
    return Outcome(
        question=question,
        kind=reply.kind,
        topics=topics,
        best=topics[0] if reply.kind is ReplyKind.ANSWER and topics else match.topics[0],
        chance=match.chance_right,
        answered_up_to=1.0 if decision.reason in _ANYHOW else by_certainty,
        situation=decision.understanding.danger.situation.id if reply.kind is ReplyKind.URGENT else "",
        is_close=_is_close(engine, decision),
        says_when_to_call=engine.content.wording.texts["emergency-words"] in reply.text,
        supplements=tuple(ref.supplement for ref in refs),
        point=next((scored.id for scored in reply.topics if scored.point), ""),
        is_of_danger=any(_is_of_danger(engine.content, one) for one in question.accepted),
        says_not_instead=decision.understanding.is_instead and reply.kind is not ReplyKind.URGENT,
    )


def _is_close(engine: Engine, decision: Decision) -> bool:
    found = decision.understanding
    pairs = (
        (found.match.certainty, engine.answer_from),
        (found.match.certainty_of_two, engine.answer_two_from),
        (found.match.chance_in_scope, OURS_FROM),
        *([] if found.subject.supplement else [(found.match.chance_in_scope, WHICH_FROM)]),
        *((found.danger.chance, line) for line in (RAISE, DANGER_IN_DOUBT)),
        *([(found.match.certainty, CERTAIN)] if found.danger.chance >= RAISE else []),
        *((found.point.chance, likely) for likely in POINT_LINES if found.point),
        *([(found.match.chance_right, IN_DOUBT), (found.match.chance_in_scope, POINT_OURS_FROM)] if found.point else []),
        *((piece.match.chance_right, PIECE_FROM) for piece in engine.pieces(found)),
    )
    return any(abs(chance - threshold) < CLOSE for chance, threshold in pairs)


def outcomes(engine: Engine, questions: Iterable[Question]) -> list[Outcome]:
    """Ask all questions, each in a conversation of its own."""
    return [outcome(engine, question) for question in questions]
