"""Starting, serving and stopping the whole bot."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.answering.conversation import Conversation
from bot.answering.reply import Reply
from bot.content.model import Content, TopicRef
from bot.metrics import Metrics
from bot.server.by_polling import run_worker
from bot.settings import Settings
from bot.storage.secrets import Keys
from bot.storage.storage import Claim, Storage
from bot.telegram_bot import polling, profile
from bot.telegram_bot.application import build_application
from bot.telegram_bot.cannot_run import CannotRun
from bot.telegram_bot.handlers import asked_for
from bot.telegram_bot.intake import Intake
from bot.telegram_bot.polling import serve
from tests.telegram_bot.conftest import TOKEN, ScriptedEngine
from tests.telegram_bot.fake_telegram import GROUP, PRIVATE, FakeTransport, Json, Refusal, Telegram, written

SERVER = "https://api.telegram.org"


@pytest.fixture
def transport() -> FakeTransport:
    """A transport to a server where all is well."""
    return FakeTransport()


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """Storage that remembers nothing from before."""
    storage = await Storage.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}", Keys())
    yield storage
    await storage.close()


class KeepingTransport(FakeTransport):
    """A server that gives updates until they are confirmed."""

    async def do_request(self, url: str, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """Answer one request."""
        if url.endswith("/getUpdates"):
            data = options.get("request_data") or (arguments[1] if len(arguments) > 1 else None)
            offset = data.parameters.get("offset", 0) if data else 0
            self.kept = [update for update in self.kept if update["update_id"] >= offset]
            self.updates = list(self.kept)
        return await super().do_request(url, *arguments, **options)

    kept: list[Json]


class SlowEngine(ScriptedEngine):
    """An engine that answers only once it is let go on."""

    def __init__(self, content: Content) -> None:
        super().__init__(content)
        self.begun, self.go_on = threading.Event(), threading.Event()

    def ask(self, question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
        """Wait, then answer."""
        self.begun.set()
        assert self.go_on.wait(10)
        return super().ask(question, conversation)


def fields_of(transport: FakeTransport, method: str) -> list[Json]:
    """The fields of the requests of a method."""
    return [fields for name, fields in transport.requests if name == method]


@dataclass
class Worker:
    """Serves on a transport, with storage."""

    transport: FakeTransport
    settings: Settings
    storage: Storage
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, engine: ScriptedEngine) -> None:
        """Serve until `stop` is set."""
        application = build_application(self.settings, engine, self.transport, self.storage)
        await serve(application, Intake(application, self.storage, Metrics()), SERVER, self.stop)

    async def serve_until(self, engine: ScriptedEngine, method: str) -> None:
        """Serve until the bot has made a request of this method, then stop it and wait for the end."""
        serving = asyncio.create_task(self.serve(engine))
        requested = asyncio.create_task(self.transport.requested(method).wait())
        await asyncio.wait({serving, requested}, return_when=asyncio.FIRST_COMPLETED)
        requested.cancel()
        self.stop.set()
        await asyncio.wait_for(serving, 10)


@pytest.fixture
def worker(transport: FakeTransport, settings: Settings, storage: Storage) -> Worker:
    """A worker on the transport."""
    return Worker(transport, settings, storage)


async def test_serving(worker: Worker, transport: FakeTransport, engine: ScriptedEngine) -> None:
    """The bot fetches what it handles, keeps what came while it was away, answers it, and confirms it when it stops."""
    transport.updates = [{"update_id": 1, "message": written(PRIVATE, "when?")}]
    await worker.serve_until(engine, "sendMessage")
    polled = fields_of(transport, "getUpdates")
    assert set(polled[0]["allowed_updates"]) == set(asked_for(guest_mode=True, votes=False))
    assert "offset" not in polled[0]
    assert not fields_of(transport, "deleteWebhook")
    assert engine.asked == ["when?"]
    assert polled[-1]["offset"] == 2


async def test_stopping_finishes_what_was_begun(worker: Worker, transport: FakeTransport, engine: ScriptedEngine) -> None:
    """A question that is being answered when the bot is stopped gets its answer, and only then is confirmed."""
    slow = SlowEngine(engine.content)
    transport.updates = [{"update_id": 1, "message": written(PRIVATE, "when?")}]
    serving = asyncio.create_task(worker.serve(slow))
    await asyncio.to_thread(slow.begun.wait, 10)
    worker.stop.set()
    await asyncio.sleep(0.1)
    assert not serving.done()
    assert not any(fields.get("offset", 0) > 1 for fields in fields_of(transport, "getUpdates"))
    slow.go_on.set()
    await asyncio.wait_for(serving, 10)
    assert len(fields_of(transport, "sendMessage")) == 1
    assert fields_of(transport, "getUpdates")[-1]["offset"] == 2


async def test_updates_that_are_fetched_again(settings: Settings, storage: Storage, engine: ScriptedEngine) -> None:
    """While an update is unfinished it is fetched again and again: it is answered once, and what is new is answered too."""
    slow = SlowEngine(engine.content)
    first = {"update_id": 5, "message": written(PRIVATE, "when?")}
    second = {"update_id": 6, "message": written(GROUP, "/ask how much?")}
    transport = KeepingTransport()
    transport.kept = [first]
    worker = Worker(transport, settings, storage)
    serving = asyncio.create_task(worker.serve(slow))
    await asyncio.to_thread(slow.begun.wait, 10)
    transport.kept = [first, second]
    before = len(fields_of(transport, "getUpdates"))
    await asyncio.sleep(1)
    polls = fields_of(transport, "getUpdates")[before:]
    assert 2 <= len(polls) <= 12  # no spinning
    assert {fields["offset"] for fields in polls} == {5}
    slow.go_on.set()
    await asyncio.wait_for(offset_of(transport, 7), 10)
    worker.stop.set()
    await asyncio.wait_for(serving, 10)
    assert sorted(map(str, slow.asked)) == ["how much?", "when?"]


async def test_what_was_handled_before_a_crash(worker: Worker, transport: FakeTransport, engine: ScriptedEngine) -> None:
    """An update that was handled and not confirmed comes again after a restart, and is confirmed without an answer."""
    transport.updates = [{"update_id": 1, "message": written(PRIVATE, "when?")}]
    assert await worker.storage.claim(1) is Claim.OURS
    await worker.storage.done(1)
    serving = asyncio.create_task(worker.serve(engine))
    await asyncio.wait_for(offset_of(transport, 2), 10)
    worker.stop.set()
    await asyncio.wait_for(serving, 10)
    assert not fields_of(transport, "sendMessage")


async def offset_of(transport: FakeTransport, offset: int) -> None:
    """Wait until this offset was polled."""
    while not any(fields.get("offset") == offset for fields in fields_of(transport, "getUpdates")):  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def test_webhook(worker: Worker, transport: FakeTransport, engine: ScriptedEngine) -> None:
    """Where a webhook is set the bot refuses to run, and leaves the webhook as it is."""
    transport.results["getWebhookInfo"] = transport.results["getWebhookInfo"] | {"url": "https://example.org/hook"}
    with pytest.raises(CannotRun, match="webhook --delete"):
        await worker.serve_until(engine, "getUpdates")
    assert not fields_of(transport, "deleteWebhook")


@pytest.mark.parametrize(
    ("method", "refusal", "said"),
    [
        ("getMe", Refusal(401, "Unauthorized"), "refused the token"),
        ("getMe", Refusal(404, "Not Found"), "refused the token"),
        ("getMe", Refusal(502, "Bad Gateway"), "can't be reached"),
        ("getMe", Refusal(403, "Forbidden: not a bot server"), "does not answer as"),
        ("getUpdates", Refusal(401, "Unauthorized"), "refused the token"),
    ],
)
async def test_no_service(
    worker: Worker, transport: FakeTransport, engine: ScriptedEngine, method: str, refusal: Refusal, said: str
) -> None:
    """A refused token, also one that is withdrawn later, and a server that fails end in one line without the token."""
    transport.refusals[method] = [refusal] * 9  # what the network loses is tried again
    with pytest.raises(CannotRun) as problem:
        await worker.serve_until(engine, "nothing")
    assert said in str(problem.value)
    assert TOKEN not in str(problem.value)
    assert "\n" not in str(problem.value)


async def test_outage(
    worker: Worker,
    transport: FakeTransport,
    engine: ScriptedEngine,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While fetching updates fails the same way, the log has it once, with when it is over, and the bot tries again."""
    monkeypatch.setattr(polling, "_FIRST_RETRY", 0.01)
    caplog.set_level(logging.INFO)
    conflict = Refusal(409, "Conflict: terminated by other getUpdates request")
    transport.refusals["getUpdates"] = [conflict, conflict, conflict, Refusal(502, "Bad Gateway")]
    transport.updates = [{"update_id": 1, "message": written(PRIVATE, "when?")}]
    await worker.serve_until(engine, "sendMessage")
    assert caplog.text.count("Another process") == 1
    assert caplog.text.count("No updates for now") == 1
    assert caplog.text.count("Updates come again") == 1
    assert "Traceback" not in caplog.text


