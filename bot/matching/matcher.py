"""From a reading to the topics it may mean, and how sure that is. One encoder pass a text."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.content.model import AskedKind, Content, Supplement
from bot.language.participants import Role
from bot.language.reading import Reading
from bot.matching.calibration import Calibration, Floats, Logistic, Misread
from bot.matching.classifier import Classifier
from bot.matching.encoder import Encoder
from bot.matching.lessons import DANGER, OUT_OF_SCOPE, SMALL_TALK_PREFIX, Lesson, is_danger_label, lessons
from bot.matching.meaning import Matrix, near_in_meaning
from bot.matching.text_features import similarities

# How much the words of a follow-up weigh by themselves, 0 to 1; the rest of the weight is theirs together with the earlier topic.
OWN_WORDS = 0.15

# By how much, in units of a score, small talk has to beat all else: a message that nothing speaks for is none.
CLEARLY = 0.25

REMEMBERED = 1000  # readings; in memory, and without a word of who asked

# Share of a topic's wordings that name another supplement from which the topic counts as one on combinations.
ABOUT_OTHERS = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Which columns of the scores are which."""

    labels: tuple[str, ...]
    topics: NDArray[np.intp]
    small_talk: NDArray[np.intp]
    out_of_scope: int
    danger: int
    dangers: NDArray[np.intp]  # one a situation

    @classmethod
    def of(cls, labels: Sequence[str]) -> "Columns":
        """Sort a classifier's labels by what they are."""
        return cls(
            labels=tuple(labels),
            topics=np.flatnonzero(["/" in label for label in labels]),
            small_talk=np.flatnonzero([label.startswith(SMALL_TALK_PREFIX) for label in labels]),
            out_of_scope=labels.index(OUT_OF_SCOPE),
            danger=labels.index(DANGER),
            dangers=np.flatnonzero([is_danger_label(label) and label != DANGER for label in labels]),
        )

    def among(self, topics: Container[str]) -> "Columns":
        """The same, with these topics alone."""
        return replace(self, topics=np.array([column for column in self.topics if self.labels[column] in topics], dtype=np.intp))

    def best_topic(self, scores: Matrix) -> int:
        """The column of the topic that scores most."""
        return int(self.topics[scores[self.topics].argmax()])


