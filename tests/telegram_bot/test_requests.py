"""Answers of a server that are none."""

import httpx
import pytest
from telegram.error import BadRequest, TelegramError

from bot.telegram_bot.requests import BotApiRequest


async def answered(status: int, body: bytes) -> object:
    """What the bot makes of an answer."""
    request = BotApiRequest(httpx_kwargs={"transport": httpx.MockTransport(lambda _: httpx.Response(status, content=body))})
    async with request:
        return await request.post("http://127.0.0.1/getUpdates")


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
