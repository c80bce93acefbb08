"""A bot on a fake transport. Its words are the real content's; what it answers to which question is fixed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.answering.pages import Pages
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Reply, ReplyKind, Scored
from bot.content import load
from bot.content.model import Content, TopicRef
from bot.evaluation.golden import MEANT
from bot.metrics import Metrics
from bot.settings import Settings
from bot.storage.secrets import Keys, new_keys
from bot.storage.storage import Storage
from bot.telegram_bot.application import build_application
from tests.telegram_bot.fake_telegram import FakeTransport, Telegram

HASH_KEY, QUESTION_KEY = new_keys()
TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class ScriptedEngine(Engine):
    """Composes real replies without matching: every question is about timing, but for a few words that say otherwise."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._replies = Replies(content)
        self.pages = Pages(content, self._replies)
        self.supplement = MEANT
        self.asked: list[str | TopicRef] = []
        self.conversations: list[Conversation | None] = []

    def ask(self, question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
        """An answer; "chest pain" is urgent, "zebra" unknown, and "crash" raises an error that quotes the question."""
        self.asked.append(question)
        self.conversations.append(conversation)
        if isinstance(question, TopicRef):
            return self._replies.answer(Scored(question, 1.0)) if self.knows(question) else self.page("gone")
        if "crash" in question:
            raise RuntimeError(f"can't cope with {question!r}")
        if "chest pain" in question:
            return self.urgent()
        if "zebra" in question:
            return self._replies.nothing(self._replies.text("abstain"))
        return self._replies.answer(Scored(TopicRef(MEANT, "dosage/timing"), 1.0))

    def knows(self, ref: TopicRef) -> bool:
        """Whether a topic has an answer."""
        return ref.topic in getattr(self.content.supplements.get(ref.supplement), "answers", {})

    def is_urgent(self, question: str) -> bool:
        """Whether it would get the urgent reply."""
        return "chest pain" in question

    def rank(self, question: str, limit: int) -> list[Reply]:
        """Every topic for any question, with the same exceptions."""
        self.asked.append(question)
        if "crash" in question:
            raise RuntimeError(f"can't cope with {question!r}")
        if "chest pain" in question:
            return [self.urgent()]
        if "zebra" in question:
            return []
        supplement = self.content.supplements[MEANT]
        return [self._replies.answer(Scored(TopicRef(supplement.id, topic), 1.0)) for topic in supplement.answers][:limit]

    def urgent(self) -> Reply:
        """An urgent reply."""
        return Reply(ReplyKind.URGENT, (Block(BlockKind.LEAD, "Call 112 now."),), self.content.wording.disclaimer)


@pytest.fixture(scope="session")
def content() -> Content:
    """The content that the product ships."""
    return load(Path(__file__).parents[2] / "content")


@pytest.fixture
def engine(content: Content) -> ScriptedEngine:
    """An engine that remembers what it was asked."""
    return ScriptedEngine(content)


@pytest.fixture
def settings() -> Settings:
    """Settings with a token."""
    return Settings.from_environment({"TELEGRAM_BOT_TOKEN": TOKEN})


@pytest.fixture
def keys() -> Keys:
    """All keys: votes and questions are taken."""
    return Keys.of(HASH_KEY, (QUESTION_KEY,))


@pytest_asyncio.fixture
async def storage(tmp_path: Path, keys: Keys) -> AsyncIterator[Storage]:
    """An empty storage with these keys."""
    storage = await Storage.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}", keys)
    yield storage
    await storage.close()


@pytest.fixture
def metrics() -> Metrics:
    """Counts of this test."""
    return Metrics()


@pytest_asyncio.fixture
async def telegram(settings: Settings, engine: ScriptedEngine) -> AsyncIterator[Telegram]:
    """The bot without storage."""
    async with signed_in(settings, engine) as telegram:
        yield telegram


@pytest_asyncio.fixture
async def keeping(settings: Settings, engine: ScriptedEngine, storage: Storage, metrics: Metrics) -> AsyncIterator[Telegram]:
    """The bot with storage."""
    async with signed_in(settings, engine, storage, metrics) as telegram:
        yield telegram


@asynccontextmanager
async def signed_in(
    settings: Settings, engine: ScriptedEngine, storage: Storage | None = None, metrics: Metrics | None = None
) -> AsyncIterator[Telegram]:
    """The bot, signed in. When the test is over, all that it sent must have ended with the disclaimer."""
    transport = FakeTransport()
    application = build_application(settings, engine, transport, storage, metrics)
    async with application:
        telegram = Telegram(application, transport)
        yield telegram
    for sent in telegram.sent:
        assert sent["read"].endswith(engine.content.wording.disclaimer)
        assert sent["link_preview_options"] == {"is_disabled": True}
