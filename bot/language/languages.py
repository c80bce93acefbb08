"""Recognises messages in other languages than English, by their script or their small words (content/languages.yaml)."""

import unicodedata
from collections.abc import Sequence

from bot.content.model import Content, OtherLanguage
from bot.language.normalise import normalise

# From this share, 0 to 1, of a message's letters or words on, it is in that language.
LETTERS_FROM = 0.5
WORDS_FROM = 0.34
# One small word may be a name or a slip; two are none. In a message of up to three words, a greeting is enough.
FEWEST_WORDS = 2
FEW = 3


def recognise(content: Content, message: str) -> OtherLanguage | None:
    """The language of a message, or None where it is English or cannot be told."""
    letters = [char for char in message if char.isalpha()]
    if not letters:
        return None
    names = [unicodedata.name(char, "") for char in letters if not char.isascii()]  # costly, and rarely needed
    for language in content.languages:
        if language.script and names:
            written = sum(name.startswith(language.script) for name in names)
            own = not language.letters or any(char in language.letters for char in letters)
            if own and written >= LETTERS_FROM * len(letters):
                return language
    words = normalise(message).split()
    if len(words) <= FEW:
        for language in content.languages:
            if _hits(words, language.greetings):
                return language
    english = _hits(words, content.english)
    latin = [(hits, language) for language in content.languages if (hits := _hits(words, language.words)) > english]
    most, found = max(latin, key=lambda pair: pair[0], default=(0, None))
    enough = most >= FEWEST_WORDS and most >= WORDS_FROM * len(words)
    return found if enough else None


def _hits(words: Sequence[str], known: frozenset[str]) -> int:
    return 0 if known.isdisjoint(words) else sum(word in known for word in words)
