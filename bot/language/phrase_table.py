"""Finds known word sequences in a list of words, the longest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """Words `start` to `end` (exclusive) stand for `value`."""

    start: int
    end: int
    value: T


class PhraseTable(Generic[T]):
    """Word sequences -> values. A sequence given twice keeps its first value."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_words: dict[tuple[str, ...], T] = {}
        for phrase, value in phrases:
            if words := tuple(phrase.split()):
                self._by_words.setdefault(words, value)
        self._longest: dict[str, int] = {}  # in words, of the phrases that begin with a word
        for words in self._by_words:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def words(self) -> set[str]:
        """Every single word that stands in a phrase."""
        return {word for words in self._by_words for word in words}

    def find(self, words: Sequence[str]) -> Iterator[Span[T]]:
        """Spans from left to right that do not overlap; at each place the longest phrase wins."""
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + self._longest.get(words[start], 0)), start, -1):
                value = self._by_words.get(tuple(words[start:end]))
                if value is not None:
                    yield Span(start, end, value)
                    start = end
                    break
            else:
                start += 1
