"""What the environment says about this bot: typed, checked at once, with every problem named."""

import contextlib
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from bot.answering.engine import Tolerance

TELEGRAM = "https://api.telegram.org"
CONTENT = Path(__file__).resolve().parent.parent / "content"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_LEAST_SHARE, _GREATEST_SHARE = 0.001, 0.5
_T = TypeVar("_T")


class SettingsError(Exception):
    """The environment can't be used. `problems` has one line each: the variable, what is wrong, how to mend it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A text that must never be shown: however it is printed, it comes out as stars."""

    _text: str

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "***"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set from outside."""

    token: Secret | None  # what the bot signs in to Telegram with; None when there is none yet
    api_url: str  # the Bot API server, without a slash at the end
    content: Path  # folder of the content that editors own
    cache: Path  # folder for what can be computed again; it need not exist yet
    log_level: str  # the least severe level that is logged, a name of the logging module
    wrong_answers: float  # tolerable share, 0 to 1, of questions that the FAQ covers: answered with the wrong topic
    false_answers: float  # tolerable share, 0 to 1, of questions that it does not cover: answered at all
    use_encoder: bool  # whether to match with the sentence encoder where it is installed

    @property
    def base_url(self) -> str:
        """The start of every method's address, to which the token is appended."""
        return f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        """The start of every file's address, to which the token is appended."""
        return f"{self.api_url}/file/bot"

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read the variables; one that is empty counts as not set. Raises SettingsError with all problems."""
        problems: list[str] = []
        usual = Tolerance()

        def read(name: str, parse: Callable[[str], _T], default: _T) -> _T:
            text = env.get(name, "").strip()
            try:
                return parse(text) if text else default
            except ValueError as problem:
                problems.append(f"{name}: {problem}")
                return default

        settings = cls(
            token=read("TELEGRAM_BOT_TOKEN", _token, None),
            api_url=read("TELEGRAM_API_BASE_URL", _api_url, TELEGRAM),
            content=read("BOT_CONTENT", _existing_folder, CONTENT),
            cache=read("BOT_CACHE", _folder, _usual_cache(env)),
            log_level=read("BOT_LOG_LEVEL", _log_level, "INFO"),
            wrong_answers=read("BOT_WRONG_ANSWERS", _share, usual.wrong),
            false_answers=read("BOT_FALSE_ANSWERS", _share, usual.false),
            use_encoder=read("BOT_ENCODER", _use_encoder, True),
        )
        if problems:
            raise SettingsError(tuple(problems))
        return settings


def _token(text: str) -> Secret | None:
    if not _TOKEN.fullmatch(text):
        raise ValueError("this is no bot token (digits, a colon, then letters and digits); copy it again from @BotFather")
    return Secret(text)


def _api_url(text: str) -> str:
    # What was written is not repeated here: people paste addresses with the token in them.
    mend = "write the server's address alone, such as https://api.telegram.org"
    try:
        url = urlsplit(text)
        known = url.scheme in ("http", "https") and url.hostname and url.port != 0
    except ValueError:  # a port that is no number, brackets that do not close
        known = False
    if not known or re.search(r"[\s{}]", text):
        raise ValueError(f"this is no http or https address; {mend}")
    if "@" in url.netloc or url.query or url.fragment or re.search(r"/bot(\d+:|/|$)", url.path):
        raise ValueError(f"there is more here than the address of a server; {mend}")
    return text.rstrip("/")


def _folder(text: str) -> Path:
    try:
        path = Path(text).expanduser().resolve()
        with contextlib.suppress(FileNotFoundError):
            next(path.iterdir(), None)  # whether it is a folder that can be read
    except RuntimeError:
        raise ValueError("the home folder that ~ stands for is not known; write the whole path") from None
    except NotADirectoryError:
        raise ValueError(f"{path} is not a folder; name one") from None
    except OSError as problem:
        raise ValueError(f"this folder can't be read ({problem.strerror}); name another") from None
    return path


def _existing_folder(text: str) -> Path:
    path = _folder(text)
    if not path.exists():
        raise ValueError(f"there is no folder {path}; name the one that holds bot.yaml")
    return path


def _usual_cache(env: Mapping[str, str]) -> Path:
    caches = Path(env.get("XDG_CACHE_HOME", ""))
    if not caches.is_absolute():  # the XDG rules have a relative path ignored
        try:
            caches = Path(env.get("HOME") or Path.home()) / ".cache"
        except RuntimeError:  # a container's user may have no home
            caches = Path(tempfile.gettempdir())
    return caches / "supplement-faq-bot"


def _log_level(text: str) -> str:
    if text.upper() not in _LOG_LEVELS:
        raise ValueError(f"{text!r} is no log level; use one of {', '.join(_LOG_LEVELS)}")
    return text.upper()


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = float("nan")
    if not _LEAST_SHARE <= share <= _GREATEST_SHARE:
        raise ValueError(f"{text!r} is no share from {_LEAST_SHARE} to {_GREATEST_SHARE}; write a decimal number such as 0.05")
    return share


def _use_encoder(text: str) -> bool:
    if text.lower() not in ("auto", "off"):
        raise ValueError(f"{text!r} is neither 'auto' (use the encoder if it is installed) nor 'off'")
    return text.lower() == "auto"
