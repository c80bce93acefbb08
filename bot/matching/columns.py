"""Which columns of a classifier's scores are topics, dangers, small talk, and what no topic covers."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.matching.lessons import DANGER, OUT_OF_SCOPE, SMALL_TALK_PREFIX, is_danger_label, is_topic_label
from bot.matching.meaning import Matrix


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
            topics=np.flatnonzero([is_topic_label(label) for label in labels]),
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

    def best_topics(self, scores: Matrix, number: int) -> list[str]:
        """The ids of the topics that score most, the best first."""
        best = self.topics[np.argsort(-scores[self.topics], kind="stable")[:number]]
        return [self.labels[column] for column in best]
