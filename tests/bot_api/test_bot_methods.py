"""The bot's calls, seen by python-telegram-bot's own client: done as Telegram does them, or refused in its words."""

import asyncio

import pytest
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from tests.bot_api.conftest import BOT_USER, refused
from tests.bot_api.people import People
from tests.bot_api.refusal import Json, too_many_requests
from tests.bot_api.server import BotApiServer

pytestmark = pytest.mark.asyncio


def button(label: str = "More", data: str = "more") -> InlineKeyboardMarkup:
    """A keyboard with one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


def article(number: int = 1, text: str = "<b>x</b>") -> InlineQueryResultArticle:
    """An inline result."""
    return InlineQueryResultArticle(str(number), f"Title {number}", InputTextMessageContent(text, parse_mode="HTML"))


# Sending


async def test_answer_in_a_chat(bot: Bot, people: People) -> None:
    """A message is parsed, kept, and seen by who waits for it."""
    asker = people.person()
    said = people.say(asker, people.private(asker), "hello")
    message = await bot.send_message(asker.id, "<b>Hi</b> 1 &lt; 2", parse_mode="HTML", reply_markup=button())
    answer = await people.answer(said)
    assert (answer["text"], answer["message_id"]) == ("Hi 1 < 2", message.message_id)
    assert answer["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<b>x", "can't parse entities: Can't find end tag"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("<i> </i>", "message text is empty"),
    ],
)
async def test_bad_text(bot: Bot, people: People, text: str, error: str) -> None:
    """Bad HTML, more than 4,096 UTF-16 units and nothing at all are refused."""
    with refused(error):
        await bot.send_message(people.person().id, text, parse_mode="HTML")


async def test_length_is_counted_after_parsing(bot: Bot, people: People) -> None:
    """Tags and character references do not count."""
    await bot.send_message(people.person().id, f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML")


@pytest.mark.parametrize(
    ("keyboard", "error"),
    [
        (button(data="é" * 33), "BUTTON_DATA_INVALID"),
        (button(label=" "), "button text is empty"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x")]]), "Text buttons are unallowed"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 9]), "reply markup is too long"),
    ],
)
async def test_bad_keyboard(bot: Bot, people: People, keyboard: InlineKeyboardMarkup, error: str) -> None:
    """Buttons that Telegram would not take are refused."""
    with refused(error):
        await bot.send_message(people.person().id, "x", reply_markup=keyboard)


async def test_replied_message_is_gone(bot: Bot, people: People) -> None:
    """A reply to a deleted message is refused, unless the bot allowed for it."""
    asker, group = people.person(), people.chat()
    question = people.say(asker, group, "/ask when?")
    people.delete(question)
    with refused("message to be replied not found"):
        await bot.send_message(group.id, "x", reply_to_message_id=question["message_id"])
    anyway = ReplyParameters(question["message_id"], allow_sending_without_reply=True)
    assert (await bot.send_message(group.id, "x", reply_parameters=anyway)).reply_to_message is None


async def test_threads(bot: Bot, people: People) -> None:
    """Only forums have topics to send to, though replies elsewhere carry a thread id as well."""
    asker, forum, group = people.person(), people.chat(forum=True), people.chat()
    thread = people.topic(asker, forum, "Sleep")
    assert (await bot.send_message(forum.id, "x", message_thread_id=thread)).is_topic_message
    reply = people.say(asker, group, "/ask", reply_to=people.say(asker, group, "when?"))
    with refused("message thread not found"):
        await bot.send_message(group.id, "x", message_thread_id=reply["message_thread_id"])


async def test_unreachable_chats(bot: Bot, people: People) -> None:
    """Who blocked, removed or never met the bot gets nothing; an upgraded group names its successor."""
    asker, group, old = people.person(), people.chat(), people.chat("group")
    people.set_bot_status(asker, people.private(asker), "kicked")
    people.set_bot_status(asker, group, "left")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(asker.id, "x")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")
    with refused("chat not found"):
        await bot.send_message(999, "x")
    new = people.upgrade(asker, old)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "x")
    assert moved.value.new_chat_id == new.id


async def test_flood_control(bot: Bot, people: People, server: BotApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """When told to, the server asks to wait, as often as told."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise python-telegram-bot warns of a change in its next version
    server.refuse_next("sendMessage", too_many_requests(3))
    with pytest.raises(RetryAfter, match="3"):
        await bot.send_message(people.person().id, "x")
    await bot.send_message(people.person().id, "x")


