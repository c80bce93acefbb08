"""What is counted: each reply once, by kind and topic, and nothing about people."""

import pytest

from bot.metrics import Metrics
from bot.storage.storage import Storage
from bot.telegram_bot.memory import Asker
from tests.telegram_bot.fake_telegram import ANN, PRIVATE, Telegram


async def test_counts(keeping: Telegram, storage: Storage, metrics: Metrics, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers, abstentions and urgent replies are counted where they are given, pages and inline results are not."""
    counted: list[tuple[str, str]] = []
    monkeypatch.setattr(storage, "count", lambda kind, ref: counted.append((kind, ref.topic if ref else "")))
    for said in ("when?", "zebra", "chest pain", "/help"):
        await keeping.message(PRIVATE, said)
    await keeping.press("t:magnesium-l-threonate__dosage_timing", keeping.latest(PRIVATE))
    await keeping.update(inline_query={"id": "9", "from": ANN, "query": "when?", "offset": ""})
    assert counted == [("answer", "dosage/timing"), ("abstain", ""), ("urgent", ""), ("answer", "dosage/timing")]
    page = metrics.page().decode()
    assert 'bot_answers_total{kind="answer",supplement="magnesium-l-threonate",topic="dosage/timing"} 2.0' in page
    assert 'bot_answers_total{kind="abstain",supplement="",topic=""} 1.0' in page
    assert "bot_answer_seconds_count 4.0" in page
    assert "zebra" not in page


async def test_errors_are_counted(keeping: Telegram, metrics: Metrics) -> None:
    """A failure of the bot's own is counted; one of the network is not, as it comes again."""
    await keeping.message(PRIVATE, "crash")
    keeping.refuse("sendMessage", 429, "Too Many Requests", retry_after=0.01)
    await keeping.message(PRIVATE, "when?")
    assert b"bot_errors_total 1.0" in metrics.page()


async def test_conversations_of_a_chat(telegram: Telegram) -> None:
    """A chat's conversations are forgotten with it, and no other's."""
    service = telegram.service
    here, there = service.conversations.of(Asker(-5, 7)), service.conversations.of(Asker(-6, 7))
    service.forget_chat(-5)
    assert service.conversations.of(Asker(-5, 7)) is not here
    assert service.conversations.of(Asker(-6, 7)) is there
