"""Runs the playground: the real application, the embedded Bot API and the page, all in one program."""

import asyncio
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from cryptography.fernet import Fernet
from starlette.routing import BaseRoute

from bot.answering.engine import Engine
from bot.content import ContentError
from bot.metrics import Metrics
from bot.playground.bot_api.refusal import Json
from bot.playground.bot_api.service import BotApi
from bot.playground.bot_api.world import User
from bot.playground.guard import LOOPBACK
from bot.playground.notebook import Notebook
from bot.playground.pages import Pages
from bot.playground.simulation import Simulation
from bot.server.listening import listening
from bot.server.running import keys_of
from bot.server.signals import on_signals
from bot.settings import Secret, Settings
from bot.storage.storage import Storage
from bot.telegram_bot.application import build_application
from bot.telegram_bot.cannot_run import CannotRun
from bot.telegram_bot.intake import Intake
from bot.telegram_bot.polling import serve
from bot.telegram_bot.reload import Reloader

PORT, HIGHEST_PORT = 8000, 65_535
BOT_ID, USERNAME = 4_200_000_001, "playground_bot"
REQUESTS_KEPT = 200
PATIENCE = 60.0  # seconds until the bot must ask for updates

OpenEngine = Callable[[Settings], Engine]


def run(settings: Settings, open_engine: OpenEngine, port: int | None = None) -> int:
    """Run until SIGTERM or SIGINT. The exit code: 0, or 1 after a line on stderr where it can't run.

    Raises what `open_engine` raises at the start: ContentError or EncoderError.
    """
    engine = open_engine(settings)  # before there is a loop, so that Ctrl-C ends it at once however long it takes
    try:
        asyncio.run(_run(settings, engine, open_engine, port))
    except CannotRun as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # where the loop can't listen for signals
        pass
    return 0


async def _run(settings: Settings, engine: Engine, open_engine: OpenEngine, port: int | None) -> None:
    stop = asyncio.Event()
    with on_signals({"SIGTERM": stop.set, "SIGINT": stop.set}):
        async with playing(settings, engine, open_engine, port) as url:
            print(
                f"The playground is at {url}\n"
                "It is the whole bot, on this machine alone: nothing that you write there leaves it. Stop with Ctrl-C.",
                flush=True,
            )
            await stop.wait()


@asynccontextmanager
async def playing(settings: Settings, engine: Engine, open_engine: OpenEngine, port: int | None = None) -> AsyncIterator[str]:
    """The playground within this block; the address of its page. Raises CannotRun.

    It begins with this engine; `open_engine` makes others when the content has changed.
    """
    notebook = Notebook()
    engine = notebook.watch(engine)
    simulation = Simulation(User(BOT_ID, engine.content.wording.name, USERNAME, is_bot=True))
    simulation.world.watchers.insert(0, _attaching(notebook))  # before the page hears of a message, so that it can ask why
    token = f"{BOT_ID}:{secrets.token_urlsafe(30)}"
    api = BotApi(simulation.world, token, keep=REQUESTS_KEPT)
    pages = Pages(simulation, notebook, settings.content)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="playground-"))
        url = await _listening(stack, pages.routes(api), port)
        settings = _made_up(settings, token, url, Path(folder))
        storage = await Storage.open(settings.database_url, keys_of(settings), settings.keep_days)
        stack.push_async_callback(storage.close)
        metrics, stop = Metrics(), asyncio.Event()
        application = build_application(settings, engine, storage=storage, metrics=metrics)
        reloader = Reloader(application.bot_data["service"], _loading(settings, open_engine, notebook, simulation))
        serving = asyncio.create_task(serve(application, Intake(application, storage, metrics), url, stop))
        watching = asyncio.create_task(reloader.watch(settings.content, stop))
        try:
            await _polling(simulation, api, serving)
            simulation.join()
            async with reloader.catching_up():
                yield url
        finally:
            stop.set()
            pages.close()
            await asyncio.wait({serving, watching})


async def _listening(stack: AsyncExitStack, routes: Sequence[BaseRoute], port: int | None) -> str:
    """Listen until the stack is closed; the address. The usual port may be taken, and any other does as well."""
    if port is not None and not 0 <= port <= HIGHEST_PORT:
        raise CannotRun(f"{port} is no port; ports go from 0 (any that is free) to {HIGHEST_PORT}.")
    try:
        number = await stack.enter_async_context(listening(routes, LOOPBACK, PORT if port is None else port))
    except CannotRun:
        if port is not None:
            raise
        number = await stack.enter_async_context(listening(routes, LOOPBACK, 0))
    return f"http://{LOOPBACK}:{number}"


def _made_up(settings: Settings, token: str, url: str, folder: Path) -> Settings:
    """The same settings, with a token, keys and a database that are gone when the playground is."""
    return replace(
        settings,
        token=Secret(token),
        api_url=url,
        data=folder,
        database_url=f"sqlite:///{folder / 'playground.sqlite3'}",
        hash_key=Secret(secrets.token_urlsafe(48)),
        question_keys=(Secret(Fernet.generate_key().decode()),),
    )


def _attaching(notebook: Notebook) -> Callable[[str, Json], None]:
    def watch(what: str, message: Json) -> None:
        if what in ("message", "edited"):
            notebook.attach(message)

    return watch


def _loading(settings: Settings, open_engine: OpenEngine, notebook: Notebook, simulation: Simulation) -> Callable[[], Engine]:
    """Reads the content anew, in a thread, and tells the page how that went. Raises what `open_engine` raises."""
    loop = asyncio.get_running_loop()

    def load() -> Engine:
        try:
            engine = notebook.watch(open_engine(settings))
        except ContentError as error:
            loop.call_soon_threadsafe(simulation.report, "\n".join(map(str, error.problems)))
            raise
        loop.call_soon_threadsafe(simulation.report, "")
        return engine

    return load


async def _polling(simulation: Simulation, api: BotApi, serving: "asyncio.Task[None]") -> None:
    """Wait until the bot asks for updates. Raises what ended it, if it ended."""
    polled = asyncio.create_task(simulation.world.until(lambda: api.of("getUpdates") or None, PATIENCE))
    await asyncio.wait({polled, serving}, return_when=asyncio.FIRST_COMPLETED)
    polled.cancel()
    if serving.done():
        serving.result()
