"""The log never holds people's words, who they are, or the token."""

import io

import pytest

from bot.settings import Settings
from tests.telegram_bot.conftest import TOKEN, ScriptedEngine, signed_in
from tests.telegram_bot.fake_telegram import ANN, GROUP, PRIVATE, Refusal
from tests.test_logs import lines, logging_to

SECRET = "my zebra is on warfarin"
NAME = "Asker"


async def trouble(settings: Settings, engine: ScriptedEngine) -> None:
    """Let people write, and let all that can go wrong go wrong."""
    group = GROUP | {"title": SECRET}
    async with signed_in(settings, engine) as telegram:
        for chat in (PRIVATE, group):
            for said in (SECRET, f"/ask {SECRET}", f"/ask crash {SECRET}", f"/start {SECRET}", "/deletedata"):
                await telegram.message(chat, said)
            for refusal in (
                Refusal(400, f'Bad Request: can\'t parse entities: unsupported start tag "{SECRET}"'),
                Refusal(400, "Bad Request: TOPIC_CLOSED"),
                Refusal(403, "Forbidden: bot was blocked by the user"),
                Refusal(429, "Too Many Requests", {"retry_after": 0.01}),
                *[Refusal(502, "Bad Gateway")] * 3,
            ):
                telegram.transport.refusals["sendMessage"] = [refusal]
                await telegram.message(chat, f"/ask {SECRET}")
        telegram.refuse("answerInlineQuery", 400, "Bad Request: query is too old")
        for query in (SECRET, f"crash {SECRET}"):
            await telegram.update(inline_query={"id": "9", "from": ANN, "query": query, "offset": ""})
        telegram.refuse("answerCallbackQuery", 400, "Bad Request: query is too old")
        telegram.refuse("editMessageText", 400, "Bad Request: message can't be edited")
        await telegram.press("p:topics", telegram.latest(PRIVATE if telegram.sent[-1]["chat_id"] == 7 else group))


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_nothing_is_told(settings: Settings, engine: ScriptedEngine, level: str) -> None:
    """Nothing that people write, nor who they are, nor the token, is logged, whatever happens to their messages."""
    with logging_to(stream := io.StringIO(), level):
        await trouble(settings, engine)
    logged = stream.getvalue()
    assert len(lines(stream)) > 10
    for secret in (SECRET, "zebra", "warfarin", NAME, TOKEN):
        assert secret not in logged
