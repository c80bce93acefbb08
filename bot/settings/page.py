"""The settings explained: as the page docs/settings.md, and with what holds now."""

from bot.settings.settings import Settings, variables
from bot.settings.variable import Variable

_HEAD = """\
# Settings

All are variables of the environment; an empty one counts as not set. Every problem is named at once, when the bot starts.
This page is written by `python -m bot settings --markdown`.

| variable | meaning | where it is not set |
|---|---|---|
"""


def as_markdown() -> str:
    """The page: every variable with its meaning and its default."""
    return _HEAD + "".join(f"| `{each.name}` | {each.meaning} | {_default(each)} |\n" for each in variables().values())


def as_set(settings: Settings) -> str:
    """A line for each variable with what holds now. Secrets are stars."""
    found = {each.name: getattr(settings, field) for field, each in variables().items()}
    found["DATABASE_URL"] = settings.database_shown
    found["BOT_ENCODER"] = "auto" if settings.use_encoder else "off"
    width = max(map(len, found))
    return "".join(f"{name:{width}}  {_shown(value)}\n" for name, value in found.items())


def _default(variable: Variable) -> str:
    return variable.shown or str(variable.usual)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if value in (None, (), ""):
        return "-"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
