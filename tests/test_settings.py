"""Settings come from the environment, and every problem is named at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.engine import Tolerance
from bot.settings import Settings, SettingsError, variables
from bot.settings.page import as_markdown, as_set
from tests.conftest import ROOT

TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
HASH_KEY = "a-long-text-that-nobody-can-guess"
QUESTION_KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
DATABASE = "postgres://bot:hunter2@db.example.org:5432/bot"


def problems(**env: str) -> tuple[str, ...]:
    """What is wrong with an environment."""
    with pytest.raises(SettingsError) as error:
        Settings.from_environment(env)
    assert str(error.value) == "\n".join(error.value.problems)
    return error.value.problems


def test_defaults() -> None:
    """Nothing has to be set; an empty variable counts as not set."""
    settings = Settings.from_environment({"HOME": "/people/one", "BOT_LOG_LEVEL": " ", "TELEGRAM_BOT_TOKEN": ""})
    assert settings == Settings(
        token=None,
        api_url="https://api.telegram.org",
        content=Path(__file__).parents[1] / "content",
        cache=Path("/people/one/.cache/supplement-faq-bot"),
        log_level="INFO",
        wrong_answers=Tolerance().wrong,
        false_answers=Tolerance().false,
        use_encoder=True,
        supplement="",
        database_url="sqlite:////people/one/.local/share/supplement-faq-bot/bot.sqlite3",
        data=Path("/people/one/.local/share/supplement-faq-bot"),
        hash_key=None,
        question_keys=(),
        keep_days=90,
        port=8080,
        host="0.0.0.0",
        webhook_url=None,
        webhook_secret=None,
        status_port=None,
        person_per_minute=20,
        chat_per_minute=60,
        messages_per_second=30,
        guest_mode=True,
        watch_content=False,
        status_host="127.0.0.1",
    )
    assert (settings.base_url, settings.base_file_url) == ("https://api.telegram.org/bot", "https://api.telegram.org/file/bot")


def test_everything_set(tmp_path: Path) -> None:
    """Each variable reaches its setting."""
    settings = Settings.from_environment(
        {
            "TELEGRAM_BOT_TOKEN": f"{TOKEN}\n",
            "TELEGRAM_API_BASE_URL": "http://127.0.0.1:8081/",
            "BOT_CONTENT": str(tmp_path),
            "BOT_CACHE": str(tmp_path / "new"),
            "BOT_LOG_LEVEL": "debug",
            "BOT_WRONG_ANSWERS": "0.02",
            "BOT_FALSE_ANSWERS": "0.5",
            "BOT_ENCODER": "off",
            "BOT_SUPPLEMENT": " vitamin-d ",
            "DATABASE_URL": DATABASE,
            "BOT_DATA": str(tmp_path / "data"),
            "BOT_HASH_KEY": HASH_KEY,
            "BOT_QUESTION_KEYS": f"{QUESTION_KEY}, {QUESTION_KEY}",
            "BOT_KEEP_DAYS": "30",
            "PORT": "80",
            "BOT_HOST": "::1",
            "BOT_WEBHOOK_URL": "https://bot.example.org:8443/magnesium/",
            "BOT_WEBHOOK_SECRET": "knock-knock_1",
            "BOT_STATUS_PORT": "9000",
            "BOT_PERSON_PER_MINUTE": "0.5",
            "BOT_CHAT_PER_MINUTE": "100",
            "BOT_MESSAGES_PER_SECOND": "1000",
            "BOT_GUEST_MODE": "off",
            "BOT_WATCH_CONTENT": "ON",
        }
    )
    assert settings.token is not None
    assert settings.token.reveal() == TOKEN
    assert settings.base_url == "http://127.0.0.1:8081/bot"
    assert settings.base_file_url == "http://127.0.0.1:8081/file/bot"
    assert (settings.content, settings.cache, settings.log_level) == (tmp_path, tmp_path / "new", "DEBUG")
    assert (settings.wrong_answers, settings.false_answers, settings.use_encoder) == (0.02, 0.5, False)
    assert settings.supplement == "vitamin-d"
    assert (settings.database_url, settings.data) == (DATABASE, tmp_path / "data")
    assert settings.hash_key is not None
    assert settings.hash_key.reveal() == HASH_KEY
    assert [key.reveal() for key in settings.question_keys] == [QUESTION_KEY, QUESTION_KEY]
    assert (settings.keep_days, settings.port, settings.host, settings.status_host) == (30, 80, "::1", "::1")
    assert settings.webhook_url == "https://bot.example.org:8443/magnesium"
    assert settings.webhook_secret is not None
    assert settings.webhook_secret.reveal() == "knock-knock_1"
    assert (settings.status_port, settings.guest_mode, settings.watch_content) == (9000, False, True)
    assert (settings.person_per_minute, settings.chat_per_minute, settings.messages_per_second) == (0.5, 100, 1000)


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Every wrong variable is named, a line each, and its line says what to write."""
    wrong = {
        "TELEGRAM_BOT_TOKEN": "hunter2",
        "TELEGRAM_API_BASE_URL": "ftp://example.org",
        "BOT_CONTENT": str(tmp_path / "missing"),
        "BOT_SUPPLEMENT": "Zinc!",
        "BOT_CACHE": __file__,
        "BOT_LOG_LEVEL": "loud",
        "BOT_WRONG_ANSWERS": "4%",
        "BOT_FALSE_ANSWERS": "0.6",
        "BOT_ENCODER": "on",
        "DATABASE_URL": "mysql://bot:hunter2@db.example.org/bot",
        "BOT_DATA": __file__,
        "BOT_HASH_KEY": "hunter2",
        "BOT_QUESTION_KEYS": f"{QUESTION_KEY},hunter2",
        "BOT_KEEP_DAYS": "0",
        "PORT": "65536",
        "BOT_HOST": "everywhere!",
        "BOT_WEBHOOK_URL": "http://hunter2.example.org",
        "BOT_WEBHOOK_SECRET": "hunter2!",
        "BOT_STATUS_PORT": "9000.5",
        "BOT_PERSON_PER_MINUTE": "0",
        "BOT_CHAT_PER_MINUTE": "inf",
        "BOT_MESSAGES_PER_SECOND": "0",
        "BOT_GUEST_MODE": "yes",
        "BOT_WATCH_CONTENT": "auto",
    }
    found = problems(**wrong)
    assert set(wrong) == {variable.name for variable in variables().values()}
    assert [problem.partition(":")[0] for problem in found] == list(wrong)
    assert all("\n" not in problem for problem in found)
    assert "hunter2" not in "".join(found)


