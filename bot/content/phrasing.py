"""What people write, as editors word it."""

from dataclasses import dataclass

from bot.content.compact import Compact


@dataclass(frozen=True, slots=True)
class Phrasing(Compact):
    """One way in which people ask, and the letter of the writer who worded it."""

    text: str
    writer: str
