"""Groups and forum topics: quiet unless asked."""

from typing import Any

import pytest

from bot.content.model import TopicRef
from tests.telegram_bot.conftest import ScriptedEngine
from tests.telegram_bot.fake_telegram import ANN, ANONYMOUS_ADMIN, BOT, FORUM, GROUP, PRIVATE, Json, Telegram, written

BEA: Json = {"id": 8, "is_bot": False, "first_name": "Bea"}
TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")
STICKER: Json = {
    "file_id": "1",
    "file_unique_id": "1",
    "width": 1,
    "height": 1,
    "type": "regular",
    "is_animated": False,
    "is_video": False,
}
POLL: Json = {"id": "1", "question": "when?", "options": [], "total_voter_count": 0, "type": "regular"}
POLL |= dict.fromkeys(("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only"), False)


def by_the_bot(chat: Json, **content: Any) -> Json:
    """A message that the bot wrote earlier."""
    return written(chat, "an answer", **{"from": BOT, **content})


@pytest.mark.parametrize("text", ["/ask when?", "/ask@supplement_test_bot when?", "/ASK@Supplement_Test_Bot\nwhen?"])
async def test_ask(telegram: Telegram, engine: ScriptedEngine, text: str) -> None:
    """/ask, with or without the bot's name, is answered as a reply."""
    asked = await telegram.message(GROUP, text)
    assert engine.asked == ["when?"]
    [sent] = telegram.sent
    assert sent["reply_parameters"] == {"message_id": asked["message_id"], "allow_sending_without_reply": True}
    assert "message_thread_id" not in sent


@pytest.mark.parametrize(
    "said",
    [
        {"text": "when should I take magnesium?"},
        {"text": "@supplement_test_bot when?"},
        {"text": "when?", "reply_to_message": written(GROUP, "a person's message", **{"from": BEA})},
        {"text": "when?", "reply_to_message": written(GROUP, "sent inline", **{"from": BEA, "via_bot": BOT})},
        {"text": "When to take it", "via_bot": BOT},
        {"text": "when?", "via_bot": BOT, "reply_to_message": by_the_bot(GROUP)},
        {"sticker": STICKER},
        {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}], "caption": "when?"},
        {"new_chat_members": [BEA]},
        {"left_chat_member": BEA},
        {"migrate_to_chat_id": -1009},
        {"poll": POLL},
        {"text": "when?", "from": BEA | {"is_bot": True}, "reply_to_message": by_the_bot(GROUP)},
    ],
)
async def test_quiet(telegram: Telegram, engine: ScriptedEngine, said: Json) -> None:
    """What people say to each other is neither asked nor answered."""
    await telegram.message(GROUP, **said)
    assert not telegram.sent
    assert not engine.asked


@pytest.mark.parametrize("text", ["/ask@another_bot when?", "/help@another_bot", "/unknown", "/unknown@supplement_test_bot"])
async def test_other_commands(telegram: Telegram, text: str) -> None:
    """Commands of other bots, and those that nobody knows, are left alone, also in a reply to the bot."""
    await telegram.message(GROUP, text)
    await telegram.message(GROUP, text, reply_to_message=by_the_bot(GROUP))
    assert not telegram.sent


async def test_bare_ask(telegram: Telegram, engine: ScriptedEngine) -> None:
    """/ask alone says how to use it."""
    await telegram.message(GROUP, "/ask")
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page("usage").lead)


@pytest.mark.parametrize("words", ["text", "caption"])
async def test_ask_about_a_message(telegram: Telegram, engine: ScriptedEngine, words: str) -> None:
    """/ask as a reply answers the message that it replies to, and replies to it."""
    theirs = written(GROUP, **{"from": BEA, words: "is it safe at night?"})
    await telegram.message(GROUP, "/ask", reply_to_message=theirs)
    assert engine.asked == ["is it safe at night?"]
    assert telegram.sent[0]["reply_parameters"]["message_id"] == theirs["message_id"]