@dataclass(frozen=True, slots=True)
class Match:
    """What a text may mean."""

    reading: Reading
    columns: Columns
    scores: Matrix  # a label
    asked: Mapping[AskedKind, float]  # how much it is like the wordings of each thing that can be asked, about -1 to 1
    topics: tuple[str, ...]  # all topic ids that were asked for, best first
    chance_right: float  # that the first topic is what was asked, 0 to 1
    chance_in_scope: float  # that any topic is, 0 to 1
    small_talk: str  # id of the small talk that it is most like, where that clearly beats topics and everything else; or empty

    def score(self, label: str) -> float:
        """The raw score of a label, about -1 to 1."""
        return float(self.scores[self.columns.labels.index(label)])


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A wording that a text is like."""

    lesson: Lesson
    words: float  # similarity of what is written, 0 to 1
    meaning: float | None  # cosine -1 to 1; None without an encoder


def refers_to_ours(reading: Reading) -> bool:
    """Whether the text names a supplement of the FAQ or points at it with a pronoun."""
    return bool(reading.supplements) or reading.points


def _names_others(reading: Reading) -> bool:
    """Whether the text names another thing than what it is about."""
    return bool(reading.others) or any(
        mention.role is not Role.SUBJECT and isinstance(mention.named, Supplement) for mention in reading.mentions
    )


def features(reading: Reading, scores: Matrix, columns: Columns) -> list[float]:
    """What the chances are computed from: how the best topics stand against each other and against everything else, and whether
    the text is about something that the FAQ knows to be another subject, or holds words that nobody knows.
    """
    best = np.sort(scores[columns.topics])[::-1][:3].tolist()
    elsewhere = not refers_to_ours(reading)
    others = len(reading.others)
    return [
        best[0],
        best[1],
        sum(best),
        float(scores[columns.out_of_scope]),
        float(scores[columns.small_talk].max(initial=-1.0)),
        float(elsewhere and others > 0),
        float(elsewhere and len(reading.medicines) > 0),
        float(elsewhere and others + len(reading.medicines) > 1),
        len(reading.unknown) / max(1, len(reading.words)),
    ]


def calibrate(
    lessons: Sequence[Lesson],
    readings: Sequence[Reading],
    held_out: Matrix,
    labels: Sequence[str],
    supplements: Sequence[frozenset[str]],
) -> Calibration:
    """Learn what scores are worth from the held-out scores of topic and out-of-scope wordings.

    `supplements` holds the ids of the topics that can be asked of each. A wording is judged as if it were asked of one of those
    that have its topic, of each in turn.
    """
    all_columns = Columns.of(labels)
    each = [(topics, all_columns.among(topics)) for topics in supplements]
    rows, right, ours, misread = [], [], [], []
    for turn, (lesson, reading, scores) in enumerate(zip(lessons, readings, held_out, strict=True)):
        label = next(iter(lesson.labels), "")
        if label == OUT_OF_SCOPE or "/" in label:
            having = [columns for topics, columns in each if label == OUT_OF_SCOPE or label in topics]
            columns = having[turn % len(having)]
            best = columns.best_topic(scores)
            rows.append(features(reading, scores, columns))
            right.append(labels[best] == label)
            ours.append(label != OUT_OF_SCOPE)
            likeliest = max(best, columns.out_of_scope, key=lambda column: float(scores[column]))
            margin = float(scores[likeliest] - scores[labels.index(label)])
            if margin > 0 and label != OUT_OF_SCOPE:
                misread.append(Misread(lesson.phrasing.text, label, labels[likeliest], round(margin, 3)))
    observed: Floats = np.array(rows)
    is_right, is_ours = np.array(right), np.array(ours)
    chance_right = Logistic.fit(observed, is_right)
    naming: dict[str, list[bool]] = {}
    for lesson, reading in zip(lessons, readings, strict=True):
        for label in lesson.labels:
            naming.setdefault(label, []).append(_names_others(reading))
    return Calibration(
        about_others=frozenset(label for label, named in naming.items() if "/" in label and np.mean(named) >= ABOUT_OTHERS),
        right=chance_right,
        in_scope=Logistic.fit(observed, is_ours),
        held_out=np.column_stack([[chance_right.chance(row) for row in rows], is_right, is_ours]).astype(np.float64),
        misread=tuple(misread),
    )


class Matcher:
    """The classifiers of topics and of what is asked, with their encoder and the calibration."""

    def __init__(
        self, classifier: Classifier, asked: Classifier, calibration: Calibration, encoder: Encoder | None, content: Content
    ) -> None:
        """`content`: what the classifiers were fitted on."""
        self.classifier, self.asked = classifier, asked
        self.calibration = calibration
        self.encoder = encoder
        self._content = content
        self._columns = Columns.of(classifier.labels)
        self._kinds = tuple(AskedKind(label) for label in asked.labels)
        self._remembered = lru_cache(REMEMBERED)(self._match)
        self._among = lru_cache(len(content.supplements) * 4)(self._columns.among)

    def nearest(self, text: str, limit: int) -> list[Neighbour]:
        """The wordings whose votes weigh most for a read text, the heaviest first. It takes a second or two."""
        learnt = self.classifier
        words = similarities(learnt.features.matrix([text]), learnt.features.matrix(learnt.texts))[0]
        meaning = learnt.meanings.cosines(self.encoder.encode(text)) if self.encoder and learnt.meanings else None
        votes = words if meaning is None else words + near_in_meaning(meaning)
        rows = np.argsort(-votes, kind="stable")[:limit]
        taught = list(lessons(self._content))
        return [Neighbour(taught[row], float(words[row]), None if meaning is None else float(meaning[row])) for row in rows]

    def is_about_others(self, topic: str) -> bool:
        """Whether a topic's own wordings often name other supplements, as those on combinations do."""
        return topic in self.calibration.about_others

    def match(self, reading: Reading) -> Match:
        """Score one reading against everything that is known; the last REMEMBERED ones are not computed again."""
        return self._remembered(reading)

    def _match(self, reading: Reading) -> Match:
        embedding = self.encoder.encode(reading.text) if self.encoder else None
        asked = dict(zip(self._kinds, self.asked.scores(reading.text, embedding).tolist(), strict=True))
        return self._judge(reading, self.classifier.scores(reading.text, embedding), asked, self._columns)

    def in_light(self, alone: Match, together: Match) -> Match:
        """A follow-up, given what it may mean by itself and together with what was said before."""
        scores = OWN_WORDS * alone.scores + (1 - OWN_WORDS) * together.scores
        return self._judge(together.reading, scores, alone.asked, alone.columns)

    def among(self, match: Match, topics: frozenset[str]) -> Match:
        """The same match with these topics alone in question; `topics` are ids, at least three of them known."""
        return self._judge(match.reading, match.scores, match.asked, self._among(topics))

    def _judge(self, reading: Reading, scores: Matrix, asked: Mapping[AskedKind, float], columns: Columns) -> Match:
        ranked = columns.topics[np.argsort(-scores[columns.topics], kind="stable")].tolist()
        observed = features(reading, scores, columns)
        chance_right = self.calibration.right.chance(observed)
        return Match(
            reading=reading,
            columns=columns,
            scores=scores,
            asked=asked,
            topics=tuple(columns.labels[column] for column in ranked),
            chance_right=chance_right,
            chance_in_scope=max(chance_right, self.calibration.in_scope.chance(observed)),  # what is right is in scope
            small_talk=_small_talk(scores, columns),
        )


def _small_talk(scores: Matrix, columns: Columns) -> str:
    """The id of the small talk that a text is most like, where that clearly beats topics and everything else; or empty."""
    if not columns.small_talk.size:
        return ""
    talk = columns.small_talk[scores[columns.small_talk].argmax()]
    rivals = scores[[columns.best_topic(scores), columns.out_of_scope, columns.danger]]
    return columns.labels[talk].removeprefix(SMALL_TALK_PREFIX) if scores[talk] > rivals.max() + CLEARLY else ""
