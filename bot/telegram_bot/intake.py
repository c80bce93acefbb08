"""The one place where an update is taken, whatever way it came: once, at least, and answered once."""

import asyncio
import logging
from collections import OrderedDict

from telegram import Update

from bot.metrics import Metrics
from bot.storage.storage import Claim, Storage
from bot.telegram_bot.handlers import HANDLED_UPDATES, BotApplication

AT_ONCE = 16  # updates; more is slower, as the library's HTTP pool is searched at every request
TRIES = 5  # of an update whose answer could not be sent, before it is given up
LONGEST_PAUSE = 60.0  # seconds before the next try; with the shorter ones before it, an outage of two minutes is bridged
REMEMBERED = 10_000  # updates that were tried in vain

_log = logging.getLogger(__name__)


class Intake:
    """Takes updates, at most 16 at once over all. The application's own queue is not used."""

    def __init__(self, application: BotApplication, storage: Storage, metrics: Metrics) -> None:
        self._application, self._storage, self._metrics = application, storage, metrics
        self._undelivered: set[int] = application.bot_data["service"].undelivered
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tries: OrderedDict[int, int] = OrderedDict()
        self._closed = False
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def take(self, update: Update) -> bool:
        """Handle an update that nobody has handled. True: acknowledge it; False: it has to come again."""
        with self._metrics.waiting.track_inprogress():
            await self._slots.acquire()
        try:
            return not self._closed and await self._in_slot(update)
        finally:
            self._slots.release()

    async def _in_slot(self, update: Update) -> bool:
        self._busy += 1
        self._idle.clear()
        try:
            with self._metrics.in_flight.track_inprogress():
                return await self._take(update)
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    @property
    def closed(self) -> bool:
        """Whether new updates are turned away."""
        return self._closed

    def pause(self, number: int) -> float:
        """Seconds after which it is worth trying an update again: soon if another process has it, later if sending failed."""
        return min(4.0 ** self._tries.get(number, 0), LONGEST_PAUSE)

    async def close(self, patience: float) -> bool:
        """Begin nothing new, and wait until what was begun is finished; whether it was, within so many seconds."""
        self._closed = True
        try:
            async with asyncio.timeout(patience):
                await self._idle.wait()
        except TimeoutError:
            _log.warning("Not finished in time, and to come again: %s update(s).", self._busy)
            return False
        return True

    async def _take(self, update: Update) -> bool:
        number = update.update_id
        claim = await self._storage.claim(number)
        if claim is not Claim.OURS:
            self._metrics.refused(f"already {claim.value}")
            return claim is Claim.DONE
        try:
            await self._application.process_update(update)
        except Exception as failure:  # the library's own; what handlers raise goes to the application's error handler
            _log.error("Update %s could not be handled: %s", number, type(failure).__name__)
        except BaseException:  # broken off
            await asyncio.shield(self._storage.release(number))
            raise
        if number in self._undelivered:
            self._undelivered.discard(number)
            if self._may_try_again(number):
                await self._storage.release(number)
                return False
            _log.error("Update %s is given up: its answer could not be sent in %s tries.", number, TRIES)
            self._metrics.refused("given up")
        await self._storage.done(number)
        self._tries.pop(number, None)
        self._metrics.update(kind_of(update))
        return True

    def _may_try_again(self, number: int) -> bool:
        self._tries[number] = self._tries.pop(number, 0) + 1
        if len(self._tries) > REMEMBERED:
            self._tries.popitem(last=False)
        return self._tries[number] < TRIES


def kind_of(update: Update) -> str:
    """Which kind of update it is, in Telegram's words, of those that are handled; else "other"."""
    return next((kind for kind in HANDLED_UPDATES if getattr(update, kind) is not None), "other")
