"""Problems in the content: each with its place, all of them reported together."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that an editor has to mend."""

    path: str  # relative to the content folder
    line: int  # from 1; 0 for the file as a whole
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class ContentError(Exception):
    """The content can't be used. `problems` holds every reason, in the order of files and lines."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.folder = folder
        self.problems = tuple(sorted(set(problems)))
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the content folder {self.folder}:"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])
