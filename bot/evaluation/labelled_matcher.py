"""The bot's classifier and calibration over the labels of any set, each of which stands where the bot has a topic."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.content.model import Content, Topic
from bot.content.phrasing import Phrasing
from bot.evaluation.labelled import Labelled
from bot.language.reading import QuestionReader, Reading
from bot.matching.cache import Cache, Progress
from bot.matching.calibration import Calibration, Chances
from bot.matching.chances import TopicWords, features
from bot.matching.classifier import fit
from bot.matching.columns import Columns
from bot.matching.encoder import Encoder
from bot.matching.english import english_words
from bot.matching.lessons import OUT_OF_SCOPE, Lesson
from bot.matching.meaning import Matrix

FOLDS = 5  # parts that are held out in turn where a set does not say who wrote what

_PREFIX = "label/"  # so that no label is taken for one of the bot's own, such as those of danger


@dataclass(frozen=True, slots=True)
class Found:
    """What the matcher makes of one question."""

    label: str  # the best, as a column of the scores
    chance_right: float
    chance_in_scope: float
    certainty: float


class LabelledMatcher:
    """The bot's classifier and calibration, learnt from labelled texts."""

    def __init__(
        self, rows: Sequence[Labelled], content: Content, encoder: Encoder | None, cache: Cache, progress: Progress | None
    ) -> None:
        """`content` lends the reader its shape; nothing of what stands in it is used."""
        began = time.perf_counter()
        self._encoder = encoder
        self.reader = _reader(rows, content)
        readings = [self.reader.read(row.text) for row in rows]
        texts = [reading.text for reading in readings]
        encoding = time.perf_counter()
        embeddings = cache.embeddings(texts, encoder, progress) if encoder else None
        self.encode_seconds = time.perf_counter() - encoding
        names = [column(row) for row in rows]
        fitted = fit(texts, [frozenset({name}) for name in names], len(rows), _writers(rows, texts), embeddings)
        self.classifier = fitted.classifier
        learnt = fitted.classifier.labels
        self.knows_outside = OUT_OF_SCOPE in learnt
        labels = learnt if self.knows_outside else (*learnt, OUT_OF_SCOPE)
        self._columns = Columns(
            labels=labels,
            topics=np.flatnonzero([label != OUT_OF_SCOPE for label in labels]),
            small_talk=np.zeros(0, dtype=np.intp),
            out_of_scope=labels.index(OUT_OF_SCOPE),
            danger=-1,  # there is none
            dangers=np.zeros(0, dtype=np.intp),
        )
        taught = [Lesson(Phrasing(row.text, row.writer), frozenset({name})) for row, name in zip(rows, names, strict=True)]
        self._words = TopicWords.of(taught, texts)
        foreign = [self._words.foreign(text, row.writer) for row, text in zip(rows, texts, strict=True)]
        self.calibration = self._calibrate(readings, self._whole(fitted.held_out), names, foreign)
        self.learn_seconds = time.perf_counter() - began - self.encode_seconds

    def _calibrate(
        self, readings: Sequence[Reading], held_out: Matrix, names: Sequence[str], foreign: Sequence[float]
    ) -> Calibration:
        """What scores are worth, learnt as the bot learns it; `names` are the columns that the rows belong to,
        `foreign` the shares of their words that no label's texts by another writer hold.
        """
        observed = np.array(
            [
                features(reading, scores, self._columns, share)
                for reading, scores, share in zip(readings, held_out, foreign, strict=True)
            ]
        )
        best = [self._columns.best_topics(scores, 2) for scores in held_out]
        outcomes = (
            np.array([two[0] == name for two, name in zip(best, names, strict=True)]),
            np.array([name in two for two, name in zip(best, names, strict=True)]),
            np.array([name != OUT_OF_SCOPE for name in names]),
        )
        chances = Chances.fit(observed, *outcomes)
        return Calibration(
            chances=chances,
            about_others=frozenset(),
            held_out=Calibration.observed(chances, observed, *outcomes),
        )

    def _whole(self, scores: Matrix) -> Matrix:
        """Scores with a column for out of scope: where nothing such was learnt, nothing is like it."""
        if self.knows_outside:
            return scores
        padding = np.full((*scores.shape[:-1], 1), -1, dtype=np.float32)
        return np.concatenate([scores, padding], axis=-1)

    def _best(self, scores: Matrix) -> str:
        return self._columns.labels[self._columns.best_topic(scores)]

    def match(self, text: str) -> Found:
        """Read and score one question."""
        reading = self.reader.read(text)
        embedding = self._encoder.encode(reading.text) if self._encoder else None
        scores = self._whole(self.classifier.scores(reading.text, embedding))
        observed = features(reading, scores, self._columns, self._words.foreign(reading.text))
        chances = self.calibration.chances
        ours, certainty = chances.in_scope.chance(observed), chances.certainty(observed)
        return Found(self._best(scores), chances.right(observed), ours, certainty)


def _reader(rows: Sequence[Labelled], content: Content) -> QuestionReader:
    """The bot's reader, which knows no names, and repairs spelling by the words of the texts in scope."""
    phrasings = tuple(Phrasing(row.text, row.writer) for row in rows if row.label is not None)
    nameless = replace(content.most_asked[0], names=(), forms={})
    lent = replace(
        content,
        topics={"": Topic(id="", category="", title="", related=(), phrasings=phrasings)},
        supplements={nameless.id: nameless},
        medicines=(),
        others=(),
        cards=(),
        vocabulary={},
        sign_words={},
    )
    return QuestionReader(lent, english_words())


def column(row: Labelled) -> str:
    """The column of the scores that belongs to a row's label."""
    return OUT_OF_SCOPE if row.label is None else _PREFIX + row.label


def _writers(rows: Sequence[Labelled], texts: Sequence[str]) -> list[str]:
    """Who wrote each row; where a set names fewer than two writers, a fold in the place of each, the same for equal texts."""
    if len({row.writer for row in rows}) > 1:
        return [row.writer for row in rows]
    return [str(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % FOLDS) for text in texts]
