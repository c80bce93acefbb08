"""The world, where the tests look for it."""

from bot.playground.bot_api.html import utf16_length
from bot.playground.bot_api.world import DEFAULT_UPDATES, UPDATE_TYPES, Chat, User, World, marked_up, quoted

__all__ = ["DEFAULT_UPDATES", "UPDATE_TYPES", "Chat", "User", "World", "marked_up", "quoted", "utf16_length"]
