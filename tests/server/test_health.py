"""Health, readiness and metrics over real HTTP, and listening."""

import logging
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.metrics import Metrics
from bot.server.health import Health
from bot.server.listening import listening
from bot.server.status_pages import status_routes
from bot.telegram_bot.cannot_run import CannotRun


class Stored:
    """Storage as far as its state is shown."""

    available, unguarded = True, 0


@pytest.fixture
def health() -> Health:
    """A process that has just begun."""
    return Health()


@pytest.fixture
def metrics() -> Metrics:
    """Counts that begin at nothing."""
    return Metrics()


@pytest_asyncio.fixture
async def site(health: Health, metrics: Metrics) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of the pages."""
    async with (
        listening(status_routes(health, metrics), "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        yield session


async def test_alive(site: aiohttp.ClientSession) -> None:
    """The process lives from the first moment."""
    async with site.get("/healthz") as answer:
        assert answer.status == 200


async def test_ready(site: aiohttp.ClientSession, health: Health) -> None:
    """It is ready with content and Telegram, stays so without storage, which is said, and no more when it stops."""
    expected = {"status": "not ready", "content": "loading", "telegram": "away", "storage": "away"}
    for change, status in [
        ({}, 503),
        ({"content": "loaded"}, 503),
        ({"telegram": "reached", "status": "ready"}, 200),
        ({"storage": "reached"}, 200),
        ({"storage": "away"}, 200),
        ({"telegram": "away", "status": "not ready"}, 503),
        ({"telegram": "reached", "status": "stopping"}, 503),
    ]:
        expected |= change
        health.content = expected["content"] == "loaded"
        health.telegram = expected["telegram"] == "reached"
        health.stopping = expected["status"] == "stopping"
        health.storage = Stored() if expected["storage"] == "reached" else None  # type: ignore[assignment]
        async with site.get("/readyz") as answer:
            assert (answer.status, await answer.json()) == (status, expected)


async def test_metrics(site: aiohttp.ClientSession, metrics: Metrics) -> None:
    """Everything that is counted is shown under the names that docs and dashboards use."""
    stored = Stored()
    metrics.follow(stored)  # type: ignore[arg-type]
    metrics.answered("answer", "zinc", "dosage/timing", 0.002)
    metrics.error()
    metrics.update("message")
    metrics.refused("wrong secret")
    metrics.reloaded(True)
    metrics.reloaded(False)
    stored.available, stored.unguarded = False, 3
    async with site.get("/metrics") as answer:
        assert answer.headers["content-type"].startswith("text/plain")
        lines = (await answer.text()).splitlines()
    for line in [
        'bot_answers_total{kind="answer",supplement="zinc",topic="dosage/timing"} 1.0',
        'bot_answer_seconds_bucket{le="0.0025"} 1.0',
        "bot_errors_total 1.0",
        'bot_updates_total{kind="message"} 1.0',
        "bot_in_flight 0.0",
        "bot_waiting 0.0",
        'bot_refused_total{reason="wrong secret"} 1.0',
        "bot_unguarded 3.0",
        "bot_storage_up 0.0",
        'bot_reloads_total{outcome="loaded"} 1.0',
        'bot_reloads_total{outcome="refused"} 1.0',
    ]:
        assert line in lines
    assert any(line.startswith("process_resident_memory_bytes ") for line in lines)


async def test_nothing_else(site: aiohttp.ClientSession) -> None:
    """Other pages do not exist, and the server does not say what it is."""
    async with site.get("/") as answer:
        assert answer.status == 404
        assert "server" not in answer.headers


async def test_port_that_is_taken() -> None:
    """A port at which somebody listens is told in a line."""
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(CannotRun, match="BOT_HOST or the port") as problem:
        async with listening([], "127.0.0.1", other.getsockname()[1]):
            pass
    assert "\n" not in str(problem.value)


async def test_address_of_another_machine() -> None:
    """So is an address that is not this machine's."""
    with pytest.raises(CannotRun):
        async with listening([], "203.0.113.7", 0):
            pass


async def test_garbage(site: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture) -> None:
    """What is no HTTP is refused, and its words are not in the log."""
    caplog.set_level(logging.DEBUG)
    with socket.create_connection(("127.0.0.1", site._base_url.port)) as connection:  # type: ignore[union-attr]
        connection.setblocking(False)
        connection.send(b"my secret question\r\n\r\n")
        async with site.get("/healthz"):
            pass
    assert "my secret" not in caplog.text
