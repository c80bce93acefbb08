"""What the environment says about this bot: typed, checked at once, with every problem named."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_origin, get_type_hints

from bot.answering.engine import Tolerance
from bot.settings import values
from bot.settings.variable import Secret, SettingsError, Variable

TELEGRAM = "https://api.telegram.org"
CONTENT = Path(__file__).resolve().parents[2] / "content"
DATABASE = "bot.sqlite3"  # the file in the data folder, where no other database is named
_SWITCH = values.either("on", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set from outside. Each field stands with its variable, how that is read, its default and its meaning."""

    token: Annotated[
        Secret | None,
        Variable(
            "TELEGRAM_BOT_TOKEN",
            values.token,
            None,
            "signs in to Telegram; from @BotFather",
            "none: the bot runs on this machine alone",
        ),
    ]
    api_url: Annotated[str, Variable("TELEGRAM_API_BASE_URL", values.api_url, TELEGRAM, "another Bot API server")]
    content: Annotated[
        Path,
        Variable(
            "BOT_CONTENT",
            values.existing_folder,
            CONTENT,
            "the folder of the content that editors own",
            "`content` beside the package",
        ),
    ]
    supplement: Annotated[
        str,
        Variable(
            "BOT_SUPPLEMENT",
            values.identifier,
            "",
            "the id of the supplement that is meant where a question names none, such as `zinc`",
            "none: the bot asks which one is meant, unless the content has one only",
        ),
    ]
    cache: Annotated[
        Path,
        Variable(
            "BOT_CACHE",
            values.folder,
            lambda env: values.usual_folder(env, "XDG_CACHE_HOME", ".cache"),
            "the folder for what can be computed again; it need not exist yet",
            "`$XDG_CACHE_HOME/supplement-faq-bot`, else `~/.cache/supplement-faq-bot`",
        ),
    ]
    log_level: Annotated[
        str,
        Variable("BOT_LOG_LEVEL", values.log_level, "INFO", "the least that is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL"),
    ]
    wrong_answers: Annotated[
        float,
        Variable(
            "BOT_WRONG_ANSWERS",
            values.share,
            Tolerance().wrong,
            "the tolerable share of questions that the FAQ covers and that are answered with the wrong topic, 0.001 to 0.5",
        ),
    ]
    false_answers: Annotated[
        float,
        Variable(
            "BOT_FALSE_ANSWERS",
            values.share,
            Tolerance().false,
            "the tolerable share of questions that the FAQ does not cover and that are answered at all, 0.001 to 0.5",
        ),
    ]
    use_encoder: Annotated[
        bool,
        Variable(
            "BOT_ENCODER",
            values.either("auto", "off"),
            True,
            "`off` matches on letters alone, `auto` with the encoder if installed",
            "auto",
        ),
    ]
    database_url: Annotated[
        str,
        Variable(
            "DATABASE_URL",
            values.database_url,
            "",
            "where what must outlive a restart is kept: `sqlite:///path` or `postgresql://user:password@server/database`",
            f"the file `{DATABASE}` in BOT_DATA",
        ),
    ] = field(repr=False)  # it may hold a password
    data: Annotated[
        Path,
        Variable(
            "BOT_DATA",
            values.folder,
            lambda env: values.usual_folder(env, "XDG_DATA_HOME", ".local/share"),
            "the folder of that file; it need not exist yet",
            "`$XDG_DATA_HOME/supplement-faq-bot`, else `~/.local/share/supplement-faq-bot`",
        ),
    ]
    hash_key: Annotated[
        Secret | None,
        Variable(
            "BOT_HASH_KEY",
            values.hash_key,
            None,
            "the key of the hashes by which people and messages are known, at least 32 characters; `new-keys` makes one",
            "none: no votes and no inbox",
        ),
    ]
    question_keys: Annotated[
        tuple[Secret, ...],
        Variable(
            "BOT_QUESTION_KEYS",
            values.question_keys,
            (),
            "the Fernet keys, newest first, split by commas, under which questions are kept that people send to the editors",
            "none: nobody is offered to send one",
        ),
    ]
    keep_days: Annotated[
        int, Variable("BOT_KEEP_DAYS", values.days, 90, "after how many days such a question is deleted, 1 to 365")
    ]
    port: Annotated[int, Variable("PORT", values.port, 8080, "the port that `serve` listens at")]
    host: Annotated[
        str,
        Variable(
            "BOT_HOST",
            values.host,
            "0.0.0.0",  # noqa: S104 - a container's platform reaches it from outside
            "the address that `serve` listens at; 0.0.0.0 is every address of this machine",
        ),
    ]
    webhook_url: Annotated[
        str | None,
        Variable(
            "BOT_WEBHOOK_URL",
            values.webhook_url,
            None,
            f"the public https address of `serve`, to which `{values.WEBHOOK_PATH}` is appended",
            "none; `serve` needs it",
        ),
    ]
    webhook_secret: Annotated[
        Secret | None,
        Variable(
            "BOT_WEBHOOK_SECRET",
            values.webhook_secret,
            None,
            "what Telegram proves itself with at the webhook, 1 to 256 of A-Z a-z 0-9 _ -",
            "made from the token, so that replicas agree",
        ),
    ]
    status_port: Annotated[
        int | None,
        Variable(
            "BOT_STATUS_PORT",
            values.port,
            None,
            "the port where `run` shows /healthz, /readyz and /metrics, on 127.0.0.1 unless BOT_HOST is set",
            "none: it shows nothing",
        ),
    ]
    person_per_minute: Annotated[
        float,
        Variable("BOT_PERSON_PER_MINUTE", values.per_minute, 20.0, "how many messages of one person are answered a minute", "20"),
    ]
    chat_per_minute: Annotated[
        float,
        Variable("BOT_CHAT_PER_MINUTE", values.per_minute, 60.0, "how many messages of one chat are answered a minute", "60"),
    ]
    messages_per_second: Annotated[
        int,
        Variable(
            "BOT_MESSAGES_PER_SECOND",
            values.per_second,
            30,
            "how many messages this process sends a second, 1 to 1000; Telegram takes 30 from all of a bot's processes together",
        ),
    ]
    guest_mode: Annotated[
        bool,
        Variable(
            "BOT_GUEST_MODE", _SWITCH, True, "`off`: mentions in chats in which the bot is no member are not answered", "on"
        ),
    ]
    watch_content: Annotated[
        bool, Variable("BOT_WATCH_CONTENT", _SWITCH, False, "`on`: the content is read anew when a file of it is saved", "off")
    ]
    status_host: str = "127.0.0.1"  # where the status of `run` is shown: BOT_HOST where that is set

    @property
    def base_url(self) -> str:
        """The start of every method's address, to which the token is appended."""
        return f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        """The start of every file's address, to which the token is appended."""
        return f"{self.api_url}/file/bot"

    @property
    def database_shown(self) -> str:
        """The database's address as it may be shown: without its password."""
        return values.without_password(self.database_url)

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read the variables; one that is empty counts as not set. Raises SettingsError with all problems."""
        problems: list[str] = []
        found: dict[str, Any] = {}
        for name, variable in variables().items():
            try:
                found[name] = variable.read(env)
            except ValueError as problem:
                problems.append(f"{variable.name}: {problem}")
        if problems:
            raise SettingsError(tuple(problems))
        found["database_url"] = found["database_url"] or f"sqlite:///{found['data'] / DATABASE}"
        found["webhook_secret"] = found["webhook_secret"] or _derived(found["token"])
        if env.get("BOT_HOST", "").strip():
            found["status_host"] = found["host"]
        return cls(**found)


def variables() -> dict[str, Variable]:
    """Every variable, in the order in which they are explained, by the field of Settings that it sets."""
    hints = get_type_hints(Settings, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if get_origin(hint) is Annotated}


def _derived(token: Secret | None) -> Secret | None:
    """A secret that only those can know who know the token, and from which the token can't be told."""
    return token and Secret(hmac.new(token.reveal().encode(), b"webhook secret", hashlib.sha256).hexdigest())
