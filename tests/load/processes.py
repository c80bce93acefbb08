"""The bots that are measured, each a process of its own on a core of its own."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.evaluation.golden import MEANT
from tests.conftest import ROOT
from tests.load.stub import SECRET, TOKEN, Stub

START = 300.0  # seconds until it must listen, on a cold cache
STOP = 30.0  # seconds until it must be gone
ECHO, LETTERS, ENCODER = "echo bot", "n-grams", "encoder"
WAYS = ("polling", "webhook")


@dataclass(frozen=True, slots=True)
class Cores:
    """Which core the bot runs on, and which the stub; -1 where they are not pinned."""

    bot: int = -1
    stub: int = -1

    @classmethod
    def of_this_machine(cls) -> "Cores":
        """The first for the bot, the last for everything else; none where there is but one, or where they can't be chosen."""
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        return cls(cores[0], cores[-1]) if len(cores) > 1 else cls()

    def pin_bot(self) -> None:
        """Keep the process that calls this on the bot's core."""
        if self.bot >= 0:
            os.sched_setaffinity(0, {self.bot})

    def __str__(self) -> str:
        return f"the bot on core {self.bot} alone, the stub on core {self.stub}" if self.bot >= 0 else "nothing is pinned"


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that takes updates."""

    process: psutil.Process
    by_webhook: bool

    @property
    def busy(self) -> float:
        """Seconds of processor time that it has taken."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    @property
    def memory(self) -> float:
        """MB that it holds."""
        return float(self.process.memory_info().rss) / 2**20


@asynccontextmanager
async def running(which: str, way: str, stub: Stub, folder: Path, cache: Path, cores: Cores) -> AsyncIterator[Running]:
    """A bot within this block, ready. Raises RuntimeError with its log where it does not start or does not stop."""
    port = _free_port()
    command = "serve" if way == "webhook" else "run"
    what = ["tests.load.echo_bot", command] if which == ECHO else ["bot", command]
    log = folder / f"{which}-{way}.log"
    with log.open("w") as stderr:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *what),
            cwd=ROOT,
            env=_environment(which, stub, port, folder, cache),
            stdout=stderr,
            stderr=stderr,
            preexec_fn=cores.pin_bot,
        )
    try:
        await _ready(process, stub, port if way == "webhook" else 0, log)
        posting = stub.posting(port, "/telegram") if way == "webhook" else _nothing()
        async with posting:
            yield Running(psutil.Process(process.pid), way == "webhook")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP):
            code = await process.wait()
        if code:
            raise RuntimeError(f"{which} by {way} ended with {code}:\n{_end_of(log)}")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


def _environment(which: str, stub: Stub, port: int, folder: Path, cache: Path) -> dict[str, str]:
    ours = ("BOT_", "TELEGRAM_", "PTB_", "PYTEST", "DATABASE_", "PORT")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE_URL": stub.url,
        "BOT_CACHE": str(cache / "letters" if which == LETTERS else cache),
        "BOT_DATA": str(folder / which),
        "BOT_HASH_KEY": "a key of this measurement and of no use elsewhere",  # votes are offered, as in earnest
        "BOT_QUESTION_KEYS": "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=",
        "BOT_SUPPLEMENT": MEANT,  # golden questions are asked so; where nobody knows of which, a question back is all there is
        "BOT_ENCODER": "auto" if which == ENCODER else "off",
        "BOT_PERSON_PER_MINUTE": "6000",
        "BOT_CHAT_PER_MINUTE": "6000",
        "BOT_MESSAGES_PER_SECOND": "1000",
        "BOT_WEBHOOK_URL": "https://bot.example.org",
        "BOT_WEBHOOK_SECRET": SECRET,
        "BOT_HOST": "127.0.0.1",
        "PORT": str(port),
    }


async def _ready(process: asyncio.subprocess.Process, stub: Stub, port: int, log: Path) -> None:
    """Wait until it polls, or has set its webhook and listens."""
    stub.polled.clear()
    before = stub.calls["setWebhook"]
    async with asyncio.timeout(START):
        while not (stub.calls["setWebhook"] > before and _listens(port) if port else stub.polled.is_set()):
            if process.returncode is not None:
                raise RuntimeError(f"it ended before it was ready:\n{_end_of(log)}")
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)  # menus are published yet


def _end_of(log: Path) -> str:
    return log.read_text()[-2000:]


def _listens(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
