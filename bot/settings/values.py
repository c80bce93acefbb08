"""How the text of each variable is read. Each function takes what stands there, and raises ValueError with how to mend it."""

import base64
import binascii
import contextlib
import ipaddress
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from bot.settings.variable import Secret

NAME = "supplement-faq-bot"  # of our folders among the system's
WEBHOOK_PATH = "/telegram"  # where Telegram posts updates to

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HOST_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_LEAST_SHARE, _GREATEST_SHARE = 0.001, 0.5
_LEAST_HASH_KEY = 32  # characters
_FERNET_KEY = 32  # bytes
_MOST_DAYS = 365
_MOST_PER_MINUTE = 6000.0
_MOST_PER_SECOND = 1000  # messages; where they are paid for, Telegram takes as many
_WEBHOOK_PORTS = (443, 80, 88, 8443)  # those that Telegram posts to


def token(text: str) -> Secret:
    """A bot's token."""
    if not _TOKEN.fullmatch(text):
        raise ValueError("this is no bot token (digits, a colon, then letters and digits); copy it again from @BotFather")
    return Secret(text)


def api_url(text: str) -> str:
    """The address of a server, without a slash at the end."""
    # What was written is not repeated here: people paste addresses with the token in them.
    mend = "write the server's address alone, such as https://api.telegram.org"
    url = _url(text, ("http", "https"))
    if url is None:
        raise ValueError(f"this is no http or https address; {mend}")
    if "@" in url.netloc or url.query or url.fragment or re.search(r"/bot(\d+:|/|$)", url.path):
        raise ValueError(f"there is more here than the address of a server; {mend}")
    return text.rstrip("/")


def webhook_url(text: str) -> str:
    """The public address of `serve`, without the path that it listens at."""
    mend = "write the public address of this server, such as https://bot.example.org"
    url = _url(text, ("https",))
    if url is None:
        raise ValueError(f"this is no https address, and Telegram posts to no other; {mend}")
    if "@" in url.netloc or url.query or url.fragment:
        raise ValueError(f"there is more here than an address; {mend}")
    if url.port not in (None, *_WEBHOOK_PORTS):
        raise ValueError(f"Telegram posts to the ports {', '.join(map(str, _WEBHOOK_PORTS))} only, and this is {url.port}")
    return text.rstrip("/").removesuffix(WEBHOOK_PATH)


def _url(text: str, schemes: tuple[str, ...]) -> SplitResult | None:
    try:
        url = urlsplit(text)
        known = url.scheme in schemes and url.hostname and url.port != 0
    except ValueError:  # a port that is no number, brackets that do not close
        return None
    return url if known and not re.search(r"[\s{}]", text) else None


def database_url(text: str) -> str:
    """The address of a database: SQLite or PostgreSQL, under either of its names."""
    # Not repeated either: it holds a password.
    mend = "write sqlite:///folder/file or postgresql://user:password@server/database"
    scheme, _, rest = text.partition("://")
    try:
        url = urlsplit(text)
        server = url.port != 0 and bool(url.hostname or "host=" in url.query)
    except ValueError:
        raise ValueError(f"this is no address of a database; {mend}") from None
    sound = {
        "sqlite": rest.startswith("/") and rest[1:] not in ("", ":memory:") and "?" not in rest,
        "postgres": server and url.path.strip("/") != "",
        "postgresql": server and url.path.strip("/") != "",
    }
    if not sound.get(scheme) or re.search(r"[\r\n\t]", text):
        raise ValueError(f"this is no address of a database that outlives a restart; {mend}")
    return text


