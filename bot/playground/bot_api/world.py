"""The state that the server keeps: users, chats, messages, and the updates that wait for the bot."""

import asyncio
import copy
import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.playground.bot_api.html import utf16_length
from bot.playground.bot_api.refusal import Json, Refusal

T = TypeVar("T")

UPDATE_TYPES = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "guest_message",
        "managed_bot",
        "subscription",
        "stopped_message_generation",
    }
)
DEFAULT_UPDATES = UPDATE_TYPES - {"chat_member", "message_reaction", "message_reaction_count"}

# What Telegram marks up by itself in a text that people type.
_MARKED = {
    "bot_command": re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,32}(@\w{3,32})?(?!\w)"),
    "mention": re.compile(r"(?<![\w/@])@\w{3,32}(?!\w)"),
}


# Seconds in which a query can be answered; Telegram does not document them, and these are about what it allows.
CALLBACK_SECONDS, INLINE_SECONDS = 60.0, 30.0

Watcher = Callable[[str, Json], None]  # what happened ("message", "edited", "reacted", "deleted", "typing", "profile")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody, or a bot."""

    id: int
    first_name: str
    username: str = ""
    is_bot: bool = False

    def json(self) -> Json:
        """Telegram's User."""
        shown: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return shown | ({"username": self.username} if self.username else {})


@dataclass(slots=True)
class Chat:
    """A chat as the bot meets it."""

    id: int
    type: str  # private, group, supergroup or channel
    title: str  # in a private chat, the person's first name
    is_forum: bool = False
    bot_status: str = "member"  # member, administrator (sees everything), left or kicked; in private chats kicked is blocked
    topics: dict[int, Json] = field(default_factory=dict)  # forum topics: thread id -> the service message that opened it
    migrated_to: int = 0  # the supergroup that this group became
    last_id: int = 0  # the newest message's id

    def json(self) -> Json:
        """Telegram's Chat."""
        if self.type == "private":
            return {"id": self.id, "type": self.type, "first_name": self.title}
        return {"id": self.id, "type": self.type, "title": self.title} | ({"is_forum": True} if self.is_forum else {})


