"""The scene of the playground: who is there, the chats, and everything in the form in which the page shows it."""

import asyncio
import itertools
from collections import OrderedDict
from collections.abc import Mapping

from bot.playground.bot_api.html import utf16_length
from bot.playground.bot_api.limits import TEXT
from bot.playground.bot_api.people import NothingHappened, People
from bot.playground.bot_api.refusal import Json
from bot.playground.bot_api.world import Chat, User, World

ROLES = ("Asker", "Neighbour", "Admin")
PRIVATE, GROUP = "private", "group"  # what the page calls the chats
GROUP_TITLE, TOPIC = "Sleep club", "Magnesium"
SUGGESTED = 50  # lists of inline results that can still be chosen from
TOPIC_NAME = 128  # characters, as in Telegram
UNREAD_MOST = 500  # events that a page may lag behind


class NotPossible(Exception):
    """What the page asked for can't be done; the message is for the person."""


class Simulation:
    """One bot, three people, a private chat and a group with topics. Pages follow it by `follow`."""

    def __init__(self, bot: User) -> None:
        self.world = World(bot)
        self.people = People(self.world)
        self.cast = {role: self.people.person(role) for role in ROLES}
        self.private = self.people.private(self.cast[ROLES[0]])
        self.group = self.people.chat(title=GROUP_TITLE, forum=True, bot_status="left")
        self.people.topic(self.cast["Admin"], self.group, TOPIC)
        self.problem = ""  # the report on content that could not be read; empty when all is well
        self._followers: set[asyncio.Queue[Json]] = set()
        self._inline: OrderedDict[int, list[Json]] = OrderedDict()  # results that were shown, by the number of the list
        self._numbers = itertools.count(1)
        self.world.watchers.append(self._seen)

    # What the page is shown

    def scene(self) -> Json:
        """Everything that can be seen now."""
        bot, profile = self.world.bot, self.world.profile
        chats = {PRIVATE: self.private, GROUP: self.group}
        return {
            "bot": {
                "name": bot.first_name,
                "username": bot.username,
                "description": profile.get(("setMyDescription", ""), ""),
                "commands": {
                    PRIVATE: profile.get(("setMyCommands", "all_private_chats"), []),
                    GROUP: profile.get(("setMyCommands", "all_group_chats"), []),
                },
            },
            "people": list(ROLES),
            "group": {"title": self.group.title, "topics": self._topics()},
            "messages": {key: [self.shown(one) for one in self._of(chat)] for key, chat in chats.items()},
            "problem": self.problem,
        }

    def _topics(self) -> list[Json]:
        return [{"id": 0, "name": "General"}] + [
            {"id": number, "name": opened["forum_topic_created"]["name"]} for number, opened in self.group.topics.items()
        ]

    def _of(self, chat: Chat) -> list[Json]:
        return [message for (chat_id, _), message in self.world.messages.items() if chat_id == chat.id]

    def shown(self, message: Json) -> Json:
        """A message as the page shows it."""
        replied = message.get("reply_to_message") or {}
        quoted = None
        if replied and not replied.get("forum_topic_created"):
            quoted = {"id": replied["message_id"], "author": self._author(replied), "text": replied.get("text", "")[:120]}
        return {
            "id": message["message_id"],
            "author": self._author(message),
            "by_bot": message["from"]["id"] == self.world.bot.id,
            "via_bot": "via_bot" in message,
            "text": message.get("text", ""),
            "entities": message.get("entities", []),
            "keyboard": message.get("reply_markup", {}).get("inline_keyboard", []),
            "date": message["date"],
            "edited": "edit_date" in message,
            "reply_to": quoted,
            "topic": message.get("message_thread_id", 0) if message.get("is_topic_message") else 0,
            "service": _service(message),
        }

    @staticmethod
    def _author(message: Json) -> str:
        return str(message["from"]["first_name"])

    # Following what happens

    def follow(self) -> "asyncio.Queue[Json]":
        """Events from now on, in order; give the queue back to `leave`."""
        queue: asyncio.Queue[Json] = asyncio.Queue(UNREAD_MOST)
        self._followers.add(queue)
        return queue

    def leave(self, queue: "asyncio.Queue[Json]") -> None:
        """A page is gone."""
        self._followers.discard(queue)

    def tell(self, event: Json) -> None:
        """Let every page know."""
        for queue in list(self._followers):
            if queue.full():  # asleep for long; when it wakes it reads the whole scene again
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait({"type": "scene"})
            else:
                queue.put_nowait(event)

    def report(self, problem: str) -> None:
        """Content was read anew: with this report, or well if it is empty."""
        self.problem = problem
        self.tell({"type": "content", "problem": problem})

    def _seen(self, what: str, about: Json) -> None:
        if what == "profile":
            self.tell({"type": "scene"})
            return
        chat = {self.private.id: PRIVATE, self.group.id: GROUP}.get(about["chat"]["id"])
        if chat is None:
            return
        if what in ("message", "edited"):
            self.tell({"type": what, "chat": chat, "message": self.shown(about)})
        elif what == "deleted":
            self.tell({"type": what, "chat": chat, "id": about["message_id"]})
        else:
            self.tell({"type": what, "chat": chat})

    # What people do

    def join(self) -> None:
        """The admin adds the bot to the group."""
        self.people.set_bot_status(self.cast["Admin"], self.group, "member")

    def afresh(self) -> None:
        """A new private chat, as if somebody met the bot for the first time."""
        self.cast[ROLES[0]] = asker = self.people.person(ROLES[0])
        self.private = self.people.private(asker)
        self.tell({"type": "scene"})

    def say(self, chat: str, role: str, text: str, reply_to: int = 0, topic: int = 0) -> Json:
        """Somebody writes; the message."""
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
        if not text or utf16_length(text) > TEXT:
            raise NotPossible(f"A message has 1 to {TEXT:,} characters.")
        place = self._chat(chat)
        replied = self._message(place, reply_to) if reply_to else None
        said = self.people.say(self._person(role), place, text, reply_to=replied, thread=self._topic(place, topic))
        return self.shown(said)

    async def press(self, chat: str, role: str, message_id: int, row: int, column: int) -> Json:
        """Somebody presses a button; what the bot says to that, if anything."""
        message = self._message(self._chat(chat), message_id)
        try:
            button = message["reply_markup"]["inline_keyboard"][row][column]
            data = str(button["callback_data"])
        except (LookupError, TypeError):
            raise NotPossible("This button is gone.") from None
        try:
            answer = (await self.people.press_data(self._person(role), message, data)).answer
        except NothingHappened:
            raise NotPossible("The bot did not answer the button.") from None
        return {"toast": answer.get("text", ""), "alert": answer.get("show_alert", False)}

    async def inline(self, chat: str, role: str, query: str, offset: str) -> Json:
        """Somebody types "@bot query"; the results, by the number under which they can be chosen."""
        kind = {PRIVATE: "sender", GROUP: "supergroup"}[chat if chat in (PRIVATE, GROUP) else PRIVATE]
        try:
            answer = await self.people.inline(self._person(role), query, offset, kind)
        except NothingHappened:
            raise NotPossible("The bot did not answer.") from None
        number = next(self._numbers)
        self._inline[number] = answer["results"]
        while len(self._inline) > SUGGESTED:
            self._inline.popitem(last=False)
        results = [{"title": one["title"], "description": one.get("description", "")} for one in answer["results"]]
        shown = {"number": number, "results": results, "next": answer.get("next_offset", "")}
        return shown | {
            "button": (answer.get("button") or {}).get("text", ""),
            "start": (answer.get("button") or {}).get("start_parameter", ""),
        }

    def choose(self, chat: str, role: str, number: int, index: int, topic: int = 0) -> Json:
        """Somebody sends one of the results; the message."""
        place = self._chat(chat)
        try:
            result = self._inline[number][index]
        except LookupError:
            raise NotPossible("These results are gone; type on to see new ones.") from None
        return self.shown(self.people.choose(self._person(role), place, result, thread=self._topic(place, topic)))

    def open_topic(self, name: str) -> int:
        """The admin opens a topic in the group; its number."""
        if not 1 <= len(name.strip()) <= TOPIC_NAME:
            raise NotPossible(f"A topic's name has 1 to {TOPIC_NAME} characters.")
        number = self.people.topic(self.cast["Admin"], self.group, name.strip())
        self.tell({"type": "scene"})
        return number

    def _chat(self, key: str) -> Chat:
        chats: Mapping[str, Chat] = {PRIVATE: self.private, GROUP: self.group}
        if key not in chats:
            raise NotPossible("There is no such chat.")
        return chats[key]

    def _person(self, role: str) -> User:
        if role not in self.cast:
            raise NotPossible("There is nobody of that name.")
        return self.cast[role]

    def _message(self, chat: Chat, number: int) -> Json:
        if (chat.id, number) not in self.world.messages:
            raise NotPossible("That message is gone.")
        return self.world.messages[chat.id, number]

    @staticmethod
    def _topic(chat: Chat, number: int) -> int | None:
        if number and number not in chat.topics:
            raise NotPossible("There is no such topic.")
        return number or None


def _service(message: Json) -> str:
    """What happened, where a message is not something that somebody wrote."""
    who = message["from"]["first_name"]
    if "forum_topic_created" in message:
        return f"{who} opened the topic “{message['forum_topic_created']['name']}”"
    if "new_chat_members" in message:
        return f"{who} added {message['new_chat_members'][0]['first_name']} to the group"
    return "" if message.get("text") else "Something that this page can't show"
