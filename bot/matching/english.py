"""Which words are English, and so are never taken for misspellings."""

from collections.abc import Container
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
    dictionary = files("symspellpy").joinpath(_DICTIONARY).read_text(encoding="utf-8-sig")
    words = [*VOCABULARY.read_text(encoding="utf-8").split("\n"), *(line.partition(" ")[0] for line in dictionary.split("\n"))]
    known: Container[str] = marisa_trie.Trie(word for word in words if len(word) > 1 and word.isascii() and word.isalpha())
    return known  # as a set they would take ten times the memory
