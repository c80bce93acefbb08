"""Two processes behind one address, with one PostgreSQL: any may take any update, and one may die."""

import asyncio
import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from tests.bot_api.people import People
from tests.conftest import CACHE
from tests.end_to_end.bot_process import START, TOKEN, BotProcess, free_port, new_server, new_world, served_at, start
from tests.end_to_end.crowd import Crowd
from tests.end_to_end.delivery import Delivery
from tests.storage.postgres import postgres_server

pytestmark = [pytest.mark.end_to_end, pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

UPDATES = int(os.environ.get("BOT_KILL_UPDATES", "300"))


async def page(port: int, path: str) -> tuple[int, str]:
    """Status and text of a page of a replica."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


async def ready(port: int) -> None:
    """Wait until a replica is ready."""
    async with asyncio.timeout(START):
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                if (await page(port, "/readyz"))[0] == 200:
                    return
            await asyncio.sleep(0.05)


async def handled(port: int) -> int:
    """How many messages a replica has handled, by its own count."""
    found = re.search(r'^bot_updates_total\{kind="message"\} ([0-9.]+)$', (await page(port, "/metrics"))[1], re.MULTILINE)
    return int(float(found[1])) if found else 0


async def test_replicas(tmp_path: Path, tell: Callable[[str], None]) -> None:
    """Both work, each update is answered by one; one is killed in the middle, and the other answers what is left."""
    world = new_world()
    crowd = Crowd(world, People(world), UPDATES)
    ports = [free_port(), free_port()]
    delivery = Delivery(world, [f"http://127.0.0.1:{port}/telegram" for port in ports])
    async with contextlib.AsyncExitStack() as stack:
        database = await asyncio.to_thread(lambda: stack.enter_context(postgres_server()))
        server = await stack.enter_async_context(new_server(world))
        replicas: list[BotProcess] = []
        for port in ports:
            environment = served_at(port) | {"BOT_ENCODER": "off", "DATABASE_URL": database.url()}
            replicas.append(
                await start(server, tmp_path, CACHE / "letters", command="serve", name=f"replica-{port}", **environment)
            )
            stack.callback(replicas[-1].put_away)
        await asyncio.gather(*map(ready, ports))
        assert '"storage":"reached"' in (await page(ports[0], "/readyz"))[1]
        crowd.ask()
        await stack.enter_async_context(delivery.going_on())
        await crowd.answered(0.5)
        by_each = [await handled(port) for port in ports]
        assert min(by_each) > 0
        await replicas[0].kill()
        await crowd.answered(1)
        await crowd.all_confirmed()
        replicas[1].terminate()
        assert await replicas[1].ended() == 0, replicas[1].logged
    assert world.webhook  # the last one to go leaves it
    for replica in replicas:
        crowd.keeps_secrets(replica.logged, TOKEN)
    tell(f"replicas: {crowd.told(kills=1)}; handled by each before the kill: {by_each}; posts: {dict(delivery.statuses)}")
