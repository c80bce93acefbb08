"""The bot as a server: the webhook, its pages, stopping, and reading the content anew."""

import asyncio
import contextlib
import json
import shutil
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.content.model import Content
from bot.telegram_bot.handlers import asked_for
from tests.bot_api.people import People
from tests.bot_api.refusal import bad_request
from tests.bot_api.server import BotApiServer
from tests.conftest import CACHE, ROOT
from tests.end_to_end.asked import WHEN
from tests.end_to_end.bot_process import (
    PUBLIC_URL,
    START,
    TOKEN,
    BotProcess,
    Online,
    free_port,
    new_server,
    new_world,
    served_at,
    start,
)
from tests.end_to_end.delivery import HEADER, Delivery
from tests.end_to_end.wire import DISCLAIMER

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]

LETTERS = {"BOT_ENCODER": "off"}


@dataclass
class Serving:
    """A bot behind a webhook."""

    online: Online
    url: str

    @property
    def people(self) -> People:
        """The people around it."""
        return self.online.people

    @property
    def bot(self) -> BotProcess:
        """Its process."""
        return self.online.bot

    async def page(self, path: str) -> tuple[int, str]:
        """Status and text of a page; 0 where nobody answers."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.url}{path}") as answer:
                return answer.status, await answer.text()
        except aiohttp.ClientError:
            return 0, ""

    async def shows(self, path: str, status: int, text: str = "") -> None:
        """Wait until a page has this status, and this text in it."""
        async with asyncio.timeout(START):
            while (found := await self.page(path))[0] != status or text not in found[1]:
                assert self.bot.process.returncode is None, self.bot.logged
                await asyncio.sleep(0.05)

    async def asked(self, question: str = WHEN) -> str:
        """The answer to a question of somebody new."""
        asker = self.people.person()
        return str((await self.people.ask(asker, self.people.private(asker), question))["text"])


@contextlib.asynccontextmanager
async def serving(folder: Path, server: BotApiServer | None = None, **environment: str) -> AsyncIterator[Serving]:
    """A server that is ready; afterwards it is stopped with SIGTERM, must exit with 0, and everything it did is checked."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with server or new_server() as server, Delivery(server.world, [f"{url}/telegram"]).going_on():
        bot = await start(server, folder, CACHE / "letters", command="serve", **LETTERS, **(served_at(port) | environment))
        running = Serving(Online(server, People(server.world), bot), url)
        async with bot.stopped_afterwards():
            await running.shows("/readyz", 200)
            yield running
        running.online.check()
        assert server.world.webhook == f"{PUBLIC_URL}/telegram"  # it stays: replicas come and go


async def test_serve(tmp_path: Path) -> None:
    """Start sets the webhook, with the secret and what is handled; questions, buttons and inline queries are answered."""
    async with serving(tmp_path) as running:
        [asked] = running.online.server.of("setWebhook")
        assert asked.fields["url"] == f"{PUBLIC_URL}/telegram"
        assert set(asked.fields["allowed_updates"]) == set(asked_for(guest_mode=True, votes=False))
        assert len(asked.fields["secret_token"]) == 64
        assert not asked.fields.get("drop_pending_updates")
        people, asker = running.people, running.people.person()
        answer = await people.ask(asker, people.private(asker), WHEN)
        assert answer["text"].endswith(DISCLAIMER)
        label = answer["reply_markup"]["inline_keyboard"][0][0]["text"]
        assert (await people.answer((await people.press(asker, answer, label)).before))["text"].endswith(DISCLAIMER)
        assert (await people.inline(asker, WHEN))["results"]
        assert running.online.server.of("getUpdates", "deleteWebhook") == []
        assert (
            'bot_answers_total{kind="answer",supplement="magnesium-l-threonate",topic="dosage/timing"} 1.0'
            in (await running.page("/metrics"))[1]
        )
        ready = json.loads((await running.page("/readyz"))[1])
        assert ready == {"status": "ready", "content": "loaded", "telegram": "reached", "storage": "reached"}


