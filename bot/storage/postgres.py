"""The line to a PostgreSQL server. Loaded only where one is used: with its driver it takes many megabytes."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

T = TypeVar("T")

CONNECTING = 4.0  # seconds

# What libpq understands and asyncpg would send to the server as a setting, which then refuses the connection.
NOT_FOR_ASYNCPG = frozenset(
    "channel_binding connect_timeout gssencmode keepalives keepalives_idle keepalives_interval keepalives_count requirepeer "
    "sslcompression sslcrl sslsni fallback_application_name pgbouncer".split()
)


class PostgresLine:
    """A server."""

    errors: tuple[type[Exception], ...] = (asyncpg.PostgresError, asyncpg.InterfaceError)

    def __init__(self, url: str) -> None:
        """From postgres:// or postgresql://, with whatever options platforms add. Raises ValueError for what can't be read."""
        parts = urlsplit(url)
        query = [(name, value) for name, value in parse_qsl(parts.query) if name not in NOT_FOR_ASYNCPG]
        address = urlunsplit(("postgresql", parts.netloc, parts.path, urlencode(query), ""))
        # asyncpg reads the address itself: it knows sslmode, sockets and several hosts, which SQLAlchemy would hand it unread.
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=lambda: asyncpg.connect(address, timeout=CONNECTING),
            poolclass=NullPool,
            hide_parameters=True,
        )
        self._connection: AsyncConnection | None = None

    async def open(self) -> None:
        """Connect."""
        self._connection = await self._engine.connect()

    async def run(self, work: Callable[[Connection], T], patience: float | None = None) -> T:
        """Run `work`. PostgreSQL counts no patience: whoever waits for it does."""
        if self._connection is None:
            raise OSError("not connected")
        async with self._connection.begin():
            return await self._connection.run_sync(work)

    async def drop(self) -> None:
        """Disconnect."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    def is_cut(self) -> bool:
        """The next statement will tell."""
        return False
