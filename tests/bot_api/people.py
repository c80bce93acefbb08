"""Acting as people in tests: what the playground's people do, what only tests need, and failing where the bot keeps silent."""

import copy
from collections.abc import Callable
from typing import TypeVar

from bot.playground.bot_api.people import ANONYMOUS_ADMIN, NothingHappened, Pressed
from bot.playground.bot_api.people import People as PeopleOfThePlayground
from bot.playground.bot_api.refusal import Json
from bot.playground.bot_api.world import Chat, User

__all__ = ["ANONYMOUS_ADMIN", "PATIENCE", "People", "Pressed"]

PATIENCE = 60.0  # seconds; other tests may keep the machine busy, with learning above all

T = TypeVar("T")


class People(PeopleOfThePlayground):
    """Everybody but the bot. Messages are Telegram's own JSON; those handed out are copies of that moment."""

    # What people do

    def publish(self, channel: Chat, text: str) -> Json:
        """Post in a channel."""
        message = self.world.new_message(channel, sender_chat=channel.json(), text=text)
        self.world.deliver("channel_post", message)
        return copy.deepcopy(message)

    def delete(self, message: Json) -> None:
        """Delete a message; the bot is not told."""
        del self.world.messages[message["chat"]["id"], message["message_id"]]

    def upgrade(self, user: User, group: Chat) -> Chat:
        """Make a supergroup of a group; the supergroup."""
        supergroup = self.chat("supergroup", title=group.title, bot_status=group.bot_status)
        self.send(user, group, migrate_to_chat_id=supergroup.id)
        self.send(ANONYMOUS_ADMIN, supergroup, migrate_from_chat_id=group.id)
        group.migrated_to = supergroup.id
        return supergroup

    # What people wait for

    async def until(self, happened: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
        """What `happened` returns once it is not None; a failed test if that takes too long."""
        try:
            return await super().until(happened, what, seconds)
        except NothingHappened as failure:
            raise AssertionError(str(failure)) from None

    def answers(self, after: Json) -> list[Json]:
        """What the bot has written in a chat after a message."""
        chat_id, message_id = after["chat"]["id"], after["message_id"]
        newer = (message for (chat, number), message in self.world.messages.items() if chat == chat_id and number > message_id)
        return [copy.deepcopy(message) for message in newer if message.get("from") == self.world.bot.json()]

    async def answer(self, after: Json) -> Json:
        """The first message by the bot that is newer than this one in its chat."""
        return await self.until(
            lambda: next(iter(self.answers(after)), None), f"an answer to {after.get('text', 'a message')!r:.80}"
        )

    async def ask(self, user: User, chat: Chat, text: str, *, reply_to: Json | None = None, thread: int | None = None) -> Json:
        """Say something and wait for the bot's next message there."""
        return await self.answer(self.say(user, chat, text, reply_to=reply_to, thread=thread))

    async def press(self, user: User, message: Json, label: str) -> Pressed:
        """Press the button of a message that has this label, and wait until the bot has answered the query."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        data = {button["text"]: button.get("callback_data") for row in rows for button in row}
        assert label in data, f"no button {label!r} among {list(data)}"
        return await self.press_data(user, message, data[label] or "")

    async def edited(self, message: Json) -> Json:
        """A message once it is no longer what it was."""
        stored = self._stored(message)
        return copy.deepcopy(await self.until(lambda: stored if stored != message else None, "an edit"))
