"""Signs of danger that an editor can read: combinations of word lists (content/red-flags.yaml)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.content.model import Content
from bot.language.normalise import normalise

MANY = "{many}"  # in a word list: any count from FEWEST on
FEWEST = 4

_NUMBER_WORDS = frozenset(
    "four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
    "thirty forty fifty sixty seventy eighty ninety hundred hundreds dozen dozens".split()
)


def _plain(text: str) -> str:
    """Normalised, and without apostrophes, which people in a hurry leave out."""
    return normalise(text).replace("'", "")


def _phrases(words: Sequence[str], longest: int) -> set[str]:
    return {
        " ".join(words[start : start + length]) for length in range(1, longest + 1) for start in range(len(words) - length + 1)
    }


@dataclass(frozen=True, slots=True)
class Signs:
    """What a message shows: the situations whose signs are there, and the word lists that it touches."""

    situations: frozenset[str]
    lists: frozenset[str]
    asked_about: frozenset[
        str
    ]  # situations with a word of theirs, or with signs that only a word of a general question holds back


class SignReader:
    """Finds signs in messages. Built once from the content."""

    def __init__(self, content: Content) -> None:
        self._lists: dict[str, set[str]] = {}  # an entry, and the lists in which it stands
        for name, words in content.sign_words.items():
            for word in set(words) - {MANY}:
                self._lists.setdefault(_plain(word), set()).add(name)
        self._about: dict[str, set[str]] = {}  # a word of questions about dangers, and which
        for flag in content.red_flags:
            for word in flag.about:
                self._about.setdefault(_plain(word), set()).add(flag.id)
        self._longest = max(len(entry.split()) for entry in (*self._lists, *self._about))
        self._many = {name for name, words in content.sign_words.items() if MANY in words}
        self._units = {_plain(unit) for unit in content.units}
        self._flags = [(flag.id, sign) for flag in content.red_flags for sign in flag.signs]

    def read(self, words: Iterable[str]) -> Signs:
        """The signs in normalised words."""
        plain = [word.replace("'", "") for word in words]
        phrases = _phrases(plain, self._longest)
        found = {name for phrase in phrases for name in self._lists.get(phrase, ())}
        if self._counts_many(plain):
            found |= self._many
        shown = [(flag, sign) for flag, sign in self._flags if found.issuperset(sign.all)]
        situations = frozenset(flag for flag, sign in shown if found.isdisjoint(sign.none))
        about = {flag for phrase in phrases for flag in self._about.get(phrase, ())}
        return Signs(situations, frozenset(found), frozenset(about | {flag for flag, _ in shown if flag not in situations}))

    def _counts_many(self, words: Sequence[str]) -> bool:
        for place, word in enumerate(words):
            if word in _NUMBER_WORDS or (word.isdecimal() and float(word) >= FEWEST):
                following = words[place + 1] if place + 1 < len(words) else ""
                if following not in self._units:
                    return True
        return False