def without_password(url: str) -> str:
    """A database's address as it may be shown."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return url
    place = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"
    return f"{parts.scheme}://{'***@' if '@' in parts.netloc else ''}{place}"


def folder(text: str) -> Path:
    """A folder that exists, or could."""
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


def existing_folder(text: str) -> Path:
    """A folder that exists."""
    path = folder(text)
    if not path.exists():
        raise ValueError(f"there is no folder {path}; name the one that holds bot.yaml")
    return path


def usual_folder(env: Mapping[str, str], variable: str, below_home: str) -> Path:
    """Our folder where the system keeps such things: where `variable` says, else below the home folder."""
    parent = Path(env.get(variable, ""))
    if not parent.is_absolute():  # the XDG rules have a relative path ignored
        try:
            parent = Path(env.get("HOME") or Path.home()) / below_home
        except RuntimeError:  # a container's user may have no home
            parent = Path(tempfile.gettempdir())
    return parent / NAME


def identifier(text: str) -> str:
    """The id of a supplement: the name of its folder in the content."""
    if not _ID.fullmatch(text):
        raise ValueError(f"{text!r} is no id; write the name of a folder in content/supplements, such as zinc")
    return text


def log_level(text: str) -> str:
    """A name of the logging module."""
    if text.upper() not in _LOG_LEVELS:
        raise ValueError(f"{text!r} is no log level; use one of {', '.join(_LOG_LEVELS)}")
    return text.upper()


def share(text: str) -> float:
    """A part of one."""
    number = _number(text)
    if not _LEAST_SHARE <= number <= _GREATEST_SHARE:
        raise ValueError(f"{text!r} is no share from {_LEAST_SHARE} to {_GREATEST_SHARE}; write a decimal number such as 0.05")
    return number


def per_minute(text: str) -> float:
    """How often in a minute."""
    number = _number(text)
    if not 0 < number <= _MOST_PER_MINUTE:
        raise ValueError(f"{text!r} is no number above 0, up to {_MOST_PER_MINUTE:g}; write how many a minute, such as 20")
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def either(yes: str, no: str) -> Callable[[str], bool]:
    """A reader of two words."""

    def read(text: str) -> bool:
        if text.lower() not in (yes, no):
            raise ValueError(f"{text!r} is neither {yes!r} nor {no!r}")
        return text.lower() == yes

    return read


def whole(least: int, most: int, what: str) -> Callable[[str], int]:
    """A reader of whole numbers."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
            raise ValueError(f"{text!r} is no {what}; write a whole number from {least} to {most}")
        return int(text)

    return read


port = whole(1, 65535, "port")
days = whole(1, _MOST_DAYS, "number of days")
per_second = whole(1, _MOST_PER_SECOND, "number of messages")


def host(text: str) -> str:
    """An address of this machine, or a name."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(text))
    if not _HOST_NAME.fullmatch(text) or re.fullmatch(r"[0-9.]+", text):
        raise ValueError(f"{text!r} is no address; write one such as 0.0.0.0 (all of this machine's) or 127.0.0.1 (itself alone)")
    return text


def hash_key(text: str) -> Secret:
    """A long random text."""
    if len(text) < _LEAST_HASH_KEY:
        raise ValueError(f"this is shorter than {_LEAST_HASH_KEY} characters; `python -m bot new-keys` makes one")
    return Secret(text)


def question_keys(text: str) -> tuple[Secret, ...]:
    """Fernet keys, newest first."""
    keys = tuple(key.strip() for key in text.split(","))
    for number, key in enumerate(keys, 1):
        try:
            sound = len(base64.b64decode(key.encode(), altchars=b"-_", validate=True)) == _FERNET_KEY
        except (binascii.Error, ValueError):
            sound = False
        if not sound:
            raise ValueError(f"key {number} of {len(keys)} is no Fernet key; `python -m bot new-keys` makes one")
    return tuple(map(Secret, keys))


def webhook_secret(text: str) -> Secret:
    """What Telegram shows at each post to prove that it is Telegram."""
    if not _WEBHOOK_SECRET.fullmatch(text):
        raise ValueError("Telegram takes 1 to 256 of A-Z, a-z, 0-9, _ and -; leave it out and one is made from the token")
    return Secret(text)
