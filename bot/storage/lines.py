"""The line to a database: one connection, open or not, and one way to run things on it; and the one to SQLite."""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

T = TypeVar("T")

SQLITE_WAITS = 4.5  # seconds for another process that writes


class Line(Protocol):
    """One connection. Errors are those of SQLAlchemy and the system, and `errors`."""

    errors: tuple[type[Exception], ...]  # the driver's own

    async def open(self) -> None:
        """Connect."""

    async def run(self, work: Callable[[Connection], T], patience: float | None = None) -> T:
        """Run `work` in a transaction of the open connection, and commit. `patience`: seconds that another process may keep it
        waiting, where that is not the database's usual.
        """
        ...

    async def drop(self) -> None:
        """Disconnect, if connected."""

    def is_cut(self) -> bool:
        """Whether it can be seen that the connection leads nowhere any more."""
        ...


class SqliteLine:
    """A file. Whole transactions run in a thread of their own: with a hop to a thread for every statement, as aiosqlite makes it,
    they took three times the CPU.
    """

    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, url: str) -> None:
        """From sqlite:///relative or sqlite:////absolute. Raises ValueError for anything else."""
        path = url.partition("://")[2].partition("?")[0]
        if not path.startswith("/") or len(path) < 2:
            raise ValueError("a SQLite address needs a file: sqlite:///name, or sqlite:////whole/path/name")
        self._file = Path(path[1:])
        # hide_parameters: what is stored never stands in a log, not even encrypted.
        address = URL.create("sqlite+pysqlite", database=str(self._file))
        arguments = {"check_same_thread": False, "timeout": SQLITE_WAITS}
        self._engine = create_engine(address, poolclass=NullPool, hide_parameters=True, connect_args=arguments)
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._connection: Connection | None = None
        self._identity: tuple[int, int] | None = None

    async def open(self) -> None:
        """Open the file; one that is not there is made, with its folder, for nobody else to read."""

        def work() -> None:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                os.close(os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._connection = self._engine.connect()
            self._identity = self._on_disk()

        await self._in_thread(work)

    async def run(self, work: Callable[[Connection], T], patience: float | None = None) -> T:
        """Run `work`. Whoever stops waiting does not stop it."""
        waits = SQLITE_WAITS if patience is None else patience

        def transact() -> T:
            if self._connection is None or self._connection.connection.dbapi_connection is None:
                raise sqlite3.OperationalError("not connected")
            self._connection.connection.dbapi_connection.cursor().execute(f"PRAGMA busy_timeout = {1000 * waits:.0f}")
            with self._connection.begin():
                return work(self._connection)

        return await self._in_thread(transact)

    async def drop(self) -> None:
        """Close the file."""

        def work() -> None:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

        await self._in_thread(work)

    def is_cut(self) -> bool:
        """SQLite would go on writing, without a complaint, into a file that was deleted or moved."""
        return self._identity != self._on_disk()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _on_disk(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own idea of when a transaction begins is switched off
    # Readers and the writer do not wait for each other. With WAL, "normal" survives a crash of the process whole; when the
    # machine loses power the last moments may be missing, and the file is sound.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # takes the write lock now: one that is taken later may fail at once
