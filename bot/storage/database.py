"""A database that may be away. One connection is enough, because all writing goes through one writer, and it keeps a small
PostgreSQL plan's few connections free.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.storage.lines import Line, SqliteLine
from bot.storage.migrate import NewerTables, migrate

T = TypeVar("T")

LIMIT = 5.0  # seconds for a transaction, and for connecting; longer than SQLite waits for another process
MIGRATION_LIMIT = 60.0  # seconds for waiting until another process has migrated, and migrating


class Away(Exception):
    """The database could not do it now. Says why, with no password and no data in it."""


class Database:
    """Runs transactions, one at a time."""

    def __init__(self, url: str) -> None:
        """Nothing is opened yet. Raises ValueError for an address that is neither SQLite's nor PostgreSQL's."""
        scheme = url.partition(":")[0].partition("+")[0].lower()
        if scheme not in ("sqlite", "postgres", "postgresql"):
            raise ValueError("the database's address must begin with sqlite:/// or postgresql://")
        self._line = _line(scheme, url)
        self._known: tuple[type[Exception], ...] = (SQLAlchemyError, OSError, TimeoutError, NewerTables, *self._line.errors)
        self._is_open = self._is_migrated = False

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction, and commit. Raises Away if that failed; then it may have been committed all the same.

        A connection that turns out to be broken is replaced once, so `work` may run twice and has to bear that.
        """
        was_open = self._is_open
        try:
            return await self._attempt(work)
        except self._known as problem:
            await self.close()
            if not was_open or isinstance(problem, TimeoutError):
                raise Away(_plainly(problem)) from None
        except BaseException:
            await self.close()
            raise
        return await self.transact(work)

    async def close(self) -> None:
        """Close the connection; the next transaction opens one."""
        self._is_open = False
        with contextlib.suppress(*self._known):
            async with asyncio.timeout(LIMIT):
                await self._line.drop()

    async def _attempt(self, work: Callable[[Connection], T]) -> T:
        if self._is_open and self._line.is_cut():
            await self.close()
        if not self._is_open:
            async with asyncio.timeout(LIMIT):
                await self._line.open()
            async with asyncio.timeout(MIGRATION_LIMIT):
                # Each time: what was lost may come back as another database. Processes that start at once wait for the first.
                await self._line.run(migrate, None if self._is_migrated else MIGRATION_LIMIT)
            self._is_migrated = True
            self._is_open = True
        async with asyncio.timeout(LIMIT):
            return await self._line.run(work)


def _line(scheme: str, url: str) -> Line:
    if scheme == "sqlite":
        return SqliteLine(url)
    from bot.storage.postgres import PostgresLine  # only where it is used

    return PostgresLine(url)


def _plainly(problem: BaseException) -> str:
    """What went wrong, without the statement and what was to be written."""
    cause = problem.orig if isinstance(problem, DBAPIError) and problem.orig else problem
    return f"{type(cause).__name__}: {cause}".rstrip(": ")
