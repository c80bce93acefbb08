"""Every test of storage runs on SQLite and on PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.storage import storage as storage_module
from bot.storage.secrets import Keys, new_keys
from bot.storage.storage import Storage
from tests.storage.postgres import PostgresServer, postgres_server

HASH_KEY, QUESTION_KEY = new_keys()
KEYS = Keys.of(HASH_KEY, (QUESTION_KEY,))


class Place(Protocol):
    """A database of its own for a test."""

    url: str

    def execute(self, statement: str) -> list[tuple[Any, ...]]: ...
    def take_away(self) -> None: ...
    def bring_back(self) -> None: ...


class SqlitePlace:
    """A file in a folder. Taken away, a file stands where the folder was: that stops root too, which no permission does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "data"
        self.url = f"sqlite:///{self.folder / 'bot.sqlite3'}"

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.folder / "bot.sqlite3")
        try:
            with connection:
                return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def take_away(self) -> None:
        if self.folder.exists():
            self.folder.rename(self.folder.with_name("away"))
        self.folder.write_text("not a folder")

    def bring_back(self) -> None:
        self.folder.unlink()
        if self.folder.with_name("away").exists():
            self.folder.with_name("away").rename(self.folder)


class PostgresPlace:
    """A database on the tests' server. Taken away, the whole server is stopped."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self.name = server.new_database()
        self.url = server.url(self.name)

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.server.execute(statement, self.name)]

    def take_away(self) -> None:
        self.server.stop()

    def bring_back(self) -> None:
        self.server.start()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for the whole run."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database, of each kind in turn."""
    return SqlitePlace(tmp_path) if request.param == "sqlite" else PostgresPlace(request.getfixturevalue("postgres"))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hearts beat faster in tests."""
    monkeypatch.setattr(storage_module, "BEAT", 0.05)
    monkeypatch.setattr(storage_module, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(storage_module, "LONGEST_PAUSE", 0.1)


@pytest.fixture
async def open_storage(place: Place) -> AsyncIterator[Callable[..., Awaitable[Storage]]]:
    """Opens storage at the place, as another process would; all are closed in the end."""
    opened: list[Storage] = []

    async def open_one(keys: Keys = KEYS, keep_days: int = 90) -> Storage:
        opened.append(await Storage.open(place.url, keys, keep_days))
        return opened[-1]

    yield open_one
    for storage in opened:
        await storage.close()


@pytest.fixture
async def storage(open_storage: Callable[..., Awaitable[Storage]]) -> Storage:
    """Storage at the place."""
    return await open_storage()


async def until(is_so: Callable[[], bool]) -> None:
    """Wait, at most ten seconds, until something is so."""
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 -- what is waited for stands in the database, which gives no sign
            await asyncio.sleep(0.01)
