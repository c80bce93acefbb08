"""Acting as people: writing, pressing buttons, asking inline, and waiting for what the bot does about it."""

import copy
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.playground.bot_api import limits
from bot.playground.bot_api.refusal import Json
from bot.playground.bot_api.world import Chat, User, World, marked_up, quoted

T = TypeVar("T")

PATIENCE = 10.0  # seconds until nobody waits any longer for the bot
ANONYMOUS_ADMIN = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)  # the author Telegram names for anonymous admins


class NothingHappened(Exception):
    """The bot did not do what somebody waited for."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button that was pressed and whose query the bot answered."""

    answer: Json  # the fields of answerCallbackQuery
    before: Json  # the newest message of the chat when it was pressed; what came of it is newer


class People:
    """Everybody but the bot. Messages are Telegram's own JSON; those handed out are copies of that moment."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.words: list[str] = []  # everything that was written or typed, which nobody but the bot may read
        self._ids = itertools.count(5_000_001)

    # Who and where

    def person(self, name: str = "Asker") -> User:
        """Somebody new, with a private chat with the bot."""
        user = User(next(self._ids), name)
        self.world.chats[user.id] = Chat(user.id, "private", name)
        return user

    def private(self, user: User) -> Chat:
        """A person's chat with the bot."""
        return self.world.chats[user.id]

    def chat(
        self, kind: str = "supergroup", *, title: str = "Sleep club", bot_status: str = "member", forum: bool = False
    ) -> Chat:
        """A new group, supergroup or channel. A bot that is a mere member is shown only what is meant for it."""
        number = next(self._ids)
        chat = Chat(-number if kind == "group" else -1_000_000_000_000 - number, kind, title, forum, bot_status)
        self.world.chats[chat.id] = chat
        return chat

    def topic(self, user: User, chat: Chat, name: str) -> int:
        """Open a forum topic; its thread id."""
        created = {"name": name, "icon_color": 7322096}
        number = chat.last_id + 1  # the topic is named by the message that opens it
        opened = self.world.new_message(
            chat, **{"from": user.json()}, forum_topic_created=created, message_thread_id=number, is_topic_message=True
        )
        chat.topics[number] = opened
        return number

    # What people do

    def say(self, user: User, chat: Chat, text: str, *, reply_to: Json | None = None, thread: int | None = None) -> Json:
        """Write a text; the message as sent."""
        marked = marked_up(text)
        self.words.append(text)
        return self.send(user, chat, reply_to=reply_to, thread=thread, text=text, **({"entities": marked} if marked else {}))

    def send(self, user: User, chat: Chat, *, reply_to: Json | None = None, thread: int | None = None, **content: object) -> Json:
        """Send any message: `content` is what sets it apart (`sticker=...`, `photo=...`, `via_bot=...`)."""
        author: Json = {"from": user.json()} | ({"sender_chat": chat.json()} if user == ANONYMOUS_ADMIN else {})
        place: Json = {}
        if thread is not None:  # in a topic, what replies to nothing replies to the message that opened the topic
            place = {"message_thread_id": thread, "is_topic_message": True, "reply_to_message": quoted(chat.topics[thread])}
        if reply_to is not None:
            place["reply_to_message"] = quoted(reply_to)
            if thread is None and chat.type == "supergroup":  # replies form a thread, though there is no topic to send to
                place["message_thread_id"] = reply_to.get("message_thread_id", reply_to["message_id"])
        message = self.world.new_message(chat, **author, **place, **content)
        self.world.deliver("message", message)
        return copy.deepcopy(message)

    def edit(self, message: Json, text: str, after: int = 1) -> None:
        """Change the text of an own message, so many seconds after it was sent."""
        stored = self._stored(message)
        self.words.append(text)
        stored |= {"text": text, "entities": marked_up(text), "edit_date": stored["date"] + after}
        self.world.tell("edited", stored)
        self.world.deliver("edited_message", stored)

    def react(self, user: User, message: Json, *emoji: str) -> None:
        """React to a message, in place of earlier reactions; with nothing to take them back. In groups only admins are told."""
        stored = self._stored(message)
        chat, given = self.world.chats[stored["chat"]["id"]], self.world.reactions.setdefault(_key(stored), {})
        old, given[user.id] = given.get(user.id, []), list(emoji)
        change = {"chat": chat.json(), "message_id": stored["message_id"], "user": user.json(), "date": stored["date"]}
        self.world.tell("reacted", stored)
        if chat.type == "private" or chat.bot_status == "administrator":
            both = {"old_reaction": old, "new_reaction": given[user.id]}
            types = {key: [{"type": "emoji", "emoji": one} for one in each] for key, each in both.items()}
            self.world.post("message_reaction", change | types)

    def set_bot_status(self, user: User, chat: Chat, status: str) -> None:
        """Add the bot (member, administrator), remove it (left, kicked), or block it in a private chat (kicked)."""
        member = {"user": self.world.bot.json()}
        old, new = ({**member, "status": each} | _rights(each) for each in (chat.bot_status, status))
        changed = {
            "chat": chat.json(),
            "from": user.json(),
            "date": 1_700_000_000,
            "old_chat_member": old,
            "new_chat_member": new,
        }
        groups, bot = ("group", "supergroup"), self.world.bot.json()
        if chat.type in groups and status in ("left", "kicked"):  # the last that a bot hears of the group
            self.send(user, chat, left_chat_member=bot)
        chat.bot_status = status
        self.world.post("my_chat_member", changed)
        if chat.type in groups and status in ("member", "administrator"):
            self.send(user, chat, new_chat_members=[bot])

    def choose(self, user: User, chat: Chat, result: Json, *, thread: int | None = None) -> Json:
        """Send an inline result into a chat, as choosing it from the list does; the message."""
        content = dict(result["parsed"]) | ({"reply_markup": result["reply_markup"]} if "reply_markup" in result else {})
        sent = self.send(user, chat, thread=thread, via_bot=self.world.bot.json(), **content)
        inline_id = f"inline-{next(self._ids)}"
        self.world.inline_messages[inline_id] = self._stored(sent)
        return sent

    # What people wait for

    async def until(self, happened: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
        """What `happened` returns once it is not None. Raises NothingHappened if that takes too long."""
        result = await self.world.until(happened, seconds)
        if result is None:
            raise NothingHappened(f"waited {seconds:g} s in vain for {what}")
        return result

    async def press_data(self, user: User, message: Json, data: str) -> Pressed:
        """Press a button that holds these data, also one that the message no longer shows, until the bot answers the query."""
        chat = self.world.chats[message["chat"]["id"]]
        key = (chat.id, message["message_id"])
        # A message that is gone is still named, with a date of 0; one sent inline is only named by its inline id.
        shown = self.world.messages.get(key, {"chat": chat.json(), "message_id": message["message_id"], "date": 0})
        inline_id = next((each for each, sent in self.world.inline_messages.items() if sent is shown), None)
        where = {"message": shown} if inline_id is None else {"inline_message_id": inline_id}
        query_id = str(next(self._ids))
        query = {"id": query_id, "from": user.json(), "chat_instance": str(chat.id), "data": data, **where}
        before: Json = {"chat": chat.json(), "message_id": chat.last_id}
        self.world.ask("callback_query", query)
        return Pressed(await self.until(lambda: self.world.callback_answers[query_id], f"an answer to pressing {data!r}"), before)

    async def inline(self, user: User, query: str, offset: str = "", chat_type: str = "supergroup") -> Json:
        """Type `@bot query` in some chat: the fields of answerInlineQuery, each result with its text under `parsed`."""
        query_id = str(next(self._ids))
        self.words.append(query)
        typed = query.encode("utf-16-le")[: 2 * limits.QUERY].decode("utf-16-le", "ignore")
        asked = {"id": query_id, "from": user.json(), "query": typed, "offset": offset, "chat_type": chat_type}
        self.world.ask("inline_query", asked)
        return await self.until(lambda: self.world.inline_answers[query_id], f"inline results for {query!r}")

    def _stored(self, message: Json) -> Json:
        return self.world.messages[_key(message)]


def _key(message: Json) -> tuple[int, int]:
    return message["chat"]["id"], message["message_id"]


def _rights(status: str) -> Json:
    """What Telegram says of a member besides the status."""
    if status == "kicked":
        return {"until_date": 0}
    if status != "administrator":
        return {}
    rights = ["manage_chat", "delete_messages", "manage_video_chats", "restrict_members", "promote_members", "change_info"]
    rights += ["invite_users", "send_welcome_messages", "post_stories", "edit_stories", "delete_stories"]
    return {f"can_{right}": True for right in rights} | {"can_be_edited": False, "is_anonymous": False}