@pytest.mark.parametrize("name", ["BOT_CONTENT", "BOT_CACHE", "BOT_DATA"])
def test_impossible_path(name: str) -> None:
    """A path that the system refuses is one line."""
    [problem] = problems(**{name: "/" + "x" * 5000})
    assert problem.startswith(f"{name}: ")
    assert "\n" not in problem


@pytest.mark.parametrize("name", ["BOT_CONTENT", "BOT_CACHE", "BOT_DATA"])
def test_unreadable_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be read is one line, whoever runs the bot."""

    def refuse(_: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    [problem] = problems(**{name: str(tmp_path)})
    assert problem == f"{name}: this folder can't be read (Permission denied); name another"


def test_secrets_are_never_shown() -> None:
    """However the settings are printed, no secret is in it, nor the database's password, nor a secret made from the token."""
    secrets = {"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_HASH_KEY": HASH_KEY, "BOT_QUESTION_KEYS": QUESTION_KEY, "DATABASE_URL": DATABASE}
    settings = Settings.from_environment(secrets)
    assert settings.webhook_secret is not None
    shown = f"{settings} {settings!r} {settings.token} {settings.token!r} {settings.token!s:>50} {[settings.token]}"
    shown += as_set(settings)
    hidden = (TOKEN, TOKEN.partition(":")[2], HASH_KEY, QUESTION_KEY, "hunter2", settings.webhook_secret.reveal())
    assert not [secret for secret in hidden if secret in shown]
    assert settings.database_shown == "postgres://***@db.example.org:5432/bot"


