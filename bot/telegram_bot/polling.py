"""Long polling: an own loop that confirms to Telegram only what is done, and one clear line where it can't run.

The library's Updater confirms an update as soon as it has fetched it, handled or not: a crash would lose it.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram_bot.cannot_run import CannotRun
from bot.telegram_bot.handlers import BotApplication
from bot.telegram_bot.intake import AT_ONCE, Intake
from bot.telegram_bot.updates import UpdatesRequest

LONG_POLL = 30  # seconds that Telegram waits for something to happen before it answers with nothing
AT_A_TIME = 100  # updates; Telegram gives no more
ENOUGH = 2 * AT_ONCE  # fetched and unfinished updates, with which there is no hurry to fetch more
PATIENCE = 25.0  # seconds to finish what was begun; a platform that stops a process kills it after 30
_SHORT, _LONG = 0.02, 0.5  # seconds between looks for something new while something is unfinished
_FIRST_RETRY, _LAST_RETRY = 1.0, 30.0  # seconds before the next attempt to fetch

_log = logging.getLogger(__name__)


@contextmanager
def in_plain_words(server: str) -> Iterator[None]:
    """Turn Telegram's errors at a start into one line. `server` is what a person knows the Bot API server by."""
    try:
        yield
    except InvalidToken:  # or any other 404; the library's message would show the token
        raise _refused(server) from None
    except NetworkError as problem:
        raise CannotRun(f"{server} can't be reached: {problem.message}") from None
    except TelegramError as problem:
        raise CannotRun(f"{server} does not answer as a Bot API server does: {problem}") from None


async def sign_in(application: BotApplication, server: str) -> None:
    """Make the application ready to handle polled updates. Raises CannotRun."""
    with in_plain_words(server):
        await application.initialize()
        if (await application.bot.get_webhook_info()).url:
            raise CannotRun(
                "This bot has a webhook, so Telegram sends its updates there; run `python -m bot serve`, or delete it with "
                "`python -m bot webhook --delete`."
            )
        if application.post_init is not None:
            await application.post_init(application)


async def sign_out(application: BotApplication) -> None:
    """Close the connections, also if the start failed halfway."""
    await application.shutdown()
    await application.bot.shutdown()


async def serve(application: BotApplication, intake: Intake, server: str, stop: asyncio.Event) -> None:
    """Sign in, and take updates until `stop`. Raises CannotRun."""
    try:
        await sign_in(application, server)
        _log.info("Listening as @%s. Stop with Ctrl-C.", application.bot.username)
        await Polling(application, intake, server).run(stop)
    finally:
        await sign_out(application)


