"""Delivering a world's updates to webhooks as Telegram does: several at once, each again until it is answered with 200."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import aiohttp

from tests.bot_api.refusal import Json
from tests.bot_api.world import World

HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40  # posts at once
FIRST_PAUSE, LAST_PAUSE = 0.1, 1.0  # seconds before an update is posted again; Telegram's own are longer


@dataclass
class Delivery:
    """Posts each update to any of these addresses, as a load balancer would. What is answered with 200 leaves the world."""

    world: World
    addresses: Sequence[str]
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    statuses: Counter[int] = field(default_factory=Counter)  # of all posts; 0 where nobody answered

    @contextlib.asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Deliver within this block, as soon as a webhook is set."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS, force_close=False)) as session:
            delivering = asyncio.create_task(self._deliver(session))
            try:
                yield
            finally:
                delivering.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await delivering

    async def _deliver(self, session: aiohttp.ClientSession) -> None:
        begun: set[int] = set()
        slots = asyncio.Semaphore(CONNECTIONS)
        async with asyncio.TaskGroup() as posts:
            while True:
                await self.world.until(lambda: self.world.webhook or None, 3600)
                for update in [each for each in self.world.updates if each["update_id"] not in begun]:
                    begun.add(update["update_id"])
                    posts.create_task(self._until_taken(session, update, slots))
                await self.world.until(lambda: self._new(begun), 3600)

    def _new(self, begun: set[int]) -> bool | None:
        newest = self.world.updates[-1]["update_id"] if self.world.updates else None
        return True if newest is not None and newest not in begun else None

    async def _until_taken(self, session: aiohttp.ClientSession, update: Json, slots: asyncio.Semaphore) -> None:
        pause = FIRST_PAUSE
        while True:
            async with slots:
                status = await self._post(session, update)
            self.statuses[status] += 1
            if status == 200:
                self.world.updates = [each for each in self.world.updates if each is not update]
                self.world.changed()
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, LAST_PAUSE)

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> int:
        address = self.chance.choice(self.addresses)
        try:
            async with session.post(address, json=update, headers={HEADER: self.world.webhook_secret}) as answer:
                return answer.status
        except (aiohttp.ClientError, OSError):
            return 0
