"""When a handler fails."""

import logging
import re

import pytest

from tests.telegram_bot.conftest import ScriptedEngine
from tests.telegram_bot.fake_telegram import ANN, BOT, GROUP, PRIVATE, Telegram, written


async def test_apology(telegram: Telegram, engine: ScriptedEngine, caplog: pytest.LogCaptureFixture) -> None:
    """The log has the traceback and the update's number but nobody's words; the person gets one line; the bot goes on."""
    await telegram.message(PRIVATE, "crash: my secret question")
    assert "RuntimeError" in caplog.text
    assert "in ask" in caplog.text
    assert re.search(r"Update \d+ failed", caplog.text)
    assert "my secret question" not in caplog.text
    await telegram.message(PRIVATE, "when?")
    assert [sent["read"].split("\n")[0] for sent in telegram.sent] == [
        engine.page("failure").lead,
        "Magnesium L-threonate: When to take it",
    ]


async def test_apology_in_a_group(telegram: Telegram) -> None:
    """In a group the apology replies to the question."""
    asked = await telegram.message(GROUP, "/ask crash")
    assert telegram.sent[0]["reply_parameters"]["message_id"] == asked["message_id"]


async def test_failing_button(telegram: Telegram, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A button whose answer fails is acknowledged and apologised for."""
    monkeypatch.setattr(engine, "ask", lambda *_: 1 / 0)
    await telegram.press("t:magnesium-l-threonate__dosage_timing", written(PRIVATE, "a menu", **{"from": BOT}))
    assert telegram.of("answerCallbackQuery")
    assert telegram.sent[0]["read"].startswith(engine.page("failure").lead)


async def test_failing_inline_query(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    """A failing inline query is only logged: there is no chat to apologise in."""
    await telegram.update(inline_query={"id": "9", "from": ANN, "query": "crash: my secret question", "offset": ""})
    assert "RuntimeError" in caplog.text
    assert "my secret question" not in caplog.text
    assert not telegram.sent


async def test_failing_apology(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    """Where even the apology can't be sent, that is logged, and the bot goes on."""
    for _ in range(2):
        telegram.refuse("sendMessage", 400, "Bad Request: can't parse entities")
    await telegram.message(GROUP, "/ask my secret question")
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 2
    assert "can't parse entities" in errors[0].lower()
    assert "my secret question" not in caplog.text
