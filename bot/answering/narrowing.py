"""What a message asks, apart from what it only tells: "On vitamin D and bisoprolol. Is the morning better for my CoQ10?"."""

import re
from dataclasses import dataclass

from bot.answering.remembering import MEDICINES, SUPPLEMENTS
from bot.answering.subject import Subject, Subjects
from bot.content.model import AskedKind, Content, Supplement
from bot.language.reading import QuestionReader, Reading
from bot.language.splitting import sentences
from bot.matching.matcher import Match, Matcher

# How much more what is left, and a message that names medicines as a whole, has to be like a question about a supplement alone
# than like one about two together, in units of a score.
ASKS_ONE = 0.25
SAFE = ("safety/general", "safety/who-should-avoid")  # the topics on whether it is safe, which what is told may decide
ASKING = frozenset("how what whats when where which who why can could is are do does did should shall will would may".split())
"""Words with which a question, or a part of a sentence that asks, begins."""
BESIDES = frozenset("too also besides already takes alongside apart except".split())
"""Words by which a sentence tells of what is taken besides."""
_CLAUSE = re.compile(r"[,;:]|\s-+\s|\b(?:and|but|so|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A message without what it only tells."""

    text: str
    subject: Subject
    alone: Match
    match: Match  # among the subject's topics


class Narrowing:
    """Leaves out of messages what they only tell. Built once from the content.

    `answer_from` is the certainty, 0 to 1, from which a message is clear, `answer_two_from` that from which one of two topics is
    what it asks.
    """

    def __init__(
        self,
        content: Content,
        reader: QuestionReader,
        matcher: Matcher,
        subjects: Subjects,
        answer_from: float,
        answer_two_from: float,
    ) -> None:
        self._reader, self._matcher, self._subjects = reader, matcher, subjects
        self._answer_from, self._answer_two_from = answer_from, answer_two_from
        self._of_safety = frozenset({*SAFE, SUPPLEMENTS, MEDICINES, *(medicine.topic for medicine in content.medicines)})

    def narrow(self, question: str, alone: Match, whole: Match, meant: str) -> Narrowed | None:
        """The sentences of a message that ask, and those that tell neither of medicines nor of other supplements alone; None
        where there are none of these, where it asks about the two together, or is clear as a whole about something else.

        `alone` and `whole` are the whole message's matches, by itself and among its subject's topics; `meant` is the id of the
        supplement that is meant where none is named, or empty.
        """
        reading = alone.reading
        names_medicines = bool(reading.medicines or reading.groups)
        is_of_one = len(reading.supplements) + len(reading.others) == 1 and not names_medicines
        if not reading.supplements or is_of_one or (names_medicines and _asks_one(alone) < ASKS_ONE):
            return None  # nothing is told besides; or "it" may be the medicine
        every = sentences(question)
        asking = [asks(part) for part in every]
        is_whole = sum(part.count("?") for part in every) == question.count("?")  # "Safe?" is no sentence
        if not any(asking) or not is_whole:
            return None
        readings = [self._reader.read(part) for part in every]
        one = _asked_about(readings, asking)
        telling = [_only_tells(part, one) for part in readings]
        if not any(telling) or any(tells and asks_ for tells, asks_ in zip(telling, asking, strict=True)):
            return None
        text = " ".join(part for part, tells in zip(every, telling, strict=True) if not tells)
        rest = self._matcher.match(self._reader.read(text))
        subject = self._subjects.of(rest.reading, one.id if one else meant)
        match = self._matcher.among(rest, self._subjects.topics(subject))
        is_clear = match.certainty >= self._answer_from or match.certainty_of_two >= self._answer_two_from
        is_answered = all(map(subject.ref, match.topics[:2])) and match.topics[0] not in self._of_safety
        is_other = whole.certainty >= self._answer_from and whole.topics[0] != match.topics[0]
        is_one = max(_asks_one(rest), _weighs(rest)) >= ASKS_ONE
        return Narrowed(text, subject, rest, match) if is_clear and is_answered and is_one and not is_other else None


def asks(part: str) -> bool:
    """Whether a sentence asks something, by its mark or by the first word of a clause of it."""
    first = (clause.split()[0].lower() for clause in _CLAUSE.split(part) if clause.strip())
    return part.rstrip().endswith("?") or any(word.partition("'")[0] in ASKING for word in first)


def _asks_one(match: Match) -> float:
    return match.asked[AskedKind.ONE] - match.asked[AskedKind.PAIR]


def _weighs(match: Match) -> float:
    """The same for a question that weighs forms of one."""
    return match.asked[AskedKind.VERSUS] - match.asked[AskedKind.PAIR] if match.reading.weighs_forms else -1.0


def _asked_about(readings: list[Reading], asking: list[bool]) -> Supplement | None:
    """The one supplement that the sentences which ask name; else the one that the nearest before the first of them names alone,
    and not as something taken besides. None where there is no such one.
    """
    named = dict.fromkeys(one for reading, asks_ in zip(readings, asking, strict=True) if asks_ for one in reading.supplements)
    if named:
        return next(iter(named)) if len(named) == 1 else None
    before = [
        reading.supplements
        for reading in readings[: asking.index(True)]
        if reading.supplements and BESIDES.isdisjoint(reading.words)
    ]
    return before[-1][0] if before and len(before[-1]) == 1 else None


def _only_tells(reading: Reading, one: Supplement | None) -> bool:
    """Whether a sentence names medicines, or supplements other than the one that is asked about, and not that."""
    others = one is not None and bool(reading.supplements or reading.others) and one not in reading.supplements
    return bool(reading.medicines or reading.groups) or others
