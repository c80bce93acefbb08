"""One bot for the whole session; tests that start or stop it take a fresh one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot_api.people import People
from tests.conftest import CACHE
from tests.end_to_end.bot_process import Online, online


@pytest.fixture(scope="session")
def cache() -> Path:
    """The bots' cache folder, shared with the other tests."""
    return CACHE


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def telegram(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> AsyncIterator[Online]:
    """The session's bot. When the session ends it must stop cleanly, and everything that it sent is checked."""
    async with online(tmp_path_factory.mktemp("bot"), cache) as running:
        yield running


@pytest.fixture
def people(telegram: Online) -> People:
    """The people around the session's bot."""
    return telegram.people
