"""Starting and stopping, each time with a bot of its own."""

import asyncio
import contextlib
import shutil
import signal
from pathlib import Path

import aiohttp
import pytest

from bot.content.model import Content
from tests.bot_api.people import People
from tests.bot_api.refusal import bad_request
from tests.conftest import ROOT
from tests.end_to_end.asked import WHEN
from tests.end_to_end.bot_process import START, TOKEN, Online, free_port, new_server, new_world, online, start

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]

A_MOMENT = 0.5  # seconds in which a bot that means to go has gone


async def test_profile(telegram: Online, content: Content) -> None:
    """At start the bot sets its command menus, a scope each, and its descriptions."""
    profile = telegram.server.world.profile
    private = profile["setMyCommands", "all_private_chats"]
    assert isinstance(private, list)
    assert [command["command"] for command in private] == list(content.wording.commands)
    assert profile["setMyCommands", "all_group_chats"]
    assert profile["setMyDescription", ""] == content.wording.description
    assert profile["setMyShortDescription", ""] == content.wording.short_description


async def test_profile_can_not_be_set(tmp_path: Path, cache: Path) -> None:
    """A bot whose menus are refused answers all the same."""
    server = new_server()
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        server.refuse_next(method, bad_request("NOT_TODAY"), times=9)
    async with online(tmp_path, cache, server) as telegram:
        asker = telegram.people.person()
        await telegram.people.ask(asker, telegram.people.private(asker), WHEN)


async def test_content_with_markup(tmp_path: Path, cache: Path, content: Content) -> None:
    """Whatever editors write is shown as they wrote it."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    words = tmp_path / "content" / "bot.yaml"
    first_words = content.wording.texts["welcome"].split()[0]
    words.write_text(words.read_text(encoding="utf-8").replace(first_words, f"{first_words} 1 < 2 & <b>"), encoding="utf-8")
    async with online(tmp_path, cache, BOT_CONTENT=str(tmp_path / "content")) as telegram:
        asker = telegram.people.person()
        welcome = await telegram.people.ask(asker, telegram.people.private(asker), "/start")
    assert welcome["text"].startswith(f"{first_words} 1 < 2 & <b>")


async def test_log_at_its_most_talkative(tmp_path: Path, cache: Path) -> None:
    """Even at DEBUG, and when something fails, the log holds no question, no name and no token (each run is checked for that)."""
    async with online(tmp_path, cache / "letters", BOT_LOG_LEVEL="DEBUG", BOT_ENCODER="off") as telegram:
        people = telegram.people
        asker, group = people.person("Asker-with-a-name"), people.chat(title="Club-with-a-name")
        answer = await people.ask(asker, people.private(asker), WHEN)
        await people.press(asker, answer, answer["reply_markup"]["inline_keyboard"][0][0]["text"])
        await people.ask(asker, group, f"/ask {WHEN}")
        await people.inline(asker, "how much of it?")
        telegram.server.refuse_next("sendMessage", bad_request("SOMETHING_NEW_AND_STRANGE"))
        telegram.bot.expected_errors += 1
        await people.ask(asker, people.private(asker), "is it safe with my blood pressure pills?")
    assert '"level": "debug"' in telegram.bot.logged


async def test_sigterm_with_updates_in_flight(tmp_path: Path, cache: Path) -> None:
    """What was asked before SIGTERM is answered before the bot goes."""
    async with online(tmp_path, cache) as telegram:
        people = telegram.people
        askers = [people.person(name) for name in ("Asker", "Ben", "Cid")]
        with telegram.server.held("sendMessage"):
            asked = [people.say(each, people.private(each), WHEN) for each in askers]
            await people.until(lambda: len(telegram.server.of("sendMessage")) == 3 or None, "three answers under way")
            telegram.bot.terminate()
            await asyncio.sleep(A_MOMENT)
            assert telegram.bot.process.returncode is None
            assert len(people.world.updates) == 3  # nothing is confirmed that is not done
        assert await telegram.bot.ended() == 0
        assert [len(people.answers(question)) for question in asked] == [1, 1, 1]
        assert people.world.updates == []


async def test_signals_during_the_start(tmp_path: Path) -> None:
    """While the wordings are learnt SIGHUP changes nothing, and SIGTERM ends the bot at once and cleanly."""
    port = free_port()
    async with new_server() as server:
        bot = await start(server, tmp_path, tmp_path / "empty-cache", BOT_ENCODER="off", BOT_STATUS_PORT=str(port))
        async with asyncio.timeout(START), aiohttp.ClientSession() as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                        assert answer.status == 503
                        break
                await asyncio.sleep(A_MOMENT)
        bot.process.send_signal(signal.SIGHUP)
        await asyncio.sleep(A_MOMENT)
        assert bot.process.returncode is None
        bot.terminate()
        assert await bot.ended() == 0
    assert "rror" not in bot.logged
    assert "Traceback" not in bot.logged


async def test_restart(tmp_path: Path, cache: Path) -> None:
    """What is asked while the bot is away is answered when it is back; nothing is answered twice."""
    world = new_world()
    people = People(world)
    asker = people.person()
    waiting = people.say(asker, people.private(asker), WHEN)
    async with online(tmp_path, cache, new_server(world)):
        await people.answer(waiting)
    async with online(tmp_path, cache, new_server(world)):
        await people.ask(asker, people.private(asker), "how much do people take?")
    assert len(people.answers(waiting)) == 2


async def test_webhook_is_set(tmp_path: Path, cache: Path) -> None:
    """Where a webhook is set the bot refuses to start, says so in one line, and leaves the webhook alone."""
    world = new_world()
    world.webhook = "https://example.org/secret-path"
    async with new_server(world) as server:
        bot = await start(server, tmp_path, cache, BOT_LOG_LEVEL="WARNING")
        assert await bot.ended() == 1
    (line,) = bot.logged.splitlines()
    assert "webhook" in line.lower()
    assert world.webhook == "https://example.org/secret-path"


async def test_wrong_token(tmp_path: Path, cache: Path) -> None:
    """A token that Telegram does not know is refused in one line that does not show it."""
    async with new_server() as server:
        bot = await start(server, tmp_path, cache, BOT_LOG_LEVEL="WARNING", TELEGRAM_BOT_TOKEN=f"{TOKEN}wrong")
        assert await bot.ended() == 1
    (line,) = bot.logged.splitlines()
    assert "token" in line.lower()
    assert TOKEN.partition(":")[2] not in line
