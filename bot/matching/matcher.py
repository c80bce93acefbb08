"""From a reading to the topics it may mean, and how sure that is. One encoder pass a text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

import numpy as np

from bot.content.model import AskedKind, Content, Supplement
from bot.language.reading import Reading
from bot.matching.calibration import Calibration
from bot.matching.chances import TopicWords, features
from bot.matching.classifier import Classifier
from bot.matching.columns import Columns
from bot.matching.encoder import Encoder, Vector
from bot.matching.lessons import SMALL_TALK_PREFIX, Lesson, lessons
from bot.matching.meaning import Matrix, near_in_meaning
from bot.matching.points import FoundPoint, PointMatcher, nearest_wording
from bot.matching.text_features import similarities

# How much the words of a follow-up weigh by themselves, 0 to 1; the rest of the weight is theirs together with the earlier topic.
OWN_WORDS = 0.15

# By how much, in units of a score, small talk has to beat all else: a message that nothing speaks for is none.
CLEARLY = 0.25

# By how much, in units of a score, a topic may beat a finer one of its own and yet come after it: its answer is a button away.
FINER_NEAR = 0.15

# The chance, 0 to 1, from which a message asks for a point of another supplement than the one that it is about.
OTHERS_FROM = 0.6
TIES = 5  # decimals of a vote that count when wordings are ranked: texts that read the same differ in the seventh
REMEMBERED = 1000  # readings; in memory, and without a word of who asked


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
    certainty: float  # what decides on answering, 0 to 1; see Chances
    certainty_of_two: float  # the same for answering with the first two topics
    small_talk: str  # id of the small talk that it is most like, where that clearly beats topics and everything else; or empty
    meaning: Vector | None  # the embedding of the reading's text; None without an encoder

    def score(self, label: str) -> float:
        """The raw score of a label, about -1 to 1."""
        return float(self.scores[self.columns.labels.index(label)])


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A wording that a text is like."""

    lesson: Lesson
    words: float  # similarity of what is written, 0 to 1
    meaning: float | None  # cosine -1 to 1; None without an encoder


class Matcher:
    """The classifiers of topics and of what is asked, and the points, with their encoder and the calibration."""

    def __init__(
        self,
        classifier: Classifier,
        asked: Classifier,
        points: PointMatcher,
        calibration: Calibration,
        words: TopicWords,
        encoder: Encoder | None,
        content: Content,
    ) -> None:
        """`words` are those of the topics' wordings; `content`: what all of these were fitted on."""
        self.classifier, self.asked, self._points = classifier, asked, points
        self.calibration = calibration
        self.encoder = encoder
        self._content = content
        self._columns = Columns.of(classifier.labels)
        self._words = words
        self._parents = {topic.id: topic.parent for topic in content.topics.values() if topic.parent}
        self._kinds = tuple(AskedKind(label) for label in asked.labels)
        self._remembered = lru_cache(REMEMBERED)(self._match)
        self._among = lru_cache(len(content.supplements) * 4)(self._columns.among)

    def nearest(self, text: str, limit: int) -> list[Neighbour]:
        """The wordings whose votes weigh most for a read text, the heaviest first, and of equal ones the first taught. It takes
        a second or two.
        """
        learnt = self.classifier
        words = similarities(learnt.features.matrix([text]), learnt.features.matrix(learnt.texts))[0]
        meaning = learnt.meanings.cosines(self.encoder.encode(text)) if self.encoder and learnt.meanings else None
        votes = words if meaning is None else words + near_in_meaning(meaning)
        rows = np.argsort(-votes.round(TIES), kind="stable")[:limit]
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
        return self._judge(reading, embedding, self.classifier.scores(reading.text, embedding), asked, self._columns)

    def point(self, alone: Match, match: Match, subject: Supplement, others: Iterable[Supplement]) -> FoundPoint | None:
        """The likeliest point of the subject, or from OTHERS_FROM on a likelier one of others that take part; `alone` is a
        message by itself, `match` has its topics in the light of what was said.
        """
        best, nearest = match.score(match.topics[0]), nearest_wording(self.classifier, alone.meaning)
        words = " ".join(alone.reading.words)
        own, *further = [
            self._points.likeliest(one.id, words, alone.meaning, match.score, best, nearest) for one in (subject, *others)
        ]
        least = max(OTHERS_FROM, own.chance if own else 0.0)
        return max((one for one in further if one and one.chance > least), key=attrgetter("chance"), default=own)

    def in_light(self, alone: Match, together: Match) -> Match:
        """A follow-up, given what it may mean by itself and together with what was said before."""
        scores = OWN_WORDS * alone.scores + (1 - OWN_WORDS) * together.scores
        return self._judge(together.reading, together.meaning, scores, alone.asked, alone.columns)

    def among(self, match: Match, topics: frozenset[str]) -> Match:
        """The same match with these topics alone in question; `topics` are ids, at least three of them known."""
        return self._judge(match.reading, match.meaning, match.scores, match.asked, self._among(topics))

    def _judge(
        self, reading: Reading, meaning: Vector | None, scores: Matrix, asked: Mapping[AskedKind, float], columns: Columns
    ) -> Match:
        ranked = self._finer_first(columns.topics[np.argsort(-scores[columns.topics], kind="stable")].tolist(), scores)
        observed = features(reading, scores, columns, self._words.foreign(reading.text))
        chances = self.calibration.chances
        return Match(
            reading=reading,
            columns=columns,
            scores=scores,
            asked=asked,
            topics=tuple(columns.labels[column] for column in ranked),
            chance_right=chances.right(observed),
            chance_in_scope=chances.in_scope.chance(observed),
            certainty=chances.certainty(observed),
            certainty_of_two=chances.certainty_of_two(observed),
            small_talk=_small_talk(scores, columns),
            meaning=meaning,
        )

    def _finer_first(self, ranked: list[int], scores: Matrix) -> list[int]:
        """The ranked columns of topics, a finer topic before its parent where that is the best and hardly better."""
        labels, best = self.classifier.labels, ranked[0]
        for column in ranked[1:]:
            if scores[column] < scores[best] - FINER_NEAR:
                break
            if self._parents.get(labels[column]) == labels[best]:
                return [column, *(other for other in ranked if other != column)]
        return ranked


def _small_talk(scores: Matrix, columns: Columns) -> str:
    """The id of the small talk that a text is most like, where that clearly beats topics and everything else; or empty."""
    if not columns.small_talk.size:
        return ""
    talk = columns.small_talk[scores[columns.small_talk].argmax()]
    rivals = scores[[columns.best_topic(scores), columns.out_of_scope, columns.danger]]
    return columns.labels[talk].removeprefix(SMALL_TALK_PREFIX) if scores[talk] > rivals.max() + CLEARLY else ""