async def test_flood_control_of_polling(worker: Worker, transport: FakeTransport, engine: ScriptedEngine) -> None:
    """Where Telegram asks to wait before the next poll, the bot waits as long and goes on."""
    transport.refusals["getUpdates"] = [Refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1})]
    transport.updates = [{"update_id": 1, "message": written(PRIVATE, "when?")}]
    began = time.monotonic()
    await worker.serve_until(engine, "sendMessage")
    assert 1 <= time.monotonic() - began < 5


def test_unreachable(settings: Settings, engine: ScriptedEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody listens, run says so in one line and exits with 1."""
    settings = replace(settings, api_url="http://127.0.0.1:9", database_url=f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    assert run_worker(settings, lambda _: engine) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("http://127.0.0.1:9 can't be reached")


async def test_profile(telegram: Telegram, content: Content) -> None:
    """Private chats get the whole menu, groups a short one; descriptions are the content's."""
    assert telegram.application.post_init is not None
    await telegram.application.post_init(telegram.application)
    private, groups = telegram.of("setMyCommands")
    assert {each["command"]: each["description"] for each in private["commands"]} == content.wording.commands
    assert private["scope"] == {"type": "all_private_chats"}
    assert [each["command"] for each in groups["commands"]] == ["ask", "shelf", "topics", "privacy", "help"]
    assert groups["scope"] == {"type": "all_group_chats"}
    assert telegram.of("setMyDescription") == [{"description": content.wording.description}]
    assert telegram.of("setMyShortDescription") == [{"short_description": content.wording.short_description}]


async def test_profile_that_is_refused(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    """A refused part of the profile is logged, and the rest is set."""
    telegram.refuse("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")
    assert telegram.application.post_init is not None
    await telegram.application.post_init(telegram.application)
    assert len(telegram.of("setMyCommands", "setMyDescription", "setMyShortDescription")) == 4
    assert "the command menu of private chats" in caplog.text


async def test_profile_that_has_to_wait(telegram: Telegram, content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Telegram asks to wait for hours the profile stays as it is, and the bot goes on at once."""
    monkeypatch.setattr(profile, "PATIENCE", 0.05)
    telegram.refuse("setMyDescription", 429, "Too Many Requests", retry_after=9999)
    await profile.publish(telegram.application.bot, content.wording, ["ask"])
    await asyncio.wait_for(telegram.message(PRIVATE, "when?"), 5)
    assert len(telegram.sent) == 1


def test_libraries_are_kept_quiet(settings: Settings, engine: ScriptedEngine) -> None:
    """Even at the lowest log level addresses (they hold the token) and people's texts are not logged."""
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        build_application(settings, engine)
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("httpcore.http11").isEnabledFor(logging.INFO)
        assert not logging.getLogger("telegram.ext.ExtBot").isEnabledFor(logging.DEBUG)
    finally:
        logging.getLogger().setLevel(logging.WARNING)


def test_addresses(settings: Settings, engine: ScriptedEngine) -> None:
    """Another server is spoken to under its own address."""
    application = build_application(replace(settings, api_url="http://127.0.0.1:8081"), engine)
    assert application.bot.base_url == f"http://127.0.0.1:8081/bot{TOKEN}"
    assert application.bot.base_file_url == f"http://127.0.0.1:8081/file/bot{TOKEN}"


def test_no_token(engine: ScriptedEngine) -> None:
    """Without a token there is no bot to build."""
    with pytest.raises(ValueError, match="token"):
        build_application(Settings.from_environment({}), engine)