def test_webhook_secret_from_the_token() -> None:
    """Without a setting all replicas of one bot know the same secret, another bot another, in letters that Telegram takes."""
    first, same, other = (
        Settings.from_environment({"TELEGRAM_BOT_TOKEN": token}).webhook_secret for token in (TOKEN, TOKEN, "7:x")
    )
    assert first is not None and same is not None and other is not None
    assert first.reveal() == same.reveal() != other.reveal()
    assert first.reveal().isalnum()
    assert len(first.reveal()) == 64


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///bot.sqlite3",
        "sqlite:////data/bot.sqlite3",
        "postgres://bot@db/bot",
        "postgresql://bot:p%40ss@db.example.org:5433/bot?sslmode=require",
        "postgresql://bot@/bot?host=/run/postgresql",
    ],
)
def test_databases(url: str) -> None:
    """SQLite and PostgreSQL, however platforms write them."""
    assert Settings.from_environment({"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    "url",
    [
        "bot.sqlite3",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "postgres://",
        "postgres://db",
        "postgres://db:x/bot",
        "a\nb",
    ],
)
def test_no_databases(url: str) -> None:
    """What names no database that outlives a restart is refused, and is not repeated."""
    [problem] = problems(DATABASE_URL=url)
    assert problem.startswith("DATABASE_URL: ")
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://bot.example.org", "https://bot.example.org"),
        ("https://bot.example.org/", "https://bot.example.org"),
        ("https://bot.example.org/telegram", "https://bot.example.org"),
        ("https://bot.example.org:443/a/b", "https://bot.example.org:443/a/b"),
    ],
)
def test_webhook_addresses(url: str, base: str) -> None:
    """The public address is taken with or without the path that is always the same."""
    assert Settings.from_environment({"BOT_WEBHOOK_URL": url}).webhook_url == base


@pytest.mark.parametrize(
    "url", ["bot.example.org", "http://bot.example.org", "https://a:b@example.org", "https://x.org:8080", "https://x.org?a"]
)
def test_no_webhook_addresses(url: str) -> None:
    """What Telegram would not post to is refused."""
    assert len(problems(BOT_WEBHOOK_URL=url)) == 1


def test_page() -> None:
    """docs/settings.md is what `python -m bot settings --markdown` prints; write it anew if this fails."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == as_markdown()


def test_page_holds_for_every_machine() -> None:
    """No default on the page is a path of the machine that wrote it."""
    assert str(ROOT) not in as_markdown()
    assert str(Path.home()) not in as_markdown()


@pytest.mark.parametrize(
    "url",
    [
        "api.telegram.org",
        "https://",
        "https://example.org/bot",
        f"https://example.org/bot{TOKEN}",
        "https://example.org?x=1",
        "https://asker:secret@example.org",
        "https://example.org:99999",
        "https://[::1",
        "https://exa mple.org",
        "https://example.org/{token}",
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    """Only a plain address of a server is taken, and a wrong one, which may hold secrets, is not repeated."""
    [problem] = problems(TELEGRAM_API_BASE_URL=url)
    assert problem.startswith("TELEGRAM_API_BASE_URL: ")
    assert "secret" not in problem
    assert TOKEN not in problem


@pytest.mark.parametrize("share", ["nan", "-1", "0", "1", "inf", "0,04", "1e-4"])
def test_shares(share: str) -> None:
    """A share lies between 0.001 and 0.5."""
    assert len(problems(BOT_WRONG_ANSWERS=share, BOT_FALSE_ANSWERS=share)) == 2


@pytest.mark.parametrize("home", ["relative", "", "/elsewhere"])
def test_usual_data(home: str) -> None:
    """Data lie where the system keeps data."""
    settings = Settings.from_environment({"HOME": "/people/one", "XDG_DATA_HOME": home})
    parent = home if home.startswith("/") else "/people/one/.local/share"
    assert settings.data == Path(parent) / "supplement-faq-bot"
    assert settings.database_url == f"sqlite:///{settings.data}/bot.sqlite3"


@pytest.mark.parametrize(
    ("env", "cache"),
    [
        ({"HOME": "/people/one", "XDG_CACHE_HOME": "/caches"}, "/caches/supplement-faq-bot"),
        ({"HOME": "/people/one", "XDG_CACHE_HOME": "relative"}, "/people/one/.cache/supplement-faq-bot"),
        ({"HOME": "/people/one", "XDG_CACHE_HOME": ""}, "/people/one/.cache/supplement-faq-bot"),
    ],
)
def test_usual_cache(env: dict[str, str], cache: str) -> None:
    """The cache lies where the system keeps caches."""
    assert Settings.from_environment(env).cache == Path(cache)


def test_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home folder, as in some containers, has the cache among temporary files."""

    def none() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", none)
    assert Settings.from_environment({}).cache.name == "supplement-faq-bot"