class World:
    """Telegram, as far as one bot can see it."""

    def __init__(self, bot: User, check_update: Callable[[Json], None] = lambda update: None) -> None:
        """`check_update` raises for an update that Telegram would never send, so that a test cannot make one up."""
        self.bot = bot
        self._check_update = check_update
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Json] = {}  # by chat id and message id
        self.reactions: dict[tuple[int, int], dict[int, list[str]]] = {}  # by chat and message id, and by who reacts
        self.inline_messages: dict[str, Json] = {}  # sent via the bot, by inline message id
        self.updates: list[Json] = []  # not yet confirmed, oldest first
        self.allowed_updates = DEFAULT_UPDATES
        self.webhook = ""  # its address; empty when none is set
        self.webhook_secret = ""  # what Telegram would send along with each update
        self.callback_answers: dict[str, Json | None] = {}  # by query id; None while it waits for the answer
        self.inline_answers: dict[str, Json | None] = {}
        self.guest_answers: dict[str, Json | None] = {}
        self.guest_messages: dict[str, Json] = {}  # by query id: what mentions the bot where it is no member
        self.profile: dict[tuple[str, str], object] = {}  # what the bot set about itself, by method and by scope and language
        self.asked_at: dict[str, float] = {}  # by query id, on `clock`
        self.clock: Callable[[], float] = time.monotonic
        self.watchers: list[Watcher] = []
        self._update_ids = itertools.count(700_000_001)
        self._change = asyncio.Event()

    def changed(self) -> None:
        """Wake everybody who waits for something to happen."""
        self._change.set()
        self._change = asyncio.Event()

    def tell(self, what: str, about: Json) -> None:
        """Let everybody who watches know that something can be seen that could not be seen before."""
        for watcher in self.watchers:
            watcher(what, about)
        self.changed()

    def ask(self, kind: str, query: Json) -> None:
        """Put a query (callback_query, inline_query) to the bot; it can be answered once, and not for ever."""
        answers = self.callback_answers if kind == "callback_query" else self.inline_answers
        answers[query["id"]] = None
        self.asked_at[query["id"]] = self.clock()
        self.post(kind, query)

    async def until(self, happened: Callable[[], T | None], seconds: float) -> T | None:
        """What `happened` returns as soon as it is not None; None after that many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while (result := happened()) is None:
                    await self._change.wait()
                return result
        except TimeoutError:
            return happened()

    def new_message(self, chat: Chat, **content: object) -> Json:
        """Put a message into a chat; nobody is told yet."""
        chat.last_id += 1
        message: Json = {"message_id": chat.last_id, "date": int(time.time()), "chat": chat.json(), **content}
        self.messages[chat.id, chat.last_id] = message
        self.tell("message", message)
        return message

    def post(self, kind: str, payload: Json) -> None:
        """Queue an update for the bot, unless the bot asked not to get this type."""
        update = {"update_id": next(self._update_ids), kind: copy.deepcopy(payload)}
        self._check_update(update)
        if kind in self.allowed_updates:
            self.updates.append(update)
        self.changed()

    def deliver(self, kind: str, message: Json) -> None:
        """Queue an update about a message, if Telegram would show that message to the bot."""
        chat = self.chats[message["chat"]["id"]]
        present = chat.bot_status in ("member", "administrator")
        if present and (chat.type == "private" or chat.bot_status == "administrator" or self._meant_for_bot(message)):
            self.post(kind, message)
        elif chat.bot_status == "left" and kind == "message" and self._calls_guest(message):
            query_id = f"guest-{message['chat']['id']}-{message['message_id']}"
            self.guest_answers[query_id], self.asked_at[query_id] = None, self.clock()
            self.guest_messages[query_id] = message
            self.post("guest_message", message | {"guest_query_id": query_id})

    def _calls_guest(self, message: Json) -> bool:
        """Whether a message mentions the bot, or replies to what it said as a guest."""
        text = message.get("text", "").encode("utf-16-le")
        words = [text[2 * one["offset"] : 2 * (one["offset"] + one["length"])] for one in message.get("entities", ())]
        mentioned = f"@{self.bot.username}".lower() in [word.decode("utf-16-le").lower() for word in words]
        return mentioned or message.get("reply_to_message", {}).get("from", {}).get("id") == self.bot.id

    def post_as_guest(self, query_id: str, content: Json) -> str:
        """Put the bot's answer to a guest query into the chat; its inline message id."""
        asked = self.guest_messages[query_id]
        place = {key: asked[key] for key in ("message_thread_id", "is_topic_message") if key in asked}
        author = {"from": self.bot.json(), "guest_bot_caller_user": asked["from"], "reply_to_message": quoted(asked)}
        sent = self.new_message(self.chats[asked["chat"]["id"]], **author, **place, **content)
        self.inline_messages[query_id] = sent
        return query_id

    def _meant_for_bot(self, message: Json) -> bool:
        """What a bot in privacy mode is shown: commands, replies to it, messages via it and service messages."""
        reply_author = message.get("reply_to_message", {}).get("from", {})
        first: Json = next(iter(message.get("entities", ())), {})
        addressee = message.get("text", "").split()[0].partition("@")[2] if first.get("type") == "bot_command" else ""
        return (
            (first.get("type") == "bot_command" and first["offset"] == 0 and addressee.lower() in ("", self.bot.username.lower()))
            or reply_author.get("id") == self.bot.id
            or "via_bot" in message
            or any(key in message for key in ("new_chat_members", "left_chat_member", "migrate_to_chat_id"))
        )

    def confirm(self, offset: int) -> None:
        """Forget the updates before `offset`; counted from the end when it is negative."""
        if offset < 0:
            self.updates = self.updates[offset:]
        elif offset:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        self.changed()

    def reachable(self, chat_id: object) -> Chat:
        """The chat that the bot wants to write to; refused as Telegram would."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.migrated_to:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, reason, migrate_to_chat_id=chat.migrated_to)
        if chat.bot_status == "kicked":
            who = "blocked by the user" if chat.type == "private" else f"kicked from the {chat.type} chat"
            raise Refusal(403, f"Forbidden: bot was {who}")
        if chat.bot_status == "left":
            raise Refusal(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        return chat


def marked_up(text: str) -> list[Json]:
    """The entities that Telegram finds in a typed text: commands and mentions."""
    found = [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match.group())}
        for kind, pattern in _MARKED.items()
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda entity: entity["offset"])


def quoted(message: Json) -> Json:
    """A message as it stands inside a reply to it: without what it replied to itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}