async def test_ask_with_words_in_a_reply(telegram: Telegram, engine: ScriptedEngine) -> None:
    """Words after /ask win over the message that it replies to."""
    asked = await telegram.message(GROUP, "/ask when?", reply_to_message=written(GROUP, "how much?", **{"from": BEA}))
    assert engine.asked == ["when?"]
    assert telegram.sent[0]["reply_parameters"]["message_id"] == asked["message_id"]


async def test_ask_about_a_quote(telegram: Telegram, engine: ScriptedEngine) -> None:
    """/ask with a quotation asks the quoted words."""
    theirs = written(GROUP, "hello. is it safe? bye.", **{"from": BEA})
    await telegram.message(
        GROUP, "/ask", reply_to_message=theirs, quote={"text": "is it safe?", "position": 7, "is_manual": True}
    )
    assert engine.asked == ["is it safe?"]


@pytest.mark.parametrize(
    "replied",
    [
        by_the_bot(GROUP),
        written(GROUP, "sent inline", **{"from": BEA, "via_bot": BOT}),
        written(GROUP, **{"from": BEA, "sticker": STICKER}),
        written(FORUM, forum_topic_created={"name": "Sleep", "icon_color": 1}),
    ],
)
async def test_ask_about_nothing(telegram: Telegram, engine: ScriptedEngine, replied: Json) -> None:
    """/ask as a reply to the bot's own words, to no words, or at the head of a forum topic says how to use it."""
    await telegram.message(GROUP, "/ask", reply_to_message=replied)
    [sent] = telegram.sent
    assert sent["read"].startswith(engine.page("usage").lead)
    assert not engine.asked


async def test_reply_to_the_bot(telegram: Telegram, engine: ScriptedEngine) -> None:
    """A reply to the bot's own message is a question; one without words gets a line of help."""
    await telegram.message(GROUP, "and with food?", reply_to_message=by_the_bot(GROUP))
    await telegram.message(GROUP, sticker=STICKER, reply_to_message=by_the_bot(GROUP))
    assert engine.asked == ["and with food?"]
    assert telegram.sent[1]["read"].startswith(engine.page("unsupported").lead)
    assert all("reply_parameters" in sent for sent in telegram.sent)


async def test_album_in_reply_to_the_bot(telegram: Telegram, engine: ScriptedEngine) -> None:
    """Pictures sent together in reply to the bot get one answer."""
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    for caption in ({"caption": "right dose?"}, {}, {}):
        await telegram.message(GROUP, photo=photo, media_group_id="12", reply_to_message=by_the_bot(GROUP), **caption)
    assert engine.asked == ["right dose?"]
    assert len(telegram.sent) == 1


@pytest.mark.parametrize("way", ["asked", "replied", "pressed"])
async def test_in_short(telegram: Telegram, engine: ScriptedEngine, way: str) -> None:
    """In a group an answer is what is in view; its details are a press away in the private chat, and no callback leads there."""
    if way == "pressed":
        await telegram.press(f"t:{TIMING.code}", by_the_bot(GROUP))
    else:
        await telegram.message(GROUP, "/ask when?", **({"reply_to_message": by_the_bot(GROUP)} if way == "replied" else {}))
    answer = engine.content.supplements[TIMING.supplement].answers[TIMING.topic]
    [sent] = telegram.sent
    assert answer.short in sent["read"]
    assert answer.details not in sent["read"]
    assert answer.sources[0].cite not in sent["read"]
    assert "blockquote" not in sent["text"]
    [first, *others] = [button for row in sent["reply_markup"]["inline_keyboard"] for button in row]
    label = engine.content.wording.texts["button-details"]
    assert first == {"text": label, "url": f"https://t.me/{BOT['username']}?start={TIMING.code}"}
    assert all("callback_data" in button for button in others)


async def test_whole_in_private(telegram: Telegram, engine: ScriptedEngine) -> None:
    """The link's parameter gives the whole answer in the private chat."""
    await telegram.message(PRIVATE, f"/start {TIMING.code}")
    answer = engine.content.supplements[TIMING.supplement].answers[TIMING.topic]
    assert answer.details in telegram.sent[0]["read"]


