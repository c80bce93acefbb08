"""Puts the engine together: content, reader, classifier, alarm. What is costly comes from the cache where it can."""

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from itertools import compress

import numpy as np

from bot.answering.asked import what_is_asked
from bot.answering.engine import Engine, Tolerance
from bot.answering.listener import is_unreadable
from bot.answering.subject import Subjects
from bot.content.model import AskedKind, Content
from bot.language.reading import QuestionReader, Reading, words_of_topics
from bot.matching.asked import asked_lessons
from bot.matching.cache import Cache, Progress, code_version
from bot.matching.calibration import Calibration, Chances, Logistic, Misread
from bot.matching.chances import TopicWords, calibrate
from bot.matching.classifier import Classifier, fit
from bot.matching.encoder import Encoder
from bot.matching.english import english_words
from bot.matching.lessons import OUT_OF_SCOPE, lessons
from bot.matching.matcher import Matcher
from bot.matching.meaning import Matrix
from bot.matching.points import PointFit, PointMatcher, point_wordings
from bot.matching.points_learning import examples, fit_points
from bot.safety.alarm import Alarm, learn

log = logging.getLogger(__name__)

_TOPICS, _ASKED = "classifier", "asked"  # the fits, as the cache names them


def _key(content: Content, encoder: Encoder | None) -> str:
    """Names everything that the fitted classifier depends on; answers are not part of it."""
    digest = hashlib.sha256((code_version() + (encoder.id if encoder else "letters")).encode())
    for lesson in lessons(content):
        digest.update(repr((lesson.phrasing, sorted(lesson.labels), lesson.only_danger)).encode())
    digest.update(repr(sorted((topic.id, topic.parent) for topic in content.topics.values())).encode())
    digest.update(
        repr([(one, place, phrasing.text, phrasing.writer) for one, place, phrasing in point_wordings(content)]).encode()
    )
    names = [
        *(
            (item.id, item.name, item.names, item.form_of, item.short_names, item.weak_names, sorted(item.forms.items()))
            for item in content.most_asked
        ),
        *((item.id, item.stand_in, item.names, item.words) for item in content.medicines),
        *((item.name, item.names) for item in content.others),
        *((item.name, item.names) for item in content.cards),
    ]
    digest.update(repr((names, sorted(content.asked.items()), sorted(content.vocabulary.items()))).encode())
    digest.update(
        repr((sorted(content.sign_words.items()), content.units, [(flag.id, flag.signs) for flag in content.red_flags])).encode()
    )
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What is learnt from the wordings."""

    topics: Classifier
    asked: Classifier
    points: PointFit
    calibration: Calibration
    danger: Logistic
    words: TopicWords
    counts: Mapping[str, int]  # how often each word stands in the topics' wordings


def _learn(content: Content, encoder: Encoder | None, cache: Cache, progress: Progress | None) -> _Learnt:
    counts = words_of_topics(content)
    reader = QuestionReader(content, english_words(), counts)
    taught, asked, finer = list(lessons(content)), list(asked_lessons(content)), list(point_wordings(content))
    wordings = (*(one.phrasing for one in taught), *(one for one, _ in asked), *(one for _, _, one in finer))
    readings = [reader.read_phrasing(phrasing.text) for phrasing in wordings]
    words = [" ".join(reading.words) for reading in readings]
    texts = [*(reading.text for reading in readings[: len(taught) + len(asked)]), *words[len(taught) + len(asked) :]]
    embeddings = cache.embeddings(texts, encoder, progress) if encoder else None
    mine, rest = slice(len(taught)), slice(len(taught), len(taught) + len(asked))
    of_points = slice(len(taught) + len(asked), None)
    fitted = fit(
        texts[mine],
        [lesson.labels for lesson in taught],
        sum(not lesson.only_danger for lesson in taught),
        [lesson.phrasing.writer for lesson in taught],
        None if embeddings is None else embeddings[mine],
    )
    kinds = fit(
        texts[rest],
        [frozenset({kind.value}) for _, kind in asked],
        len(asked),
        [phrasing.writer for phrasing, _ in asked],
        None if embeddings is None else embeddings[rest],
    )
    labels = fitted.classifier.labels
    # What is refused as unreadable, or as a question about medicines alone, never comes to a chance.
    open_to = [
        not (
            OUT_OF_SCOPE in lesson.labels
            and (
                is_unreadable(reading)
                or (
                    reading.is_about_medicines_alone
                    and _asked(kinds.classifier, reading, None if embeddings is None else embeddings[row]) is AskedKind.NONE
                )
            )
        )
        for row, (lesson, reading) in enumerate(zip(taught, readings[mine], strict=True))
    ]
    topics_of_each = Subjects(content).topics_of_each()
    calibration = calibrate(
        list(compress(taught, open_to)),
        list(compress(readings[mine], open_to)),
        fitted.held_out[open_to],
        labels,
        topics_of_each,
        {topic.id: topic.parent for topic in content.topics.values() if topic.parent},
    )
    danger = learn(content, taught, readings[mine], fitted.held_out, labels)
    points = fit_points(
        content,
        words[of_points],
        None if embeddings is None else embeddings[of_points],
        labels,
        topics_of_each,
        examples(content, texts, words, embeddings, fitted),
    )
    of_topics = TopicWords.of(taught, texts[mine])
    return _Learnt(fitted.classifier, kinds.classifier, points, calibration, danger, of_topics, counts)


def _asked(kinds: Classifier, reading: Reading, embedding: Matrix | None) -> AskedKind:
    """What a wording asks where a supplement is known."""
    scores = kinds.scores(reading.text, embedding).tolist()
    return what_is_asked(
        reading, dict(zip(map(AskedKind, kinds.labels), scores, strict=True)), reading.supplements, is_meant=True
    )[0]


def _store(cache: Cache, key: str, learnt: _Learnt) -> None:
    calibration = learnt.calibration
    values = {
        "right_if_so": calibration.chances.right_if_so.weights,
        "of_two_if_so": calibration.chances.of_two_if_so.weights,
        "in_scope": calibration.chances.in_scope.weights,
        "about_others": sorted(calibration.about_others),
        "held_out": calibration.held_out.tolist(),
        "misread": [astuple(row) for row in calibration.misread],
        "danger": learnt.danger.weights,
        "words": learnt.words.writers,
        "counts": learnt.counts,
    }
    cache.store_points(key, learnt.points)
    cache.store_fit(_ASKED, key, learnt.asked, {})
    cache.store_fit(_TOPICS, key, learnt.topics, values)


def _load(cache: Cache, key: str) -> _Learnt | None:
    topics, asked, points = cache.load_fit(_TOPICS, key), cache.load_fit(_ASKED, key), cache.load_points(key)
    if not topics or not asked or not points:
        return None
    classifier, values = topics
    calibration = Calibration(
        Chances(*(Logistic(tuple(values[name])) for name in ("in_scope", "right_if_so", "of_two_if_so"))),
        frozenset(values["about_others"]),
        np.array(values["held_out"]),
        tuple(Misread(*row) for row in values["misread"]),
    )
    danger, words = Logistic(tuple(values["danger"])), TopicWords(values["words"])
    return _Learnt(classifier, asked[0], points, calibration, danger, words, values["counts"])


def build_engine(
    content: Content,
    encoder: Encoder | None,
    cache: Cache,
    tolerance: Tolerance | None = None,
    progress: Progress | None = None,
    learn_aside: Callable[[], None] | None = None,
    supplement: str = "",
) -> Engine:
    """An engine over a content.

    `progress` hears how many new wordings have been encoded, of how many; on a cold start that takes most of the time.
    `supplement` is the id of the one that is meant where none is named; empty for none.
    `learn_aside` is called where the cache lacks what has to be learnt, and may put it there; else it is learnt here.
    """
    began = time.perf_counter()
    key = _key(content, encoder)
    learnt = _load(cache, key)
    if not learnt and learn_aside:
        learn_aside()
        learnt = _load(cache, key)
    stored = learnt is not None
    if not learnt:
        learnt = _learn(content, encoder, cache, progress)
        _store(cache, key, learnt)
    classifier, points = learnt.topics, PointMatcher(content, learnt.points)
    reader = QuestionReader(content, english_words(), learnt.counts)
    matcher = Matcher(classifier, learnt.asked, points, learnt.calibration, learnt.words, encoder, content)
    alarm = Alarm(content, classifier.labels, learnt.danger)
    seconds = time.perf_counter() - began
    log.info("ready with %d wordings in %.1f s (%s)", len(classifier.texts), seconds, "cached" if stored else "learnt")
    return Engine(content, reader, matcher, alarm, tolerance or Tolerance(), supplement)
