"""Wordings and names, each of which may stand once in the whole content."""

import re
import unicodedata
from collections.abc import Sequence

from bot.content.phrasing import Phrasing
from bot.content.yaml_reader import NAME, Reader, Section

LONGEST_PHRASING = 600  # characters

_PLACEHOLDER = re.compile(r"{(\w+)}")
_BRACE = re.compile(r"[{}]")
_WORD = re.compile(r"\w+")


def _key(text: str) -> str:
    """Two texts are the same when they have the same words, whatever the accents, capitals and marks."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return " ".join(_WORD.findall(plain))


class Register:
    """Reads lists of wordings and of names, and notes those that stand in two places."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._wordings: dict[str, tuple[str, Section, int]] = {}  # key -> what it is a wording of, and where
        self._names: dict[str, tuple[str, Section, int]] = {}  # key -> what it stands for, and where

    def _place(self, section: Section, line: int) -> str:
        return f"{section.path.relative_to(self._reader.folder).as_posix()}:{line}"

    def phrasings(
        self, section: Section, owner: str, least: int, placeholders: Sequence[str] = ("supplement",)
    ) -> tuple[Phrasing, ...]:
        """Wordings under the letters of their writers. `owner` says what they are wordings of, for people."""
        found = []
        for writer in section.ids():
            for text, line in section.texts(writer, LONGEST_PHRASING):
                found.append(Phrasing(text, writer))
                key = _key(text)
                if not key:
                    section.note(line, f"{text!r} holds no word")
                elif key in self._wordings:
                    other, other_section, other_line = self._wordings[key]
                    already = f"{other} ({self._place(other_section, other_line)})"
                    section.note(line, f"{text!r} is listed under {owner}, and already under {already}")
                else:
                    self._wordings[key] = owner, section, line
                if _BRACE.search(_PLACEHOLDER.sub(lambda found: "" if found[1] in placeholders else found[0], text)):
                    known = ", ".join(f"{{{name}}}" for name in placeholders)
                    section.note(line, f"{text!r}: the placeholders here are {known}, and no other braces may stand here")
        if len(found) < least and not section.is_absent:
            section.note(section.line, f"{owner} needs at least {least} wordings; there are {len(found)}")
        return tuple(found)

    def name(self, section: Section, name: str, owner: str, line: int) -> None:
        """Note what a name stands for; a thing may have one name in several spellings."""
        key = _key(name)
        if not key:
            if name:  # an empty one has been reported as such
                section.note(line, f"{name!r} holds no word")
            return
        known, known_section, known_line = self._names.setdefault(key, (owner, section, line))
        if known != owner:
            already = f"{known} ({self._place(known_section, known_line)})"
            section.note(line, f"the name {name!r} stands for {owner}, and already for {already}")

    def names(self, section: Section, key: str, owner: str, *, required: bool = True) -> list[str]:
        """A list of names of one thing."""
        found = section.texts(key, NAME, required=required)
        for name, line in found:
            self.name(section, name, owner, line)
        return [name for name, _ in found]
