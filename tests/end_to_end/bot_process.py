"""The bot, started as a user would start it, and signed in to a server of the tests' own."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bot_api.judges import check_update, judge_fields, parse_text, warm_up
from tests.bot_api.people import People
from tests.bot_api.server import BotApiServer
from tests.bot_api.world import User, World
from tests.conftest import ROOT
from tests.end_to_end.wire import check_requests

BOT_USER = User(4242424242, "Supplement questions", "supplement_faq_test_bot", is_bot=True)
TOKEN = f"{BOT_USER.id}:AAF-{'e2e' * 10}_"
PUBLIC_URL = "https://bot.example.org"  # where a webhook is set
START = 300.0  # seconds until the bot must poll, on a cold cache and one slow core
STOP = 20.0  # seconds until it must be gone once it is asked to stop


def new_world() -> World:
    """A world in which nothing has happened yet."""
    return World(BOT_USER, check_update)


def new_server(world: World | None = None) -> BotApiServer:
    """A server that both judges watch."""
    warm_up()
    return BotApiServer(world or new_world(), TOKEN, parse_text, [judge_fields])


@dataclass
class BotProcess:
    """A running bot."""

    process: asyncio.subprocess.Process
    log: Path  # its stderr
    expected_errors: int = 0  # log lines of level ERROR that the tests provoked

    @property
    def logged(self) -> str:
        """What it wrote to stderr so far."""
        return self.log.read_text()

    def terminate(self) -> None:
        """Ask it to stop, as systemd, Docker and Heroku do."""
        self.process.send_signal(signal.SIGTERM)

    async def kill(self) -> None:
        """End it at once, in the middle of whatever it does, as a power cut or a full memory does."""
        self.process.kill()
        await self.process.wait()

    @asynccontextmanager
    async def stopped_afterwards(self) -> AsyncIterator[None]:
        """After this block SIGTERM ends it, and its exit code is 0."""
        try:
            yield
        finally:
            if self.process.returncode is None:
                self.terminate()
            try:
                code = await self.ended()
            finally:
                self.put_away()
        assert code == 0, self.logged

    def put_away(self) -> None:
        """Leave nothing behind, whatever became of it."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()

    async def ended(self) -> int:
        """Its exit code, once it is gone."""
        async with asyncio.timeout(STOP):
            return await self.process.wait()


async def start(
    server: BotApiServer,
    folder: Path,
    cache: Path,
    *,
    command: str = "run",
    options: Sequence[str] = (),
    name: str = "bot",
    **environment: str,
) -> BotProcess:
    """Start the bot against this server. Its log, and what it keeps, goes to `folder`; its log is added to an earlier one."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BOT_", "TELEGRAM_", "PTB_", "PYTEST", "DATABASE_", "PORT"))
    }
    ours = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": server.url, "BOT_CACHE": str(cache), "BOT_DATA": str(folder)}
    log = folder / f"{name}-{server.url.rpartition(':')[2]}.log"
    with log.open("a") as stderr:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", command, *options),
            cwd=ROOT,
            env=inherited | ours | environment,
            stderr=stderr,
            stdout=stderr,
        )
    return BotProcess(process, log)


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def served_at(port: int) -> dict[str, str]:
    """The environment of `serve` at this port of the loopback, which the world knows under another address."""
    return {"PORT": str(port), "BOT_HOST": "127.0.0.1", "BOT_WEBHOOK_URL": PUBLIC_URL}


@dataclass
class Online:
    """A bot that answers, the server that it polls, and the people there."""

    server: BotApiServer
    people: People
    bot: BotProcess

    async def polling(self) -> None:
        """Wait until the bot asks for updates."""
        polled = asyncio.create_task(self.people.until(lambda: self.server.of("getUpdates") or None, "the first poll", START))
        ended = asyncio.create_task(self.bot.process.wait())
        await asyncio.wait({polled, ended}, return_when=asyncio.FIRST_COMPLETED)
        for task in (polled, ended):
            task.cancel()
        assert polled.done(), f"the bot ended before it polled: {self.bot.logged}"

    def check(self) -> None:
        """What holds for every run: all that went out is sound, and the log keeps secrets."""
        check_requests(self.server.requests)
        logged = self.bot.logged
        assert TOKEN.partition(":")[2] not in logged, "the token is in the log"
        spoken = [words for words in self.people.words if len(words) > 8 and words in logged]
        assert not spoken, f"people's words are in the log: {spoken}"
        names = [chat.title for chat in self.server.world.chats.values() if re.search(rf"\b{re.escape(chat.title)}\b", logged)]
        assert not names, f"names are in the log: {names}"
        assert logged.count('"level": "error"') == self.bot.expected_errors, logged


@asynccontextmanager
async def online(folder: Path, cache: Path, server: BotApiServer | None = None, **environment: str) -> AsyncIterator[Online]:
    """A bot that polls; afterwards it is stopped with SIGTERM, must exit with 0, and everything it did is checked."""
    async with server or new_server() as server:
        bot = await start(server, folder, cache, **environment)
        running = Online(server, People(server.world), bot)
        async with bot.stopped_afterwards():
            await running.polling()
            yield running
        running.check()