async def test_strangers(tmp_path: Path) -> None:
    """Who does not know the secret, or comes with too much, is turned away over real HTTP too."""
    async with serving(tmp_path, BOT_WEBHOOK_SECRET="knock-knock") as running, aiohttp.ClientSession(running.url) as stranger:
        for headers, body, status in [
            ({}, b"{}", 401),
            ({HEADER: "knock"}, b"x" * 1_000_000, 401),
            ({HEADER: "knock-knock"}, b"{}", 400),
            ({HEADER: "knock-knock"}, b'{"update_id": 1}', 200),
        ]:
            async with stranger.post("/telegram", data=body, headers=headers) as answer:
                assert answer.status == status

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(100):
                yield b"x" * 65536

        with contextlib.suppress(aiohttp.ClientError):  # it may hang up before all was said
            async with stranger.post("/telegram", data=endless(), headers={HEADER: "knock-knock"}) as answer:
                assert answer.status == 413
        async with stranger.get("/telegram") as answer:
            assert answer.status == 405
        assert DISCLAIMER in await running.asked()
        counts = (await running.page("/metrics"))[1]
        assert 'bot_refused_total{reason="wrong secret"} 2.0' in counts
        assert 'bot_refused_total{reason="too large"} 1.0' in counts


async def test_sigterm_with_updates_in_flight(tmp_path: Path) -> None:
    """What was begun before SIGTERM is answered and acknowledged; what comes later is left for another."""
    async with serving(tmp_path) as running:
        people, server = running.people, running.online.server
        askers = [people.person() for _ in range(3)]
        with server.held("sendMessage"):
            asked = [people.say(each, people.private(each), WHEN) for each in askers]
            await people.until(lambda: len(server.of("sendMessage")) == 3 or None, "three answers under way")
            running.bot.terminate()
            await running.shows("/readyz", 503, "stopping")
            late = people.say(askers[0], people.private(askers[0]), "and how much?")
            await asyncio.sleep(0.3)
            assert running.bot.process.returncode is None
        assert await running.bot.ended() == 0
        assert [len(people.answers(question)) for question in asked] == [1, 1, 1]
        assert [update["message"]["text"] for update in people.world.updates] == [late["text"]]


async def test_outage_of_telegram(tmp_path: Path) -> None:
    """An answer that can't be sent for a while is sent when Telegram is back, once."""
    async with serving(tmp_path) as running:
        people, asker = running.people, running.people.person()
        running.online.server.refuse_next("sendMessage", bad_gateway(), times=4)
        question = people.say(asker, people.private(asker), WHEN)
        await people.until(lambda: people.answers(question) or None, "the answer", 30)
        await asyncio.sleep(1)
        assert len(people.answers(question)) == 1
        assert people.world.updates == []


def bad_gateway() -> Exception:
    """What a server in front of Telegram says when Telegram is away."""
    refusal = bad_request("")
    refusal.code, refusal.description = 502, "Bad Gateway"
    return refusal


