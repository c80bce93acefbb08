"""What every handler stands on: the engine, and the conversations that are going on."""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from bot.answering.conversation import Conversations
from bot.answering.engine import Engine
from bot.answering.reply import Reply
from bot.content.model import TopicRef


@dataclass(frozen=True, slots=True)
class Desk:
    """Asks the engine for the handlers. No telegram type passes it."""

    engine: Engine
    conversations: Conversations = field(default_factory=Conversations)
    _turns: WeakValueDictionary[Hashable, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def turn(self, key: Hashable) -> asyncio.Lock:
        """What is held while a message of this conversation is answered: each may lean on the one before."""
        return self._turns.setdefault(key, asyncio.Lock())

    async def answer(self, question: str | TopicRef, key: Hashable | None) -> Reply:
        """The reply to a question or topic; `key` names the conversation, None where there is none.

        Matching computes for milliseconds, so it runs in a thread and the loop stays free.
        """
        conversation = None if key is None else self.conversations.of(key)
        return await asyncio.to_thread(self.engine.ask, question, conversation)

    async def rank(self, question: str, limit: int) -> list[Reply]:
        """Up to `limit` answers, best first."""
        return await asyncio.to_thread(self.engine.rank, question, limit)

    def page(self, name: str) -> Reply:
        """A page in the bot's own voice. Raises KeyError if there is none of that name."""
        return self.engine.page(name)

    def topic(self, code: str) -> TopicRef | None:
        """The topic behind a button or deep link; None if the content does not have it (any more)."""
        ref = TopicRef.from_code(code)
        content = self.engine.content
        known = ref is not None and ref.supplement in content.supplements and ref.topic in content.topics
        return ref if known else None
