"""A private chat: words are questions, commands show pages, the rest gets one line of help."""

import pytest

from bot.content.model import TopicRef
from tests.telegram_bot.conftest import ScriptedEngine
from tests.telegram_bot.fake_telegram import ANN, BOT, PRIVATE, Json, Telegram, buttons

TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")


async def test_text_is_a_question(telegram: Telegram, engine: ScriptedEngine) -> None:
    """Any text is asked as it stands and answered in the same chat, with related topics as buttons."""
    await telegram.message(PRIVATE, "when <should> I take it?")
    assert engine.asked == ["when <should> I take it?"]
    [sent] = telegram.sent
    assert sent["chat_id"] == PRIVATE["id"]
    assert sent["text"].startswith("<b>When to take it</b>\n")
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
    assert sent["read"].startswith("When to take it" if topic else welcome)


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


async def test_album(telegram: Telegram) -> None:
    """Pictures sent together get one line of help, not one each."""
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    for _ in range(3):
        await telegram.message(PRIVATE, photo=photo, media_group_id="12")
    await telegram.message(PRIVATE, photo=photo, media_group_id="13", caption="right dose?")
    await telegram.message(PRIVATE, photo=photo, media_group_id="13")
    assert len(telegram.sent) == 2


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


async def test_edited_message(telegram: Telegram) -> None:
    """An edit is left alone."""
    edited = {"message_id": 1, "date": 1, "edit_date": 2, "chat": PRIVATE, "from": ANN, "text": "when?"}
    await telegram.update(edited_message=edited)
    assert not telegram.sent


async def test_topics_in_a_private_chat(telegram: Telegram) -> None:
    """Where a private chat has topics, the answer stays in the question's."""
    await telegram.message(PRIVATE, "when?", message_thread_id=5, is_topic_message=True)
    assert telegram.sent[0]["message_thread_id"] == 5