@pytest.mark.parametrize("watched", [False, True])
async def test_new_content(tmp_path: Path, content: Content, watched: bool) -> None:
    """New content is answered from after SIGHUP, or at once where the folder is watched; one with a mistake is refused."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    words = folder / "bot.yaml"
    old = words.read_text(encoding="utf-8")
    first_words = content.wording.texts["welcome"].split()[0]
    async with serving(tmp_path, BOT_CONTENT=str(folder), BOT_WATCH_CONTENT="on" if watched else "off") as running:
        assert (await running.asked("/start")).startswith(first_words)
        for text, outcome in [(old.replace(first_words, "Bonjour", 1), "loaded"), (f"nonsense: 1\n{old}", "refused")]:
            words.write_text(text, encoding="utf-8")
            if not watched:
                running.bot.process.send_signal(signal.SIGHUP)
            await running.shows("/metrics", 200, f'bot_reloads_total{{outcome="{outcome}"}} 1.0')
            running.bot.expected_errors += outcome == "refused"
            assert (await running.asked("/start")).startswith("Bonjour")
        assert running.bot.process.returncode is None
        assert "'nonsense'" in running.bot.logged


async def test_storage_is_away(tmp_path: Path) -> None:
    """Without its database the bot starts and answers, and says so."""
    (tmp_path / "bot.sqlite3").mkdir()
    async with serving(tmp_path) as running:
        assert json.loads((await running.page("/readyz"))[1])["storage"] == "away"
        assert DISCLAIMER in await running.asked()
        assert "bot_storage_up 0.0" in (await running.page("/metrics"))[1]


async def test_telegram_refuses_the_webhook(tmp_path: Path) -> None:
    """An address that Telegram does not take ends the start with one line."""
    server = new_server()
    server.refuse_next("setWebhook", bad_request("bad webhook: Failed to resolve host"), times=9)
    async with server:
        environment = LETTERS | served_at(free_port()) | {"BOT_LOG_LEVEL": "ERROR"}
        bot = await start(server, tmp_path, CACHE / "letters", command="serve", **environment)
        assert await asyncio.wait_for(bot.process.wait(), START) == 1
    assert bot.logged.splitlines()[-1].startswith("BOT_WEBHOOK_URL: ")
    assert "Failed to resolve host" in bot.logged or "failed to resolve host" in bot.logged


async def test_status_of_the_worker(tmp_path: Path, cache: Path) -> None:
    """The polling worker shows the same pages where BOT_STATUS_PORT says."""
    port = free_port()
    async with new_server() as server:
        bot = await start(server, tmp_path, CACHE / "letters", **LETTERS, BOT_STATUS_PORT=str(port))
        running = Serving(Online(server, People(server.world), bot), f"http://127.0.0.1:{port}")
        await running.shows("/readyz", 200)
        assert DISCLAIMER in await running.asked()
        await running.shows("/metrics", 200, 'bot_updates_total{kind="message"} 1.0')
        assert (await running.page("/telegram"))[0] == 404
        with server.held("sendMessage"):
            asker = running.people.person()
            asked = running.people.say(asker, running.people.private(asker), WHEN)
            await running.people.until(lambda: len(server.of("sendMessage")) == 2 or None, "an answer under way")
            bot.terminate()
            await running.shows("/readyz", 503, "stopping")
        assert await bot.ended() == 0
        assert len(running.people.answers(asked)) == 1
        running.online.check()


async def test_webhook_command(tmp_path: Path) -> None:
    """`webhook` shows what is set without secrets, and --delete deletes it and keeps what waits."""
    world = new_world()
    people = People(world)
    asker = people.person()
    people.say(asker, people.private(asker), WHEN)
    async with new_server(world) as server:
        assert "No webhook is set" in await told(server, tmp_path)
        world.webhook = "https://example.org/a-secret-path"
        assert "https://example.org/..." in await told(server, tmp_path)
        world.webhook = f"{PUBLIC_URL}/telegram"
        shown = await told(server, tmp_path)
        assert f"{PUBLIC_URL}/telegram\n" in shown
        assert "updates that wait: 1" in shown
        assert "deleted" in await told(server, tmp_path, "--delete")
        assert world.webhook == ""
        assert len(world.updates) == 1
        assert not any(request.fields.get("drop_pending_updates") for request in server.of("deleteWebhook"))


async def told(server: BotApiServer, folder: Path, *options: str) -> str:
    """What the command `webhook` prints."""
    bot = await start(server, folder, CACHE / "letters", command="webhook", options=options, name="-".join(["webhook", *options]))
    assert await bot.ended() == 0, bot.logged
    text = bot.logged
    bot.log.unlink()
    assert TOKEN.partition(":")[2] not in text
    return text
