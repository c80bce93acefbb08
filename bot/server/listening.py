"""Listening for HTTP while something else runs in the same loop."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.telegram_bot.cannot_run import CannotRun

LAST_ANSWERS = 5  # seconds to send them when it stops

_log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Leaves signals to us: what is being handled is finished before the server goes."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def listening(routes: Sequence[BaseRoute], host: str, port: int, last_answers: int = LAST_ANSWERS) -> AsyncIterator[int]:
    """Answer requests within this block; gives the port, which is a free one if `port` is 0.

    Afterwards what is being answered has `last_answers` seconds. Raises CannotRun where that address can't be listened at.
    """
    logging.getLogger("uvicorn").setLevel(logging.WARNING)  # below, it tells of each start and stop
    with _bound(host, port) as bound:
        config = uvicorn.Config(
            Starlette(routes=list(routes)),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=last_answers,
        )
        server = _Server(config)
        serving = asyncio.create_task(server.serve([bound]))
        try:
            while not server.started and not serving.done():  # noqa: ASYNC110 - it has no event for it
                await asyncio.sleep(0.01)
            number = bound.getsockname()[1]
            _log.info("Listening at port %s.", number)
            yield number
        finally:
            server.should_exit = True
            await serving


@contextlib.contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    try:
        [(family, _, _, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        bound = socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as problem:
        raise CannotRun(
            f"Nobody can listen at {host} port {port}: {problem.strerror}; set another by BOT_HOST or the port."
        ) from None
    with bound:
        yield bound
