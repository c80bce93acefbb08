"""A question that its writer edits within a minute: the answer follows."""

from typing import Any

import pytest

from bot.answering.conversation import Conversation
from bot.telegram_bot import memory
from bot.telegram_bot.memory import Answered, Asker
from bot.telegram_bot.service import Service
from tests.bot_api.judges import judge_fields, parse_text
from tests.telegram_bot.conftest import ScriptedEngine
from tests.telegram_bot.fake_telegram import GROUP, PRIVATE, Json, Telegram, buttons

ASKER = Asker(7, 7)


async def edit(telegram: Telegram, message: Json, text: str, after: int = 5, **content: Any) -> None:
    """Let the writer of a message change it, so many seconds after it was sent."""
    changed = {key: value for key, value in message.items() if key != "entities"} | {"text": text}
    await telegram.update(edited_message=changed | {"edit_date": message["date"] + after} | content)


def edits(telegram: Telegram) -> list[Json]:
    """What the bot put in place of its messages, each as Telegram takes it."""
    for fields in telegram.of("editMessageText"):
        judge_fields("editMessageText", fields)
    return telegram.of("editMessageText")


@pytest.mark.parametrize("first", ["wehn?", "zebra", "/ask wehn?"])
async def test_answer_follows(keeping: Telegram, engine: ScriptedEngine, first: str) -> None:
    """The bot's answer becomes the one to the mended question, with its buttons and the disclaimer last; nothing is sent anew."""
    await edit(keeping, await keeping.message(PRIVATE, first), "when?")
    assert engine.asked[-1] == "when?"
    [edited] = edits(keeping)
    assert (edited["chat_id"], edited["message_id"]) == (7, keeping.transport.sent_as[0])
    assert parse_text(edited["text"], "HTML").text.endswith(engine.content.wording.disclaimer)
    assert any(data.startswith("u:") for data in buttons(edited).values())
    assert len(keeping.sent) == 1


async def test_words_behind_the_answer(keeping: Telegram) -> None:
    """What can be sent to the editors is the mended question."""
    await edit(keeping, await keeping.message(PRIVATE, "zbera"), "zebra")
    kept = keeping.service.questions.of(7, keeping.transport.sent_as[0])
    assert kept
    assert kept.text == "zebra"


async def test_edited_twice(telegram: Telegram) -> None:
    """Every edit is followed."""
    message = await telegram.message(PRIVATE, "wehn?")
    await edit(telegram, message, "when")
    await edit(telegram, message, "when?")
    assert [fields["message_id"] for fields in edits(telegram)] == telegram.transport.sent_as * 2


@pytest.mark.parametrize("after", [61, 86_400])
async def test_old_question(telegram: Telegram, engine: ScriptedEngine, after: int) -> None:
    """What is edited after more than a minute is left alone."""
    await edit(telegram, await telegram.message(PRIVATE, "wehn?"), "when?", after)
    assert engine.asked == ["wehn?"]


async def test_group(telegram: Telegram, engine: ScriptedEngine) -> None:
    """In a group edits are left alone."""
    await edit(telegram, await telegram.message(GROUP, "/ask wehn?"), "/ask when?")
    assert len(engine.asked) == 1


async def test_without_words(telegram: Telegram) -> None:
    """An edit of something without words, as a moving place on a map makes them, is left alone."""
    place = {"latitude": 1.0, "longitude": 1.0}
    message = await telegram.message(PRIVATE, location=place)
    await telegram.update(edited_message=message | {"edit_date": 3})
    assert len(telegram.sent) == 1


@pytest.mark.parametrize("refusal", ["Bad Request: message to edit not found", "Bad Request: message can't be edited"])
async def test_answer_is_gone(telegram: Telegram, refusal: str) -> None:
    """Where the answer can't be edited, or nobody knows it any more, a new one is sent; edits after that follow the new one."""
    message = await telegram.message(PRIVATE, "wehn?")
    telegram.refuse("editMessageText", 400, refusal)
    await edit(telegram, message, "when?")
    assert len(telegram.sent) == 2
    await edit(telegram, message, "when then?")
    assert edits(telegram)[-1]["message_id"] == telegram.transport.sent_as[1]
    telegram.service.replied.drop(7, message["message_id"])
    await edit(telegram, message, "when now?")
    assert len(telegram.sent) == 3


async def test_danger(telegram: Telegram) -> None:
    """What turns out to be urgent is sent anew, where it is seen."""
    await edit(telegram, await telegram.message(PRIVATE, "chest pian"), "chest pain")
    assert telegram.sent[-1]["read"].startswith("Call 112 now.")
    assert len(telegram.sent) == 2


async def test_same_words(telegram: Telegram) -> None:
    """An edit that changes nothing for the answer is no error."""
    message = await telegram.message(PRIVATE, "when?")
    telegram.refuse("editMessageText", 400, "Bad Request: message is not modified: they are exactly the same")
    await edit(telegram, message, "When?")
    assert len(telegram.sent) == 1


async def test_what_was_spoken_of(engine: ScriptedEngine) -> None:
    """A slip is taken back from the conversation, unless more was spoken of since."""
    service = Service(engine)
    slip = Answered(1, Conversation("iron"), Conversation("melatonin"))
    service.conversations.put(ASKER, Conversation("melatonin"))
    service.take_back(ASKER, slip)
    assert service.spoken_of(ASKER) == Conversation("iron")
    service.conversations.put(ASKER, Conversation("zinc"))
    service.take_back(ASKER, slip)
    assert service.spoken_of(ASKER) == Conversation("zinc")


async def test_forgotten(keeping: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which answer belongs to which question is known for two minutes, of so many, and goes with /deletedata."""
    monkeypatch.setattr(memory, "MOST_ANSWERS", 2)
    keeping.service.replied = memory.Replied()
    for _ in range(3):
        await keeping.message(PRIVATE, "when?")
    assert len(keeping.service.replied) == 2
    await keeping.message(PRIVATE, "/deletedata")
    assert not len(keeping.service.replied)
    assert memory.MENDED == 120
