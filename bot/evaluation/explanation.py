"""Why a question is answered as it is: all that the bot saw in it, taken from the same steps that answer people."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.conversation import Conversation
from bot.answering.decision import OURS_FROM, Decision, Reason
from bot.answering.engine import Engine
from bot.answering.kinds.topics import POINT_FROM
from bot.content.answers import Card
from bot.content.model import MedicineClass, Supplement
from bot.evaluation.reasons import reason_in_words
from bot.language.languages import recognise
from bot.language.mentions import Mention
from bot.language.normalise import normalise
from bot.matching.lessons import DANGER_PREFIX, OUT_OF_SCOPE, SMALL_TALK_PREFIX, Lesson
from bot.matching.matcher import Match
from bot.safety.alarm import MENTION, RAISE

NEAREST = 10  # wordings
TOPICS = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A name that was found."""

    name: str
    role: str  # subject, companion or alternative
    what: str  # what sort of thing it names, in words
    read_as: str  # what stands for it in the text that is matched


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of the content that the question is like."""

    text: str
    belongs_to: str  # a topic's id, or what else it is an example of, in words
    writer: str  # letter of the writer
    words: float  # likeness of what is written, 0 to 1
    meaning: float | None  # likeness of the meaning, -1 to 1; None without the sentence encoder


@dataclass(frozen=True, slots=True)
class Score:
    """What the wordings' votes come to for one topic, or for something else."""

    label: str
    title: str  # of the topic; empty for anything else
    score: float  # about -1 to 1


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the message."""

    text: str
    topic: str
    chance: float  # that this is what the piece asks, 0 to 1
    is_question: bool  # whether the piece counts as a question of its own


@dataclass(frozen=True, slots=True)
class DangerSeen:
    """What was made of the message as a cry for help."""

    chance: float  # 0 to 1
    urgent_from: float  # chance from which the urgent reply is given
    mention_from: float  # chance from which a reply carries the line on when to call for help
    situation: str  # the likeliest
    signs: tuple[str, ...]  # situations whose signs are there


@dataclass(frozen=True, slots=True)
class Explanation:
    """One question, step by step."""

    question: str
    context: tuple[str, ...]  # what was asked before
    left_out: bool  # whether what it only tells was left out of the text that was matched
    in_light_of: str  # topic before, with whose title the question was read; empty where it stands alone
    normalised: str
    repaired: tuple[tuple[str, str], ...]  # typed, read as
    names: tuple[Name, ...]
    groups: tuple[str, ...]  # ids of classes of medicines that are named as a group
    subject: str  # id of the supplement that it is about; empty where nobody can tell
    asked: str  # what is asked about the names
    asked_scores: tuple[Score, ...]  # how much it is like the wordings of each thing that can be asked
    rows: tuple[str, ...]  # rows of pairs that belong to what is named
    unknown: tuple[str, ...]  # words that nobody knows
    language: str  # id, where it is recognised as another than English
    matched: str  # the text that was compared with the wordings
    danger: DangerSeen
    chance_in_scope: float  # that the FAQ covers the question, 0 to 1
    choices_from: float  # chance from which choices are offered
    chance_right: float  # that the best topic is what was asked, 0 to 1
    certainty: float  # what decides on answering, 0 to 1: both chances, that the FAQ covers the question counted thrice
    answers_from: float  # certainty from which the bot answers
    topics: tuple[Score, ...]  # the best five
    beyond: tuple[Score, ...]  # not covered, and the likeliest small talk
    nearest: tuple[Wording, ...]
    point: str  # id of the likeliest point; empty where there is none
    chance_of_point: float  # that it is what was asked, 0 to 1
    point_from: float  # chance from which it is told
    parts: tuple[Part, ...]  # pieces, where the message was looked at for several questions
    reply: str  # kind
    replied: tuple[str, ...]  # topics that are answered or offered
    reason: Reason
    because: str  # the reason in a sentence


def explain(engine: Engine, question: str, context: Sequence[str] = ()) -> Explanation:
    """Ask a question as people do, after what was asked before, and keep all that led to the reply."""
    conversation = Conversation()
    for earlier in context:
        engine.ask(earlier, conversation)
    decision = engine.decide(question, conversation)
    found, match = decision.understanding, decision.understanding.match
    danger = found.danger
    reading = found.reading if found.is_narrowed else match.reading  # names are found in all of it
    language = recognise(engine.content, question)
    return Explanation(
        question=question,
        context=tuple(context),
        left_out=found.is_narrowed,
        in_light_of=found.in_light_of,
        normalised=normalise(question),
        repaired=reading.repairs,
        names=tuple(_name(engine, mention) for mention in reading.mentions),
        groups=tuple(medicine.id for medicine in reading.groups),
        subject=found.subject.id,
        asked=found.asked.value,
        asked_scores=tuple(
            Score(kind.value, "", score) for kind, score in sorted(match.asked.items(), key=lambda item: -item[1])
        ),
        rows=tuple(f"{engine.rows.ref(row).id} ({row.level.value})" for row in engine.rows.all(found)),
        unknown=reading.unknown,
        language=language.id if language else "",
        matched=match.reading.text,
        danger=DangerSeen(danger.chance, RAISE, MENTION, danger.situation.id, tuple(sorted(danger.signs))),
        chance_in_scope=match.chance_in_scope,
        choices_from=OURS_FROM,
        chance_right=match.chance_right,
        certainty=match.certainty,
        answers_from=engine.answer_from,
        topics=tuple(Score(topic, engine.content.topics[topic].title, match.score(topic)) for topic in match.topics[:TOPICS]),
        beyond=_beyond(match),
        nearest=tuple(
            Wording(one.lesson.phrasing.text, belongs_to(one.lesson), one.lesson.phrasing.writer, one.words, one.meaning)
            for one in engine.matcher.nearest(match.reading.text, NEAREST)
        ),
        point=f"{found.point.supplement}/{found.point.point.id}" if found.point else "",
        chance_of_point=found.point.chance if found.point else 0.0,
        point_from=POINT_FROM,
        parts=tuple(Part(one.text, one.match.topics[0], one.match.chance_right, one.is_question) for one in engine.pieces(found)),
        reply=decision.reply.kind.value,
        replied=tuple(scored.id for scored in decision.reply.topics),
        reason=decision.reason,
        because=_because(engine, decision, question),
    )


def _because(engine: Engine, decision: Decision, question: str) -> str:
    found = decision.understanding
    language = recognise(engine.content, question)
    return reason_in_words(
        decision.reason,
        best=engine.content.topics[found.match.topics[0]].title,
        danger=f"{found.danger.chance:.2f}",
        danger_from=f"{RAISE:.2f}",
        situation=found.danger.situation.id,
        language=language.id if language else "",
        small_talk=found.match.small_talk,
        supplement=found.subject.supplement.name if found.subject.supplement else "no supplement",
        others=", ".join(other.name for other in found.reading.others),
        certainty=f"{found.match.certainty:.2f}",
        answers_from=f"{engine.answer_from:.2f}",
        ours=f"{found.match.chance_in_scope:.2f}",
        ours_from=f"{OURS_FROM:.2f}",
    )


def _name(engine: Engine, mention: Mention) -> Name:
    named = mention.named
    if isinstance(named, Supplement):
        what = "a supplement of this FAQ"
    elif isinstance(named, MedicineClass):
        what = f"a medicine ({named.id}; its topic is {named.topic})"
    else:
        what = "something with a card" if isinstance(named, Card) else "a supplement that this FAQ does not cover"
    if mention.form:
        what += f", by its form {mention.form}"
    return Name(mention.name, mention.role.value, what, " ".join(engine.reader.stand_in(mention, [mention.name])))


def _beyond(match: Match) -> tuple[Score, ...]:
    talk = max((label for label in match.columns.labels if label.startswith(SMALL_TALK_PREFIX)), key=match.score, default="")
    return tuple(Score(in_words(label), "", match.score(label)) for label in (OUT_OF_SCOPE, talk) if label)


def in_words(label: str) -> str:
    """A label of the classifier as editors know it: a topic's id stays what it is."""
    if label.startswith(SMALL_TALK_PREFIX):
        return f"small talk: {label.removeprefix(SMALL_TALK_PREFIX)}"
    if label.startswith(DANGER_PREFIX):
        return f"danger: {label.removeprefix(DANGER_PREFIX)}"
    return "not covered" if label == OUT_OF_SCOPE else label


def belongs_to(lesson: Lesson) -> str:
    """What a wording is an example of, in words."""
    return in_words(max(lesson.labels, key=len)) if lesson.labels else "only looks like danger"
