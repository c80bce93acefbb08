"""Running the bot with storage, health and metrics: by polling (`run`) or by webhook (`serve`)."""

import asyncio
import contextlib
import functools
import logging
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.routing import BaseRoute, Route
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.answering.engine import Engine
from bot.metrics import Metrics
from bot.server.health import Health, status_routes
from bot.server.listening import listening
from bot.server.webhook import Webhook
from bot.settings import WEBHOOK_PATH, Secret, Settings
from bot.storage.secrets import Keys
from bot.storage.storage import Storage
from bot.telegram_bot.application import build_application
from bot.telegram_bot.handlers import HANDLED_UPDATES, BotApplication
from bot.telegram_bot.intake import Intake
from bot.telegram_bot.polling import PATIENCE, Polling, in_plain_words, sign_in, sign_out
from bot.telegram_bot.reload import Reloader
from bot.telegram_bot.trouble import CannotRun

CONNECTIONS = 40  # that Telegram may post by at once; more than one process handles, so that replicas have enough to do
CHECKED_EVERY, CHECKED_SOON = 30.0, 5.0  # seconds between looks whether Telegram can be reached; soon where it could not

_log = logging.getLogger(__name__)

OpenEngine = Callable[[Settings], Engine]


@dataclass(frozen=True, slots=True)
class Office:
    """All that updates need, once it is there."""

    application: BotApplication
    intake: Intake
    stop: asyncio.Event  # set by SIGTERM and SIGINT


def run_worker(settings: Settings, open_engine: OpenEngine) -> int:
    """Fetch updates by polling until SIGTERM or SIGINT. The exit code: 0, or 1 after a line on stderr where it can't run."""
    return _run(_work(settings, open_engine))


def run_server(settings: Settings, open_engine: OpenEngine) -> int:
    """Take updates by webhook until SIGTERM or SIGINT. The same exit codes."""
    return _run(_serve(settings, open_engine))


def _run(main: Coroutine[object, object, None]) -> int:
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
    with contextlib.suppress(NotImplementedError):  # on Windows
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, begun.cancel)
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, lambda: None)
    await begun


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return None
    return uvloop.new_event_loop


async def _work(settings: Settings, open_engine: OpenEngine) -> None:
    metrics, health = Metrics(), Health()

    def reached(whether: bool) -> None:
        health.telegram = whether

    async with contextlib.AsyncExitStack() as stack:
        if settings.status_port is not None:
            routes = status_routes(health, metrics)
            await stack.enter_async_context(listening(routes, settings.status_host, settings.status_port))
        office = await stack.enter_async_context(_office(settings, open_engine, health, metrics))
        await sign_in(office.application, settings.api_url)
        _log.info("Listening as @%s. Stop with Ctrl-C.", office.application.bot.username)
        health.telegram = True
        await Polling(office.application, office.intake, settings.api_url, reached).run(office.stop)


async def _serve(settings: Settings, open_engine: OpenEngine) -> None:
    if settings.webhook_url is None or settings.webhook_secret is None:
        raise CannotRun("BOT_WEBHOOK_URL: this is not set; write the public https address of this server")
    metrics, health = Metrics(), Health()
    webhook = Webhook(settings.webhook_secret, metrics)
    routes: list[BaseRoute] = [Route(WEBHOOK_PATH, webhook), *status_routes(health, metrics)]
    async with (
        listening(routes, settings.host, settings.port),  # first, as platforms stop what does not listen soon
        _office(settings, open_engine, health, metrics) as office,
    ):
        bot = office.application.bot
        with in_plain_words(settings.api_url):
            await office.application.initialize()
            webhook.open(bot, office.intake)  # updates may come as soon as the webhook is set
            await _set_webhook(office.application, settings.webhook_url + WEBHOOK_PATH, settings.webhook_secret)
            if office.application.post_init is not None:
                await office.application.post_init(office.application)
        _log.info("Taking updates for @%s at %s%s.", bot.username, settings.webhook_url, WEBHOOK_PATH)
        health.telegram = True
        checking = asyncio.create_task(_keep_checking(office.application, health))
        await office.stop.wait()
        checking.cancel()
        _log.info("Stopping; questions that are being answered get their answer first.")
        await office.intake.close(PATIENCE)


