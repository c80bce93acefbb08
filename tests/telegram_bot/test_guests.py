"""Guest mode: mentions in chats in which the bot is no member."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.content.model import Content
from bot.settings import Settings
from bot.telegram_bot.handlers import asked_for
from bot.telegram_bot.limits import GROUP_PER_MINUTE
from tests.bot_api.judges import judge_fields, parse_text
from tests.telegram_bot.conftest import ScriptedEngine, signed_in
from tests.telegram_bot.fake_telegram import ANN, BOT, GROUP, PRIVATE, Json, Telegram, written

NAME = f"@{BOT['username']}"
BEA: Json = {"id": 8, "is_bot": False, "first_name": "Bea"}


async def mention(telegram: Telegram, text: str, chat: Json = GROUP, **content: Any) -> None:
    """Let somebody mention the bot where it is no member."""
    await telegram.update(guest_message=written(chat, text, guest_query_id="77", **content))


def answers(telegram: Telegram) -> list[str]:
    """What the bot said as a guest, as people read it; each as Telegram takes it."""
    for fields in telegram.of("answerGuestQuery"):
        judge_fields("answerGuestQuery", fields)
        assert fields["guest_query_id"] == "77"
    said = [fields["result"]["input_message_content"] for fields in telegram.of("answerGuestQuery")]
    return [parse_text(one["message_text"], one["parse_mode"]).text for one in said]


@pytest.mark.parametrize("chat", [GROUP, PRIVATE | {"id": 99}])
@pytest.mark.parametrize("text", [f"{NAME} when?", f"{NAME.upper()}, when?", f"when? {NAME}"])
async def test_question(telegram: Telegram, engine: ScriptedEngine, chat: Json, text: str) -> None:
    """The question beside the bot's name is answered, in the one way that Telegram has for it, with the disclaimer last."""
    await mention(telegram, text, chat)
    assert engine.asked == ["when?"]
    [answer] = answers(telegram)
    assert answer.endswith(engine.content.wording.disclaimer)
    assert not telegram.sent


async def test_nothing_is_remembered(keeping: Telegram, engine: ScriptedEngine) -> None:
    """There is no conversation, no vote, and no question that could be sent on."""
    await mention(keeping, f"{NAME} when?")
    await mention(keeping, f"{NAME} zebra")
    assert engine.conversations == [None, None]
    assert not len(keeping.service.questions)
    rows = [
        row
        for fields in keeping.of("answerGuestQuery")
        for row in fields["result"].get("reply_markup", {}).get("inline_keyboard", [])
    ]
    assert not [button for row in rows for button in row if button["callback_data"][:2] in ("u:", "d:", "e:")]


async def test_danger(telegram: Telegram) -> None:
    """Danger first, here too."""
    await mention(telegram, f"{NAME} I have chest pain")
    assert answers(telegram)[0].startswith("Call 112 now.")


async def test_in_reply(telegram: Telegram, engine: ScriptedEngine) -> None:
    """The name alone, in reply to somebody, asks what that one wrote."""
    await mention(telegram, NAME, reply_to_message=written(GROUP, "how much?", **{"from": BEA}))
    assert engine.asked == ["how much?"]


async def test_name_alone(telegram: Telegram, content: Content) -> None:
    """The name alone, in reply to nobody or to the bot itself, gets a word on how to ask."""
    await mention(telegram, NAME)
    await mention(telegram, NAME, reply_to_message=written(GROUP, "an answer", **{"from": BOT}))
    assert all(answer.startswith(content.wording.texts["usage-guest"]) for answer in answers(telegram))


async def test_reply_to_the_guest(telegram: Telegram, engine: ScriptedEngine) -> None:
    """A reply to what the bot said as a guest is a question, without its name."""
    await mention(telegram, "and when?", reply_to_message=written(GROUP, "an answer", **{"from": BOT}))
    assert engine.asked == ["and when?"]


async def test_other_bots(telegram: Telegram) -> None:
    """Other bots are not answered: two that are could go on for ever."""
    await mention(telegram, f"{NAME} when?", **{"from": ANN | {"is_bot": True}})
    assert not answers(telegram)


async def test_limits(telegram: Telegram, content: Content) -> None:
    """A group is answered no faster than any other; then it is told once, and danger is answered all the same."""
    for number in range(int(GROUP_PER_MINUTE) + 3):
        await mention(telegram, f"{NAME} when?", **{"from": ANN | {"id": 100 + number}})
    await mention(telegram, f"{NAME} chest pain", **{"from": BEA})
    said = answers(telegram)
    assert len(said) == GROUP_PER_MINUTE + 2
    assert said[-2].startswith(content.wording.texts["slow-down"])
    assert said[-1].startswith("Call 112 now.")


async def test_too_late(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    """A query that Telegram takes no answer for any more is a line in the log."""
    telegram.refuse("answerGuestQuery", 400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    with caplog.at_level(logging.WARNING):
        await mention(telegram, f"{NAME} my secret question")
    assert "too old" in caplog.text
    assert "secret" not in caplog.text


async def test_network_away(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the network lost comes again, and costs nobody anything."""
    monkeypatch.setattr("bot.telegram_bot.pacing.FIRST_PAUSE", 0)
    for _ in range(3):
        telegram.refuse("answerGuestQuery", 502, "Bad Gateway")
    await mention(telegram, f"{NAME} when?")
    assert telegram.service.undelivered


async def test_failure(telegram: Telegram, content: Content) -> None:
    """Where the bot fails, whoever waits is told."""
    await mention(telegram, f"{NAME} crash")
    assert answers(telegram)[0].startswith(content.wording.texts["failure"])


async def test_switched_off(settings: Settings, engine: ScriptedEngine) -> None:
    """Switched off, Telegram is not asked for mentions at all."""
    async with signed_in(settings, engine) as telegram:
        assert "guest_message" in telegram.application.bot_data["kinds"]
    async with signed_in(replace(settings, guest_mode=False), engine) as telegram:
        assert telegram.application.bot_data["kinds"] == asked_for(guest_mode=False, votes=False)
        assert "guest_message" not in telegram.application.bot_data["kinds"]
