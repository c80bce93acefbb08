"""The one that writes. What comes while a transaction runs goes together into the next: at many updates a second that is what
makes the database cheap, and at few nobody waits.
"""

import asyncio
import logging
from asyncio import Future
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from bot.storage import claims
from bot.storage.claims import Claim
from bot.storage.database import Away, Database
from bot.storage.memory import fits

T = TypeVar("T")

log = logging.getLogger(__name__)


class Group:
    """What goes into one transaction. No update stands in it twice: whoever fills it sees to that."""

    def __init__(self) -> None:
        self.claimed: dict[int, Future[Claim]] = {}
        self.done: dict[int, Future[None]] = {}
        self.released: dict[int, Future[None]] = {}
        self.others: list[tuple[Callable[[Connection], Any], Future[Any]]] = []

    def __bool__(self) -> bool:
        return bool(self.claimed or self.done or self.released or self.others)

    def write(self, connection: Connection, process: str) -> Callable[[], None]:
        """Do all of it; what is returned tells those who wait, and is to be called when the transaction is committed."""
        found = claims.claim(connection, process, self.claimed) if self.claimed else {}
        if self.done:
            claims.done(connection, process, self.done)
        if self.released:
            claims.release(connection, process, self.released)
        results = [work(connection) for work, _ in self.others]

        def tell() -> None:
            for update_id, claimed in self.claimed.items():
                _set(claimed, found[update_id])
            for future in (*self.done.values(), *self.released.values()):
                _set(future, None)
            for (_, future), result in zip(self.others, results, strict=True):
                _set(future, result)

        return tell

    def fail(self, reason: Away) -> None:
        """Tell those who wait that nothing of it may have been written."""
        everybody: list[Future[Any]] = [*self.claimed.values(), *self.done.values(), *self.released.values()]
        for future in [*everybody, *(future for _, future in self.others)]:
            if not future.done():
                future.set_exception(reason)


class Writer:
    """Writes groups, one after the other. Methods raise Away where the database is, at once if that is known."""

    def __init__(self, database: Database, process: str) -> None:
        self._reached: bool | None = None  # by the last attempt; None before the first
        self._database = database
        self._process = process
        self._group = Group()
        self._wake = asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._work(), name="storage writer")

    @property
    def available(self) -> bool:
        """Whether the last attempt reached the database."""
        return bool(self._reached)

    async def claim(self, update_id: int) -> Claim:
        """Claim an update that this process does not hold."""
        return await self._add(self._open_group().claimed, update_id)

    async def done(self, update_id: int) -> None:
        """Write down that an update was handled."""
        await self._add(self._open_group().done, update_id)

    def release(self, update_id: int) -> Future[None]:
        """Give an update back; after its claim, even if that is not written yet. Waiting for it is left to the caller."""
        return self._add(self._open_group().released, update_id)

    async def run(self, work: Callable[[Connection], T], trial: bool = False) -> T:
        """Run something of one's own, which has to bear being run twice. A `trial` is made even if the database was away."""
        future: Future[T] = asyncio.get_running_loop().create_future()
        self._open_group(trial).others.append((work, future))
        self._wake.set()
        result: T = await future
        return result

    async def close(self) -> None:
        """Write what is waiting, and stop."""
        self._closing = True
        self._wake.set()
        await self._task

    def _open_group(self, trial: bool = False) -> Group:
        if self._closing or not (self.available or trial):
            raise Away("known to be away")
        return self._group

    def _add(self, waiting: dict[int, Future[T]], update_id: int) -> Future[T]:
        if not fits(update_id):
            raise Away("no column holds this number")
        future: Future[T] = asyncio.get_running_loop().create_future()
        waiting[update_id] = future
        self._wake.set()
        return future

    async def _work(self) -> None:
        try:
            while not (self._closing and not self._group):
                await self._wake.wait()
                self._wake.clear()
                await asyncio.sleep(0)  # all who are ready now get into this group
                group, self._group = self._group, Group()
                if group:
                    await self._write(group)
        finally:  # also when the loop ends because of some mistake: a connection that stays open could keep the process
            await self._database.close()

    async def _write(self, group: Group) -> None:
        try:
            tell = await self._database.transact(lambda connection: group.write(connection, self._process))
        except Away as reason:
            self._lost(str(reason))
            group.fail(reason)
        except Exception as problem:  # a mistake of ours must not keep people from their answers either
            log.exception("storage failed")
            self._lost(type(problem).__name__)
            group.fail(Away(type(problem).__name__))
        else:
            if not self._reached:
                log.info("storage is there")
            self._reached = True
            tell()

    def _lost(self, reason: str) -> None:
        if self._reached is not False:
            log.warning("storage is away, going on from memory: %s", reason)
        self._reached = False


def _set(future: "Future[T]", result: T) -> None:
    if not future.done():  # who waited may have been cancelled
        future.set_result(result)
