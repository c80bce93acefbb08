"""One bot for the whole session; tests that start or stop it take a fresh one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.content import load
from bot.content.model import Content
from tests.bot_api.people import People
from tests.end_to_end.bot_process import ROOT, Online, online


@pytest.fixture(scope="session")
def content() -> Content:
    """What the editors wrote."""
    return load(ROOT / "content")


@pytest.fixture(scope="session")
def cache(request: pytest.FixtureRequest) -> Path:
    """The bots' cache folder. It outlives the session, as learning the wordings anew takes a minute."""
    return request.config.cache.mkdir("bot")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def telegram(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> AsyncIterator[Online]:
    """The session's bot. When the session ends it must stop cleanly, and everything that it sent is checked."""
    async with online(tmp_path_factory.mktemp("bot"), cache) as running:
        yield running


@pytest.fixture
def people(telegram: Online) -> People:
    """The people around the session's bot."""
    return telegram.people
