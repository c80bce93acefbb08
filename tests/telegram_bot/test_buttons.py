"""Buttons: a topic is answered in a new message, a page takes the place of the menu."""

import pytest

from bot.content.model import Content, TopicRef
from bot.telegram_bot.memory import Asker
from tests.bot_api.judges import judge_fields
from tests.telegram_bot.conftest import ScriptedEngine
from tests.telegram_bot.fake_telegram import ANN, BOT, FORUM, GROUP, PRIVATE, Json, Telegram, buttons, written

TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")


def menu(chat: Json = PRIVATE) -> Json:
    """A message of the bot with buttons under it."""
    return written(chat, "a menu", **{"from": BOT})


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
async def test_topic(telegram: Telegram, engine: ScriptedEngine, chat: Json) -> None:
    """A topic's button answers it in a new message, as a reply, and is acknowledged."""
    under = menu(chat)
    await telegram.press(f"t:{TIMING.code}", under)
    assert engine.asked == [TIMING]
    [sent] = telegram.sent
    assert sent["chat_id"] == chat["id"]
    assert sent["reply_parameters"]["message_id"] == under["message_id"]
    assert telegram.of("answerCallbackQuery") == [{"callback_query_id": "1"}]


async def test_topic_in_a_forum(telegram: Telegram) -> None:
    """The answer stays in the forum topic of the button."""
    await telegram.press(f"t:{TIMING.code}", menu(FORUM) | {"message_thread_id": 33, "is_topic_message": True})
    assert telegram.sent[0]["message_thread_id"] == 33


async def test_conversation_goes_on(telegram: Telegram, engine: ScriptedEngine) -> None:
    """A pressed button and a written question belong to one conversation."""
    await telegram.press(f"t:{TIMING.code}", menu())
    await telegram.message(PRIVATE, "and how much?")
    assert engine.conversations[0] is engine.conversations[1]


async def test_page(telegram: Telegram, engine: ScriptedEngine) -> None:
    """A page's button edits the menu in place."""
    under = menu()
    await telegram.press(f"p:in/{TIMING.supplement}/dosage", under)
    [edit] = telegram.of("editMessageText")
    assert (edit["chat_id"], edit["message_id"]) == (PRIVATE["id"], under["message_id"])
    assert edit["text"].startswith(engine.page(f"in/{TIMING.supplement}/dosage").lead)
    assert f"t:{TIMING.code}" in buttons(edit).values()
    assert not telegram.sent
    assert telegram.of("answerCallbackQuery")


async def test_all_that_answer(telegram: Telegram, engine: ScriptedEngine) -> None:
    """The page of all supplements that answer a topic takes the place of the menu, each supplement a button."""
    await telegram.press("p:which/dosage/timing", menu())
    [edit] = telegram.of("editMessageText")
    assert edit["text"].startswith(engine.page("which/dosage/timing").lead)
    having = [one for one in engine.content.most_asked if "dosage/timing" in one.answers]
    assert buttons(edit) == {one.name: f"t:{TopicRef(one.id, 'dosage/timing').code}" for one in having}
    assert not telegram.sent


async def test_page_below_an_answer(telegram: Telegram, engine: ScriptedEngine) -> None:
    """A page's button under an answer leaves the answer where it is."""
    await telegram.press("n:topics", menu())
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page("topics").lead)
    assert not telegram.of("editMessageText")


async def test_page_that_is_shown_already(telegram: Telegram) -> None:
    """Pressing twice is no error."""
    telegram.refuse("editMessageText", 400, "Bad Request: message is not modified: specified new message content is the same")
    await telegram.press("p:topics", menu())
    assert not telegram.sent


async def test_menu_that_is_gone(telegram: Telegram, engine: ScriptedEngine) -> None:
    """In place of a menu that is gone, of which Telegram tells only the number, a new one is sent."""
    await telegram.press("p:topics", {"message_id": 5, "date": 0, "chat": GROUP})
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page("topics").lead)
    assert sent["reply_parameters"] == {"message_id": 5, "allow_sending_without_reply": True}
    assert not telegram.of("editMessageText")