async def test_held_requests(bot: Bot, people: People, server: BotApiServer) -> None:
    """A request that is held is recorded, and carried out when it is released."""
    with server.held("sendMessage"):
        sending = asyncio.create_task(bot.send_message(people.person().id, "x"))
        await people.until(lambda: server.of("sendMessage") or None, "the request")
        await asyncio.sleep(0.05)
        assert not sending.done()
    assert (await sending).text == "x"


# Editing and buttons


async def test_edit(bot: Bot, people: People) -> None:
    """An edit changes text and buttons; one that changes nothing is refused, and so is one of somebody else's message."""
    asker = people.person()
    said = people.say(asker, people.private(asker), "hello")
    sent = await bot.send_message(asker.id, "menu", reply_markup=button())
    before = await people.answer(said)
    await bot.edit_message_text("page", asker.id, sent.message_id)
    assert (await people.edited(before))["text"] == "page"
    assert "reply_markup" not in await people.edited(before)
    with refused("message is not modified"):
        await bot.edit_message_text("page", asker.id, sent.message_id)
    with refused("message can't be edited"):
        await bot.edit_message_text("mine", asker.id, said["message_id"])
    with refused("message to edit not found"):
        await bot.edit_message_reply_markup(asker.id, 999)


async def test_press(bot: Bot, people: People) -> None:
    """Pressing a button asks the bot, which can answer once."""
    asker = people.person()
    said = people.say(asker, people.private(asker), "hello")
    await bot.send_message(asker.id, "menu", reply_markup=button("More", "data"))
    pressing = asyncio.create_task(people.press(asker, await people.answer(said), "More"))
    update = (await bot.get_updates(offset=-1, timeout=2))[0]
    if update.callback_query is None:  # the poll was quicker than the press
        update = (await bot.get_updates(offset=update.update_id + 1, timeout=2))[0]
    assert update.callback_query is not None
    assert update.callback_query.data == "data"
    await update.callback_query.answer("done")
    assert (await pressing).answer["text"] == "done"
    with refused("query is too old"):
        await update.callback_query.answer()


# Inline


async def test_inline_results(bot: Bot, people: People) -> None:
    """Results reach the person with their texts parsed, and can be sent into a chat."""
    asker = people.person()
    asking = asyncio.create_task(people.inline(asker, "sleep", offset="10"))
    (update,) = await bot.get_updates(timeout=2)
    assert update.inline_query is not None
    assert (update.inline_query.query, update.inline_query.offset) == ("sleep", "10")
    await update.inline_query.answer([article(1), article(2)], next_offset="20", cache_time=60)
    answer = await asking
    assert [result["parsed"]["text"] for result in answer["results"]] == ["x", "x"]
    assert answer["next_offset"] == "20"
    sent = people.choose(asker, people.private(asker), answer["results"][0])
    assert sent["via_bot"]["id"] == BOT_USER.id