async def test_forum_topic(telegram: Telegram) -> None:
    """An answer stays in the forum topic of the question."""
    await telegram.message(FORUM, "/ask when?", message_thread_id=33, is_topic_message=True)
    assert telegram.sent[0]["message_thread_id"] == 33


async def test_chain_of_replies(telegram: Telegram) -> None:
    """The thread id of a chain of replies outside forums is no topic to send to."""
    await telegram.message(GROUP, "/ask when?", message_thread_id=33)
    assert "message_thread_id" not in telegram.sent[0]


async def test_topic_opened_by_the_bot(telegram: Telegram) -> None:
    """Messages in a forum topic that the bot opened are not replies to it."""
    opened = by_the_bot(FORUM, forum_topic_created={"name": "Sleep", "icon_color": 1})
    await telegram.message(FORUM, "good night", message_thread_id=33, is_topic_message=True, reply_to_message=opened)
    assert not telegram.sent


async def test_anonymous_admin(telegram: Telegram, engine: ScriptedEngine) -> None:
    """An anonymous admin, and a channel that writes in the group, are answered; each has a conversation."""
    channel = {"id": -1010, "type": "channel", "title": "News"}
    await telegram.message(GROUP, "/ask when?", **{"from": ANONYMOUS_ADMIN, "sender_chat": GROUP})
    await telegram.message(GROUP, "/ask when?", **{"from": ANONYMOUS_ADMIN | {"id": 136817688}, "sender_chat": channel})
    admin, by_channel = engine.conversations
    assert admin is not None and admin is not by_channel
    assert len(telegram.sent) == 2


async def test_channels(telegram: Telegram) -> None:
    """Posts of channels are no questions, neither there nor where they are forwarded to."""
    channel = {"id": -1010, "type": "channel", "title": "News"}
    await telegram.update(
        channel_post={"message_id": 1, "date": 1, "chat": channel, "sender_chat": channel, "text": "/ask when?"}
    )
    await telegram.message(GROUP, "/ask when?", sender_chat=channel, is_automatic_forward=True)
    assert not telegram.sent


def membership(chat: Json, old: str, new: str) -> Json:
    """The bot's standing in a chat changed."""
    rights = {"kicked": {"until_date": 0}}
    before, after = ({"user": BOT, "status": status, **rights.get(status, {})} for status in (old, new))
    return {"chat": chat, "from": ANN, "date": 1, "old_chat_member": before, "new_chat_member": after}


@pytest.mark.parametrize(
    ("chat", "old", "new", "greeted"),
    [
        (GROUP, "left", "member", True),
        (GROUP, "kicked", "member", True),
        (GROUP, "member", "left", False),
        (GROUP, "member", "kicked", False),
        (GROUP, "member", "member", False),
        (PRIVATE, "member", "kicked", False),
        (PRIVATE, "kicked", "member", False),
        ({"id": -1010, "type": "channel", "title": "News"}, "left", "member", False),
    ],
)
async def test_coming_and_going(
    telegram: Telegram, engine: ScriptedEngine, chat: Json, old: str, new: str, greeted: bool
) -> None:
    """The bot greets a group that it was added to, once; everything else is only logged."""
    await telegram.update(my_chat_member=membership(chat, old, new))
    await telegram.message(chat, new_chat_members=[BOT])
    assert [sent["read"].startswith(engine.page("greeting-group").lead) for sent in telegram.sent] == [True] * greeted


async def test_start_in_a_group(telegram: Telegram, engine: ScriptedEngine) -> None:
    """/start answers a deep link, greets when bare, and keeps quiet where Telegram wrote it for a new member."""
    await telegram.message(GROUP, "/start@supplement_test_bot magnesium-l-threonate__dosage_timing")
    await telegram.message(GROUP, "/start")
    await telegram.message(GROUP, "/start@supplement_test_bot true")
    assert engine.asked == [TopicRef("magnesium-l-threonate", "dosage/timing")]
    assert telegram.sent[1]["read"].startswith(engine.page("greeting-group").lead)
    assert len(telegram.sent) == 2
