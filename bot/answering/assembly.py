"""Puts the engine together: content, reader, classifier, alarm. What is costly comes from the cache where it can."""

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import astuple

import numpy as np

from bot.answering.engine import Engine, Tolerance
from bot.content.model import Content
from bot.language.reading import QuestionReader
from bot.matching.cache import Cache, Progress, code_version
from bot.matching.calibration import Calibration, Logistic, Misread
from bot.matching.classifier import Classifier, fit
from bot.matching.encoder import Encoder, english_words
from bot.matching.lessons import lessons
from bot.matching.matcher import Matcher, calibrate
from bot.safety.alarm import Alarm, learn

log = logging.getLogger(__name__)


def _key(content: Content, encoder: Encoder | None) -> str:
    """Names everything that the fitted classifier depends on; answers are not part of it."""
    digest = hashlib.sha256((code_version() + (encoder.id if encoder else "letters")).encode())
    for lesson in lessons(content):
        digest.update(repr((lesson.phrasing, sorted(lesson.labels), lesson.only_danger)).encode())
    names = [
        *((item.id, item.names) for item in content.supplements.values()),
        *((item.stand_in, item.names) for item in content.medicines),
        *((item.name, item.names, item.form) for item in content.others),
    ]
    digest.update(repr((names, content.default_supplement, sorted(content.vocabulary.items()))).encode())
    digest.update(
        repr(
            (sorted(content.sign_words.items()), content.units, [(flag.signs, flag.about) for flag in content.red_flags])
        ).encode()
    )
    return digest.hexdigest()


def _train(
    content: Content,
    reader: QuestionReader,
    encoder: Encoder | None,
    cache: Cache,
    progress: Progress | None,
) -> tuple[Classifier, Calibration, Logistic]:
    taught = list(lessons(content))
    readings = [reader.read_phrasing(lesson.phrasing.text) for lesson in taught]
    texts = [reading.text for reading in readings]
    embeddings = cache.embeddings(texts, encoder, progress) if encoder else None
    fitted = fit(
        texts,
        [lesson.labels for lesson in taught],
        sum(not lesson.only_danger for lesson in taught),
        [lesson.phrasing.writer for lesson in taught],
        embeddings,
    )
    labels = fitted.classifier.labels
    calibration = calibrate(taught, readings, fitted.held_out, labels)
    return fitted.classifier, calibration, learn(content, taught, readings, fitted.held_out, labels)


def build_engine(
    content: Content,
    encoder: Encoder | None,
    cache: Cache,
    tolerance: Tolerance | None = None,
    progress: Progress | None = None,
    learn_aside: Callable[[], None] | None = None,
) -> Engine:
    """An engine over a content.

    `progress` hears how many new wordings have been encoded, of how many; on a cold start that takes most of the time.
    `learn_aside` is called where the cache lacks what has to be learnt, and may put it there; else it is learnt here.
    """
    began = time.perf_counter()
    reader = QuestionReader(content, english_words())
    key = _key(content, encoder)
    stored = cache.load_fit(key)
    if not stored and learn_aside:
        learn_aside()
        stored = cache.load_fit(key)
    if stored:
        classifier, values = stored
        calibration = Calibration(
            Logistic(tuple(values["right"])),
            Logistic(tuple(values["in_scope"])),
            frozenset(values["about_others"]),
            np.array(values["held_out"]),
            tuple(Misread(*row) for row in values["misread"]),
        )
        danger = Logistic(tuple(values["danger"]))
    else:
        classifier, calibration, danger = _train(content, reader, encoder, cache, progress)
        values = {
            "right": calibration.right.weights,
            "in_scope": calibration.in_scope.weights,
            "about_others": sorted(calibration.about_others),
            "held_out": calibration.held_out.tolist(),
            "misread": [astuple(row) for row in calibration.misread],
            "danger": danger.weights,
        }
        cache.store_fit(key, classifier, values)
    matcher = Matcher(classifier, calibration, encoder, content)
    alarm = Alarm(content, classifier.labels, danger)
    seconds = time.perf_counter() - began
    log.info("ready with %d wordings in %.1f s (%s)", len(classifier.texts), seconds, "cached" if stored else "learnt")
    return Engine(content, reader, matcher, alarm, tolerance or Tolerance())