@pytest.mark.parametrize(
    ("results", "more", "error"),
    [
        ([article(1), article(1)], {}, "RESULT_ID_DUPLICATE"),
        ([article(number) for number in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([article(text="<b>x")], {}, "can't parse entities"),
        ([article(text="x" * 4097)], {}, "message is too long"),
        ([], {"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ([], {"button": InlineQueryResultsButton("Ask", start_parameter="not allowed")}, "START_PARAM_INVALID"),
    ],
)
async def test_bad_inline_answers(
    bot: Bot, people: People, results: list[InlineQueryResultArticle], more: Json, error: str
) -> None:
    """Results that Telegram would not show are refused."""
    asking = asyncio.create_task(people.inline(people.person(), "sleep"))
    (update,) = await bot.get_updates(timeout=2)
    assert update.inline_query is not None
    with refused(error):
        await bot.answer_inline_query(update.inline_query.id, results, **more)
    asking.cancel()


async def test_unknown_inline_query(bot: Bot) -> None:
    """A query that nobody asked, or that was answered already, is too old."""
    with refused("query is too old"):
        await bot.answer_inline_query("nobody", [])


# The profile


async def test_commands(bot: Bot, server: BotApiServer) -> None:
    """A command menu is kept; a name that Telegram does not allow is refused."""
    await bot.set_my_commands([BotCommand("ask", "Ask a question")])
    assert server.world.profile["setMyCommands", "default"] == [{"command": "ask", "description": "Ask a question"}]
    with refused("BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand("Ask-me", "Ask a question")])


async def test_descriptions(bot: Bot, server: BotApiServer) -> None:
    """The description holds 512 characters, the short one 120."""
    await bot.set_my_description("d" * 512)
    with refused("too_long"):
        await bot.set_my_short_description("d" * 121)


async def test_chat_and_action(bot: Bot, people: People) -> None:
    """A chat can be looked up and told that the bot is typing."""
    asker = people.person("Asker")
    assert (await bot.get_chat(asker.id)).first_name == "Asker"
    assert await bot.send_chat_action(asker.id, "typing")
    with refused("wrong parameter action"):
        await bot.send_chat_action(asker.id, "dancing")


async def test_press_under_an_inline_message(bot: Bot, people: People) -> None:
    """A button of a message that was sent inline names it by its inline id, by which it can be edited."""
    asker = people.person()
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "data"}]]}
    sent = people.choose(asker, people.private(asker), {"parsed": {"text": "x"}, "reply_markup": keyboard})
    (chosen,) = await bot.get_updates()
    pressing = asyncio.create_task(people.press(asker, sent, "More"))
    (update,) = await bot.get_updates(offset=chosen.update_id + 1, timeout=2)
    assert update.callback_query is not None
    assert update.callback_query.message is None
    await update.callback_query.answer()
    await bot.edit_message_text("more", inline_message_id=update.callback_query.inline_message_id)
    await pressing
    assert (await people.edited(sent))["text"] == "more"


async def test_guest_query(bot: Bot, people: People) -> None:
    """Where the bot is no member it gets what names it, and may answer that once; the message stands in the chat."""
    asker, elsewhere = people.person(), people.chat(bot_status="left")
    people.say(asker, elsewhere, "when?")
    said = people.say(asker, elsewhere, "when, @Supplement_Test_Bot?")
    (update,) = await bot.get_updates()
    assert update.guest_message is not None
    assert update.guest_message.guest_query_id is not None
    sent = await bot.answer_guest_query(update.guest_message.guest_query_id, article())
    (answer,) = people.answers(said)
    assert (answer["text"], answer["guest_bot_caller_user"]) == ("x", asker.json())
    with refused("query is too old"):
        await bot.answer_guest_query(update.guest_message.guest_query_id, article())
    await bot.edit_message_text("y", inline_message_id=sent.inline_message_id)
    people.say(asker, elsewhere, "and how much?", reply_to=answer)
    assert len(await bot.get_updates(offset=update.update_id + 1)) == 1


# What only time and webhooks bring


async def test_too_late(bot: Bot, people: People) -> None:
    """A query that waited too long can't be answered any more."""
    asker = people.person()
    asking = asyncio.create_task(people.inline(asker, "sleep"))
    (update,) = await bot.get_updates(timeout=2)
    assert update.inline_query is not None
    before = people.world.clock
    people.world.clock = lambda: before() + 31
    with refused("query is too old"):
        await update.inline_query.answer([])
    asking.cancel()


async def test_set_webhook(bot: Bot, server: BotApiServer) -> None:
    """A webhook is set with its secret, by https alone, and ends polling."""
    await bot.set_webhook("https://example.org/hook", secret_token="s" * 256, max_connections=40)
    assert (server.world.webhook, server.world.webhook_secret) == ("https://example.org/hook", "s" * 256)
    for wrong in ({"url": "http://example.org"}, {"secret_token": "not allowed"}, {"max_connections": 101}):
        with pytest.raises(BadRequest):
            await bot.set_webhook(**{"url": "https://example.org/hook", **wrong})  # type: ignore[arg-type]


async def test_delete_message(bot: Bot, people: People) -> None:
    """The bot can delete what it wrote, and nothing else."""
    asker = people.person()
    said = people.say(asker, people.private(asker), "hello")
    sent = await bot.send_message(asker.id, "x")
    await bot.delete_message(asker.id, sent.message_id)
    assert people.answers(said) == []
    with refused("can't be edited"):
        await bot.delete_message(asker.id, said["message_id"])


async def test_too_many_entities(bot: Bot, people: People) -> None:
    """A message has at most a hundred pieces of markup."""
    with refused("too many entities"):
        await bot.send_message(people.person().id, "<b>x</b> " * 101, parse_mode="HTML")


async def test_copy_text(bot: Bot, people: People) -> None:
    """A button copies 1 to 256 characters."""
    asker = people.person()
    for text in ("x" * 257, "😀" * 129, ""):
        with refused("BUTTON_COPY_TEXT_INVALID"):
            await bot.send_message(asker.id, "x", reply_markup=copying(text))
    await bot.send_message(asker.id, "x", reply_markup=copying("😀" * 128))


def copying(text: str) -> InlineKeyboardMarkup:
    """A keyboard with a button that copies a text."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("Copy", copy_text=CopyTextButton(text))]])
