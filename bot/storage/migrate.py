"""Brings the tables to the newest version, in one transaction, under a lock that all processes respect."""

import logging
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from bot.storage.tables import HEAD

LOCK = 7_203_411_846_520_115  # the number of our lock in PostgreSQL; nothing else must use it
MIGRATIONS = Path(__file__).parent / "migrations"


class NewerTables(Exception):
    """The tables were made by a newer version of the bot than this."""


def migrate(connection: Connection) -> None:
    """Make or change the tables where they are not of the newest version; waits while another process does that.

    Raises SQLAlchemyError, and NewerTables.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    # In SQLite every transaction of ours begins with the write lock, so this one has it already.
    version = _version(connection)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise NewerTables("a newer version of the bot has been here; use that one, or another database")
    if not logging.getLogger().isEnabledFor(logging.DEBUG):
        logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each of its parts
    from alembic import command  # a third of a second, which most starts need not spend
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