class Polling:
    """Fetches updates and hands them to the intake. `reached` is told whether each attempt to fetch succeeded."""

    def __init__(
        self, application: BotApplication, intake: Intake, server: str, reached: Callable[[bool], None] = lambda _: None
    ) -> None:
        self._bot, self._intake, self._server, self._reached = application.bot, intake, server, reached
        self._request: UpdatesRequest = application.bot_data["updates"]
        self._kinds: tuple[str, ...] = application.bot_data["kinds"]
        self._unfinished: dict[int, asyncio.Task[None]] = {}  # by update id
        self._next = 0  # the id after the newest that was fetched; 0 while nothing was
        self._confirmed = 0  # up to where Telegram was told
        self._trouble = ""  # the last failure that was logged, empty when all is well
        self._finished = asyncio.Event()  # something was finished since this was cleared

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop`; then finish what was begun, and confirm it. Raises CannotRun for a refused token."""
        stopped = asyncio.create_task(stop.wait())
        fetching = asyncio.create_task(self._fetch_for_ever())
        try:
            await asyncio.wait({stopped, fetching}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            fetching.cancel()
            await asyncio.wait({fetching})
            await self._stop()
        if not fetching.cancelled():
            fetching.result()  # raises what ended it

    async def _fetch_for_ever(self) -> None:
        pause, retry = _SHORT, _FIRST_RETRY
        while True:
            try:
                new = await self._fetch()
            except InvalidToken:
                raise _refused(self._server) from None
            except TelegramError as problem:
                self._reached(False)
                if isinstance(problem, RetryAfter):
                    await asyncio.sleep(_seconds(problem))
                else:
                    self._tell(problem)
                    await asyncio.sleep(retry)
                    retry = min(retry * 2, _LAST_RETRY)
                continue
            retry = _FIRST_RETRY
            self._reached(True)
            self._tell(None)
            pause = _SHORT if new else min(pause * 2, _LONG)
            await self._breathe(pause)

    async def _breathe(self, pause: float) -> None:
        """Wait before the next look. While anything is unfinished Telegram answers at once, with what is known already."""
        while len(self._unfinished) >= ENOUGH:
            self._finished.clear()
            await self._finished.wait()
        if self._unfinished:
            self._finished.clear()
            try:
                async with asyncio.timeout(pause):
                    await self._finished.wait()
            except TimeoutError:
                pass

    async def _fetch(self) -> int:
        """Confirm what is done and fetch more; how many were new."""
        offset = self._offset()
        updates = await self._bot.get_updates(
            offset=offset or None, limit=AT_A_TIME, timeout=LONG_POLL, allowed_updates=self._kinds
        )
        self._confirmed = offset
        new = [update for update in updates if update.update_id >= self._next]
        for number in new:
            update = self._request.whole(number, self._bot)
            self._next = update.update_id + 1
            self._unfinished[update.update_id] = asyncio.create_task(self._handle(update))
        return len(new)

    def _offset(self) -> int:
        """Everything before it is done."""
        return min(self._unfinished, default=self._next)

    async def _handle(self, update: Update) -> None:
        while not await self._taken(update):
            if self._intake.closed:
                return  # not done: it stays unfinished, and is not confirmed
            await asyncio.sleep(self._intake.pause(update.update_id))  # holds no slot
        del self._unfinished[update.update_id]
        self._finished.set()

    async def _taken(self, update: Update) -> bool:
        try:
            return await self._intake.take(update)
        except Exception as failure:  # nothing may leave an update in the way of all that come after it
            _log.error("Update %s could not be taken: %s", update.update_id, type(failure).__name__)
            return False

    async def _stop(self) -> None:
        """Finish what was begun, and confirm what is done: Telegram keeps the rest for the next start."""
        _log.info("Stopping; questions that are being answered get their answer first.")
        await self._intake.close(PATIENCE)
        tasks = list(self._unfinished.values())
        if tasks:
            _, waiting = await asyncio.wait(tasks, timeout=0.1)  # lets those that are finished leave
            for task in waiting:  # they wait for another try
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
        offset = self._offset()
        if offset > self._confirmed:
            try:
                await self._bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=self._kinds)
            except TelegramError as problem:  # they come again, and storage knows that they are done
                _log.warning("What was done last could not be confirmed: %s", _in_words(problem))

    def _tell(self, problem: TelegramError | None) -> None:
        """Log a failure once, and that it is over."""
        said = _in_words(problem) if problem else ""
        if said == self._trouble:
            return
        self._trouble = said
        if isinstance(problem, Conflict):
            _log.error("Another process fetches this bot's updates, or a webhook was set: %s", said)
        elif problem:
            _log.warning("No updates for now, trying again: %s", said)
        else:
            _log.info("Updates come again.")


def _refused(server: str) -> CannotRun:
    return CannotRun(f"{server} refused the token in TELEGRAM_BOT_TOKEN; copy it again from @BotFather.")


def _in_words(problem: TelegramError) -> str:
    return "the token was refused" if isinstance(problem, InvalidToken) else problem.message


def _seconds(wait: RetryAfter) -> float:
    after = wait.retry_after
    return (after if isinstance(after, int) else after.total_seconds()) + 0.5
