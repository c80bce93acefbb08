"""The scene of the playground: who is there, the chats, and everything in the form in which the page shows it."""

import asyncio
import itertools
import time
from collections import OrderedDict
from collections.abc import Mapping

from bot.playground.bot_api.html import utf16_length
from bot.playground.bot_api.limits import TEXT
from bot.playground.bot_api.people import NothingHappened, People
from bot.playground.bot_api.refusal import Json
from bot.playground.bot_api.world import Chat, User, World
from bot.playground.shown import shown

ROLES = ("Asker", "Neighbour", "Admin")
PRIVATE, GROUP, ELSEWHERE = "private", "group", "elsewhere"  # what the page calls the chats
GROUP_TITLE, TOPIC, ELSEWHERE_TITLE = "Sleep club", "Magnesium", "Book club"
THUMBS = ("👍", "👎")
SUGGESTED = 50  # lists of inline results that can still be chosen from
TOPIC_NAME = 128  # characters, as in Telegram
UNREAD_MOST = 500  # events that a page may lag behind


class NotPossible(Exception):
    """What the page asked for can't be done; the message is for the person."""


class Simulation:
    """One bot, three people, a private chat, a group with topics, and one in which the bot is no member. Pages follow it by
    `follow`.
    """

    def __init__(self, bot: User) -> None:
        self.world = World(bot)
        self.people = People(self.world)
        self.cast = {role: self.people.person(role) for role in ROLES}
        self._names = {user.id: role for role, user in self.cast.items()}
        self.private = self.people.private(self.cast[ROLES[0]])
        self.group = self.people.chat(title=GROUP_TITLE, forum=True, bot_status="left")
        self.elsewhere = self.people.chat(title=ELSEWHERE_TITLE, bot_status="left")
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
            "elsewhere": {"title": self.elsewhere.title},
            "messages": {key: [self.shown(one) for one in self._of(chat)] for key, chat in self.chats.items()},
            "problem": self.problem,
        }

    @property
    def chats(self) -> Mapping[str, Chat]:
        """The chats by what the page calls them."""
        return {PRIVATE: self.private, GROUP: self.group, ELSEWHERE: self.elsewhere}

    def _topics(self) -> list[Json]:
        return [{"id": 0, "name": "General"}] + [
            {"id": number, "name": opened["forum_topic_created"]["name"]} for number, opened in self.group.topics.items()
        ]

    def _of(self, chat: Chat) -> list[Json]:
        return [message for (chat_id, _), message in self.world.messages.items() if chat_id == chat.id]

    def shown(self, message: Json) -> Json:
        """A message as the page shows it."""
        return shown(self.world, message, self._names)

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
        chat = next((key for key, one in self.chats.items() if one.id == about["chat"]["id"]), None)
        if chat is None:
            return
        if what in ("message", "edited", "reacted"):
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
        self._names[asker.id] = ROLES[0]
        self.private = self.people.private(asker)
        self.tell({"type": "scene"})

    def say(self, chat: str, role: str, text: str, reply_to: int = 0, topic: int = 0) -> Json:
        """Somebody writes; the message."""
        text = _sound(text)
        place = self._chat(chat)
        replied = self._message(place, reply_to) if reply_to else None
        said = self.people.say(self._person(role), place, text, reply_to=replied, thread=self._topic(place, topic))
        return self.shown(said)

    def edit(self, chat: str, role: str, message_id: int, text: str) -> Json:
        """Somebody changes what they wrote; the message."""
        text, message = _sound(text), self._message(self._chat(chat), message_id)
        if message["from"]["id"] != self._person(role).id or "text" not in message or "via_bot" in message:
            raise NotPossible("That is not yours to change.")
        if text != message["text"]:
            self.people.edit(message, text, after=int(time.time()) - message["date"])
        return self.shown(message)

    def react(self, chat: str, role: str, message_id: int, emoji: str) -> Json:
        """Somebody reacts to a message with a thumb, or takes that back; the message."""
        if emoji not in THUMBS:
            raise NotPossible("There is no such reaction here.")
        message, person = self._message(self._chat(chat), message_id), self._person(role)
        given = self.world.reactions.get((message["chat"]["id"], message_id), {}).get(person.id, [])
        self.people.react(person, message, *([] if emoji in given else [emoji]))
        return self.shown(message)

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
        kind = "sender" if chat == PRIVATE else "supergroup"
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
        if key not in self.chats:
            raise NotPossible("There is no such chat.")
        return self.chats[key]

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


def _sound(text: str) -> str:
    """What somebody wrote, as Telegram takes it. Raises NotPossible for nothing, and for too much."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
    if not text or utf16_length(text) > TEXT:
        raise NotPossible(f"A message has 1 to {TEXT:,} characters.")
    return text
