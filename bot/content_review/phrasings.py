"""Phrasings that may stand in the wrong topic, and topics that nobody tries."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.content.model import Content
from bot.content.places import Place, topic_place
from bot.content_review.finding import Finding, Kind
from bot.content_review.lines import Lines
from bot.evaluation.golden import Question
from bot.matching.lessons import OUT_OF_SCOPE, SMALL_TALK_PREFIX, Lesson

# How far above the own topic's score, on a scale of about -1 to 1, another's has to be. With its whole writer held out, one
# phrasing in nine is taken for something else by a hair; from here on it is one in a hundred, and worth a look.
CLEARLY = 0.5
BLOCK = 500  # texts that are compared with others at once
ALIKE = 95  # token_sort_ratio, 0 to 100: two texts with at most a letter or two between them, in whatever order of words


def _place(content: Content, lesson: Lesson) -> Place:
    """The file of a lesson, and the keys that lead to it."""
    phrasing, label = lesson.phrasing, min(lesson.labels, key=len)
    if label in content.topics:
        path, keys = topic_place(content.topics[label])
        return path, (*keys, "questions", phrasing.writer, phrasing.text)
    if label == OUT_OF_SCOPE:
        return "not-covered.yaml", ("questions", phrasing.writer, phrasing.text)
    return "smalltalk.yaml", (label.removeprefix(SMALL_TALK_PREFIX), "phrasings", phrasing.writer, phrasing.text)


def _named(label: str) -> str:
    """A label as editors know it."""
    return {OUT_OF_SCOPE: "the questions of not-covered.yaml"}.get(label, label.replace(SMALL_TALK_PREFIX, "the small talk "))


def review_places(engine: Engine, lines: Lines) -> Iterator[Finding]:
    """Phrasings that the bot would clearly take for something else, had it learnt nothing from their writer.

    Nothing can be said of a topic that has one writer only.
    """
    for one in engine.matcher.calibration.misread:
        writers = {phrasing.text: phrasing.writer for phrasing in engine.content.topics[one.topic].phrasings}
        if one.margin >= CLEARLY and len(set(writers.values())) > 1:
            path, keys = topic_place(engine.content.topics[one.topic])
            line = lines.of(path, *keys, "questions", writers[one.text], one.text)
            message = f"{one.text!r} reads more like {_named(one.taken_for)} than {one.topic}; move it, reword it or take it out"
            yield Finding(path, line, Kind.MISPLACED, message)


def review_duplicates(content: Content, lessons: Sequence[Lesson], texts: Sequence[str], lines: Lines) -> Iterator[Finding]:
    """Phrasings of different topics that are all but the same. `texts` are the lessons as the bot reads them.

    Dangers are left out: there a word more or less is what makes the difference.
    """
    kept = [(lesson, text) for lesson, text in zip(lessons, texts, strict=True) if lesson.labels and not lesson.is_danger]
    words = [" ".join(sorted(text.split())) for _, text in kept]  # sorted once here, not again for every pair
    for first, second in _alike(words):
        one, other = kept[first][0], kept[second][0]
        if one.labels != other.labels:
            path, keys = _place(content, other)
            its_path, its_keys = _place(content, one)
            there = f"{its_path}:{lines.of(its_path, *its_keys)}"
            message = (
                f"{other.phrasing.text!r} is all but the same as {one.phrasing.text!r} under {_named(min(one.labels))} ({there})"
            )
            yield Finding(path, lines.of(path, *keys), Kind.NEAR_DUPLICATE, message)


def _alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of each two texts that are ALIKE, the earlier first.

    Of two such texts the longer has at most (200 - ALIKE) / ALIKE of the shorter's letters, so most pairs need no look.
    """
    by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    lengths = [len(texts[place]) for place in by_length]
    for start in range(0, len(texts), BLOCK):
        shorter = by_length[start : start + BLOCK]
        longest = len(texts[shorter[-1]]) * (200 - ALIKE) / ALIKE
        others = by_length[start : bisect_right(lengths, longest)]
        alike = process.cdist(
            [texts[place] for place in shorter],
            [texts[place] for place in others],
            scorer=fuzz.ratio,
            score_cutoff=ALIKE,
            dtype=np.uint8,
            workers=-1,
        )
        for row, column in zip(*np.nonzero(alike), strict=True):
            if column > row:
                first, second = sorted((shorter[row], others[column]))
                yield first, second


def review_reach(engine: Engine, questions: Iterable[Question], lines: Lines) -> Iterator[Finding]:
    """Topics that no golden question expects, or whose golden questions all miss them."""
    by_topic: dict[str, list[Question]] = {}
    for question in questions:
        for wanted in question.accept:
            without_supplement = "/".join(wanted.split("/")[-2:])
            by_topic.setdefault(without_supplement, []).append(question)
    for topic in engine.content.topics.values():
        asked = sorted(by_topic.get(topic.id, []), key=lambda question: sum(map(len, question.key)))  # the shortest cost least
        if not any(_reaches(engine, topic.id, question) for question in asked):
            path, keys = topic_place(topic)
            line = lines.of(path, *keys)
            why = f"all {len(asked)} golden questions on it miss it" if asked else "no golden question asks for it"
            yield Finding(path, line, Kind.UNREACHED, f"{topic.id} is not reached: {why}")


def _reaches(engine: Engine, topic: str, question: Question) -> bool:
    """Whether the reply to a question answers or offers a topic, of whichever supplement."""
    conversation = Conversation(question.supplement if question.supplement in engine.content.supplements else "")
    *_, reply = [engine.ask(text, conversation) for text in question.key]
    return any(told.ref.topic == topic for told in reply.topics)
