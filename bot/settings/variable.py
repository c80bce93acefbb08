"""What settings are made of: variables of the environment, secrets, and the error that names all problems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


class SettingsError(Exception):
    """The environment can't be used. `problems` has one line each: the variable, what is wrong, how to mend it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment: its name, how it is read, what holds where it is not set, and what it is for."""

    name: str
    parse: Callable[[str], object]
    usual: object  # or a function that makes it from the environment
    meaning: str
    shown: str = ""  # `usual` in words, where it does not speak for itself

    def read(self, env: Mapping[str, str]) -> object:
        """The value in this environment. Raises ValueError with how to mend it."""
        text = env.get(self.name, "").strip()
        if text:
            return self.parse(text)
        return self.usual(env) if callable(self.usual) else self.usual


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A text that must never be shown: however it is printed, it comes out as stars."""

    _text: str

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "***"
