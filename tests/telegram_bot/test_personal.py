"""What is kept of a person: /privacy says it, /deletedata deletes it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.content.model import Content
from bot.settings import Settings
from bot.storage.secrets import Keys
from bot.storage.storage import Storage
from bot.telegram_bot.memory import Asker
from tests.telegram_bot.conftest import HASH_KEY, QUESTION_KEY, TOKEN, ScriptedEngine, signed_in
from tests.telegram_bot.fake_telegram import ANN, ANONYMOUS_ADMIN, GROUP, PRIVATE, Json, Telegram, buttons

BEA: Json = ANN | {"id": 8}
QUESTION = "can my zebra take it?"


async def opinions(keeping: Telegram) -> None:
    """Let Asker vote on two answers and send a question to the editors."""
    for _ in range(2):
        await keeping.message(PRIVATE, "when?")
        await keeping.press(list(buttons(keeping.sent[-1]).values())[-1], keeping.latest(PRIVATE))
    await keeping.message(PRIVATE, QUESTION)
    await keeping.press("e:", keeping.latest(PRIVATE))


@pytest.mark.parametrize(
    ("keys", "parts"),
    [
        (Keys.of(HASH_KEY, (QUESTION_KEY,)), {"privacy-votes", "privacy-questions"}),
        (Keys.of(HASH_KEY, ()), {"privacy-votes"}),
        (Keys(), {"privacy-nothing"}),
    ],
)
async def test_privacy(keeping: Telegram, content: Content, parts: set[str]) -> None:
    """/privacy says what is kept as this bot is set up, for how many days, and how to be rid of it."""
    await keeping.message(PRIVATE, "/privacy")
    [sent] = keeping.sent
    texts = {name: content.wording.texts[name].format(days=90) for name in content.wording.texts if name.startswith("privacy")}
    expected = {"privacy", "privacy-delete"} | parts
    assert {name for name, text in texts.items() if text in sent["read"]} == expected
    assert "/deletedata" in sent["read"]


@pytest_asyncio.fixture
async def short_lived(engine: ScriptedEngine, storage: Storage) -> AsyncIterator[Telegram]:
    """A bot that keeps questions for a week."""
    settings = Settings.from_environment({"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_KEEP_DAYS": "7"})
    async with signed_in(settings, engine, storage) as telegram:
        yield telegram


async def test_how_long(short_lived: Telegram) -> None:
    """The days are those of the settings."""
    await short_lived.message(PRIVATE, "/privacy")
    assert "after 7 days" in short_lived.sent[0]["read"]


async def test_in_a_group(keeping: Telegram, content: Content) -> None:
    """In a group both answer in brief, as a reply."""
    asked = [await keeping.message(GROUP, command) for command in ("/privacy", "/deletedata")]
    assert [sent["read"].split("\n")[0] for sent in keeping.sent] == [
        content.wording.texts["privacy-group"],
        content.wording.texts["deleted-nothing"],
    ]
    assert [sent["reply_parameters"]["message_id"] for sent in keeping.sent] == [message["message_id"] for message in asked]


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
async def test_deletedata(keeping: Telegram, storage: Storage, content: Content, chat: Json) -> None:
    """/deletedata deletes a person's votes and questions wherever they were given, says how many, and leaves others'."""
    await opinions(keeping)
    await storage.send_question(storage.person(BEA["id"]), "mine")
    await keeping.message(chat, "/deletedata")
    await keeping.message(chat, "/deletedata")
    first, second = (sent["read"] for sent in keeping.sent[-2:])
    assert first.startswith(content.wording.texts["deleted"].format(votes=2, questions=1))
    assert second.startswith(content.wording.texts["deleted-nothing"])
    forgotten = await storage.forget(storage.person(BEA["id"]))
    assert forgotten
    assert (forgotten.votes, forgotten.questions) == (0, 1)


async def test_memory_goes_too(keeping: Telegram, engine: ScriptedEngine) -> None:
    """/deletedata also ends what this process remembers of the person's conversations, and of nobody else's."""
    for chat, person in ((PRIVATE, ANN), (GROUP, ANN), (GROUP, BEA)):
        await keeping.message(chat, f"/ask {QUESTION}", **{"from": person})
    await keeping.message(PRIVATE, "/deletedata")
    assert len(keeping.service.questions) == 1
    for chat, person in ((PRIVATE, ANN), (GROUP, ANN), (GROUP, BEA)):
        await keeping.message(chat, f"/ask {QUESTION}", **{"from": person})
    before, after = engine.conversations[:3], engine.conversations[3:]
    assert [old is new for old, new in zip(before, after, strict=True)] == [False, False, True]


async def test_storage_is_away(keeping: Telegram, storage: Storage, content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """While storage is away the person is told to ask again, and not that all is done."""

    async def away(_: str) -> None:
        return None

    monkeypatch.setattr(storage, "forget", away)
    await keeping.message(PRIVATE, "/deletedata")
    assert keeping.sent[0]["read"].startswith(content.wording.texts["deleted-later"])


async def test_anonymous_admin(keeping: Telegram, content: Content) -> None:
    """An anonymous admin, who can't be told from others, is asked to write in a private chat."""
    await keeping.message(GROUP, "/deletedata", **{"from": ANONYMOUS_ADMIN, "sender_chat": GROUP})
    assert keeping.sent[0]["read"].startswith(content.wording.texts["deleted-nobody"])


async def test_without_storage(telegram: Telegram, content: Content) -> None:
    """Without storage there is nothing to delete but what is remembered, and that is said."""
    await telegram.message(PRIVATE, "/deletedata")
    assert telegram.sent[0]["read"].startswith(content.wording.texts["deleted-nothing"])


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
async def test_chat_that_shut_the_bot_out(keeping: Telegram, engine: ScriptedEngine, chat: Json) -> None:
    """A chat in which the bot may no longer write is forgotten; other chats of the same person are not."""
    other = GROUP if chat is PRIVATE else PRIVATE
    await keeping.message(chat, f"/ask {QUESTION}")
    await keeping.message(other, f"/ask {QUESTION}")
    keeping.refuse("sendMessage", 403, "Forbidden: bot was kicked from the group chat")
    await keeping.message(chat, f"/ask {QUESTION}")
    assert len(keeping.service.questions) == 1
    old = engine.conversations[1]
    assert keeping.service.conversations.of(Asker(other["id"], ANN["id"])) is old
    assert keeping.service.conversations.of(Asker(chat["id"], ANN["id"])) is not engine.conversations[0]


async def test_left_chat(keeping: Telegram) -> None:
    """A chat that the bot was put out of is forgotten at once."""
    await keeping.message(PRIVATE, QUESTION)
    was, now = ({"user": {"id": 4242, "is_bot": True, "first_name": "b"}, "status": status} for status in ("member", "kicked"))
    change = {"chat": PRIVATE, "from": ANN, "date": 1, "old_chat_member": was, "new_chat_member": now | {"until_date": 0}}
    await keeping.update(my_chat_member=change)
    assert not len(keeping.service.questions)
