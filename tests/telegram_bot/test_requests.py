"""Requests over the network, and answers of a server that are none."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram_bot.requests import BotApiRequest

TOKEN = "4242:my-token"

Behave = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(behave: Behave) -> AsyncIterator[str]:
    """A server that does this with each connection; its address."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await behave(reader, writer)
        except asyncio.IncompleteReadError:  # the bot hung up
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


def answers(status: int, body: bytes) -> Behave:
    """Answers every request with this, for as long as the connection lasts."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 %d Word\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))

    return behave


async def answered(status: int, body: bytes) -> object:
    """What the bot makes of an answer."""
    async with server(answers(status, body)) as url, BotApiRequest() as request:
        return await request.post(f"{url}/bot{TOKEN}/getMe")


async def test_result() -> None:
    """A success gives its result, also if not all of it is UTF-8."""
    assert await answered(200, b'{"ok": true, "result": ["caf\xe9"]}') == ["caf\ufffd"]


async def test_refusal() -> None:
    """A refusal is raised with what the server said."""
    with pytest.raises(BadRequest, match="Chat not found"):
        await answered(400, b'{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}')


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>my secret</html>",
        b'{"ok": true, "result": [{"text": "my secret',
        b"[" * 100_000,
        b'["my secret"]',
        b'"my secret"',
        b'{"ok": true, "description": "my secret"}',
        b'{"ok": false, "description": "my secret"}',
    ],
)
async def test_no_answer(body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """A success that is none is an error of Telegram's, and nobody's words are in it or in the log."""
    with pytest.raises(TelegramError) as error:
        await answered(200, body)
    assert "my secret" not in caplog.text + str(error.value)


async def test_what_is_sent() -> None:
    """A request goes out as a form, text in UTF-8, and connections are used again."""
    heard: list[bytes] = []
    connections = 0

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
            heard.append(head + await reader.readexactly(length))
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n{"ok":true, "result":true}')

    data = RequestData([RequestParameter("chat_id", 5, []), RequestParameter("text", "café & more", [])])
    async with server(behave) as url, BotApiRequest() as request:
        for _ in range(3):
            assert await request.post(f"{url}/bot{TOKEN}/sendMessage", data) is True
    assert connections == 1
    assert heard[0].startswith(b"POST /bot4242:my-token/sendMessage HTTP/1.1\r\n")
    assert b"application/x-www-form-urlencoded" in heard[0]
    assert heard[0].endswith(b"chat_id=5&text=caf%C3%A9+%26+more")


async def hangs_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Reads a request and leaves."""
    await reader.readuntil(b"\r\n\r\n")


async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Leaves in the middle of the answer."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok')


async def talks_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers with what is no HTTP."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"my secret\r\n\r\n")


@pytest.mark.parametrize("behave", [hangs_up, breaks_off, talks_nonsense])
async def test_lost(behave: Behave, caplog: pytest.LogCaptureFixture) -> None:
    """What the network loses is a network error; neither the token nor what came is in it, in its cause or in the log."""
    async with server(behave) as url, BotApiRequest() as request:
        with pytest.raises(NetworkError) as error:
            await request.post(f"{url}/bot{TOKEN}/getMe")
    said = caplog.text + str(error.value) + str(error.value.__cause__)
    assert "my-token" not in said
    assert "my secret" not in said


async def test_nobody_listens() -> None:
    """Where nobody listens, the error says so."""
    async with BotApiRequest() as request:
        with pytest.raises(NetworkError, match="ClientConnectorError: Connect") as error:
            await request.post(f"http://127.0.0.1:9/bot{TOKEN}/getMe")
    assert "my-token" not in str(error.value)


async def test_slow() -> None:
    """A server that does not answer in time has timed out; how long that is can be told for each request."""

    async def behave(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(1_000_000)

    async with server(behave) as url, BotApiRequest() as request:
        with pytest.raises(TimedOut):
            await request.post(f"{url}/bot{TOKEN}/getMe", read_timeout=0.1)


async def test_open_and_closed() -> None:
    """Before it is made ready and after it is closed nothing is sent; it can be opened again."""
    request = BotApiRequest()
    with pytest.raises(NetworkError):
        await request.post("http://127.0.0.1:9/")
    await request.shutdown()
    async with server(answers(200, b'{"ok": true, "result": 1}')) as url:
        for _ in range(2):
            await request.initialize()
            assert await request.post(url) == 1
            await request.shutdown()
