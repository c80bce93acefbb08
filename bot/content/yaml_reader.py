"""Reads one YAML file into nodes that know their line.

PyYAML's own constructors are left out on purpose: they keep the last of two equal keys in silence and turn `no` into
False and `1:30` into 90. Here every scalar stays the text that the editor typed, until a field asks for more.
"""

import re
from collections.abc import Container, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml
from yaml.reader import ReaderError

from bot.content.problems import Problem

# libyaml's parser is ten times faster; the pure Python one is the fallback where the wheel lacks it.
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Choice = TypeVar("Choice", bound=StrEnum)

ID = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
NAME = 60  # characters of a name, an id or a title
DEEPEST = 20  # groups within groups; the parser recurses in C, so a much deeper file would end the process
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_NULL = "tag:yaml.org,2002:null"


def _compose(text: str) -> yaml.Node | None:
    """The text's nodes. Raises YAMLError, for groups nested too deeply as well."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            mark = event.start_mark  # as in every YAML error; the stubs know the pure Python parser's marks alone
            raise yaml.MarkedYAMLError(problem=f"more than {DEEPEST} groups within groups", problem_mark=mark)  # type: ignore[arg-type]
    node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    return node


class Reader:
    """Collects the problems of all files of one content folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.asked: set[Path] = set()  # files that were asked for
        self.unreadable: set[Path] = set()  # those of them that are missing or no YAML mapping

    def problem(self, path: Path, line: int, message: str) -> None:
        """Note a problem; `path` is inside the folder, `line` counts from 1, or is 0 for the file as a whole."""
        self.problems.append(Problem(path.relative_to(self.folder).as_posix(), line, message))

    def lacks(self, path: Path, known: Container[str], key: str) -> bool:
        """Whether `key` is not among the things `known` from a file. A file that can't be read is not blamed for its ids too."""
        return key not in known and path not in self.unreadable

    def mapping(self, path: Path) -> "Section":
        """The file's top-level mapping; an absent one, with the problem noted, where there is none."""
        self.asked.add(path)
        text = ""
        try:
            text = path.read_bytes().decode("utf-8")
            node = _compose(text)
        except FileNotFoundError:
            line, message = 0, "the file is missing"
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            message = "not UTF-8 text; save the file as UTF-8"
        except OSError as error:
            line, message = 0, f"the file can't be read: {error.strerror}"
        except ReaderError as error:
            line = text[: text.find(chr(error.character))].count("\n") + 1
            message = f"not valid YAML: the character U+{error.character:04X} is not allowed"
        except yaml.MarkedYAMLError as error:
            mark, begun = error.problem_mark or error.context_mark, error.context_mark
            line = mark.line + 1 if mark else 0
            context = f" ({error.context}, line {begun.line + 1})" if error.problem and error.context and begun else ""
            message = f"not valid YAML: {error.problem or error.context}{context}"
        else:
            if isinstance(node, yaml.MappingNode):
                return Section(self, path, node.start_mark.line + 1, node)
            line, message = 1, "expected names with values (name: value)"
        self.problem(path, line, message)
        self.unreadable.add(path)
        return Section(self, path, 0, None)


