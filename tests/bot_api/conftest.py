"""A fresh server for each test, judged as in the end-to-end tests, and python-telegram-bot's own Bot as its client."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import Bot
from telegram.error import BadRequest

from tests.bot_api.judges import check_update, judge_fields, parse_text, warm_up
from tests.bot_api.people import People
from tests.bot_api.server import BotApiServer
from tests.bot_api.world import User, World

TOKEN = f"4242:{'A' * 35}"
BOT_USER = User(4242, "Supplement questions", "supplement_test_bot", is_bot=True)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A listening server."""
    warm_up()
    async with BotApiServer(World(BOT_USER, check_update), TOKEN, parse_text, [judge_fields]) as server:
        yield server


@pytest_asyncio.fixture
async def people(server: BotApiServer) -> People:
    """The people in the server's world."""
    return People(server.world)


@pytest_asyncio.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    """A bot that is signed in to the server."""
    async with Bot(TOKEN, base_url=f"{server.url}/bot") as bot:
        yield bot


def refused(reason: str) -> "pytest.RaisesExc[BadRequest]":
    """Expects a 400 that gives this reason; python-telegram-bot changes the case of its first letter."""
    return pytest.raises(BadRequest, match=re.compile(reason, re.IGNORECASE))
