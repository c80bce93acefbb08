"""What people write, as editors word it."""

from dataclasses import dataclass

from bot.content.compact import Compact

COLLECTED = "page-"  # how the letters begin that stand for pages on which people asked, instead of for writers


@dataclass(frozen=True, slots=True)
class Phrasing(Compact):
    """One way in which people ask, and the letter of the writer who worded it."""

    text: str
    writer: str

    @property
    def is_collected(self) -> bool:
        """Whether somebody really asked this, so that it may ask for more than its topic, such as a point."""
        return self.writer.startswith(COLLECTED)
