"""Which process handles which update: the statements. Every function here runs in a transaction, and may safely run twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Executable, String, bindparam, delete, func, not_, select, true, update
from sqlalchemy.engine import Connection

from bot.storage.tables import Clock, processes, updates, upsert

LEASE = 10.0  # seconds for which a process counts as alive after its last sign of life
PURGED_AT_ONCE = 5_000  # updates

_living = select(processes.c.id).where(processes.c.alive_until > Clock())


class Claim(StrEnum):
    """What to do with an update."""

    OURS = "ours"  # nobody handled it: handle it now
    DONE = "done"  # it was handled: acknowledge it, do nothing
    BUSY = "busy"  # a living process handles it now: do not acknowledge; it comes again


def sign_of_life(connection: Connection, process: str) -> None:
    """Say that a process is alive for another lease."""
    statement = upsert(connection.dialect.name, processes, "alive_until").values(id=process, alive_until=Clock() + LEASE)
    connection.execute(statement)


def goodbye(connection: Connection, process: str) -> None:
    """Say that a process is gone; what it claimed and did not finish is anybody's."""
    connection.execute(delete(processes).where(processes.c.id == process))


def claim(connection: Connection, process: str, ids: Collection[int]) -> dict[int, Claim]:
    """Claim updates for a process.

    What it claimed before counts as its own still: it asks again only if it never learnt that it got them.
    """
    statements = _statements(connection.dialect.name)
    given = {"ids": _listed(connection, ids), "process": process}
    claims: dict[int, Claim] = dict.fromkeys(connection.execute(statements.claim, given).scalars(), Claim.OURS)
    rest = [update_id for update_id in ids if update_id not in claims]
    if rest:
        rows: Sequence[Any] = connection.execute(statements.find, {"ids": _listed(connection, rest)}).all()
        for update_id, owner, done_at, lives in rows:
            if done_at is not None:
                claims[update_id] = Claim.DONE
            elif owner == process or (not lives and _take_over(connection, update_id, owner, process)):
                claims[update_id] = Claim.OURS
    return {update_id: claims.get(update_id, Claim.BUSY) for update_id in ids}


def _take_over(connection: Connection, update_id: int, owner: str, process: str) -> bool:
    """Take an update from a process that is gone; False if another was faster."""
    same = (updates.c.update_id == update_id) & (updates.c.owner == owner) & updates.c.done_at.is_(None)
    return connection.execute(update(updates).where(same).values(owner=process)).rowcount == 1


def done(connection: Connection, process: str, ids: Collection[int]) -> None:
    """Write down that updates were handled, whether or not they had been claimed in the database."""
    given = {"ids": _listed(connection, ids), "process": process}
    connection.execute(_statements(connection.dialect.name).done, given)


def release(connection: Connection, process: str, ids: Collection[int]) -> None:
    """Give up claims, so that anybody may claim these updates."""
    given = {"ids": _listed(connection, ids), "process": process}
    connection.execute(_statements(connection.dialect.name).release, given)


def purge(connection: Connection, before: float) -> bool:
    """Forget updates that were done before a time, and processes that have been gone since then, with their claims.

    Whether there may be more of them.
    """
    connection.execute(delete(processes).where(processes.c.alive_until < before))
    orphaned = updates.c.done_at.is_(None) & not_(updates.c.owner.in_(select(processes.c.id)))
    old = select(updates.c.update_id).where((updates.c.done_at < before) | orphaned).limit(PURGED_AT_ONCE)
    return connection.execute(delete(updates).where(updates.c.update_id.in_(old))).rowcount == PURGED_AT_ONCE


@dataclass(frozen=True, slots=True)
class _Statements:
    """What is run for every update, built once: building takes longer than running. They take `ids`, and most `process`."""

    claim: Executable
    find: Executable
    done: Executable
    release: Executable


@cache
def _statements(dialect: str) -> _Statements:
    # A list of ids goes over as one value, so that a statement is the same however many there are.
    each: ColumnElement[int]
    if dialect == "postgresql":
        each = func.unnest(bindparam("ids", type_=ARRAY(BigInteger))).column_valued("each")
    else:
        each = func.json_each(bindparam("ids", type_=String)).table_valued("value").c.value
    process = bindparam("process", type_=String)
    among = updates.c.update_id.in_(select(each))
    columns = ["update_id", "owner", "done_at"]
    return _Statements(
        claim=upsert(dialect, updates)
        .from_select(columns[:2], select(each, process).where(true()))
        .returning(updates.c.update_id),
        find=select(updates.c.update_id, updates.c.owner, updates.c.done_at, updates.c.owner.in_(_living)).where(among),
        done=upsert(dialect, updates, "done_at").from_select(columns, select(each, process, Clock()).where(true())),
        release=delete(updates).where(among, updates.c.owner == process, updates.c.done_at.is_(None)),
    )


def _listed(connection: Connection, ids: Collection[int]) -> list[int] | str:
    # Sorted: processes that lock the same rows in the same order can't wait for each other in a circle.
    return sorted(ids) if connection.dialect.name == "postgresql" else f"[{','.join(map(str, sorted(ids)))}]"
