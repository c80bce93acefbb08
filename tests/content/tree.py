"""A copy of the shipped content that a test may damage."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.content import ContentError, load

SUPPLEMENT = "supplements/magnesium-l-threonate"
SECOND = "supplements/beta-alanine"
SECOND_DATA = Path(__file__).parent.parent / "data" / "second-supplement"


@dataclass(frozen=True)
class Tree:
    """A content folder."""

    folder: Path

    def edit(self, file: str, old: str, new: str) -> None:
        """Put `new` in the place of the first match of the regular expression `old` in a file."""
        path = self.folder / file
        text, count = re.subn(old, lambda _: new, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
        assert count, f"{file} has no {old!r}"
        path.write_text(text, encoding="utf-8")

    def append(self, file: str, new: str) -> None:
        """Put lines at a file's end."""
        path = self.folder / file
        path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n{new}", encoding="utf-8")

    def line(self, file: str, marker: str) -> int:
        """The number of the one line that holds `marker`."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        (number,) = (number for number, line in enumerate(lines, 1) if marker in line)
        return number

    def add_second_supplement(self) -> None:
        """Do what an editor does to add a supplement: put its folder in place, and no longer call it one that is not covered."""
        shutil.copytree(SECOND_DATA, self.folder / SECOND)
        path = self.folder / "not-covered.yaml"
        text = path.read_text(encoding="utf-8")
        covered = r"^(  beta-alanine:|    - .*\bbeta alanine\b).*\n"
        path.write_text(re.sub(covered, "", text, flags=re.MULTILINE), encoding="utf-8")

    def problems(self) -> list[str]:
        """What is wrong with the content; loading must fail."""
        with pytest.raises(ContentError) as error:
            load(self.folder)
        found = [str(problem) for problem in error.value.problems]
        assert all(problem in str(error.value) for problem in found)
        return found
