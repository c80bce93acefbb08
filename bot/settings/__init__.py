"""What the environment says about this bot."""

from bot.settings.settings import CONTENT, TELEGRAM, Settings, variables
from bot.settings.values import WEBHOOK_PATH
from bot.settings.variable import Secret, SettingsError, Variable

__all__ = ["CONTENT", "TELEGRAM", "WEBHOOK_PATH", "Secret", "Settings", "SettingsError", "Variable", "variables"]
