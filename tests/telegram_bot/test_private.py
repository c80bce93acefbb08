"""A private chat: words are questions, commands show pages, the rest gets one line of help."""

import asyncio
import threading

import pytest

from bot.answering.conversation import Conversation
from bot.answering.reply import Reply
from bot.content.model import TopicRef
from bot.telegram_bot import albums
from tests.telegram_bot.conftest import ScriptedEngine
from tests.telegram_bot.fake_telegram import ANN, BOT, PRIVATE, Json, Telegram, buttons

TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")


async def test_text_is_a_question(telegram: Telegram, engine: ScriptedEngine) -> None:
    """Any text is asked as it stands and answered in the same chat, with related topics as buttons."""
    await telegram.message(PRIVATE, "when <should> I take it?")
    assert engine.asked == ["when <should> I take it?"]
    [sent] = telegram.sent
    assert sent["chat_id"] == PRIVATE["id"]
    assert sent["text"].startswith("<b>Magnesium L-threonate: When to take it</b>\n")
    assert "reply_parameters" not in sent
    assert all(data.startswith("t:magnesium-l-threonate__") for data in buttons(sent).values())
    assert buttons(sent)


async def test_one_person_has_one_conversation(telegram: Telegram, engine: ScriptedEngine) -> None:
    """Questions by one person in one chat share a conversation; somebody else's do not."""
    await telegram.message(PRIVATE, "when?")
    await telegram.message(PRIVATE, "and how much?")
    await telegram.message(PRIVATE | {"id": 8}, "when?", **{"from": ANN | {"id": 8}})
    first, second, other = engine.conversations
    assert first is second
    assert other is not first


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        (f"/start {TIMING.code}", True),
        ("/start", False),
        ("/start inline", False),
        ("/start no-such__topic_at-all", False),
        ("/start magnesium-l-threonate__dosage_gone", False),
    ],
)
async def test_start(telegram: Telegram, engine: ScriptedEngine, text: str, topic: bool) -> None:
    """/start answers the topic of a deep link; anything else is a welcome."""
    await telegram.message(PRIVATE, text)
    assert engine.asked == ([TIMING] if topic else [])
    [sent] = telegram.sent
    welcome = engine.content.wording.texts["welcome"].split("\n")[0]
    assert sent["read"].startswith("Magnesium L-threonate: When to take it" if topic else welcome)


@pytest.mark.parametrize(
    "command", ["help", "about", "privacy", "sources", "topics", "mechanism", "dosage", "safety", "benefits"]
)
async def test_pages(telegram: Telegram, engine: ScriptedEngine, command: str) -> None:
    """Each page command shows its page; a category's name shows that category, though /about is about the bot."""
    await telegram.message(PRIVATE, f"/{command}")
    name = command if command in ("help", "about", "privacy", "sources", "topics") else f"category/{command}"
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page(name).lead)


async def test_every_command_of_the_menu_does_something(telegram: Telegram, engine: ScriptedEngine) -> None:
    """The content's menu names no command that the bot does not know."""
    for command in engine.content.wording.commands:
        await telegram.message(PRIVATE, f"/{command}")
    assert len(telegram.sent) == len(engine.content.wording.commands)


async def test_ask(telegram: Telegram, engine: ScriptedEngine) -> None:
    """/ask asks what stands after it; alone it says how to use it."""
    await telegram.message(PRIVATE, "/ask when?")
    await telegram.message(PRIVATE, "/ask")
    assert engine.asked == ["when?"]
    assert telegram.sent[1]["read"].startswith(engine.page("usage").lead)


async def test_unknown_command(telegram: Telegram, engine: ScriptedEngine) -> None:
    """A command that does not exist gets the help page; one for another bot gets nothing."""
    await telegram.message(PRIVATE, "/magnesium")
    await telegram.message(PRIVATE, "/ask@another_bot when?")
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page("help").lead)


async def test_caption_is_a_question(telegram: Telegram, engine: ScriptedEngine) -> None:
    """A photo with a caption asks the caption."""
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    await telegram.message(PRIVATE, photo=photo, caption="is this the right dose?")
    assert engine.asked == ["is this the right dose?"]


@pytest.mark.parametrize(
    "said",
    [
        {
            "sticker": {
                "file_id": "1",
                "file_unique_id": "1",
                "width": 1,
                "height": 1,
                "type": "regular",
                "is_animated": False,
                "is_video": False,
            }
        },
        {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]},
        {"voice": {"file_id": "1", "file_unique_id": "1", "duration": 1}},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"dice": {"emoji": "🎲", "value": 1}},
        {"contact": {"phone_number": "1", "first_name": "Bo"}},
        {},
    ],
)
async def test_wordless_messages(telegram: Telegram, engine: ScriptedEngine, said: Json) -> None:
    """What holds no words gets one line of help."""
    await telegram.message(PRIVATE, **said)
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page("unsupported").lead)


