"""What the chances of being right, and of being in scope, are computed from, and how that is learnt from held-out wordings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.content.model import Supplement
from bot.language.participants import Role
from bot.language.reading import Reading
from bot.matching.calibration import Calibration, Chances, Floats, Misread
from bot.matching.columns import Columns
from bot.matching.lessons import OUT_OF_SCOPE, Lesson, is_topic_label
from bot.matching.meaning import Matrix

# Share of a topic's wordings that name another supplement from which the topic counts as one on combinations.
ABOUT_OTHERS = 0.2

_SEVERAL = ""  # in the place of a writer, for a word that more than one of them used


@dataclass(frozen=True, slots=True)
class TopicWords:
    """The words of the topics' wordings, with the one writer who used each, or _SEVERAL."""

    writers: Mapping[str, str]

    @classmethod
    def of(cls, lessons: Iterable[Lesson], texts: Iterable[str]) -> "TopicWords":
        """Collect them from the lessons on topics; `texts` are the lessons as they are matched."""
        writers: dict[str, str] = {}
        for lesson, text in zip(lessons, texts, strict=True):
            if any(map(is_topic_label, lesson.labels)):
                for word in text.split():
                    writer = writers.setdefault(word, lesson.phrasing.writer)
                    if writer != lesson.phrasing.writer:
                        writers[word] = _SEVERAL
        return cls(writers)

    def foreign(self, text: str, writer: str | None = None) -> float:
        """The share of a matched text's words, 0 to 1, that no topic's wording holds, those of one writer left out."""
        words = text.split()
        return sum(self.writers.get(word, writer) == writer for word in words) / max(1, len(words))


def _names_others(reading: Reading) -> bool:
    """Whether the text names another thing than what it is about."""
    return bool(reading.others) or any(
        mention.role is not Role.SUBJECT and isinstance(mention.named, Supplement) for mention in reading.mentions
    )


def features(reading: Reading, scores: Matrix, columns: Columns, foreign: float) -> list[float]:
    """What the chances are computed from: how the best topics stand against each other and against everything else, and whether
    the text is about something that the FAQ knows to be another subject, or holds words that nobody or no topic knows.

    `foreign` is the share of its words, 0 to 1, that no topic's wording holds (see TopicWords).
    """
    best = np.sort(scores[columns.topics])[::-1][:3].tolist()
    elsewhere = not reading.refers_to_ours
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
        foreign,
        float(not elsewhere),
    ]


def calibrate(
    lessons: Sequence[Lesson],
    readings: Sequence[Reading],
    held_out: Matrix,
    labels: Sequence[str],
    supplements: Sequence[frozenset[str]],
    parents: Mapping[str, str],
) -> Calibration:
    """Learn what scores are worth from the held-out scores of topic and out-of-scope wordings.

    `supplements` holds the ids of the topics that can be asked of each. A wording is judged as if it were asked of one of those
    that have its topic, of each in turn. `parents` has the wider topic of each that has one: a topic and its parent, or two of
    one parent, stand for each other, as a button leads from one to the other.
    """
    all_columns = Columns.of(labels)
    words = TopicWords.of(lessons, [reading.text for reading in readings])
    each = [(topics, all_columns.among(topics)) for topics in supplements]
    rows, right, of_two, ours, misread = [], [], [], [], []
    for turn, (lesson, reading, scores) in enumerate(zip(lessons, readings, held_out, strict=True)):
        label = next(iter(lesson.labels), "")
        if label == OUT_OF_SCOPE or is_topic_label(label):
            having = [columns for topics, columns in each if label == OUT_OF_SCOPE or label in topics]
            columns = having[turn % len(having)]
            best = columns.best_topic(scores)
            rows.append(features(reading, scores, columns, words.foreign(reading.text, lesson.phrasing.writer)))
            families = [parents.get(one, one) for one in (label, *columns.best_topics(scores, 2))]
            right.append(families[1] == families[0])
            of_two.append(families[0] in families[1:])
            ours.append(label != OUT_OF_SCOPE)
            likeliest = max(best, columns.out_of_scope, key=lambda column: float(scores[column]))
            margin = float(scores[likeliest] - scores[labels.index(label)])
            if margin > 0 and label != OUT_OF_SCOPE:
                misread.append(Misread(lesson.phrasing.text, label, labels[likeliest], round(margin, 3)))
    observed: Floats = np.array(rows)
    outcomes = np.array(right), np.array(of_two), np.array(ours)
    chances = Chances.fit(observed, *outcomes)
    naming: dict[str, list[bool]] = {}
    for lesson, reading in zip(lessons, readings, strict=True):
        for label in lesson.labels:
            naming.setdefault(label, []).append(_names_others(reading))
    return Calibration(
        about_others=frozenset(
            label for label, named in naming.items() if is_topic_label(label) and np.mean(named) >= ABOUT_OTHERS
        ),
        chances=chances,
        held_out=Calibration.observed(chances, observed, *outcomes),
        misread=tuple(misread),
    )
