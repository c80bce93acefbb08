"""The pace of sending: nothing is lost, and nobody's place is held for long."""

import asyncio
import itertools
from collections.abc import Callable

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram_bot import pacing, service
from bot.telegram_bot.pacing import Pacing
from bot.telegram_bot.refusals import WaitedTooLong
from tests.telegram_bot.conftest import ScriptedEngine
from tests.telegram_bot.fake_telegram import ANN, GROUP, PRIVATE, Refusal, Telegram

CHAT, A_GROUP = 7, -1007


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses."""
    monkeypatch.setattr(pacing, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(pacing, "PATIENCE", 0.3)
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


class Server:
    """Fails as it is told to, then succeeds."""

    def __init__(self, *failures: TelegramError) -> None:
        self._failures = iter(failures)
        self.requests: list[float] = []

    async def __call__(self) -> str:
        """One request."""
        self.requests.append(asyncio.get_running_loop().time())
        failure = next(self._failures, None)
        if failure:
            raise failure
        return "done"


async def sent(pace: Pacing, server: Callable[[], object], chat: int | None = CHAT) -> str:
    """The result of a request through the pace."""
    data = {} if chat is None else {"chat_id": chat}
    result: str = await pace.process_request(server, (), {}, "sendMessage", data, None)  # type: ignore[arg-type]
    return result


@pytest.mark.parametrize(
    "failure", [NetworkError("Bad Gateway (502)"), TimedOut(), TelegramError("the server's answer is not JSON")]
)
async def test_lost_request(failure: TelegramError) -> None:
    """A request that the network or the server lost is made again, at most three times, with growing pauses."""
    server = Server(failure, failure)
    assert await sent(Pacing(), server) == "done"
    first, second, third = server.requests
    assert second - first > 0.009
    assert third - second > 0.019
    server = Server(*[failure] * 9)
    with pytest.raises(type(failure)):
        await sent(Pacing(), server)
    assert len(server.requests) == 3


@pytest.mark.parametrize("failure", [BadRequest("can't parse entities"), Forbidden("bot was blocked by the user")])
async def test_refused_request(failure: TelegramError) -> None:
    """A request that Telegram refused is not made again."""
    server = Server(failure)
    with pytest.raises(type(failure)):
        await sent(Pacing(), server)
    assert len(server.requests) == 1


async def test_asked_to_wait() -> None:
    """Where Telegram asks to wait, all requests in that chat do; those in other chats do not."""
    pace, server, others = Pacing(), Server(RetryAfter(0.15)), Server()  # type: ignore[arg-type]
    waiting = asyncio.create_task(sent(pace, server))
    await asyncio.sleep(0.01)
    await sent(pace, others, 8)
    await sent(pace, others, None)
    later = asyncio.create_task(sent(pace, server))
    assert await asyncio.gather(waiting, later) == ["done", "done"]
    assert max(others.requests) - server.requests[0] < 0.1
    assert min(server.requests[1:]) - server.requests[0] >= 0.14


async def test_asked_to_wait_long() -> None:
    """A longer wait is not spent in place: after a while the request fails as one that can be made again later."""
    pace, server = Pacing(), Server(RetryAfter(40))
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await sent(pace, server)
    assert len(server.requests) == 1


async def test_few_wait() -> None:
    """In a chat that Telegram wants left alone no more than two requests wait; others fail at once, to be made later."""
    pace, server = Pacing(), Server(RetryAfter(0.2))  # type: ignore[arg-type]
    requests = [asyncio.create_task(sent(pace, server))]
    await asyncio.sleep(0.01)
    requests += [asyncio.create_task(sent(pace, server)) for _ in range(15)]
    await asyncio.sleep(0.05)
    assert sum(request.done() for request in requests) == 14
    results = await asyncio.gather(*requests, return_exceptions=True)
    assert [str(result) for result in results if not isinstance(result, RetryAfter)] == ["done"] * 2


async def test_asked_to_wait_again_and_again() -> None:
    """The third time in a row the request fails, to be made later."""
    server = Server(*[RetryAfter(0.01)] * 9)  # type: ignore[arg-type]
    with pytest.raises(RetryAfter):
        await sent(Pacing(), server)
    assert len(server.requests) == 3


async def test_group_that_is_full() -> None:
    """After 20 messages in a group the next waits no longer than a moment; a private chat is free."""
    pace, server = Pacing(), Server()
    for _ in range(20):
        await sent(pace, server, A_GROUP)
    with pytest.raises(RetryAfter):
        await sent(pace, server, A_GROUP)
    assert await sent(pace, server) == "done"
    assert len(server.requests) == 21


async def test_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither groups nor chats that asked to wait are remembered for ever."""
    monkeypatch.setattr(pacing, "GROUPS_KEPT", 5)
    pace = Pacing()
    for number in range(12):
        await sent(pace, Server(RetryAfter(0.001)), -1 - number)  # type: ignore[arg-type]
    assert len(pace._groups) == 5
    assert len(pace._quiet_until) <= 2
    assert not pace._waiting


# -- from update to answer -----------------------------------------------------------


async def test_outage(telegram: Telegram) -> None:
    """An answer that could not be sent is no failure to apologise for: its update is noted, to come again."""
    telegram.transport.refusals["sendMessage"] = [Refusal(502, "Bad Gateway")] * 3
    await telegram.message(PRIVATE, "when?")
    assert len(telegram.sent) == 3
    assert len(telegram.service.undelivered) == 1
    telegram.service.undelivered.clear()
    await telegram.message(PRIVATE, "when?")
    assert not telegram.service.undelivered


async def test_flood_control(telegram: Telegram) -> None:
    """An answer that Telegram's flood control holds up for long is noted to come again; other chats are answered meanwhile."""
    telegram.refuse("sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40)
    await telegram.message(GROUP, "/ask when?")
    await telegram.message(PRIVATE, "when?")
    assert len(telegram.service.undelivered) == 1
    assert [each["chat_id"] for each in telegram.sent] == [GROUP["id"], PRIVATE["id"]]


async def test_flooded_chat_holds_few_places(telegram: Telegram, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions of one person, whose chat Telegram wants left alone, give up their places soon; none is lost."""
    monkeypatch.setattr(service, "PATIENCE", 0.1)
    telegram.refuse("sendMessage", 429, "Too Many Requests: retry after 40", retry_after=40)
    async with asyncio.timeout(3):
        await asyncio.gather(*(telegram.message(PRIVATE, "when?") for _ in range(16)))
        await telegram.message(PRIVATE | {"id": 8}, "when?", **{"from": ANN | {"id": 8}})
    assert len(telegram.service.undelivered) == 16
    assert telegram.sent[-1]["chat_id"] == 8


async def test_turns_end(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that was waited for in vain does no harm to the next message."""
    monkeypatch.setattr(service, "PATIENCE", 0.05)
    numbers = itertools.count()
    async with telegram.service.turn("somebody"):
        with pytest.raises(WaitedTooLong):
            async with telegram.service.turn("somebody"):
                next(numbers)
    async with telegram.service.turn("somebody"):
        assert next(numbers) == 0
