"""Inline mode: answers to pick from, in any chat."""

import logging

import pytest

from bot.answering.reply import Block, BlockKind, Reply
from bot.content.model import Content
from tests.bot_api.judges import parse_text
from tests.telegram_bot.conftest import ScriptedEngine
from tests.telegram_bot.fake_telegram import ANN, Json, Telegram


async def inline(telegram: Telegram, query: str, offset: str = "") -> Json:
    """Ask inline; what the bot answers."""
    await telegram.update(inline_query={"id": "9", "from": ANN, "query": query, "offset": offset})
    answer = telegram.of("answerInlineQuery")[-1]
    assert answer["inline_query_id"] == "9"
    return answer


async def test_results(telegram: Telegram, engine: ScriptedEngine) -> None:
    """Ten results, best first: title, short answer, and the whole answer with the disclaimer as the message."""
    answer = await inline(telegram, "when?")
    expected = engine.rank("when?", 10)
    assert [result["title"] for result in answer["results"]] == [reply.title for reply in expected]
    assert [result["description"] for result in answer["results"]] == [reply.lead for reply in expected]
    for result in answer["results"]:
        message = result["input_message_content"]
        assert parse_text(message["message_text"], message["parse_mode"]).text.endswith(engine.content.wording.disclaimer)
        assert message["link_preview_options"] == {"is_disabled": True}
    assert answer["cache_time"] == 300
    assert not answer.get("is_personal")


async def test_ids_name_the_text(telegram: Telegram, engine: ScriptedEngine) -> None:
    """The same topic with another text is another result, which Telegram must not take from its cache."""
    first = (await inline(telegram, "when?"))["results"][0]["id"]
    assert (await inline(telegram, "when then?"))["results"][0]["id"] == first
    changed = [
        Reply(reply.kind, (*reply.body, Block(BlockKind.NOTE, "New.")), reply.disclaimer) for reply in engine.rank("when?", 1)
    ]
    engine.rank = lambda question, limit: changed  # type: ignore[method-assign]
    assert (await inline(telegram, "when?"))["results"][0]["id"] != first


async def test_paging(telegram: Telegram) -> None:
    """Scrolling brings all 50 results, ten at a time, each once and with its own id; then it ends."""
    ids: list[str] = []
    offset, pages = "", 0
    while pages == 0 or offset:
        answer = await inline(telegram, "when?", offset)
        ids += [result["id"] for result in answer["results"]]
        offset, pages = answer.get("next_offset", ""), pages + 1
    assert (pages, len(ids), len(set(ids))) == (5, 50, 50)
    assert all(len(each.encode()) <= 64 for each in ids)


@pytest.mark.parametrize("offset", ["junk", "-10", "²", "999999"])
async def test_odd_offsets(telegram: Telegram, offset: str) -> None:
    """An offset that the bot never gave does no harm."""
    assert len((await inline(telegram, "when?", offset))["results"]) in (0, 10)


async def test_nothing_found(telegram: Telegram, content: Content) -> None:
    """Nothing found gives a button to the private chat."""
    answer = await inline(telegram, "zebra")
    assert answer["results"] == []
    assert answer["button"] == {"text": content.wording.texts["inline-none"], "start_parameter": "inline"}


async def test_urgent(telegram: Telegram) -> None:
    """An urgent reply is the only result, with its instruction as the title."""
    [result] = (await inline(telegram, "chest pain"))["results"]
    assert result["title"] == "Call 112 now."


async def test_too_late(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    """A query that is too old is a line in the log and nothing else."""
    telegram.refuse("answerInlineQuery", 400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    with caplog.at_level(logging.WARNING):
        await inline(telegram, "my secret question")
    assert "too old" in caplog.text
    assert "my secret question" not in caplog.text
    assert not telegram.sent
