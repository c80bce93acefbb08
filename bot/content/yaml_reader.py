"""Reads one YAML file into nodes that know their line.

PyYAML's own constructors are left out on purpose: they keep the last of two equal keys in silence and turn `no` into
False and `1:30` into 90. Here every scalar stays the text that the editor typed, until a field asks for more.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from bot.content.problems import Problem

# libyaml's parser is ten times faster; the pure Python one is the fallback where the wheel lacks it.
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Choice = TypeVar("Choice", bound=StrEnum)

ID = re.compile(r"[a-z0-9][a-z0-9-]*\Z")


class Reader:
    """Collects the problems of all files of one content folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def problem(self, path: Path, line: int, message: str) -> None:
        """Note a problem; `path` may be absolute, `line` counts from 1."""
        self.problems.append(Problem(path.relative_to(self.folder).as_posix(), line, message))

    def mapping(self, path: Path) -> "Section":
        """The file's top-level mapping; an empty one, with the problem noted, where there is none."""
        node: yaml.Node | None = None
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
        except FileNotFoundError:
            self.problem(path, 0, "the file is missing")
        except (OSError, UnicodeDecodeError) as error:
            self.problem(path, 0, f"the file can't be read: {error}")
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.problem(path, mark.line + 1 if mark else 0, f"not valid YAML: {error.problem or error.context}")
        except yaml.YAMLError as error:
            self.problem(path, 0, f"not valid YAML: {error}")
        else:
            if not isinstance(node, yaml.MappingNode):
                self.problem(path, 1, "expected names with values (name: value)")
                node = None
        return Section(self, path, node)


class Section:
    """A mapping in a file. Ask it for its fields, then call `finish`, which names the keys nobody asked for."""

    def __init__(self, reader: Reader, path: Path, node: yaml.Node | None) -> None:
        self._reader = reader
        self._path = path
        self.line = node.start_mark.line + 1 if node else 0
        self._fields: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._asked: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            return
        for key_node, value in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._reader.problem(path, line, "a name must be plain text")
                continue
            key = key_node.value
            if key in self._fields:
                self._reader.problem(path, line, f"{key!r} stands twice; the first is on line {self._lines[key]}")
                continue
            self._fields[key] = value
            self._lines[key] = line

    def __contains__(self, key: str) -> bool:
        return key in self._fields

    def line_of(self, key: str) -> int:
        """The line of a key, or of the section where the key is missing."""
        return self._lines.get(key, self.line)

    def problem(self, key: str, message: str) -> None:
        """Note a problem at a key."""
        self._reader.problem(self._path, self.line_of(key), message)

    def keys(self, pattern: re.Pattern[str] | None = ID) -> Iterator[str]:
        """All keys; those that do not fit the pattern are noted and passed over."""
        for key in self._fields:
            if pattern and not pattern.match(key):
                self._asked.add(key)
                self.problem(key, f"{key!r} is not a good id: use small letters, digits and hyphens")
            else:
                yield key

    def _take(self, key: str, required: bool) -> yaml.Node | None:
        self._asked.add(key)
        if key not in self._fields and required:
            self.problem(key, f"{key!r} is missing")
        return self._fields.get(key)

    def _scalar(self, node: yaml.Node, what: str) -> str | None:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.ScalarNode):
            self._reader.problem(self._path, line, f"{what} must be a text, not a list or a group")
            return None
        text = str(node.value).strip()
        if not text:
            self._reader.problem(self._path, line, f"{what} is empty")
            return None
        return text

    def text(self, key: str, limit: int, *, required: bool = True) -> str:
        """A text of at most `limit` characters; empty where it is missing or wrong."""
        node = self._take(key, required)
        text = self._scalar(node, repr(key)) if node else None
        if text and len(text) > limit:
            self.problem(key, f"{key!r} has {len(text)} characters; at most {limit} fit")
        return text or ""

    def choice(self, key: str, kind: type[Choice], default: Choice) -> Choice:
        """One of an enumeration's values; `default`, with the problem noted, where it is not."""
        text = self.text(key, 40)
        if text and text not in set(kind):
            self.problem(key, f"{key!r} is {text!r}; it must be one of: {', '.join(kind)}")
        return kind(text) if text in set(kind) else default

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`; `low`, with the problem noted, where it is not."""
        text = self.text(key, 12)
        if text and not (text.isascii() and text.isdecimal() and low <= int(text) <= high):
            self.problem(key, f"{key!r} must be a whole number from {low} to {high}")
            return low
        return int(text) if text else low

    def day(self, key: str) -> date:
        """A date as 2026-01-31; the first of all days where it is missing or wrong."""
        text = self.text(key, 10)
        try:
            return date.fromisoformat(text) if text else date.min
        except ValueError:
            self.problem(key, f"{key!r} must be a date such as 2026-01-31")
            return date.min

    def flag(self, key: str) -> bool:
        """`true` or `false`; false where the key is missing."""
        text = self.text(key, 5, required=False)
        if text not in ("", "true", "false"):
            self.problem(key, f"{key!r} must be true or false")
        return text == "true"

    def texts(self, key: str, limit: int, *, required: bool = True, least: int = 0) -> list[tuple[str, int]]:
        """A list of texts, each with its line."""
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
            if text and len(text) > limit:
                self._reader.problem(self._path, line, f"{len(text)} characters; at most {limit} fit")
            elif text:
                found.append((text, line))
        if len(found) < least:
            self.problem(key, f"{key!r} needs at least {least}; there {'is' if len(found) == 1 else 'are'} {len(found)}")
        return found

    def section(self, key: str, *, required: bool = True) -> "Section":
        """A mapping inside this one; an empty one where it is missing or wrong."""
        node = self._take(key, required)
        if node is not None and not isinstance(node, yaml.MappingNode):
            self.problem(key, f"{key!r} must hold names with values")
            node = None
        section = Section(self._reader, self._path, node)
        section.line = section.line or self.line_of(key)
        return section

    def note(self, line: int, message: str) -> None:
        """Note a problem at a line of this file."""
        self._reader.problem(self._path, line, message)

    def finish(self) -> None:
        """Note every key that no field asked for."""
        for key in self._fields:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.problem(key, f"{key!r} is not known here; known: {known}")
