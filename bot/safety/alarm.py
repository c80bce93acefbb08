"""Is somebody in danger? The classifier's scores and the readable signs, weighed together.

The weights are learnt from held-out scores of the danger examples against the look-alikes and all ordinary wordings. When
in doubt it errs towards help: RAISE is far below one half.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.content.model import Content, RedFlag
from bot.language.reading import Reading
from bot.matching.calibration import Logistic
from bot.matching.classifier import Matrix
from bot.matching.lessons import DANGER_PREFIX, Lesson
from bot.matching.matcher import Columns
from bot.safety.signs import SignReader, Signs

# Chances, 0 to 1. Above RAISE the reply is the urgent one; above MENTION an answer or a choice carries the line on when to
# call for help. RAISE is low because a missed emergency costs far more than a needless alarm.
RAISE = 0.2
MENTION = 0.04
# Situations that score this close to the best fit as well, and the more urgent of them is answered.
NEAR = 0.1
# How strongly the weights are pulled towards nought: there are many, and some of the words are rare.
PULL = 1.0


@dataclass(frozen=True, slots=True)
class Danger:
    """What the alarm makes of a message."""

    chance: float  # that somebody is in danger, 0 to 1
    situation: RedFlag  # the likeliest
    signs: frozenset[str]  # situations whose signs are there


class Alarm:
    """Built once from the content; `weights` are learnt by `learn` or come from the cache."""

    def __init__(self, content: Content, labels: Sequence[str], weights: Logistic) -> None:
        self._flags = {flag.id: flag for flag in content.red_flags}
        self._ranks = {flag.id: content.actions[flag.action].rank for flag in content.red_flags}
        self._signs = SignReader(content)
        self._lists = sorted(content.sign_words)
        self._columns = Columns.of(labels)
        self.weights = weights

    def check(self, reading: Reading, scores: Matrix) -> Danger:
        """Weigh one message; `scores` are the classifier's."""
        signs = self._signs.read(reading.words)
        chance = self.weights.chance(_features(signs, self._lists, scores, self._columns))
        by_flag = {
            self._columns.labels[column].removeprefix(DANGER_PREFIX): float(scores[column]) for column in self._columns.dangers
        }
        best = max(by_flag.values())
        fitting = [flag for flag, score in by_flag.items() if score >= best - NEAR]
        return Danger(chance, self._flags[min(fitting, key=lambda flag: (self._ranks[flag], -by_flag[flag]))], signs.situations)


def _features(signs: Signs, lists: Sequence[str], scores: Matrix, columns: Columns) -> list[float]:
    """What the chance is computed from: the scores of danger and of everything else, and which words and signs are there."""
    return [
        float(scores[columns.danger]),
        *(float(scores[column]) for column in columns.dangers),
        float(max(scores[column] for column in columns.dangers)),
        float(max(scores[column] for column in columns.topics)),
        float(max((scores[column] for column in columns.small_talk), default=-1.0)),
        float(scores[columns.out_of_scope]),
        float(bool(signs.situations)),
        *(float(name in signs.lists) for name in lists),
    ]


def learn(
    content: Content, lessons: Sequence[Lesson], readings: Sequence[Reading], held_out: Matrix, labels: Sequence[str]
) -> Logistic:
    """The weights of scores and signs, from held-out scores (wordings x labels)."""
    columns = Columns.of(labels)
    reader = SignReader(content)
    lists = sorted(content.sign_words)
    rows = [
        _features(reader.read(reading.words), lists, scores, columns) for reading, scores in zip(readings, held_out, strict=True)
    ]
    return Logistic.fit(np.array(rows), np.array([lesson.is_danger for lesson in lessons]), PULL)
