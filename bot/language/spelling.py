"""Spelling repair: an unknown word becomes the nearest word that the content uses.

Words that English (as the encoder's word list knows it) or the content has are never touched, and neither are short ones:
a wrong repair costs more than a missed one.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; below, one edit makes almost any word
TWO_EDITS_FROM = 8  # letters; from here on two edits are still closer to one word than to others


class Speller:
    """Repairs single normalised words. `targets` are the words to repair to, with how often the content uses each."""

    def __init__(self, known: AbstractSet[str], targets: Mapping[str, int]) -> None:
        self._known = known
        self._targets = targets
        self._by_length: dict[int, list[str]] = {}
        for word in targets:
            self._by_length.setdefault(len(word), []).append(word)
        self.repair = lru_cache(maxsize=10_000)(self._repair)

    def knows(self, word: str) -> bool:
        """Whether the word needs no repair."""
        return word in self._known or word in self._targets

    def _repair(self, word: str) -> str:
        """The word itself, or the nearest target: one edit away, two from eight letters on; of equals the most used."""
        if len(word) < SHORTEST or self.knows(word) or not word.isalpha():
            return word
        edits = 2 if len(word) >= TWO_EDITS_FROM else 1
        near = [other for length in range(len(word) - edits, len(word) + edits + 1) for other in self._by_length.get(length, ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=edits, limit=20)
        if not found:
            return word
        return min(found, key=lambda match: (match[1], match[0][0] != word[0], -self._targets[match[0]], match[0]))[0]
