"""Spelling repair: an unknown word becomes the nearest word that the content uses.

Words that English (as the encoder's word list knows it) or the content has are never touched, and neither are short ones:
a wrong repair costs more than a missed one.
"""

import math
from collections.abc import Container, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; below, one edit makes almost any word
RUN_TOGETHER_FROM = 10  # letters; a shorter unknown word is a slip rather than several words without spaces
MOST_EDITS = 2
MEAN_LENGTH = 3  # letters a word; what falls into shorter ones is no language
TWO_EDITS_FROM = 8  # letters; from here on two edits are still closer to one word than to others, if the first letter is right


class Speller:
    """Repairs single normalised words by those that the content uses."""

    def __init__(self, known: Container[str], words: Mapping[str, int], slang: Container[str] = ()) -> None:
        """`known` words and `slang` are left alone; `words` are the content's, with how often it uses each."""
        targets = {word: count for word, count in words.items() if len(word) >= SHORTEST}
        self._words = {word: count for word, count in words.items() if len(word) > 1 or word in ("a", "i")}
        self._longest = max(map(len, words), default=0)
        self._known = known
        self._slang = slang
        self._targets = targets
        self._by_length: dict[int, list[str]] = {}
        for word in targets:
            self._by_length.setdefault(len(word), []).append(word)

    def knows(self, word: str) -> bool:
        """Whether the word needs no repair."""
        return word in self._known or word in self._targets or word in self._slang

    def repair(self, word: str) -> str:
        """The word itself, or the nearest target: one edit away, two from seven letters on; of equals the most used."""
        if len(word) < SHORTEST or self.knows(word) or not word.isalpha():
            return word
        edits = MOST_EDITS if len(word) >= TWO_EDITS_FROM else 1
        near = [other for length in range(len(word) - edits, len(word) + edits + 1) for other in self._by_length.get(length, ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=edits, limit=20)
        found = [match for match in found if match[1] < MOST_EDITS or match[0][0] == word[0]]
        if not found:
            return word
        return min(found, key=lambda match: (match[1], match[0][0] != word[0], -self._targets[match[0]], match[0]))[0]

    def split(self, word: str) -> list[str]:
        """The words that were typed without spaces, or the word alone where it can't be taken apart into words of the content.

        Of all ways the one with the fewest words is taken, and of these the one with the most used words.
        """
        if len(word) < RUN_TOGETHER_FROM or self.knows(word) or not word.isalpha() or self.repair(word) != word:
            return [word]
        best: list[tuple[int, float, list[str]] | None] = [(0, 0.0, []), *([None] * len(word))]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self._longest), end):
                before, part = best[start], word[start:end]
                if before is None or part not in self._words:
                    continue
                way = (before[0] + 1, before[1] - math.log(self._words[part]), [*before[2], part])
                current = best[end]
                if current is None or way[:2] < current[:2]:
                    best[end] = way
        whole = best[-1]
        return whole[2] if whole and len(word) >= MEAN_LENGTH * whole[0] else [word]
