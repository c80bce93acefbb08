"""What editors own: read from YAML, checked, and handed on as frozen dataclasses."""

from bot.content.loader import load
from bot.content.problems import ContentError

__all__ = ["ContentError", "load"]