PHOTO: list[Json] = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]


@pytest.mark.parametrize(
    ("captions", "asked"),
    [
        ([None, None, None], []),
        (["right dose?", None], ["right dose?"]),
        (["right dose?", "and this?", "or this?"], ["right dose?"]),
        ([None, "right dose?", None, "and this?"], ["right dose?"]),
    ],
)
async def test_album(
    telegram: Telegram,
    engine: ScriptedEngine,
    captions: list[str | None],
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of pictures sent together the first caption is the question; without one they get one line of help. One answer in all."""
    monkeypatch.setattr(albums, "SECONDS", 0.1)
    captioned = [{"caption": caption} if caption else {} for caption in captions]
    await asyncio.gather(*(telegram.message(PRIVATE, photo=PHOTO, media_group_id="12", **each) for each in captioned))
    assert engine.asked == asked
    assert len(telegram.sent) == 1
    await telegram.message(PRIVATE, photo=PHOTO, media_group_id="13", caption="another album")
    assert len(telegram.sent) == 2


async def test_wordless_album_makes_nobody_wait(
    telegram: Telegram, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is not clear yet whether an album has words, other messages of the same person are answered."""
    monkeypatch.setattr(albums, "SECONDS", 0.3)
    album = asyncio.create_task(telegram.message(PRIVATE, photo=PHOTO, media_group_id="12"))
    await asyncio.sleep(0.01)
    await telegram.message(PRIVATE, "when?")
    assert not album.done()
    await album
    assert [sent["read"].split("\n")[0] for sent in telegram.sent] == [
        "Magnesium L-threonate: When to take it",
        engine.page("unsupported").lead,
    ]


@pytest.mark.parametrize("text", ["how many mg/day should I take", "120/80 ok", "is it ok to /ask here", "and/or food?"])
async def test_slashes_in_a_question(telegram: Telegram, engine: ScriptedEngine, text: str) -> None:
    """Only a command at the start is taken off a question."""
    await telegram.message(PRIVATE, text)
    assert engine.asked == [text]


@pytest.mark.parametrize(
    ("command", "page"),
    [("/help!", "help"), ("/safety?", "category/safety"), ("/SOURCES: please", "sources"), ("/topics,", "topics")],
)
async def test_command_with_a_mark(telegram: Telegram, engine: ScriptedEngine, command: str, page: str) -> None:
    """A punctuation mark after a command is not part of it."""
    await telegram.message(PRIVATE, command)
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page(page).lead)


@pytest.mark.parametrize(
    "text", ["/ask: is it ok?", "/ask - is it ok?", "/ask, is it ok?", "/ask\u00a0is it ok?", "/Ask... is it ok?"]
)
async def test_marks_between_command_and_question(telegram: Telegram, engine: ScriptedEngine, text: str) -> None:
    """Punctuation between /ask and the question is not asked."""
    await telegram.message(PRIVATE, text)
    assert engine.asked == ["is it ok?"]


async def test_questions_in_a_row(telegram: Telegram, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions of one person in one chat that come at once are asked one by one and answered in order; others go on."""
    busy: set[int] = set()
    go_on = threading.Event()
    ask = engine.ask

    def one_by_one(question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
        assert id(conversation) not in busy
        busy.add(id(conversation))
        if question == "when?":
            assert go_on.wait(10)
        reply = ask(question, conversation)
        busy.remove(id(conversation))
        return reply

    monkeypatch.setattr(engine, "ask", one_by_one)
    questions = ["when?", "zebra?", "chest pain"]
    waiting = asyncio.gather(*(telegram.message(PRIVATE, question) for question in questions))
    await telegram.message(PRIVATE | {"id": 8}, "zebra?", **{"from": ANN | {"id": 8}})
    assert engine.asked == ["zebra?"]
    go_on.set()
    await waiting
    assert engine.asked[1:] == questions
    first, second, third = [sent["read"] for sent in telegram.sent if sent["chat_id"] == PRIVATE["id"]]
    assert first.startswith("Magnesium L-threonate: When to take it")
    assert not second.startswith("Magnesium L-threonate: When to take it")
    assert third.startswith("Call 112")


@pytest.mark.parametrize(
    "said",
    [
        {"pinned_message": {"message_id": 1, "date": 0, "chat": PRIVATE}},
        {"text": "when?", "via_bot": BOT},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
    ],
)
async def test_nothing_to_answer(telegram: Telegram, said: Json) -> None:
    """What happens in a chat, and what was sent via the bot, is no question."""
    await telegram.message(PRIVATE, **said)
    assert not telegram.sent


async def test_topics_in_a_private_chat(telegram: Telegram) -> None:
    """Where a private chat has topics, the answer stays in the question's."""
    await telegram.message(PRIVATE, "when?", message_thread_id=5, is_topic_message=True)
    assert telegram.sent[0]["message_thread_id"] == 5
