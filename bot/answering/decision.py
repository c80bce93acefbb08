"""What was understood of a message, what was decided on it, and on what grounds."""

from dataclasses import dataclass
from enum import StrEnum

from bot.answering.reply import Reply
from bot.answering.subject import Subject
from bot.content.model import AskedKind, OtherLanguage, RedFlag, Supplement, TopicRef
from bot.language.reading import Reading
from bot.matching.matcher import Match
from bot.matching.points import FoundPoint
from bot.safety.alarm import Danger

OURS_FROM = 0.5  # chance from which a message is more likely the FAQ's business than not, so that choices are offered


class Reason(StrEnum):
    """Why a message got its reply: the first of these that holds."""

    DANGER = "danger"  # somebody may be in danger
    MORE = "more"  # asks for more after an answer
    OTHER_LANGUAGE = "other-language"
    UNREADABLE = "unreadable"  # too many words that nobody knows, or none at all
    SMALL_TALK = "small-talk"
    SHELF = "shelf"  # asks what is covered
    REVERSE = "reverse"  # asks which supplements do not go with a medicine or a condition
    GOAL = "goal"  # asks what is for some use
    BARE_NAME = "bare-name"  # a supplement's name and nothing else
    SIDE_BY_SIDE = "side-by-side"  # asks the same of two supplements, or which of them
    PAIR_WITH_MEDICINE = "pair-with-medicine"
    PAIR_OF_SUPPLEMENTS = "pair-of-supplements"
    CARD = "card"  # about something that is not on the shelf and has a card
    OTHER_SUBJECT = "other-subject"  # about a supplement that the FAQ knows of and does not cover
    MEDICINES_ALONE = "medicines-alone"  # about medicines, without any supplement
    FINER = "finer"  # asks for one of a supplement's points
    SEVERAL = "several"  # more than one question, each of them clear
    WHICH_ONE = "which-one"  # the topic is clear, and nobody can tell of which supplement
    SURE = "sure"  # the best topic is likely enough
    ONE_OF_TWO = "one-of-two"  # one of the best two topics is
    NO_ANSWER = "no-answer"  # it is, and the supplement has no answer on it
    OTHERS_TOGETHER = "others-together"  # it is, but the message asks about other things with each other
    UNSURE = "unsure"  # the FAQ's business, and it is not clear which topic
    NOT_OURS = "not-ours"  # more likely not the FAQ's business


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that the decision on one message rests on."""

    question: str
    asking: str  # the question without what it only tells, as it was matched
    reading: Reading  # the message by itself
    match: Match  # of what it asks, together with the earlier topic where it was read in its light; among the subject's topics
    point: FoundPoint | None  # the likeliest of the subject, or of what else is named; None where it has none
    danger: Danger
    language: OtherLanguage | None  # another language than English that it is in
    subject: Subject
    alternatives: tuple[Supplement, ...]  # all supplements that take part, named here or before, in order
    asked: AskedKind
    nearly: frozenset[AskedKind]  # what else may be asked
    is_instead: bool  # whether something is to take the place of a medicine
    is_pointer: bool  # whether it points at one of the two last named, and asks nothing by itself: "and the other one?"
    goes_on: bool  # whether one of its words ties it to what was said before
    in_light_of: str  # id of the earlier topic that the message was read with; empty where it stands alone
    is_danger_only_named: bool  # whether only a word of this message speaks for that situation
    watch: RedFlag | None  # a situation that may be there, or was a moment ago: replies carry the line on when to call for help
    speaks_of: str  # id of a topic about people who should ask first whom the message speaks of; empty for none
    caution: str  # id of an earlier topic about people who should ask first; empty where there was none
    earlier: str  # id of the topic last spoken of; empty where there was none
    medicine: str  # id of the class of medicines last spoken of; empty where there was none
    told: tuple[TopicRef, ...]  # what was answered before, the latest last
    offered: tuple[TopicRef, ...]  # what the last answer left to be told

    @property
    def is_narrowed(self) -> bool:
        """Whether what it only tells was left out when it was matched."""
        return self.asking != self.question

    @property
    def names_only_others(self) -> bool:
        """Whether it asks about two or more other things together ("ibuprofen with paracetamol?") and not about ours."""
        reading = self.reading
        return len(reading.others) + len(reading.medicines) > 1 and not reading.refers_to_ours and not self.in_light_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a message."""

    text: str
    match: Match
    topic: str  # id of what it asks, where it asks anything: of the topics it scores best, the one that fits the whole message
    is_question: bool  # whether it counts as a question of its own


@dataclass(frozen=True, slots=True)
class Decision:
    """A reply, and how it came about."""

    understanding: Understanding
    reason: Reason
    reply: Reply