async def _set_webhook(application: BotApplication, url: str, secret: Secret) -> None:
    try:
        await application.bot.set_webhook(
            url,
            allowed_updates=HANDLED_UPDATES,
            max_connections=CONNECTIONS,
            secret_token=secret.reveal(),
            drop_pending_updates=False,  # what came in while the bot was away are people's questions
        )
    except BadRequest as refusal:
        raise CannotRun(f"BOT_WEBHOOK_URL: Telegram refused the webhook {url}: {refusal.message}") from None


async def _keep_checking(application: BotApplication, health: Health) -> None:
    """Look now and then whether Telegram can be reached: by webhook, it is silent when nobody asks."""
    while True:
        await asyncio.sleep(CHECKED_EVERY if health.telegram else CHECKED_SOON)
        before = health.telegram
        try:
            await application.bot.get_me()
            health.telegram = True
        except TelegramError as problem:
            health.telegram = False
            if before:  # the library's message on a refused token shows the token
                said = "the token was refused" if isinstance(problem, InvalidToken) else problem.message
                _log.warning("Telegram can't be reached: %s", said)


@asynccontextmanager
async def _office(settings: Settings, open_engine: OpenEngine, health: Health, metrics: Metrics) -> AsyncIterator[Office]:
    """Load everything, and close it afterwards."""
    # In a thread, so that health is shown meanwhile.
    engine = await _aside(lambda: open_engine(settings))
    health.content = True
    storage = await Storage.open(settings.database_url, keys_of(settings), settings.keep_days)
    try:
        health.storage = storage
        metrics.follow(storage)
        application = build_application(settings, engine, storage=storage, metrics=metrics)
        reloader = Reloader(application.bot_data["desk"], lambda: open_engine(settings))
        try:
            with _signals(reloader, health) as stop:
                async with _watched(settings, reloader, stop):
                    yield Office(application, Intake(application, storage, metrics), stop)
        finally:
            await sign_out(application)
    finally:
        await storage.close()


async def _aside(load: Callable[[], Engine]) -> Engine:
    """What `load` gives or raises, from a thread that nobody waits for when the process is stopped meanwhile."""
    loop = asyncio.get_running_loop()
    loaded: asyncio.Future[Engine] = loop.create_future()

    def run() -> None:
        try:
            engine = load()
        except BaseException as problem:
            tell = functools.partial(loaded.set_exception, problem)
        else:
            tell = functools.partial(loaded.set_result, engine)
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(lambda: None if loaded.done() else tell())

    threading.Thread(target=run, daemon=True).start()
    return await loaded


def keys_of(settings: Settings) -> Keys:
    """The keys that the settings hold."""
    hash_key = settings.hash_key.reveal() if settings.hash_key else None
    return Keys.of(hash_key, tuple(key.reveal() for key in settings.question_keys))


@contextlib.contextmanager
def _signals(reloader: Reloader, health: Health) -> Iterator[asyncio.Event]:
    """An event that SIGTERM and SIGINT set. SIGHUP has the content read anew."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    reloads: set[asyncio.Task[bool]] = set()  # the loop itself keeps no hold of its tasks

    def reload() -> None:
        reloads.add(task := asyncio.create_task(reloader.reload()))
        task.add_done_callback(reloads.discard)

    def leave() -> None:
        health.stopping = True
        stop.set()

    actions: dict[int, Callable[[], None]] = {signal.SIGTERM: leave, signal.SIGINT: leave}
    if hasattr(signal, "SIGHUP"):  # not on Windows
        actions[signal.SIGHUP] = reload
    with contextlib.suppress(NotImplementedError):  # on Windows
        for number, action in actions.items():
            loop.add_signal_handler(number, action)
    try:
        yield stop
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in actions:
                loop.remove_signal_handler(number)
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
