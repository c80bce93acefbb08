"""The tables, as the newest of migrations/versions/ leaves them. Times are seconds since 1970, days are ISO dates in UTC."""

from importlib import import_module
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Insert,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

HEAD = "0001"  # the newest migration
PSEUDONYM = 32  # characters

tables = MetaData()

processes = Table(
    "processes",
    tables,
    Column("id", String(PSEUDONYM), primary_key=True),
    Column("alive_until", Double, nullable=False),  # its claims hold until then
)
updates = Table(
    "updates",
    tables,
    Column("update_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("owner", String(PSEUDONYM), nullable=False),  # the process that claimed it
    Column("done_at", Double),
)
votes = Table(
    "votes",
    tables,
    Column("person", String(PSEUDONYM), nullable=False),
    Column("answer", String(PSEUDONYM), nullable=False),
    Column("supplement", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("up", Boolean, nullable=False),
    Column("at", Double, nullable=False),
    PrimaryKeyConstraint("person", "answer"),
)
questions = Table(
    "questions",
    tables,
    Column("id", String(PSEUDONYM), primary_key=True),  # random, made before it is written: writing it again changes nothing
    Column("person", String(PSEUDONYM), nullable=False),
    Column("token", Text, nullable=False),  # the text, encrypted
    Column("key", String(8), nullable=False),  # the name of the key that it is encrypted with
    Column("at", Double, nullable=False),
    Index("questions_person", "person"),
)
counts = Table(
    "counts",
    tables,
    Column("day", String(10), nullable=False),
    Column("kind", Text, nullable=False),
    Column("supplement", Text, nullable=False),  # this and the topic are empty where a reply has no topic
    Column("topic", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("day", "kind", "supplement", "topic"),
)


class Clock(FunctionElement[float]):
    """The database's own time: the replicas' clocks may differ by more than a lease."""

    name = "clock"
    type = Double()
    inherit_cache = True


@compiles(Clock, "sqlite")
def _in_sqlite(_element: Clock, _compiler: SQLCompiler, **_options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(Clock, "postgresql")
def _in_postgresql(_element: Clock, _compiler: SQLCompiler, **_options: Any) -> str:
    return "extract(epoch from clock_timestamp())::double precision"


def upsert(dialect: str, table: Table, *replaced: str, added: str = "") -> Insert:
    """An insert of rows into a table. Where the primary key is there already, the columns `replaced` get the new values, and the
    column `added` the sum of both; where neither is named, nothing happens.
    """
    dialects = import_module(f"sqlalchemy.dialects.{dialect}")  # the other takes megabytes for nothing
    statement = dialects.insert(table)
    changes: dict[str, Any] = {name: statement.excluded[name] for name in replaced}
    if added:
        changes[added] = table.c[added] + statement.excluded[added]
    key = [column.name for column in table.primary_key]
    insert: Insert = (
        statement.on_conflict_do_update(index_elements=key, set_=changes) if changes else statement.on_conflict_do_nothing()
    )
    return insert
