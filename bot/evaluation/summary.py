"""The outcomes of many questions, counted."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.reply import ReplyKind
from bot.evaluation.golden import SHELF_KINDS, Kind
from bot.evaluation.scoring import TOPIC_KINDS, Outcome

BINS = 10  # of the chance of being right
ALL = "all"  # name of the sum of all files of questions to the shelf
STEPS = 50  # thresholds at which the curve of right against false answers is taken


@dataclass(frozen=True, slots=True)
class Counts:
    """How a set of questions was answered, in numbers of questions."""

    asked: int
    right: int
    strict: int
    helped: int
    wrong: int
    failures: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "Counts":
        """Count outcomes."""
        return cls(
            asked=len(outcomes),
            right=sum(one.is_right for one in outcomes),
            strict=sum(one.is_strict for one in outcomes),
            helped=sum(one.is_helped for one in outcomes),
            wrong=sum(one.is_wrong for one in outcomes),
            failures=sum(bool(one.failure) for one in outcomes),
        )


@dataclass(frozen=True, slots=True)
class ShelfCounts:
    """How a file of questions to the whole shelf was answered, in numbers of questions."""

    asked: int
    of_one: int  # that name a supplement, or go on with one
    right_supplement: int  # of these: the first that was answered or offered
    right_kind: int
    right: int
    helped: int
    wrong: int
    of_none: int  # whose supplement has to be asked for
    which_rightly: int  # of these: asked which one
    which_wrongly: int  # of those that name one: asked which one
    dangers: int  # about a pair that must not be combined
    dangers_told: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "ShelfCounts":
        """Count outcomes."""
        of_one = [one for one in outcomes if one.names_supplement]
        of_none = [one for one in outcomes if one.question.kind is Kind.WHICH]
        dangers = [one for one in outcomes if one.is_of_danger]
        return cls(
            asked=len(outcomes),
            of_one=len(of_one),
            right_supplement=sum(one.is_of_right_supplement for one in of_one),
            right_kind=sum(one.is_of_right_kind for one in outcomes),
            right=sum(one.is_right for one in outcomes),
            helped=sum(one.is_helped for one in outcomes),
            wrong=sum(one.is_wrong for one in outcomes),
            of_none=len(of_none),
            which_rightly=sum(one.asks_which_one for one in of_none),
            which_wrongly=sum(one.asks_which_one for one in of_one),
            dangers=len(dangers),
            dangers_told=sum(one.is_helped and one.kind is ReplyKind.ANSWER for one in dangers),
        )


@dataclass(frozen=True, slots=True)
class Situation:
    """A group of messages from people in danger, in numbers of messages."""

    name: str
    asked: int
    recognised: int  # got the urgent reply, for whichever situation
    false_alarms: int  # harmless messages that were taken for this situation


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions about whose best topic the bot was about equally sure."""

    low: float  # chance of being right, 0 to 1
    high: float
    asked: int
    expected: float  # mean chance, 0 to 1
    right: int


