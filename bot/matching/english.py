"""Which words are English, and so are never taken for misspellings."""

from collections.abc import Container, Iterator
from functools import cache
from importlib.resources import files

import marisa_trie

from bot.matching.encoder import VOCABULARY

_DICTIONARY = "frequency_dictionary_en_82_765.txt"  # a word and its count a line: SCOWL's words that Google's n-grams hold


@cache
def english_words() -> Container[str]:
    """Lower-case words, letters only, from two letters on: those that the encoder knows whole, and those of symspellpy's
    dictionary, which has everyday ones that the encoder lacks ("bruising", "cyst", "walnuts").
    """
    known: Container[str] = marisa_trie.Trie(word for word in _words() if len(word) > 1 and word.isascii() and word.isalpha())
    return known  # as a set they would take ten times the memory


def _words() -> Iterator[str]:
    """The words of both lists, line by line: whole lists would take twice the memory for a moment."""
    with VOCABULARY.open(encoding="utf-8") as lines:
        yield from (line.rstrip("\n") for line in lines)
    with files("symspellpy").joinpath(_DICTIONARY).open(encoding="utf-8-sig") as lines:
        yield from (line.partition(" ")[0] for line in lines)
