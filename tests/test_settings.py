"""Settings come from the environment, and every problem is named at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.engine import Tolerance
from bot.settings import Settings, SettingsError

TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


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
        }
    )
    assert settings.token is not None
    assert settings.token.reveal() == TOKEN
    assert settings.base_url == "http://127.0.0.1:8081/bot"
    assert settings.base_file_url == "http://127.0.0.1:8081/file/bot"
    assert (settings.content, settings.cache, settings.log_level) == (tmp_path, tmp_path / "new", "DEBUG")
    assert (settings.wrong_answers, settings.false_answers, settings.use_encoder) == (0.02, 0.5, False)


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Every wrong variable is named, a line each, and its line says what to write."""
    wrong = {
        "TELEGRAM_BOT_TOKEN": "hunter2",
        "TELEGRAM_API_BASE_URL": "ftp://example.org",
        "BOT_CONTENT": str(tmp_path / "missing"),
        "BOT_CACHE": __file__,
        "BOT_LOG_LEVEL": "loud",
        "BOT_WRONG_ANSWERS": "4%",
        "BOT_FALSE_ANSWERS": "0.6",
        "BOT_ENCODER": "on",
    }
    found = problems(**wrong)
    assert [problem.partition(":")[0] for problem in found] == list(wrong)
    assert all("\n" not in problem for problem in found)
    assert "hunter2" not in "".join(found)


@pytest.mark.parametrize("name", ["BOT_CONTENT", "BOT_CACHE"])
def test_impossible_path(name: str) -> None:
    """A path that the system refuses is one line."""
    [problem] = problems(**{name: "/" + "x" * 5000})
    assert problem.startswith(f"{name}: ")
    assert "\n" not in problem


@pytest.mark.parametrize("name", ["BOT_CONTENT", "BOT_CACHE"])
def test_unreadable_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be read is one line, whoever runs the bot."""

    def refuse(_: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    [problem] = problems(**{name: str(tmp_path)})
    assert problem == f"{name}: this folder can't be read (Permission denied); name another"


def test_token_is_never_shown() -> None:
    """However the settings are printed, the token is not in it."""
    settings = Settings.from_environment({"TELEGRAM_BOT_TOKEN": TOKEN})
    shown = f"{settings} {settings!r} {settings.token} {settings.token!r} {settings.token!s:>50} {[settings.token]}"
    assert TOKEN not in shown
    assert TOKEN.partition(":")[2] not in shown


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
