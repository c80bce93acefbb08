"""Starting, serving and stopping the whole bot."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.answering.conversation import Conversation
from bot.answering.reply import Reply
from bot.content.model import Content, TopicRef
from bot.settings import Settings
from bot.telegram_bot import profile
from bot.telegram_bot.application import build_application, run_polling
from bot.telegram_bot.handlers import HANDLED_UPDATES
from bot.telegram_bot.polling import CannotRun, serve
from tests.telegram_bot.conftest import TOKEN, ScriptedEngine
from tests.telegram_bot.fake_telegram import PRIVATE, FakeTransport, Json, Refusal, Telegram, written

SERVER = "https://api.telegram.org"


@pytest.fixture
def transport() -> FakeTransport:
    """A transport to a server where all is well."""
    return FakeTransport()


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Leave the test run's own answers to signals as they were."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


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


async def serve_until(transport: FakeTransport, settings: Settings, engine: ScriptedEngine, method: str) -> None:
    """Serve until the bot has made a request of this method, then send SIGTERM and wait for the end."""
    serving = asyncio.create_task(serve(build_application(settings, engine, transport), SERVER))
    requested = asyncio.create_task(transport.requested(method).wait())
    await asyncio.wait({serving, requested}, return_when=asyncio.FIRST_COMPLETED)
    requested.cancel()
    if not serving.done():
        os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 10)


async def test_serving(transport: FakeTransport, settings: Settings, engine: ScriptedEngine) -> None:
    """The bot fetches what it handles, keeps what came while it was away, answers it, and stops at SIGTERM."""
    transport.updates = [{"update_id": 1, "message": written(PRIVATE, "when?")}]
    await serve_until(transport, settings, engine, "sendMessage")
    polled = fields_of(transport, "getUpdates")
    assert set(polled[0]["allowed_updates"]) == set(HANDLED_UPDATES)
    assert not any(fields.get("drop_pending_updates") for fields in fields_of(transport, "deleteWebhook"))
    assert engine.asked == ["when?"]
    assert polled[-1]["offset"] == 2


async def test_stopping_finishes_what_was_begun(transport: FakeTransport, settings: Settings, engine: ScriptedEngine) -> None:
    """A question that is being answered when SIGTERM comes gets its answer."""
    slow = SlowEngine(engine.content)
    transport.updates = [{"update_id": 1, "message": written(PRIVATE, "when?")}]
    serving = asyncio.create_task(serve(build_application(settings, slow, transport), SERVER))
    await asyncio.to_thread(slow.begun.wait, 10)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.1)
    assert not serving.done()
    slow.go_on.set()
    await asyncio.wait_for(serving, 10)
    assert len(fields_of(transport, "sendMessage")) == 1


async def test_webhook(transport: FakeTransport, settings: Settings, engine: ScriptedEngine) -> None:
    """Where a webhook is set the bot refuses to run, and leaves the webhook as it is."""
    transport.results["getWebhookInfo"] = transport.results["getWebhookInfo"] | {"url": "https://example.org/hook"}
    with pytest.raises(CannotRun, match="webhook"):
        await serve_until(transport, settings, engine, "getUpdates")
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
    transport: FakeTransport, settings: Settings, engine: ScriptedEngine, method: str, refusal: Refusal, said: str
) -> None:
    """A refused token, also one that is withdrawn later, and a server that fails end in one line without the token."""
    transport.refusals[method] = [refusal]
    with pytest.raises(CannotRun) as problem:
        await serve_until(transport, settings, engine, "nothing")
    assert said in str(problem.value)
    assert TOKEN not in str(problem.value)
    assert "\n" not in str(problem.value)


async def test_outage(
    transport: FakeTransport, settings: Settings, engine: ScriptedEngine, caplog: pytest.LogCaptureFixture
) -> None:
    """While fetching updates fails, each failure is a line in the log, and the bot tries again."""
    transport.refusals["getUpdates"] = [Refusal(409, "Conflict: terminated by other getUpdates request")]
    transport.updates = [{"update_id": 1, "message": written(PRIVATE, "when?")}]
    await serve_until(transport, settings, engine, "sendMessage")
    assert "Another process" in caplog.text
    assert "Traceback" not in caplog.text


def test_unreachable(settings: Settings, engine: ScriptedEngine, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody listens, run says so in one line and exits with 1."""
    assert run_polling(replace(settings, api_url="http://127.0.0.1:9"), engine) == 1
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
    assert [each["command"] for each in groups["commands"]] == ["ask", "topics", "privacy", "help"]
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
