"""The server, seen by python-telegram-bot's own client: it delivers, keeps and refuses as Telegram does."""

import asyncio
import time

import aiohttp
import pytest
from aiogram.types import Update
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter

from tests.bot_api.conftest import BOT_USER, TOKEN
from tests.bot_api.people import ANONYMOUS_ADMIN, People
from tests.bot_api.refusal import Json, too_many_requests
from tests.bot_api.server import BotApiServer

pytestmark = pytest.mark.asyncio


def button(label: str = "More", data: str = "more") -> InlineKeyboardMarkup:
    """A keyboard with one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


def article(number: int = 1, text: str = "<b>x</b>") -> InlineQueryResultArticle:
    """An inline result."""
    return InlineQueryResultArticle(str(number), f"Title {number}", InputTextMessageContent(text, parse_mode="HTML"))


# Signing in and the wire


async def test_get_me(bot: Bot) -> None:
    """The bot learns who it is."""
    me = await bot.get_me()
    assert (me.id, me.username) == (BOT_USER.id, BOT_USER.username)


async def test_wrong_token(server: BotApiServer) -> None:
    """A token of the right form that nobody gave out is not authorised."""
    with pytest.raises(InvalidToken, match="Unauthorized"):
        await Bot(f"1:{'B' * 35}", base_url=f"{server.url}/bot").initialize()


async def test_unknown_method(bot: Bot, server: BotApiServer) -> None:
    """A method that the server does not know is not found, and is recorded."""
    async with aiohttp.ClientSession() as http, http.post(f"{server.url}/bot{TOKEN}/sendDice", data={"chat_id": 1}) as answer:
        assert (answer.status, await answer.json()) == (404, {"ok": False, "error_code": 404, "description": "Not Found"})
    assert server.requests[-1].method == "sendDice"


async def test_three_ways_to_send_fields(server: BotApiServer, people: People) -> None:
    """A form, a multipart form and a JSON body say the same."""
    chat = people.person().id
    form = {"chat_id": str(chat), "text": "5", "link_preview_options": '{"is_disabled": true}'}
    multipart = aiohttp.FormData(form, default_to_multipart=True)
    body: Json = {"chat_id": chat, "text": "5", "link_preview_options": {"is_disabled": True}}
    async with aiohttp.ClientSession() as http:
        for sent in ({"data": form}, {"data": multipart}, {"json": body}):
            async with http.post(f"{server.url}/bot{TOKEN}/sendMessage", **sent) as answer:  # type: ignore[arg-type]
                assert (await answer.json())["result"]["text"] == "5"
    assert [request.fields for request in server.requests] == [body] * 3


async def test_unknown_field(bot: Bot, people: People) -> None:
    """A field that Telegram does not document is refused."""
    with pytest.raises(BadRequest, match="colour"):
        await bot.send_message(people.person().id, "x", api_kwargs={"colour": "red"})


# Updates


async def test_offset_confirms(bot: Bot, people: People) -> None:
    """Updates come again until a poll with a higher offset confirms them."""
    ann = people.person()
    for text in ("one", "two"):
        people.say(ann, people.private(ann), text)
    first, second = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates()] == [first.update_id, second.update_id]
    assert [update.update_id for update in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert await bot.get_updates(offset=second.update_id + 1) == ()
    assert people.world.updates == []


async def test_long_polling(bot: Bot, people: People) -> None:
    """A poll waits for the next update, and returns as soon as it is there."""
    ann = people.person()
    asyncio.get_running_loop().call_later(0.1, people.say, ann, people.private(ann), "hello")
    started = time.monotonic()
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.text == "hello"
    assert time.monotonic() - started < 2


async def test_two_polls_at_once(bot: Bot) -> None:
    """A second poll ends the first with a conflict."""
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    await bot.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await first


async def test_webhook_is_set(bot: Bot, server: BotApiServer) -> None:
    """Where a webhook is set, polling is a conflict until it is deleted."""
    server.world.webhook = "https://example.org/hook"
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_allowed_updates(bot: Bot, people: People) -> None:
    """Types that the bot did not ask for are not delivered; types that do not exist are refused."""
    ann = people.person()
    await bot.get_updates(allowed_updates=["callback_query"])
    people.say(ann, people.private(ann), "hello")
    assert await bot.get_updates() == ()
    with pytest.raises(BadRequest, match="telepathy"):
        await bot.get_updates(allowed_updates=["telepathy"])


async def test_every_update_is_genuine(bot: Bot, people: People) -> None:
    """What people do reaches the bot in a form that Telegram's documentation knows."""
    ann, group, forum = people.person(), people.chat(bot_status="administrator"), people.chat(forum=True)
    said = people.say(ann, group, "/ask@supplement_test_bot when?")
    people.say(ann, group, "yes", reply_to=said)
    people.edit(said, "/ask how?")
    people.say(ANONYMOUS_ADMIN, group, "/ask why?")
    people.say(ann, forum, "/ask in a topic", thread=people.topic(ann, forum, "Sleep"))
    people.send(ann, people.private(ann), voice={"file_id": "f", "file_unique_id": "u", "duration": 3})
    people.publish(people.chat("channel", bot_status="administrator"), "news")
    people.set_bot_status(ann, people.chat("group", bot_status="left"), "administrator")
    people.set_bot_status(ann, group, "kicked")
    people.upgrade(ann, people.chat("group"))
    sent = people.world.new_message(people.private(ann), **{"from": BOT_USER.json()}, text="answer")
    for task in (people.press_data(ann, sent, "x"), people.inline(ann, "sleep")):
        asyncio.create_task(task).cancel()  # noqa: RUF006 (cancelled at once: only the update counts)
    people.world.post("poll", {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": True})
    assert len(people.world.updates) > 12
    for update in people.world.updates:
        Update.model_validate(update, extra="forbid")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("magnesium anyone?", False),
        ("@supplement_test_bot when?", False),
        ("/ask when?", True),
        ("/ask@supplement_test_bot when?", True),
        ("/ask@another_bot when?", False),
    ],
)
async def test_privacy_mode(people: People, text: str, shown: bool) -> None:
    """In a group a mere member is shown commands to it, not talk, not even when it is mentioned."""
    people.say(people.person(), people.chat(), text)
    assert bool(people.world.updates) is shown


