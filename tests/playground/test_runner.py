"""Starting and stopping the playground."""

import asyncio
import os
import re
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

from bot.answering.engine import Engine
from bot.playground import runner
from bot.playground.bot_api.refusal import Json
from bot.settings import Settings
from bot.telegram_bot.cannot_run import CannotRun
from tests.conftest import CACHE, ROOT

PATIENCE = 60.0  # seconds for an answer; how fast it comes is for the benchmark
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def settings(**environment: str) -> Settings:
    """Settings as somebody has them who set nothing, or this."""
    return Settings.from_environment({"HOME": "/nowhere", **environment})


def _never(_: Settings) -> Engine:
    raise AssertionError("nobody changed the content")


async def answer_to(client: httpx.AsyncClient, text: str) -> str:
    """Ask in the private chat; the bot's next message."""
    before = len((await client.get("/api/scene")).json()["messages"]["private"])
    (await client.post("/api/say", json={"chat": "private", "role": "Asker", "text": text})).raise_for_status()
    async with asyncio.timeout(PATIENCE):
        while True:
            messages: list[Json] = (await client.get("/api/scene")).json()["messages"]["private"]
            found = [one["text"] for one in messages[before:] if one["by_bot"]]
            if found:
                return str(found[0])
            await asyncio.sleep(0.05)


async def test_playing(letters_engine: Engine, disclaimer: str) -> None:
    """The real bot answers in the private chat, greets the group, and has set its profile; afterwards nobody listens."""
    async with runner.playing(settings(), letters_engine, _never, 0) as url, httpx.AsyncClient(base_url=url) as client:
        assert (await answer_to(client, "hello")).endswith(disclaimer)
        scene = (await client.get("/api/scene")).json()
        wording = letters_engine.content.wording
        assert scene["bot"]["description"] == wording.description
        assert [one["command"] for one in scene["bot"]["commands"]["private"]] == list(wording.commands)
        assert any(wording.texts["greeting-group"] in one["text"] for one in scene["messages"]["group"])
    with pytest.raises(httpx.ConnectError):
        await httpx.AsyncClient().get(url)


async def test_port_is_taken(letters_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the usual port is taken another is found; a port that was asked for is told to be taken."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(runner, "PORT", port)
        async with runner.playing(settings(), letters_engine, _never) as url:
            assert not url.endswith(f":{port}")
        with pytest.raises(CannotRun, match=str(port)):
            async with runner.playing(settings(), letters_engine, _never, port):
                pass


@pytest.mark.parametrize("port", [-1, 65_536])
async def test_no_port(letters_engine: Engine, port: int) -> None:
    """A number that is no port is told to be none."""
    with pytest.raises(CannotRun, match="no port"):
        async with runner.playing(settings(), letters_engine, _never, port):
            pass


async def test_made_up_settings(tmp_path: Path) -> None:
    """What the playground keeps lies in its own folder under its own keys, whatever the environment says; the rest stays."""
    given = settings(BOT_DATA=str(tmp_path / "real"), BOT_HASH_KEY="k" * 32, BOT_CHAT_PER_MINUTE="7")
    made = runner._made_up(given, "1:x", "http://127.0.0.1:1", tmp_path / "own")
    assert str(tmp_path / "own") in made.database_url
    assert str(tmp_path / "real") not in repr(made)
    assert (made.hash_key, len(made.question_keys)) != (given.hash_key, 0)
    assert made.chat_per_minute == 7


@pytest.mark.end_to_end
async def test_command(engine: Engine, disclaimer: str) -> None:
    """`python -m bot playground` prints its address and answers; SIGTERM ends it, its log empty."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "TELEGRAM_", "PYTEST"))}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "playground", "--port", "0"),
        cwd=ROOT,
        env=environment | {"BOT_CACHE": str(CACHE)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        line = (await process.stdout.readline()).decode()
        address = ADDRESS.search(line)
        assert address, line
        async with httpx.AsyncClient(base_url=address.group()) as client:
            answer = await answer_to(client, "how much should I take?")
    finally:
        process.send_signal(signal.SIGTERM)
        _, log = await process.communicate()
    assert answer.endswith(disclaimer)
    assert (process.returncode, log.decode()) == (0, "")
