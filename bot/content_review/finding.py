"""What a review finds."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing was found."""

    STRUCTURE = "structure"  # the content can't be used as it is: an error
    SEED_ALONE = "seed-article-alone"  # an answer rests on the unsourced article only: an error
    NOT_READ = "source-not-read"  # a dose, a limit, an interaction or a harm rests on nothing that was read: an error
    MISPLACED = "misplaced-phrasing"
    NEAR_DUPLICATE = "near-duplicate"
    UNREACHED = "unreached-topic"
    IDLE_WORD = "idle-word"
    MEDICINE = "medicine-astray"
    GRADE = "reading-grade"
    CLAIM = "disease-claim"
    REVIEW = "review-date"
    SCREEN = "beyond-a-screen"
    THIN = "read-in-abstract-at-most"  # of no source more was read; listed on request alone


ERRORS = frozenset({Kind.STRUCTURE, Kind.SEED_ALONE, Kind.NOT_READ})


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that an editor has to mend or, where it is no error, to explain."""

    path: str  # relative to the content folder
    line: int  # from 1; 0 for the file as a whole
    kind: Kind
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message} [{self.kind}]"
