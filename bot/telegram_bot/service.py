"""What every handler stands on: the engine, what is remembered, what may be kept, and who asks too much."""

import asyncio
import copy
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from typing import Protocol
from weakref import WeakValueDictionary

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.answering.reply import Reply
from bot.content.model import Content, TopicRef
from bot.settings import Settings
from bot.storage.storage import Forgotten, Storage
from bot.telegram_bot.limits import Limits, Verdict
from bot.telegram_bot.memory import Answered, Asker, ChatConversations, Questions, Replied, Told
from bot.telegram_bot.refusals import WaitedTooLong

PATIENCE = 10.0  # seconds that a message waits for those before it, while it holds one of the places of updates
_PER_MINUTE = 1_000_000.0  # of a service without settings: no limit


class Counts(Protocol):
    """What is counted here; bot.metrics has it."""

    def answered(self, kind: str, supplement: str, topic: str, seconds: float) -> None:
        """A reply was made."""

    def error(self) -> None:
        """An update's handling failed."""

    def refused(self, reason: str) -> None:
        """An update was turned away."""

    def reloaded(self, ok: bool) -> None:
        """The content was read anew, or refused."""


class Service:
    """Asks the engine for the handlers, and remembers. No telegram type passes it."""

    def __init__(
        self,
        engine: Engine,
        *,
        storage: Storage | None = None,
        metrics: Counts | None = None,
        limits: Limits | None = None,
        keep_days: int = 90,
    ) -> None:
        """Without storage there are no votes, no inbox and no counts."""
        self._engine = engine
        self.storage, self.metrics = storage, metrics
        self.limits = limits or Limits(_PER_MINUTE, _PER_MINUTE)
        self.conversations, self.questions, self.replied, self.told = ChatConversations(), Questions(), Replied(), Told()
        self.undelivered: set[int] = set()
        """Updates whose answer could not be sent because the network or Telegram was away. The Intake takes them out."""
        self.published: Callable[[], Awaitable[None]] = _nothing
        """Shows people the menus and descriptions of new content."""
        self._keep_days = keep_days
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    def of(cls, settings: Settings, engine: Engine, storage: Storage | None, metrics: Counts | None) -> "Service":
        """A service as the settings describe it."""
        limits = Limits(settings.person_per_minute, settings.chat_per_minute)
        return cls(engine, storage=storage, metrics=metrics, limits=limits, keep_days=settings.keep_days)

    @property
    def engine(self) -> Engine:
        """The engine that answers now."""
        return self._engine

    @property
    def content(self) -> Content:
        """What is answered from now."""
        return self._engine.content

    def text(self, name: str) -> str:
        """One of the bot's own lines, for what is no reply: a button, a toast."""
        return self.content.wording.texts[name]

    def replace(self, engine: Engine) -> None:
        """Answer with this engine from now on. A reply that is being made keeps the one it began with."""
        self._engine = engine

    def admit(self, asker: Asker) -> Verdict:
        """Whether what this person asks in this chat is dealt with; what is not is counted."""
        verdict = self.limits.admit(asker.person_id, asker.chat_id)
        self._refused(verdict is not Verdict.WELCOME)
        return verdict

    def postpone(self, update_id: int, asker: Asker | None) -> None:
        """An update could not be answered for now, and has to come again, at no cost to who asked."""
        self.undelivered.add(update_id)
        if asker:
            self.limits.give_back(asker.person_id, asker.chat_id)

    def admit_inline(self, person_id: int) -> bool:
        """Whether an inline query of this person is dealt with; what is not is counted."""
        welcome = self.limits.admit_inline(person_id)
        self._refused(not welcome)
        return welcome

    def _refused(self, refused: bool) -> None:
        if refused and self.metrics:
            self.metrics.refused("too many")

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Hold the turn of a conversation while one of its messages is answered: each may lean on the one before.

        Raises WaitedTooLong where the messages before take so long that this one should come again later.
        """
        turn = self._turns.setdefault(key, asyncio.Lock())
        try:
            async with asyncio.timeout(PATIENCE):
                await turn.acquire()
        except TimeoutError:
            raise WaitedTooLong from None
        try:
            yield
        finally:
            turn.release()

    async def answer(self, question: str | TopicRef, key: Asker | None) -> Reply:
        """The reply to a question or topic; `key` names the conversation, None where there is none.

        Matching computes for milliseconds, so it runs in a thread and the loop stays free.
        """
        conversation = None if key is None else self.conversations.of(key)
        began = time.perf_counter()
        reply = await asyncio.to_thread(self._engine.ask, question, conversation)
        ref = reply.topics[0].ref if reply.topics else None
        if self.metrics:
            self.metrics.answered(
                reply.kind, ref.supplement if ref else "", ref.topic if ref else "", time.perf_counter() - began
            )
        if self.storage:
            self.storage.count(reply.kind, ref)
        return reply

    def spoken_of(self, key: Asker) -> Conversation:
        """What was spoken of, as it is now."""
        return copy.copy(self.conversations.of(key))

    def for_pharmacist(self, key: Asker) -> str:
        """What was spoken of, as a note to show a pharmacist; empty where there is nothing worth it."""
        return self._engine.for_pharmacist(self.conversations.of(key))

    def take_back(self, key: Asker, answered: Answered) -> None:
        """Go on as if a message had not been written, unless more was spoken of since."""
        if self.conversations.of(key) == answered.after:
            self.conversations.put(key, copy.copy(answered.before))

    async def in_danger(self, question: str) -> bool:
        """Whether the reply to a question would be the urgent one."""
        return bool(question) and await asyncio.to_thread(self._engine.is_urgent, question)

    async def rank(self, question: str, limit: int) -> list[Reply]:
        """Up to `limit` answers, best first."""
        return await asyncio.to_thread(self._engine.rank, question, limit)

    def page(self, name: str) -> Reply:
        """A page in the bot's own voice. Raises KeyError if there is none of that name."""
        return self._engine.page(name)

    def topic(self, code: str) -> TopicRef | None:
        """The topic behind a button or deep link; None if the content does not have it (any more)."""
        ref = TopicRef.from_code(code)
        return ref if ref is not None and self._engine.knows(ref) else None

    def glance(self, words: str) -> TopicRef | None:
        """The page at a glance of the supplement that words name; None where they name none, or several."""
        return self._engine.glance(words)

    @property
    def takes_votes(self) -> bool:
        """Whether votes are kept."""
        return self.storage is not None and self.storage.takes_votes

    @property
    def takes_questions(self) -> bool:
        """Whether questions can be sent to the editors."""
        return self.storage is not None and self.storage.takes_questions

    def privacy(self, brief: bool) -> Reply:
        """What is kept, why, how long, and how to be rid of it; `brief` for a group."""
        return self._engine.pages.privacy(self.takes_votes, self._keep_days if self.takes_questions else None, brief)

    async def forget_person(self, person_id: int) -> Reply:
        """Delete what can be traced to a person, here and in storage; the reply says how much it was."""
        self._forget(lambda asker: asker.person_id == person_id)
        keeps = self.storage is not None and (self.takes_votes or self.takes_questions)
        if not keeps or self.storage is None:
            return self._engine.pages.forgotten(0, 0)
        found: Forgotten | None = await self.storage.forget(self.storage.person(person_id))
        return self.page("deleted-later") if found is None else self._engine.pages.forgotten(found.votes, found.questions)

    def forget_chat(self, chat_id: int) -> None:
        """Forget what was said in a chat that the bot was put out of."""
        self._forget(lambda asker: asker.chat_id == chat_id)
        self.limits.forget(chat_id)

    def _forget(self, unwanted: Callable[[Asker], bool]) -> None:
        self.conversations.forget(unwanted)
        self.questions.forget(lambda _, asked: unwanted(asked.asker))
        for of_chats in (self.replied, self.told):  # a private chat has its person's number
            of_chats.forget(lambda chat_id, _: unwanted(Asker(chat_id, chat_id)))


async def _nothing() -> None:
    """Nobody is there to show anything to."""
