"""Where things stand in the files of a content folder, and what editors wrote above them.

The content itself has forgotten its lines; here they are looked up again, in files that are known to be in order.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's parser is ten times faster

_EXPLAINED = re.compile(r"\s*# checked: *\w")  # a reason has at least a word


def _places(node: yaml.Node, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every key and every item of a list below a node with its line, named by the keys that lead to it (an item by its text)."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*keys, key.value), key.start_mark.line + 1
            yield from _places(value, (*keys, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield (*keys, str(item.value).strip()), item.start_mark.line + 1


class Lines:
    """The lines of a content folder; each file is read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read = cache(self._read_file)

    def _read_file(self, path: str) -> tuple[list[str], dict[tuple[str, ...], int]]:
        text = (self._folder / path).read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_Loader)
        return text.splitlines(), dict(_places(node)) if node else {}

    def of(self, path: str, *keys: str) -> int:
        """The line, from 1, of the key or the list item that the keys lead to; 0 where there is none."""
        return self._read(path)[1].get(keys, 0)

    def is_explained(self, path: str, line: int) -> bool:
        """Whether the line above is a comment `# checked: reason`."""
        return line > 1 and bool(_EXPLAINED.match(self._read(path)[0][line - 2]))
