"""What running the bot takes, whichever way updates come: engine, storage, application, signals, reloading."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.answering.engine import Engine
from bot.metrics import Metrics
from bot.server.health import Health
from bot.server.signals import on_signals
from bot.settings import Settings
from bot.storage.secrets import Keys
from bot.storage.storage import Storage
from bot.telegram_bot.application import build_application
from bot.telegram_bot.cannot_run import CannotRun
from bot.telegram_bot.handlers import BotApplication
from bot.telegram_bot.intake import Intake
from bot.telegram_bot.polling import sign_out
from bot.telegram_bot.reload import Reloader, aside

OpenEngine = Callable[[Settings], Engine]


@dataclass(frozen=True, slots=True)
class Office:
    """All that updates need, once it is there."""

    application: BotApplication
    intake: Intake
    stop: asyncio.Event  # set by SIGTERM and SIGINT


def run_until_stopped(main: Coroutine[object, object, None]) -> int:
    """Run until SIGTERM or SIGINT. The exit code: 0, or 1 after a line on stderr where it can't run."""
    try:
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            runner.run(_stoppable(main))
    except CannotRun as problem:
        print(problem, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):  # stopped during the start, or where no signals can be listened for
        pass
    return 0


async def _stoppable(main: Coroutine[object, object, None]) -> None:
    """Run `main`, which SIGTERM ends at once until it listens for signals itself; SIGHUP means nothing till then.

    As the first process of a container it would be deaf to the one, and elsewhere the other would end it.
    """
    begun = asyncio.ensure_future(main)
    with on_signals({"SIGTERM": begun.cancel, "SIGHUP": lambda: None}):
        await begun


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return None
    return uvloop.new_event_loop


@asynccontextmanager
async def opened_office(settings: Settings, open_engine: OpenEngine, health: Health, metrics: Metrics) -> AsyncIterator[Office]:
    """Load everything, and close it afterwards."""
    # In a thread, so that health is shown meanwhile.
    engine = await aside(lambda: open_engine(settings))
    health.content = True
    storage = await Storage.open(settings.database_url, keys_of(settings), settings.keep_days)
    try:
        health.storage = storage
        metrics.follow(storage)
        application = build_application(settings, engine, storage=storage, metrics=metrics)
        reloader = Reloader(application.bot_data["service"], lambda: open_engine(settings))
        try:
            with _signals(reloader, health) as stop:
                async with _watched(settings, reloader, stop), reloader.catching_up():
                    yield Office(application, Intake(application, storage, metrics), stop)
        finally:
            await sign_out(application)
    finally:
        await storage.close()


def keys_of(settings: Settings) -> Keys:
    """The keys that the settings hold."""
    hash_key = settings.hash_key.reveal() if settings.hash_key else None
    return Keys.of(hash_key, tuple(key.reveal() for key in settings.question_keys))


@contextlib.contextmanager
def _signals(reloader: Reloader, health: Health) -> Iterator[asyncio.Event]:
    """An event that SIGTERM and SIGINT set. SIGHUP has the content read anew."""
    stop = asyncio.Event()
    reloads: set[asyncio.Task[bool]] = set()  # the loop itself keeps no hold of its tasks

    def reload() -> None:
        reloads.add(task := asyncio.create_task(reloader.reload()))
        task.add_done_callback(reloads.discard)

    def leave() -> None:
        health.stopping = True
        stop.set()

    try:
        with on_signals({"SIGTERM": leave, "SIGINT": leave, "SIGHUP": reload}):
            yield stop
    finally:
        for task in reloads:
            task.cancel()


@asynccontextmanager
async def _watched(settings: Settings, reloader: Reloader, stop: asyncio.Event) -> AsyncIterator[None]:
    """Within this block the content is read anew when a file of it is saved, if the settings ask for that."""
    if not settings.watch_content:
        yield
        return
    watching = asyncio.create_task(reloader.watch(settings.content, stop))
    try:
        yield
    finally:
        stop.set()  # it may be an error that ends the block
        await asyncio.gather(watching, return_exceptions=True)
