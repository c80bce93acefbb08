"""Time of one question, text in to Reply out, beside the encoder's own pass on the same text."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answering.engine import Engine
from bot.content.model import Content
from bot.language.reading import QuestionReader
from bot.matching.encoder import Encoder, Vector
from bot.matching.english import english_words
from bot.matching.lessons import lessons
from tests.benchmark.timing import Timing, timed

WARM_UP = 20  # topic titles that are asked before time is taken


class CountedEncoder:
    """An encoder that counts its passes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.id = encoder.id
        self.passes = 0

    def encode(self, text: str) -> Vector:
        """The embedding of one text."""
        self.passes += 1
        return self._encoder.encode(text)

    def encode_all(self, texts: Sequence[str]) -> Iterator[tuple[int, Vector]]:
        """The embeddings of many; these are no passes that a question costs."""
        return self._encoder.encode_all(texts)


@dataclass(frozen=True, slots=True)
class Speed:
    """What a question costs on one content."""

    content: str  # which content
    phrasings: int  # of topics
    wordings: int  # all that the classifier learns from: phrasings, out-of-scope questions, small talk, dangers
    questions: int  # how many were asked
    with_encoder: Timing
    encoder_pass: Timing  # on the same read texts
    ratio: float  # median over the questions of time with the encoder / the encoder's own pass
    read_once: float  # share, 0 to 1, of questions that took one pass; others hold several pieces
    ratio_read_once: float | None  # the same median over those; None where there are none
    without_encoder: Timing


def reduced(content: Content, phrasings: int) -> Content:
    """The content with at most so many phrasings a topic, taken evenly from them all; all else as it is."""
    topics = {}
    for topic in content.topics.values():
        step = max(1.0, len(topic.phrasings) / phrasings)
        kept = tuple(topic.phrasings[int(number * step)] for number in range(min(phrasings, len(topic.phrasings))))
        topics[topic.id] = dataclasses.replace(topic, phrasings=kept)
    return dataclasses.replace(content, topics=topics)


def measure_speed(
    content: str, engine: Engine, encoder: CountedEncoder, plain: Encoder, letters: Engine, questions: Sequence[str]
) -> Speed:
    """Ask distinct questions, each for the first time.

    `engine` uses `encoder`, which counts the passes of `plain`; `letters` is the same without an encoder. A question and the
    encoder's pass are measured in pairs, now the one first and now the other, so that both meet the same moods of the machine.
    """
    reader = QuestionReader(engine.content, english_words())
    for topic in list(engine.content.topics.values())[:WARM_UP]:
        engine.ask(topic.title)
        letters.ask(topic.title)
        plain.encode(topic.title)
    asked, alone, passes = [], [], []
    for number, question in enumerate(questions):
        text = reader.read(question).text
        if number % 2:
            alone.append(timed(plain.encode, text)[1])
        before = encoder.passes
        asked.append(timed(engine.ask, question)[1])
        passes.append(encoder.passes - before)
        if not number % 2:
            alone.append(timed(plain.encode, text)[1])
    # By themselves: where there is no encoder, no encoder empties the processor's caches between two questions.
    without = [timed(letters.ask, question)[1] for question in questions]
    ratios, once = np.array(asked) / np.array(alone), np.array(passes) == 1
    return Speed(
        content=content,
        phrasings=sum(len(topic.phrasings) for topic in engine.content.topics.values()),
        wordings=len(list(lessons(engine.content))),
        questions=len(questions),
        with_encoder=Timing.of(asked),
        encoder_pass=Timing.of(alone),
        ratio=float(np.median(ratios)),
        read_once=float(once.mean()),
        ratio_read_once=float(np.median(ratios[once])) if once.any() else None,
        without_encoder=Timing.of(without),
    )