# Sending


async def test_answer_in_a_chat(bot: Bot, people: People) -> None:
    """A message is parsed, kept, and seen by who waits for it."""
    ann = people.person()
    said = people.say(ann, people.private(ann), "hello")
    message = await bot.send_message(ann.id, "<b>Hi</b> 1 &lt; 2", parse_mode="HTML", reply_markup=button())
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
    with pytest.raises(BadRequest, match=f"(?i){error}"):
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
    with pytest.raises(BadRequest, match=f"(?i){error}"):
        await bot.send_message(people.person().id, "x", reply_markup=keyboard)


async def test_replied_message_is_gone(bot: Bot, people: People) -> None:
    """A reply to a deleted message is refused, unless the bot allowed for it."""
    ann, group = people.person(), people.chat()
    question = people.say(ann, group, "/ask when?")
    people.delete(question)
    with pytest.raises(BadRequest, match="(?i)message to be replied not found"):
        await bot.send_message(group.id, "x", reply_to_message_id=question["message_id"])
    anyway = ReplyParameters(question["message_id"], allow_sending_without_reply=True)
    assert (await bot.send_message(group.id, "x", reply_parameters=anyway)).reply_to_message is None


async def test_threads(bot: Bot, people: People) -> None:
    """Only forums have topics to send to, though replies elsewhere carry a thread id as well."""
    ann, forum, group = people.person(), people.chat(forum=True), people.chat()
    thread = people.topic(ann, forum, "Sleep")
    assert (await bot.send_message(forum.id, "x", message_thread_id=thread)).is_topic_message
    reply = people.say(ann, group, "/ask", reply_to=people.say(ann, group, "when?"))
    with pytest.raises(BadRequest, match="(?i)message thread not found"):
        await bot.send_message(group.id, "x", message_thread_id=reply["message_thread_id"])


async def test_unreachable_chats(bot: Bot, people: People) -> None:
    """Who blocked, removed or never met the bot gets nothing; an upgraded group names its successor."""
    ann, group, old = people.person(), people.chat(), people.chat("group")
    people.set_bot_status(ann, people.private(ann), "kicked")
    people.set_bot_status(ann, group, "left")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.id, "x")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")
    with pytest.raises(BadRequest, match="(?i)chat not found"):
        await bot.send_message(999, "x")
    new = people.upgrade(ann, old)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "x")
    assert moved.value.new_chat_id == new.id


