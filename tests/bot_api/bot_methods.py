"""The methods, where the tests look for them."""

from bot.playground.bot_api.html import ParsedText
from bot.playground.bot_api.methods import BotMethods, TextParser

__all__ = ["BotMethods", "ParsedText", "TextParser"]
