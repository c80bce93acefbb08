"""What of a reply with several parts is read at once on a phone, and what folds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.reply import Block, BlockKind

MOST_IN_VIEW = 700  # characters on a phone of 360 pixels, the disclaimer among them


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a reply tells."""

    stays: tuple[Block, ...]  # its title, and what must not be overlooked
    says: tuple[Block, ...]  # may fold where it is not the main part
    details: str = ""  # folds always
    is_aside: bool = False  # whether it gets what room the others leave

    @property
    def whole(self) -> tuple[Block, ...]:
        """With what it says in view."""
        return (*self.stays, *self.says, *([Block(BlockKind.DETAILS, self.details)] if self.details else ()))

    @property
    def folded(self) -> tuple[Block, ...]:
        """With what it says before its details."""
        return replace(self, says=(), details="\n\n".join([*(block.text for block in self.says), self.details]).strip()).whole


def fitting(parts: Sequence[Part], taken: int, main: int = 0) -> list[Block]:
    """The parts below each other: the main one whole, and each of the others, asides last, if all of it fits into MOST_IN_VIEW
    beside it.

    `taken`: characters that are in view besides; `main`: the place of the part that answers what was asked.
    """
    left = MOST_IN_VIEW - taken - sum(characters(part.stays) for part in parts)
    whole = set[int]()
    for place in sorted(range(len(parts)), key=lambda place: (place != main, parts[place].is_aside)):
        needed = characters(parts[place].says)
        if place == main or needed <= left:
            whole.add(place)
            left -= needed
    return [block for place, part in enumerate(parts) for block in (part.whole if place in whole else part.folded)]


def characters(blocks: Sequence[Block]) -> int:
    """How many characters are in view."""
    return sum(len(block.text) for block in blocks if not block.kind.folds)
