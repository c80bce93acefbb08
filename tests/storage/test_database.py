"""Addresses, files and what is told about them."""

import asyncio
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.storage import lines
from bot.storage.database import Away, Database
from bot.storage.tables import Clock
from tests.storage.postgres import PostgresServer


def clock(connection: Connection) -> float:
    """The database's time."""
    found: float | None = connection.execute(select(Clock())).scalar()
    assert found is not None
    return found


async def reach(url: str) -> bool:
    """Whether a database can be used."""
    opened = Database(url)
    try:
        return await opened.transact(clock) > 1.7e9
    finally:
        await opened.close()


async def test_sqlite_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative and an absolute path, one with spaces and percent signs too; the folder and the file are ours alone."""
    monkeypatch.chdir(tmp_path)
    assert await reach("sqlite:///relative.sqlite3")
    assert await reach(f"sqlite:///{tmp_path}/new folder/50% more.sqlite3")
    assert (tmp_path / "relative.sqlite3").exists()
    made = tmp_path / "new folder" / "50% more.sqlite3"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


async def test_postgresql_addresses(postgres: PostgresServer) -> None:
    """Both spellings, and the options that platforms add to them."""
    url = postgres.url(postgres.new_database())
    assert await reach(url)
    assert await reach(url.replace("postgresql://", "postgres://"))
    assert await reach(url + "&sslmode=disable&channel_binding=prefer&connect_timeout=10&application_name=bot")


@pytest.mark.parametrize("url", ["", "mysql://host/db", "bot.sqlite3", "sqlite://", "sqlite:///", "sqlite:bot.sqlite3"])
async def test_other_addresses_are_refused(url: str) -> None:
    """What is no address of a database is an error at once."""
    with pytest.raises(ValueError, match=r"address|file"):
        Database(url)


async def test_passwords_are_not_told(postgres: PostgresServer) -> None:
    """Whatever goes wrong, the password is not in the message."""
    for url in (
        "postgresql://bot:hunter22@127.0.0.1:1/db",
        f"{postgres.url('no_such_database')}&password=hunter22",
        "postgresql://bot:hunter22@host:port/db",
        "postgresql://bot:hunter22@[::1/db",
    ):
        with pytest.raises((Away, ValueError)) as told:
            await reach(url)
        assert "hunter22" not in str(told.value)


async def test_what_is_no_database(tmp_path: Path) -> None:
    """A file of another kind is left as it is."""
    (tmp_path / "letter.txt").write_text("Dear all, this file is no database, and longer than its header would be. " * 3)
    with pytest.raises(Away, match="not a database"):
        await reach(f"sqlite:///{tmp_path}/letter.txt")
    assert (tmp_path / "letter.txt").read_text().startswith("Dear all")


async def test_two_writers_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process writes, SQLite waits; if that takes too long, the database counts as away."""
    monkeypatch.setattr(lines, "SQLITE_WAITS", 0.3)
    url = f"sqlite:///{tmp_path}/bot.sqlite3"
    one, other = Database(url), Database(url)
    await one.transact(clock)
    await other.transact(clock)
    writer = sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(one.transact(clock))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    writer.execute("COMMIT")
    assert await waiting
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(Away, match="locked"):
        await one.transact(clock)
    writer.close()
    assert await one.transact(clock) and await other.transact(clock)
    await one.close()
    await other.close()
