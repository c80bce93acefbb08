"""Reactions to answers: thumbs are votes."""

from typing import Any

import pytest

from bot.settings import Settings
from bot.storage.storage import Storage
from bot.telegram_bot import memory
from tests.telegram_bot.conftest import ScriptedEngine, signed_in
from tests.telegram_bot.fake_telegram import ANN, GROUP, PRIVATE, Json, Telegram
from tests.telegram_bot.test_feedback import DOWN, TIMING, UP, rows

THUMB_UP, THUMB_DOWN, HEART = "👍", "👎", "❤"


async def react(telegram: Telegram, chat: Json, old: str = "", new: str = "", message_id: int = 0, **who: Any) -> None:
    """Let Asker, unless told otherwise, change the reactions to the bot's latest message."""
    kinds = {
        f"{name}_reaction": [{"type": "emoji", "emoji": one} for one in emoji] for name, emoji in (("old", old), ("new", new))
    }
    number = message_id or telegram.transport.sent_as[-1]
    await telegram.update(message_reaction={"chat": chat, "message_id": number, "date": 1, **({"user": ANN} | who), **kinds})


async def votes(storage: Storage) -> list[bool]:
    """All votes that are kept."""
    return [bool(row.up) for row in await rows(storage, "votes")]


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
async def test_thumbs(keeping: Telegram, storage: Storage, chat: Json) -> None:
    """A thumb is a vote on the topic of the answer, changes with the reaction, and goes with it; nobody is written to."""
    await keeping.message(chat, "/ask when?")
    await react(keeping, chat, "", THUMB_UP)
    [kept] = await rows(storage, "votes")
    assert (kept.supplement, kept.topic, bool(kept.up)) == (TIMING.supplement, TIMING.topic, True)
    await react(keeping, chat, THUMB_UP, THUMB_DOWN)
    assert await votes(storage) == [False]
    await react(keeping, chat, THUMB_DOWN, HEART)
    assert await votes(storage) == []
    assert len(keeping.sent) == 1


async def test_same_vote_as_the_button(keeping: Telegram, storage: Storage) -> None:
    """Button and reaction are one vote of a person, the later of the two; another person's stands beside it."""
    await keeping.message(PRIVATE, "when?")
    await keeping.press(UP, keeping.latest(PRIVATE))
    await react(keeping, PRIVATE, "", THUMB_DOWN)
    assert await votes(storage) == [False]
    await keeping.press(DOWN, keeping.latest(PRIVATE))
    await react(keeping, PRIVATE, "", THUMB_UP, user=ANN | {"id": 8})
    assert sorted(await votes(storage)) == [False, True]


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [("", HEART, []), ("", HEART + THUMB_UP, [True]), (THUMB_UP, THUMB_UP + THUMB_DOWN, [False]), (HEART, "", [])],
)
async def test_several_reactions(keeping: Telegram, storage: Storage, old: str, new: str, kept: list[bool]) -> None:
    """Other reactions are no vote; of two thumbs the newer counts."""
    await keeping.message(PRIVATE, "when?")
    await react(keeping, PRIVATE, old, new)
    assert await votes(storage) == kept


async def test_no_vote_goes_with_a_heart(keeping: Telegram, storage: Storage) -> None:
    """A heart that is taken back leaves the vote of the button."""
    await keeping.message(PRIVATE, "when?")
    await keeping.press(UP, keeping.latest(PRIVATE))
    await react(keeping, PRIVATE, HEART, "")
    assert await votes(storage) == [True]


@pytest.mark.parametrize("said", ["chest pain", "/help", "zebra"])
async def test_what_is_not_voted_on(keeping: Telegram, storage: Storage, said: str) -> None:
    """Reactions to what has no vote buttons, to an unknown message, and of an anonymous admin count nothing."""
    await keeping.message(PRIVATE, said)
    await react(keeping, PRIVATE, "", THUMB_UP)
    await react(keeping, PRIVATE, "", THUMB_UP, message_id=12345)
    await keeping.message(GROUP, "/ask when?")
    await react(keeping, GROUP, "", THUMB_UP, user=None, actor_chat=GROUP)
    assert await votes(storage) == []


async def test_remembered(keeping: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which message answers which topic is known of so many, for a day, and goes with /deletedata; nothing else is kept of it."""
    monkeypatch.setattr(memory, "MOST_TOLD", 2)
    keeping.service.told = memory.Told()
    for _ in range(3):
        await keeping.message(PRIVATE, "when?")
    assert [keeping.service.told.of(7, number) for number in keeping.transport.sent_as] == [None, TIMING, TIMING]
    await keeping.message(PRIVATE, "/deletedata")
    assert not len(keeping.service.told)
    assert memory.A_DAY == 86_400


async def test_where_no_votes_are_taken(settings: Settings, engine: ScriptedEngine, keeping: Telegram) -> None:
    """Telegram is asked for reactions only where votes are taken."""
    assert "message_reaction" in keeping.application.bot_data["kinds"]
    async with signed_in(settings, engine) as telegram:
        assert "message_reaction" not in telegram.application.bot_data["kinds"]
        await telegram.message(PRIVATE, "when?")
        await react(telegram, PRIVATE, "", THUMB_UP)
        assert not len(telegram.service.told)