async def test_menu_that_is_too_old(telegram: Telegram, engine: ScriptedEngine) -> None:
    """In place of a menu that can't be edited any more a new one is sent."""
    telegram.refuse("editMessageText", 400, "Bad Request: message can't be edited")
    await telegram.press("p:topics", menu())
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page("topics").lead)


@pytest.mark.parametrize(
    "data", ["", "t:", "t:other__dosage_timing", "t:magnesium-l-threonate__dosage_gone", "p:", "p:no-such", "junk"]
)
async def test_unknown_button(telegram: Telegram, engine: ScriptedEngine, data: str) -> None:
    """A button that means nothing (any more) is acknowledged, and the person is told that it is old."""
    await telegram.press(data, menu())
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page("gone").lead)
    assert telegram.of("answerCallbackQuery")


@pytest.mark.parametrize(
    ("data", "start"), [(f"t:{TIMING.code}", "<b>Magnesium L-threonate: When to take it</b>"), ("p:topics", "Which one would")]
)
async def test_inline_message(telegram: Telegram, data: str, start: str) -> None:
    """Under a message that was sent inline a button edits that message."""
    await telegram.press(data, None, inline_message_id="abc")
    [edit] = telegram.of("editMessageText")
    assert edit["inline_message_id"] == "abc"
    assert edit["text"].startswith(start)
    assert not telegram.sent


async def test_unknown_button_inline(telegram: Telegram, content: Content) -> None:
    """Under a message that was sent inline an old button leaves the message as it is; a toast says that it is old."""
    await telegram.press("x", None, inline_message_id="abc")
    [answer] = telegram.of("answerCallbackQuery")
    assert answer["text"] == content.wording.texts["gone"]
    assert len(answer["text"]) <= 200
    assert not telegram.of("editMessageText", "sendMessage")


@pytest.mark.parametrize("data", [f"t:{TIMING.code}", "p:topics"])
async def test_shut_out(telegram: Telegram, data: str, caplog: pytest.LogCaptureFixture) -> None:
    """Where the bot may neither edit nor send, it gives up after one attempt, without an error."""
    for method in ("editMessageText", "sendMessage"):
        telegram.refuse(method, 403, "Forbidden: bot was kicked from the supergroup chat")
    await telegram.press(data, menu(GROUP))
    assert len(telegram.of("editMessageText", "sendMessage")) == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        (500, "Internal Server Error"),
    ],
)
async def test_no_acknowledgement(telegram: Telegram, code: int, description: str) -> None:
    """A button that can't be acknowledged, as it was pressed while the bot was away or Telegram fails, is answered."""
    telegram.refuse("answerCallbackQuery", code, description)
    await telegram.press(f"t:{TIMING.code}", menu())
    assert len(telegram.sent) == 1


# -- for a pharmacist ---------------------------------------------------------------


def copied(fields: Json) -> list[str]:
    """What the buttons of a sent message copy."""
    rows = fields.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["copy_text"]["text"] for row in rows for button in row if "copy_text" in button]


def spoke_of(telegram: Telegram, chat: Json) -> None:
    """Have a conversation speak of a medicine."""
    telegram.service.conversations.of(Asker(chat["id"], ANN["id"])).speak_of(["zinc"], ["warfarin"])


async def test_copy_for_a_pharmacist(telegram: Telegram, content: Content) -> None:
    """Under an answer in a private chat stands a button that copies what was spoken of, once there is a medicine."""
    await telegram.message(PRIVATE, "when?")
    assert copied(telegram.sent[0]) == []
    spoke_of(telegram, PRIVATE)
    await telegram.message(PRIVATE, "when?")
    assert copied(telegram.sent[1]) == ["I take, or think of taking: zinc, warfarin."]
    judge_fields("sendMessage", {key: value for key, value in telegram.sent[1].items() if key != "read"})


@pytest.mark.parametrize(
    ("chat", "said"), [(GROUP, "/ask when?"), (PRIVATE, "chest pain"), (PRIVATE, "zebra"), (PRIVATE, "/help")]
)
async def test_no_copy_elsewhere(telegram: Telegram, chat: Json, said: str) -> None:
    """Not in a group, where it would show others what was asked before, and not under what is no answer."""
    spoke_of(telegram, chat)
    await telegram.message(chat, said)
    assert copied(telegram.sent[0]) == []
