"""Is somebody in danger? The classifier's scores and the readable signs, weighed together.

The weights are learnt from held-out scores of the danger examples against the look-alikes and all ordinary wordings. How much
danger is enough follows from how many of the held-out examples have to be recognised.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.content.model import Content, RedFlag
from bot.language.reading import Reading
from bot.matching.calibration import Logistic
from bot.matching.columns import Columns
from bot.matching.lessons import DANGER_PREFIX, Lesson
from bot.matching.meaning import Matrix
from bot.safety.signs import SignReader

# Chances, 0 to 1. From RAISE on the reply is the urgent one; from MENTION on an answer or a choice carries the line on when to
# call for help, and a button to the urgent reply.
RAISE = 0.5
MENTION = 0.25
SHOWN_FROM = 0.06  # chance from which a sign brings that line: of emergencies below RAISE none with a sign has less than .2
CERTAIN_FROM = 0.02  # chance from which a sign is enough where a situation says that it is
CLEAR = 0.95  # chance from which there is no doubt
# The share, 0 to 1, of the examples that reach RAISE when nothing by their writer was learnt. Of messages by unknown people more
# do, as by then every writer is learnt; docs/safety.md has the figures.
RECOGNISED = 0.95
# Situations that score this close to the best fit as well, and the more urgent of them is answered.
NEAR = 0.1

_HELD_BACK = "in-general"  # the list of words that make a question a general one


@dataclass(frozen=True, slots=True)
class Danger:
    """What the alarm makes of a message."""

    chance: float  # that somebody is in danger, 0 to 1
    situation: RedFlag  # the most urgent of those that fit about as well as the best
    signs: frozenset[str]  # situations whose signs are there
    is_certain: bool = False  # whether a sign decided that is enough by itself
    is_only_named: bool = False  # whether nothing but a word speaks for danger, in a question that is a general one

    @property
    def is_doubtful(self) -> bool:
        """Whether the message may well be a calm one: no sign is there, and the wordings leave a doubt."""
        return self.chance < CLEAR and not self.signs


class Alarm:
    """Built once from the content; `weights` are learnt by `learn` or come from the cache."""

    def __init__(self, content: Content, labels: Sequence[str], weights: Logistic) -> None:
        self._flags = {flag.id: flag for flag in content.red_flags}
        self._ranks = {flag.id: content.actions[flag.action].rank for flag in content.red_flags}
        self._signs = SignReader(content)
        self._columns = Columns.of(labels)
        self._situations = [labels[column].removeprefix(DANGER_PREFIX) for column in self._columns.dangers]
        self.weights = weights

    def check(self, reading: Reading, scores: Matrix) -> Danger:
        """Weigh one message; `scores` are the classifier's."""
        signs = self._signs.read(reading.words)
        chance = self.weights.chance(_features(signs.situations, signs.lists, scores, self._columns))
        certain = [flag for flag in self._flags.values() if flag.certain and flag.id in signs.situations]
        if certain and chance >= CERTAIN_FROM:  # enough, unless everything else about the message speaks against it
            situation = min(certain, key=lambda flag: self._ranks[flag.id])
            return Danger(max(chance, RAISE), situation, signs.situations, is_certain=True)
        shown = bool(signs.situations) and chance >= SHOWN_FROM
        is_only_named = bool(signs.asked_about) and _HELD_BACK in signs.lists and not shown and chance < MENTION
        if shown or signs.asked_about:  # a question about a danger gets the line on when to call for help too
            chance = max(chance, MENTION)
        by_flag = dict(zip(self._situations, scores[self._columns.dangers].tolist(), strict=True))
        if chance < RAISE and signs.asked_about:
            by_flag = {flag: score for flag, score in by_flag.items() if flag in signs.asked_about}
        best = max(by_flag.values())
        fitting = [flag for flag, score in by_flag.items() if score >= best - NEAR]
        situation = self._flags[min(fitting, key=lambda flag: (self._ranks[flag], -by_flag[flag]))]
        return Danger(chance, situation, signs.situations, is_only_named=is_only_named)


def _features(situations: frozenset[str], lists: frozenset[str], scores: Matrix, columns: Columns) -> list[float]:
    return [
        float(scores[columns.danger]),
        float(scores[columns.dangers].max()),
        float(scores[columns.topics].max()),
        float(scores[columns.out_of_scope]),
        float(bool(situations)),
        float(_HELD_BACK in lists),
    ]


def learn(
    content: Content, lessons: Sequence[Lesson], readings: Sequence[Reading], held_out: Matrix, labels: Sequence[str]
) -> Logistic:
    """The weights of scores and signs, from held-out scores (wordings x labels).

    The constant is set so that RECOGNISED of the dangerous wordings reach RAISE.
    """
    columns = Columns.of(labels)
    reader = SignReader(content)
    rows, dangerous = [], []
    for lesson, reading, scores in zip(lessons, readings, held_out, strict=True):
        signs = reader.read(reading.words)
        rows.append(_features(signs.situations, signs.lists, scores, columns))
        dangerous.append(lesson.is_danger)
    observed, is_danger = np.array(rows), np.array(dangerous)
    _, *weights = Logistic.fit(observed, is_danger).weights
    enough = float(np.quantile(observed[is_danger] @ weights, 1 - RECOGNISED))  # for the share that has to be recognised
    return Logistic((math.log(RAISE / (1 - RAISE)) - enough, *weights))
