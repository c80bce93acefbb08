"""The server, seen by python-telegram-bot's own client: it reads requests and delivers updates as Telegram does."""

import asyncio
import time

import aiohttp
import pytest
from aiogram.types import Update
from telegram import Bot
from telegram.error import Conflict

from tests.bot_api.conftest import BOT_USER, TOKEN, refused
from tests.bot_api.people import ANONYMOUS_ADMIN, People
from tests.bot_api.refusal import Json
from tests.bot_api.server import BotApiServer

pytestmark = pytest.mark.asyncio


# Signing in and the wire


async def test_get_me(bot: Bot) -> None:
    """The bot learns who it is."""
    me = await bot.get_me()
    assert (me.id, me.username) == (BOT_USER.id, BOT_USER.username)


@pytest.mark.parametrize(("token", "status"), [(f"1:{'B' * 35}", 401), ("token", 404)])
async def test_wrong_token(server: BotApiServer, token: str, status: int) -> None:
    """A token that nobody gave out is not authorised; what is no token at all is not found."""
    async with aiohttp.ClientSession() as http, http.get(f"{server.url}/bot{token}/getMe") as answer:
        assert answer.status == status


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
            async with http.post(f"{server.url}/bot{TOKEN}/sendMessage", **sent) as answer:
                assert (await answer.json())["result"]["text"] == "5"
    assert [request.fields for request in server.requests] == [body] * 3


async def test_unknown_field(bot: Bot, people: People) -> None:
    """A field that Telegram does not document is refused."""
    with refused("colour"):
        await bot.send_message(people.person().id, "x", api_kwargs={"colour": "red"})


# Updates


async def test_offset_confirms(bot: Bot, people: People) -> None:
    """Updates come again until a poll with a higher offset confirms them."""
    asker = people.person()
    for text in ("one", "two"):
        people.say(asker, people.private(asker), text)
    first, second = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates()] == [first.update_id, second.update_id]
    assert [update.update_id for update in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert await bot.get_updates(offset=second.update_id + 1) == ()
    assert people.world.updates == []


async def test_long_polling(bot: Bot, people: People) -> None:
    """A poll waits for the next update, and returns as soon as it is there."""
    asker = people.person()
    asyncio.get_running_loop().call_later(0.1, people.say, asker, people.private(asker), "hello")
    started = time.monotonic()
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.text == "hello"
    assert time.monotonic() - started < 2


async def test_two_polls_at_once(bot: Bot, server: BotApiServer, people: People) -> None:
    """A second poll ends the first with a conflict."""
    async with Bot(TOKEN, base_url=f"{server.url}/bot") as twin:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await people.until(lambda: server.of("getUpdates") or None, "the first poll")
        await twin.get_updates()
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first


async def test_poll_that_nobody_waits_for(bot: Bot, server: BotApiServer, people: People) -> None:
    """When the bot is gone its poll ends: it takes no update, and keeps no server from stopping."""
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await people.until(lambda: server.of("getUpdates") or None, "the poll")
    polling.cancel()
    await people.until(lambda: server.of("getUpdates")[0].ended or None, "the end of the poll")


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
    asker = people.person()
    await bot.get_updates(allowed_updates=["callback_query"])
    people.say(asker, people.private(asker), "hello")
    assert await bot.get_updates() == ()
    with refused("telepathy"):
        await bot.get_updates(allowed_updates=["telepathy"])


async def test_every_update_is_genuine(bot: Bot, people: People) -> None:
    """What people do reaches the bot in a form that Telegram's documentation knows."""
    asker, group, forum = people.person(), people.chat(bot_status="administrator"), people.chat(forum=True)
    said = people.say(asker, group, "/ask@supplement_test_bot when?")
    people.say(asker, group, "yes", reply_to=said)
    people.edit(said, "/ask how?")
    people.world.allowed_updates |= {"message_reaction"}
    for emoji in (["👍"], ["👎"], []):
        people.react(asker, said, *emoji)
    people.say(ANONYMOUS_ADMIN, group, "/ask why?")
    people.say(asker, people.chat(bot_status="left"), "@supplement_test_bot when?")
    people.say(asker, forum, "/ask in a topic", thread=people.topic(asker, forum, "Sleep"))
    people.send(asker, people.private(asker), voice={"file_id": "f", "file_unique_id": "u", "duration": 3})
    people.publish(people.chat("channel", bot_status="administrator"), "news")
    people.set_bot_status(asker, people.chat("group", bot_status="left"), "administrator")
    people.set_bot_status(asker, group, "kicked")
    people.upgrade(asker, people.chat("group"))
    sent = people.world.new_message(people.private(asker), **{"from": BOT_USER.json()}, text="answer")
    waiting = [asyncio.create_task(each) for each in (people.press_data(asker, sent, "x"), people.inline(asker, "sleep"))]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
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