class Section:
    """A mapping in a file. Ask it for its fields, then call `finish`, which names the keys nobody asked for.

    One that is absent has been reported as such: its fields are empty, and nothing more is noted about them.
    """

    def __init__(self, reader: Reader, path: Path, line: int, node: yaml.MappingNode | None) -> None:
        self._reader = reader
        self.path = path
        self.line = line
        self.is_absent = node is None
        self._fields: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._asked: set[str] = set()
        for key_node, value in node.value if node else ():
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.note(line, "a name must be plain text")
            elif key_node.value in self._fields:
                self.note(line, f"{key_node.value!r} stands twice; the first is on line {self._lines[key_node.value]}")
            else:
                self._fields[key_node.value] = value
                self._lines[key_node.value] = line

    def line_of(self, key: str) -> int:
        """The line of a key, or of the section where the key is missing."""
        return self._lines.get(key, self.line)

    def note(self, line: int, message: str) -> None:
        """Note a problem at a line of this file."""
        self._reader.problem(self.path, line, message)

    def problem(self, key: str, message: str) -> None:
        """Note a problem at a key."""
        self.note(self.line_of(key), message)

    def holds(self, key: str) -> bool:
        """Whether a key that need not be there is."""
        return key in self._fields

    def ids(self) -> Iterator[str]:
        """The keys, which have to be ids; those that are not are noted and passed over."""
        for key in self._fields:
            if ID.match(key):
                yield key
            else:
                self._asked.add(key)
                self.problem(key, f"{key!r} is not a good id: use small letters, digits and hyphens")

    def names(self) -> Iterator[str]:
        """The keys, which may be any short text; those that are not are noted and passed over."""
        for key in self._fields:
            if 0 < len(key.strip()) <= NAME:
                yield key
            else:
                self._asked.add(key)
                self.problem(key, f"a name has {len(key.strip())} characters; 1 to {NAME} fit")

    def _take(self, key: str, required: bool) -> yaml.Node | None:
        self._asked.add(key)
        if required and key not in self._fields and not self.is_absent:
            self.problem(key, f"{key!r} is missing")
        return self._fields.get(key)

    def _scalar(self, node: yaml.Node, what: str) -> str:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.ScalarNode):
            self.note(line, f"{what} must be a text, not a list or a group")
            return ""
        text = "" if node.tag == _NULL else str(node.value).strip()
        if not text:
            self.note(line, f"{what} is empty")
        return text

    def _word(self, key: str, required: bool = True) -> str:
        node = self._take(key, required)
        return self._scalar(node, repr(key)) if node else ""

    def text(self, key: str, limit: int, *, required: bool = True) -> str:
        """A text of at most `limit` characters; empty where it is missing or wrong."""
        text = self._word(key, required)
        if len(text) > limit:
            self.problem(key, f"{key!r} has {len(text)} characters; at most {limit} fit")
        return text

    def choice(self, key: str, kind: type[Choice], default: Choice) -> Choice:
        """One of an enumeration's values; `default`, with the problem noted, where it is not."""
        text = self._word(key)
        if text and text not in set(kind):
            self.problem(key, f"{key!r} is {text!r}; it must be one of: {', '.join(kind)}")
        return kind(text) if text in set(kind) else default

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`; `low`, with the problem noted, where it is not."""
        text = self._word(key)
        # Longer numbers than `high` are not even read: Python refuses those of more than 4,300 digits.
        if text.isascii() and text.isdecimal() and len(text) <= len(str(high)) and low <= int(text) <= high:
            return int(text)
        if text:
            self.problem(key, f"{key!r} must be a whole number from {low} to {high}")
        return low

    def day(self, key: str) -> date:
        """A date as 2026-01-31; the first of all days where it is missing or wrong."""
        text = self._word(key)
        try:
            if _DAY.match(text):
                return date.fromisoformat(text)
        except ValueError:  # such as a 30th of February
            pass
        if text:
            self.problem(key, f"{key!r} must be a date such as 2026-01-31")
        return date.min

    def flag(self, key: str) -> bool:
        """`true` or `false`; false where the key is missing."""
        text = self._word(key, required=False)
        if text not in ("", "true", "false"):
            self.problem(key, f"{key!r} must be true or false")
        return text == "true"

    def texts(self, key: str, limit: int, *, required: bool = True, least: int = 0) -> list[tuple[str, int]]:
        """A list of texts of at most `limit` characters, each with its line."""
        node = self._take(key, required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.problem(key, f"{key!r} must be a list (one text after each hyphen)")
            return []
        found = []
        for item in node.value:
            line = item.start_mark.line + 1
            text = self._scalar(item, f"an item of {key!r}")
            if len(text) > limit:
                self.note(line, f"an item of {key!r} has {len(text)} characters; at most {limit} fit")
            elif text:
                found.append((text, line))
        if len(node.value) < least:
            self.problem(
                key, f"{key!r} needs at least {least}; there {'is' if len(node.value) == 1 else 'are'} {len(node.value)}"
            )
        return found

    def section(self, key: str) -> "Section":
        """A mapping inside this one; an absent one, with the problem noted, where it is missing or wrong."""
        node = self._take(key, required=True)
        if isinstance(node, yaml.MappingNode):
            return Section(self._reader, self.path, self.line_of(key), node)
        if node is not None:
            self.problem(key, f"{key!r} must hold names with values")
        return Section(self._reader, self.path, self.line_of(key), None)

    def finish(self) -> None:
        """Note every key that no field asked for."""
        for key in self._fields:
            if key not in self._asked:
                self.problem(key, f"{key!r} is not known here; known: {', '.join(sorted(self._asked))}")