async def test_flood_control(bot: Bot, people: People, server: BotApiServer) -> None:
    """When told to, the server asks to wait, as often as told."""
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
    ann = people.person()
    said = people.say(ann, people.private(ann), "hello")
    sent = await bot.send_message(ann.id, "menu", reply_markup=button())
    before = await people.answer(said)
    await bot.edit_message_text("page", ann.id, sent.message_id)
    assert (await people.edited(before))["text"] == "page"
    assert "reply_markup" not in await people.edited(before)
    with pytest.raises(BadRequest, match="(?i)message is not modified"):
        await bot.edit_message_text("page", ann.id, sent.message_id)
    with pytest.raises(BadRequest, match="(?i)message can't be edited"):
        await bot.edit_message_text("mine", ann.id, said["message_id"])
    with pytest.raises(BadRequest, match="(?i)message to edit not found"):
        await bot.edit_message_reply_markup(ann.id, 999)


async def test_press(bot: Bot, people: People) -> None:
    """Pressing a button asks the bot, which can answer once."""
    ann = people.person()
    said = people.say(ann, people.private(ann), "hello")
    await bot.send_message(ann.id, "menu", reply_markup=button("More", "data"))
    pressing = asyncio.create_task(people.press(ann, await people.answer(said), "More"))
    update = (await bot.get_updates(offset=-1, timeout=2))[0]
    if update.callback_query is None:  # the poll was quicker than the press
        update = (await bot.get_updates(offset=update.update_id + 1, timeout=2))[0]
    assert update.callback_query is not None
    assert update.callback_query.data == "data"
    await update.callback_query.answer("done")
    assert (await pressing).answer["text"] == "done"
    with pytest.raises(BadRequest, match="(?i)query is too old"):
        await update.callback_query.answer()


# Inline


async def test_inline_results(bot: Bot, people: People) -> None:
    """Results reach the person with their texts parsed, and can be sent into a chat."""
    ann = people.person()
    asking = asyncio.create_task(people.inline(ann, "sleep", offset="10"))
    (update,) = await bot.get_updates(timeout=2)
    assert update.inline_query is not None
    assert (update.inline_query.query, update.inline_query.offset) == ("sleep", "10")
    await update.inline_query.answer([article(1), article(2)], next_offset="20", cache_time=60)
    answer = await asking
    assert [result["parsed"]["text"] for result in answer["results"]] == ["x", "x"]
    assert answer["next_offset"] == "20"
    sent = people.choose(ann, people.private(ann), answer["results"][0])
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
    with pytest.raises(BadRequest, match=f"(?i){error}"):
        await bot.answer_inline_query(update.inline_query.id, results, **more)
    asking.cancel()


async def test_unknown_inline_query(bot: Bot) -> None:
    """A query that nobody asked, or that was answered already, is too old."""
    with pytest.raises(BadRequest, match="(?i)query is too old"):
        await bot.answer_inline_query("nobody", [])


# The profile


async def test_commands(bot: Bot, server: BotApiServer) -> None:
    """A command menu is kept; a name that Telegram does not allow is refused."""
    await bot.set_my_commands([BotCommand("ask", "Ask a question")])
    assert server.world.profile["setMyCommands", "default"] == [{"command": "ask", "description": "Ask a question"}]
    with pytest.raises(BadRequest, match="(?i)BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand("Ask-me", "Ask a question")])


async def test_descriptions(bot: Bot, server: BotApiServer) -> None:
    """The description holds 512 characters, the short one 120."""
    await bot.set_my_description("d" * 512)
    with pytest.raises(BadRequest, match="TOO_LONG"):
        await bot.set_my_short_description("d" * 121)


async def test_chat_and_action(bot: Bot, people: People) -> None:
    """A chat can be looked up and told that the bot is typing."""
    ann = people.person("Ann")
    assert (await bot.get_chat(ann.id)).first_name == "Ann"
    assert await bot.send_chat_action(ann.id, "typing")
    with pytest.raises(BadRequest, match="(?i)wrong parameter action"):
        await bot.send_chat_action(ann.id, "dancing")
