"""Reactions on the wire: Telegram tells of them, and they end up as votes."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.bot_api.people import People
from tests.end_to_end.asked import WHEN
from tests.end_to_end.bot_process import online
from tests.storage.conftest import until
from tests.telegram_bot.conftest import HASH_KEY

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]


async def votes(folder: Path, expected: list[int]) -> None:
    """Wait until these votes are kept."""

    def kept() -> list[int]:
        with contextlib.closing(sqlite3.connect(folder / "bot.sqlite3")) as database:
            return sorted(up for (up,) in database.execute("SELECT up FROM votes"))

    await until(lambda: kept() == expected)


async def test_votes(tmp_path: Path, cache: Path) -> None:
    """A thumb is kept, changed and taken back, in a private chat and where the bot is an admin."""
    async with online(tmp_path, cache, BOT_HASH_KEY=HASH_KEY) as running:
        people: People = running.people
        asker, ben, group = people.person(), people.person("Ben"), people.chat(bot_status="administrator")
        alone = await people.ask(asker, people.private(asker), WHEN)
        together = await people.ask(asker, group, f"/ask {WHEN}")
        people.react(asker, alone, "👍")
        people.react(ben, together, "👍")
        await votes(tmp_path, [1, 1])
        people.react(asker, alone, "👎")
        await votes(tmp_path, [0, 1])
        people.react(ben, together)
        await votes(tmp_path, [0])
