"""Killed in the middle of work, several times: every question is answered, and only what was in flight may be answered twice.

BOT_KILL_UPDATES=1000 is the full length.
"""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot_api.people import People
from tests.conftest import CACHE
from tests.end_to_end.bot_process import TOKEN, free_port, new_server, new_world, served_at, start
from tests.end_to_end.crowd import Crowd
from tests.end_to_end.delivery import Delivery

pytestmark = [pytest.mark.end_to_end, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

UPDATES = int(os.environ.get("BOT_KILL_UPDATES", "300"))
KILLS = 4 if UPDATES >= 1000 else 2
LETTERS = {"BOT_ENCODER": "off"}  # starts fast; what is tested here is the same


@pytest.mark.parametrize("way", ["run", "serve"])
async def test_kill(way: str, tmp_path: Path, tell: Callable[[str], None]) -> None:
    """By polling and by webhook: SIGKILL, a new start, and so on, until all are answered."""
    world = new_world()
    crowd = Crowd(world, People(world), UPDATES)
    crowd.ask()
    port = free_port()
    environment = LETTERS | (served_at(port) if way == "serve" else {})
    delivery = Delivery(world, [f"http://127.0.0.1:{port}/telegram"])
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(new_server(world))
        if way == "serve":
            await stack.enter_async_context(delivery.going_on())
        for kill in range(1, KILLS + 1):
            bot = await start(server, tmp_path, CACHE / "letters", command=way, **environment)
            stack.callback(bot.put_away)
            await crowd.answered(kill / (KILLS + 1))
            await bot.kill()
        bot = await start(server, tmp_path, CACHE / "letters", command=way, **environment)
        stack.callback(bot.put_away)
        await crowd.answered(1)
        await crowd.all_confirmed()  # later: what a killed process had answered but not noted is taken over when its lease ends
        bot.terminate()
        assert await bot.ended() == 0, bot.logged
    crowd.keeps_secrets(bot.logged, TOKEN)
    tell(f"{way}: {crowd.told(KILLS)}; posts by status: {dict(delivery.statuses)}")
