"""The commands as an editor types them, on a database that a bot wrote."""

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.answering.engine import Engine
from bot.content.model import TopicRef
from bot.inbox.commands import add_commands, run
from bot.settings import Settings
from bot.storage.secrets import Keys, new_keys
from bot.storage.storage import Storage
from tests.conftest import ROOT
from tests.storage.conftest import postgres  # noqa: F401 -- a fixture
from tests.storage.postgres import PostgresServer

HASH_KEY, QUESTION_KEY = new_keys()
TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")
Command = Callable[..., tuple[int, str, str]]


async def write(url: str) -> None:
    """What a bot leaves in its database."""
    storage = await Storage.open(url, Keys.of(HASH_KEY, (QUESTION_KEY,)))
    for number, text in enumerate(["can i scuba dive on it", "is scuba diving ok on it", "when do I swallow my capsule?"]):
        await storage.send_question(storage.person(number), text)
    for number, up in enumerate([True, True, False]):
        await storage.vote(storage.person(number), storage.answer(1, number), TIMING, up)
    storage.count("answer", TIMING)
    storage.count("abstain", None)
    await storage.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def command(
    request: pytest.FixtureRequest, tmp_path: Path, letters_engine: Engine, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs a command on such a database: its exit code, its output, and what it complained of."""
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.url(server.new_database())
    asyncio.run(write(url))

    def run_command(*words: str, **environment: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        add_commands(parser.add_subparsers(dest="command"))
        known = {"DATABASE_URL": url, "BOT_QUESTION_KEYS": QUESTION_KEY, "HOME": str(tmp_path), **environment}
        code = run(parser.parse_args(words), Settings.from_environment(known), lambda _: letters_engine)
        return code, *capsys.readouterr()

    return run_command


def test_suggest(command: Command) -> None:
    """A group that no topic answers becomes the skeleton of a topic, with what people asked; a number that is none is told."""
    code, output, _ = command("inbox", "suggest", "1")
    topic, *_ = (part["new-topic"] for part in yaml.safe_load_all(output))
    assert code == 0
    assert set(topic) == {"title", "related", "parent", "questions"} and topic["related"]
    assert "scuba" in output
    code, output, complaint = command("inbox", "suggest", "9")
    assert (code, output) == (1, "") and "no group 9" in complaint


def test_the_inbox(command: Command) -> None:
    """The questions come decrypted and grouped, for people and for machines."""
    code, out, err = command("inbox")
    assert (code, err) == (0, "") and out.startswith("3 questions by 3 people.")
    assert "2 questions by 2 people" in out
    code, out, _ = command("inbox", "--json")
    data = json.loads(out)
    assert code == 0 and data["questions"] == 3 and len(data["groups"]) == 2


def test_the_export(command: Command) -> None:
    """The export is YAML."""
    code, out, err = command("inbox", "export")
    assert (code, err) == (0, "")
    assert "scuba" in repr(list(yaml.safe_load_all(out)))


def test_keys_are_needed(command: Command) -> None:
    """Without keys there is nothing to read, with other keys the unreadable are counted, and rotated keys still open."""
    assert command("inbox", BOT_QUESTION_KEYS="")[0] == 1
    fresh = new_keys()[1]
    code, out, _ = command("inbox", BOT_QUESTION_KEYS=fresh)
    assert code == 0 and "3 more questions can't be read" in out
    assert command("inbox", BOT_QUESTION_KEYS=f"{fresh},{QUESTION_KEY}")[1].startswith("3 questions by 3 people.")


def test_the_numbers(command: Command) -> None:
    """Answers, abstentions and votes of today, for people and for machines."""
    code, out, err = command("stats")
    assert (code, err) == (0, "") and "dosage/timing" in out
    data = json.loads(command("stats", "--json", "--days", "1")[1])
    today = datetime.now(UTC).date().isoformat()
    assert data["days"] == [{"day": today, "answer": 1, "suggest": 0, "abstain": 1, "other": 0, "up": 2, "down": 1}]


def test_an_empty_database(command: Command, tmp_path: Path) -> None:
    """A bot that nobody asked yet has an empty inbox and no numbers."""
    url = f"sqlite:///{tmp_path}/other/bot.sqlite3"
    assert command("inbox", DATABASE_URL=url)[1] == "The inbox is empty.\n"
    assert json.loads(command("inbox", "--json", DATABASE_URL=url)[1])["groups"] == []
    code, out, err = command("inbox", "export", DATABASE_URL=url)
    assert (code, out) == (0, "") and "empty" in err
    assert "Nothing" in command("stats", DATABASE_URL=url)[1]


def test_a_database_that_is_away(command: Command, tmp_path: Path) -> None:
    """One line says what is wrong."""
    (tmp_path / "file").write_text("no folder")
    code, out, err = command("stats", DATABASE_URL=f"sqlite:///{tmp_path}/file/bot.sqlite3")
    assert (code, out) == (1, "") and err.startswith("The database can't be read") and err.count("\n") == 1


def test_new_keys(command: Command) -> None:
    """The keys can be pasted as they are, and are others each time."""
    _, out, _ = command("new-keys")
    lines = dict(line.split("=", 1) for line in out.splitlines() if not line.startswith("#"))
    settings = Settings.from_environment({**lines, "HOME": "/"})
    assert settings.hash_key and len(settings.question_keys) == 1
    assert command("new-keys")[1] != out


@pytest.mark.parametrize("days", ["0", "-1", "many", "1.5"])
def test_days_are_a_number(command: Command, days: str) -> None:
    """Anything but a positive whole number of days is refused."""
    with pytest.raises(SystemExit):
        command("stats", "--days", days)


def test_other_commands_load_no_database() -> None:
    """What answers people in a terminal does not wait for the database's libraries."""
    libraries = {"sqlalchemy", "cryptography", "asyncpg", "alembic"}
    script = f"import sys, bot.command_line, bot.inbox.commands; print({libraries} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "set()\n"


def test_stats_page(command: Command, tmp_path: Path) -> None:
    """The page is written where it was asked for, beside the numbers for the terminal."""
    code, out, err = command("stats", "--html", str(tmp_path / "page.html"))
    assert (code, "page.html" in err, "answers" in out) == (0, True, True)
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_stats_page_without_plotting_library(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library is missing, or the file can't be written, one line says so."""
    code, out, err = command("stats", "--html", str(tmp_path / "nowhere" / "page.html"))
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, out, err = command("stats", "--html", str(tmp_path / "page.html"))
    assert (code, out, "pip install '.[plots]'" in err) == (1, "", True)
