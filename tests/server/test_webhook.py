"""The webhook's door: who gets in, with what, and what is answered."""

import asyncio
import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message
from telegram import Bot, Update

from bot.metrics import Metrics
from bot.server import webhook as module
from bot.server.webhook import HEADER, MOST, Webhook
from bot.settings import Secret
from tests.telegram_bot.fake_telegram import PRIVATE, Json, written

SECRET = "knock-knock"
GOOD = {HEADER: SECRET}


@functools.cache
def bot() -> Bot:
    """A bot that sends nothing; to make one takes long."""
    return Bot("1:a")


class Takes:
    """An intake that takes what it is given, or does not."""

    def __init__(self) -> None:
        self.taken: list[Update] = []
        self.acknowledges = True
        self.failure: Exception | None = None

    async def take(self, update: Update) -> bool:
        """Take an update."""
        if self.failure:
            raise self.failure
        self.taken.append(update)
        return self.acknowledges


@dataclass
class Door:
    """A webhook, and what came of knocking at it."""

    intake: Takes = field(default_factory=Takes)
    metrics: Metrics = field(default_factory=Metrics)
    read: int = 0  # bytes of bodies that it asked for

    def __post_init__(self) -> None:
        self.webhook = Webhook(Secret(SECRET), self.metrics)
        self.webhook.open(bot(), self.intake)  # type: ignore[arg-type]

    async def knock(
        self, body: bytes | Iterable[bytes] = b"", headers: dict[str, str] | None = None, method: str = "POST"
    ) -> tuple[int, dict[str, str]]:
        """Status and headers of the answer."""
        chunks = iter([body] if isinstance(body, bytes) else body)
        sent: list[Message] = []

        async def receive() -> Message:
            chunk = next(chunks, None)
            self.read += len(chunk or b"")
            return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

        async def send(message: Message) -> None:
            sent.append(message)

        raw = [(name.lower().encode(), value.encode()) for name, value in (GOOD if headers is None else headers).items()]
        scope = {"type": "http", "method": method, "path": "/telegram", "query_string": b"", "headers": raw}
        await self.webhook(scope, receive, send)
        if not sent:
            return 0, {}
        return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}

    def refused(self, reason: str) -> float:
        """How many knocks were refused for this reason."""
        return self.metrics.registry.get_sample_value("bot_refused_total", {"reason": reason}) or 0.0


@pytest.fixture
def door() -> Door:
    """A door that is open."""
    return Door()


def posted(update: object) -> bytes:
    """The body of a post."""
    return json.dumps(update).encode()


async def test_update(door: Door) -> None:
    """An update that was handled is acknowledged; it has the bot with it, as handlers need it."""
    status, _ = await door.knock(posted({"update_id": 7, "message": written(PRIVATE, "when?")}))
    assert status == 200
    [update] = door.intake.taken
    assert update.message is not None
    assert (update.update_id, update.message.text) == (7, "when?")
    assert update.message.get_bot().token == "1:a"


async def test_update_that_was_not_handled(door: Door) -> None:
    """What has to come again is not acknowledged."""
    door.intake.acknowledges = False
    assert (await door.knock(posted({"update_id": 7})))[0] == 503


async def test_still_starting() -> None:
    """Until everything is there Telegram is asked to come again."""
    closed = Webhook(Secret(SECRET), Metrics())
    door = Door()
    door.webhook = closed
    assert (await door.knock(posted({"update_id": 7})))[0] == 503


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: "knock"}, {HEADER: SECRET.upper()}, {HEADER: "ünknöck"}])
async def test_wrong_secret(door: Door, headers: dict[str, str]) -> None:
    """Strangers are refused before a byte of what they say is read, and counted."""
    assert (await door.knock(posted({"update_id": 7}), headers))[0] == 401
    assert door.read == 0
    assert door.intake.taken == []
    assert door.refused("wrong secret") == 1


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_wrong_method(door: Door, method: str) -> None:
    """Telegram posts; anything else is refused and counted."""
    status, headers = await door.knock(method=method)
    assert (status, headers["allow"]) == (405, "POST")
    assert door.refused("wrong method") == 1


