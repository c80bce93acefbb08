"""The pace of sending: Telegram's limits are kept, its requests to wait honoured, and failed requests made again.

The library's own AIORateLimiter makes every chat wait when Telegram asks for patience in one, and does not repeat requests that
the network lost. Its documentation calls it a minimal reference, and invites to write such a class as this one, which stands on
the same leaky buckets.
"""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.constants import FloodLimit
from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.telegram_bot.refusals import said, was_lost
from bot.telegram_bot.service import PATIENCE

TRIES = 3  # of a request that the network or the server lost
FIRST_PAUSE = 0.5  # seconds before the second try; twice as long before the next
MOST_WAITING = 2  # requests that wait at once in a chat which Telegram wants left alone; others are for later
GROUPS_KEPT = 2_000

_log = logging.getLogger(__name__)


class Pacing(BaseRateLimiter[int]):
    """Lets requests through: so many messages a second over all, 20 a minute in a group."""

    def __init__(self, per_second: float = FloodLimit.MESSAGES_PER_SECOND) -> None:
        """`per_second` is for messages of this process over all chats."""
        self._overall = AsyncLimiter(per_second, 1)
        self._groups: OrderedDict[Hashable, AsyncLimiter] = OrderedDict()
        self._quiet_until: dict[Hashable, float] = {}  # by chat or method, on the loop's clock
        self._waiting: Counter[Hashable] = Counter()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make a request when its turn has come.

        Raises RetryAfter where it would have to wait too long, and NetworkError where it was lost three times: both may be tried
        again later.
        """
        chat = data.get("chat_id")
        what = endpoint if chat is None else chat  # that Telegram may want to hear less of
        tries = 0
        while True:
            tries += 1
            await self._quiet(what)
            await self._turn(chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as asked:
                self._keep_quiet(what, seconds_of(asked))
                if tries == TRIES:
                    raise
                _log.info("Telegram asks to wait %.1f s before the next %s", seconds_of(asked), endpoint)
            except TelegramError as failure:
                if tries == TRIES or not was_lost(failure):
                    raise
                _log.info("A %s was lost, trying again: %s", endpoint, said(failure))
                await asyncio.sleep(FIRST_PAUSE * 2 ** (tries - 1))

    async def _turn(self, chat: Hashable) -> None:
        """Wait for a request's turn. Raises RetryAfter if that takes too long."""
        if chat is None:  # the limits are on messages
            return
        try:
            async with asyncio.timeout(PATIENCE):
                if group := self._group(chat):
                    await group.acquire()
                await self._overall.acquire()
        except TimeoutError:
            raise RetryAfter(int(PATIENCE)) from None

    async def _quiet(self, what: Hashable) -> None:
        """Wait until Telegram wants to hear of it again. Raises RetryAfter if that takes too long, or too many wait."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + PATIENCE
        while (left := self._quiet_until.get(what, 0.0) - loop.time()) > 0:
            if self._waiting[what] >= MOST_WAITING or loop.time() >= give_up:
                raise RetryAfter(max(1, round(left)))
            self._waiting[what] += 1
            try:
                await asyncio.sleep(min(left, give_up - loop.time()))
            finally:
                self._waiting[what] -= 1
                if not self._waiting[what]:
                    del self._waiting[what]

    def _keep_quiet(self, what: Hashable, seconds: float) -> None:
        now = asyncio.get_running_loop().time()
        for passed in [each for each, until in self._quiet_until.items() if until <= now]:
            del self._quiet_until[passed]
        self._quiet_until[what] = now + seconds

    def _group(self, chat: Hashable) -> AsyncLimiter | None:
        if not isinstance(chat, int) or chat > 0:
            return None
        limiter = self._groups.pop(chat, None) or AsyncLimiter(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP, 60)
        self._groups[chat] = limiter
        if len(self._groups) > GROUPS_KEPT:
            self._groups.popitem(last=False)
        return limiter


def seconds_of(asked: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = asked.retry_after  # a number in this version of the library, a duration in the next
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