@dataclass(frozen=True, slots=True)
class Point:
    """What would be answered at one threshold, as shares of 0 to 1."""

    threshold: float  # lowest chance of being right at which the bot answers
    right: float  # of questions on one topic: answered with a right one
    wrong: float  # of these: answered with another one
    false: float  # of questions that the FAQ does not cover: answered


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a report shows."""

    threshold: float  # lowest chance of being right at which the bot answered
    kinds: dict[Kind, Counts]
    shelf: dict[str, ShelfCounts]  # by file, and ALL; empty where no question is to the whole shelf
    topics: dict[str, Counts]  # by the first accepted topic; single questions and follow-ups; the least right first
    confusions: list[tuple[str, str, int]]  # topic asked, topic answered, how often; the most frequent first
    replies: dict[tuple[str, str], int]  # topic asked, topic or other thing that came back -> how often; single questions
    misses: list[Outcome]  # every failure, the worst first
    situations: list[Situation]  # the least recognised first
    harmless: int  # messages of nobody in danger
    reliability: list[Bin]
    curve: list[Point]


def summarise(outcomes: Sequence[Outcome], threshold: float) -> Summary:
    """Count outcomes; `threshold` is the lowest chance of being right, 0 to 1, at which the bot answered."""
    by_kind = {kind: Counts.of([one for one in outcomes if one.question.kind is kind]) for kind in Kind}
    by_topic = defaultdict(list)
    for one in outcomes:
        if one.question.kind in (Kind.ANSWER, Kind.FOLLOWUP):
            by_topic[one.question.accept[0]].append(one)
    counted = [(topic, Counts.of(several)) for topic, several in by_topic.items()]
    confused = Counter(
        (one.question.accept[0], one.best) for one in outcomes if one.is_wrong and one.question.kind in TOPIC_KINDS
    )
    return Summary(
        threshold=threshold,
        kinds={kind: counts for kind, counts in by_kind.items() if counts.asked},
        shelf=_shelf(outcomes),
        topics=dict(sorted(counted, key=lambda pair: (pair[1].right / pair[1].asked, pair[0]))),
        confusions=[(asked, answered, number) for (asked, answered), number in confused.most_common()],
        replies=Counter((topic, _came(one)) for topic, several in by_topic.items() for one in several),
        misses=sorted((one for one in outcomes if one.failure), key=_badness),
        situations=_situations(outcomes),
        harmless=sum(one.question.kind is not Kind.URGENT for one in outcomes),
        reliability=_reliability(outcomes),
        curve=[_point(outcomes, step / STEPS) for step in range(STEPS + 1)],
    )


def _shelf(outcomes: Sequence[Outcome]) -> dict[str, ShelfCounts]:
    of_shelf = [one for one in outcomes if one.question.kind in SHELF_KINDS]
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in of_shelf:
        groups[one.question.group].append(one)
    counts = {group: ShelfCounts.of(several) for group, several in groups.items()}
    return {**counts, ALL: ShelfCounts.of(of_shelf)} if counts else {}


def _badness(one: Outcome) -> tuple[int, float]:
    """Missed emergencies, then wrong and false answers (the surest first), then false alarms, then what only failed to help."""
    kind = one.question.kind
    order = 0 if kind is Kind.URGENT else 1 if one.is_wrong else 2 if one.is_false_alarm else 3
    return order, -one.chance


def _situations(outcomes: Sequence[Outcome]) -> list[Situation]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        if one.question.kind is Kind.URGENT:
            groups[one.question.group or "not sorted"].append(one)
    taken_for = Counter(one.situation for one in outcomes if one.is_false_alarm)
    for name in taken_for:
        groups.setdefault(name, [])
    found = [Situation(name, len(group), sum(one.is_right for one in group), taken_for[name]) for name, group in groups.items()]
    return sorted(found, key=lambda one: (one.recognised / one.asked if one.asked else 1.0, one.name))


def _reliability(outcomes: Sequence[Outcome]) -> list[Bin]:
    """How often the best topic is right, by how sure the bot was: over topic questions and what the FAQ does not cover."""
    filled: list[list[Outcome]] = [[] for _ in range(BINS)]
    for one in outcomes:
        if one.question.kind in TOPIC_KINDS or one.question.kind is Kind.ABSTAIN:
            filled[min(int(one.chance * BINS), BINS - 1)].append(one)
    return [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            asked=len(several),
            expected=sum(one.chance for one in several) / len(several),
            right=sum(one.best_is_right for one in several),
        )
        for number, several in enumerate(filled)
        if several
    ]


def _point(outcomes: Sequence[Outcome], threshold: float) -> Point:
    single = [one for one in outcomes if one.question.kind in (Kind.ANSWER, Kind.FOLLOWUP)]
    beyond = [one for one in outcomes if one.question.kind is Kind.ABSTAIN]
    answered = [one for one in single if _is_answered(one, threshold)]
    right = sum(one.best_is_right for one in answered)
    false = sum(_is_answered(one, threshold) for one in beyond)
    return Point(threshold, right / (len(single) or 1), (len(answered) - right) / (len(single) or 1), false / (len(beyond) or 1))


def _is_answered(one: Outcome, threshold: float) -> bool:
    return one.answered_up_to > 0 and one.answered_up_to >= threshold


# What may come back besides a topic.
CHOICES, NO_ANSWER, URGENT, SMALL_TALK = "choices", "no answer", "urgent", "small talk"
_WORDS = {
    ReplyKind.SUGGEST: CHOICES,
    ReplyKind.ABSTAIN: NO_ANSWER,
    ReplyKind.URGENT: URGENT,
    ReplyKind.SMALLTALK: SMALL_TALK,
}


def came_back(one: Outcome) -> str:
    """What came back, with the topics' ids or the situation's."""
    if one.kind is ReplyKind.ANSWER:
        return " + ".join(one.topics)
    details = one.situation or ", ".join(one.topics)
    return f"{_WORDS[one.kind]}: {details}" if details else _WORDS[one.kind]


def _came(one: Outcome) -> str:
    """The one topic that came back, the asked one where that is as good, or what came in its place."""
    if one.kind is not ReplyKind.ANSWER:
        return _WORDS[one.kind]
    return one.question.accept[0] if one.best_is_right else one.best
