"""What of a reply with several parts is read at once on a phone, and what folds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.reply import Block, BlockKind

MOST_IN_VIEW = 700  # characters on a phone of 360 pixels, the disclaimer among them


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a reply tells."""

    stays: tuple[Block, ...]  # its title, and what must not be overlooked
    says: tuple[Block, ...]  # may fold where it is not the first part
    details: str = ""  # folds always

    @property
    def whole(self) -> tuple[Block, ...]:
        """With what it says in view."""
        return (*self.stays, *self.says, *([Block(BlockKind.DETAILS, self.details)] if self.details else ()))

    @property
    def folded(self) -> tuple[Block, ...]:
        """With what it says before its details."""
        return replace(self, says=(), details="\n\n".join([*(block.text for block in self.says), self.details]).strip()).whole


def fitting(parts: Sequence[Part], taken: int) -> list[Block]:
    """The parts below each other: the first whole, and each further one as far as all of it fits into MOST_IN_VIEW.

    `taken`: characters that are in view besides.
    """
    left = MOST_IN_VIEW - taken - sum(characters(part.stays) for part in parts)
    body: list[Block] = []
    for place, part in enumerate(parts):
        needed = characters(part.says)
        fits = needed <= left or place == 0
        left -= needed if fits else 0
        body += part.whole if fits else part.folded
    return body


def characters(blocks: Sequence[Block]) -> int:
    """How many characters are in view."""
    return sum(len(block.text) for block in blocks if not block.kind.folds)