async def test_too_large(door: Door) -> None:
    """A body over one MiB is refused: unread if its length is told, else as soon as it is too long."""
    assert (await door.knock(b"x", GOOD | {"Content-Length": str(MOST + 1)}))[0] == 413
    assert door.read == 0
    endless = (b"x" * 65536 for _ in range(1000))
    assert (await door.knock(endless))[0] == 413
    assert door.read <= MOST + 65536
    assert door.refused("too large") == 2


async def test_length_that_is_not_true(door: Door) -> None:
    """A short length that is told does not let a long body in, and no number is a length."""
    endless = (b"x" * 65536 for _ in range(1000))
    assert (await door.knock(endless, GOOD | {"Content-Length": "10"}))[0] == 413
    for length in ("-1", "x", "1e9", "٣", "9" * 30):
        assert (await door.knock(b"{}", GOOD | {"Content-Length": length}))[0] == 413


async def test_just_not_too_large(door: Door) -> None:
    """One MiB is fine."""
    body = posted({"update_id": 7, "x": ""})
    assert (await door.knock(body[:-2] + b"x" * (MOST - len(body)) + body[-2:]))[0] == 200


async def test_too_slow(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that does not come is not waited for."""
    monkeypatch.setattr(module, "SLOWEST", 0.05)

    async def never() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/telegram", "headers": [(HEADER.lower().encode(), SECRET.encode())]}
    await door.webhook(scope, never, send)
    assert sent[0]["status"] == 408
    assert door.refused("too slow") == 1


async def test_disconnected(door: Door) -> None:
    """Who goes away in the middle is not answered, and does no harm."""

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        raise AssertionError

    scope = {"type": "http", "method": "POST", "path": "/telegram", "headers": [(HEADER.lower().encode(), SECRET.encode())]}
    await door.webhook(scope, gone, send)
    assert door.refused("disconnected") == 1


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5000, b"NaN{"])
async def test_no_json(door: Door, body: bytes) -> None:
    """What is not JSON is refused and counted."""
    assert (await door.knock(body))[0] == 400
    assert door.refused("no json") == 1


@pytest.mark.parametrize(
    "update", [None, 5, [], "x", {}, {"update_id": "7"}, {"update_id": None}, {"update_id": -1}, {"update_id": 2**63}]
)
async def test_no_update(door: Door, update: object) -> None:
    """JSON that is no update is refused and counted."""
    assert (await door.knock(posted(update)))[0] == 400
    assert door.refused("no update") == 1


async def test_unreadable_update(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    """An update that the library can't read whole is cut down to what it can, and not refused for ever."""
    message = written(PRIVATE, "when?")
    unreadable: Json = {"id": "1", "question": "when?"}  # a poll as an older server words it
    assert (await door.knock(posted({"update_id": 7, "message": message | {"poll": unreadable}})))[0] == 200
    [update] = door.intake.taken
    assert update.message is not None
    assert update.message.text == "when?"
    assert "when?" not in caplog.text


async def test_failure(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    """When something breaks the update comes again, and the log has no one's words."""
    door.intake.failure = RuntimeError("my secret question")
    assert (await door.knock(posted({"update_id": 7})))[0] == 503
    assert "RuntimeError" in caplog.text
    assert "my secret" not in caplog.text


@given(st.binary(max_size=200), st.dictionaries(st.sampled_from([HEADER, "Content-Length"]), st.text("knock-0123x", max_size=12)))
async def test_anything(body: bytes, headers: dict[str, str]) -> None:
    """Whatever comes is answered in one of the ways above."""
    status, _ = await Door().knock(body, headers)
    assert status in (200, 400, 401, 413)
