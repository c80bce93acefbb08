"""The tables come to be, once, whoever comes first."""

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from bot.storage.database import Away, Database
from bot.storage.migrate import MIGRATIONS
from bot.storage.tables import HEAD, tables
from tests.conftest import ROOT
from tests.storage.conftest import Place

OPEN = """
import asyncio, sys
from bot.storage.secrets import Keys
from bot.storage.storage import Storage

async def main():
    storage = await Storage.open(sys.argv[1], Keys())
    print(storage.available, await storage.claim(1))
    await storage.done(1)
    await storage.close()

print("ready", flush=True)
sys.stdin.readline()
asyncio.run(main())
"""


def test_the_newest_version_is_known() -> None:
    """The version that a start compares with is that of the newest migration, and there is one line of them."""
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


async def test_migrations_make_the_tables(place: Place) -> None:
    """What the migrations leave is what the code expects, column by column; and a second start changes nothing."""
    for _ in range(2):
        opened = Database(place.url)
        await opened.transact(differences)
        assert await opened.transact(differences) == []
        await opened.close()


def differences(connection: Connection) -> list[object]:
    """What would have to change to make a database what `tables` says."""
    return list(compare_metadata(MigrationContext.configure(connection), tables))


def test_processes_that_start_at_once(place: Place) -> None:
    """Four processes that find an empty database at the same moment agree: all start, and one gets the update."""
    command = [sys.executable, "-W", "error", "-c", OPEN, place.url]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) for _ in range(4)]
    for process in started:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    told = []
    for process in started:
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        told.append(output.split())
    assert [available for available, _ in told] == ["True"] * 4
    assert [claim for _, claim in told].count("ours") == 1, told
    assert place.execute("SELECT version_num FROM alembic_version") == [(HEAD,)]


async def test_a_newer_bot_was_here(place: Place) -> None:
    """Tables of a newer version are left alone."""
    opened = Database(place.url)
    await opened.transact(differences)
    await opened.close()
    place.execute("UPDATE alembic_version SET version_num = '9999'")
    again = Database(place.url)
    with pytest.raises(Away, match="newer version"):
        await again.transact(differences)
    await again.close()
