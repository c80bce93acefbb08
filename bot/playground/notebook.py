"""What the bot was asked and what it said, noted beside the engine, so that the page can show why."""

import copy
import dataclasses
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import Any

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.answering.reply import Reply
from bot.content.model import TopicRef
from bot.evaluation.explanation import explain
from bot.matching.matcher import Matcher, Neighbour
from bot.playground.bot_api.html import parse_text
from bot.playground.bot_api.refusal import Json
from bot.telegram_bot import render

REMEMBERED = 200  # replies
ATTACHED = 1000  # messages


@dataclass(frozen=True, slots=True)
class Note:
    """One reply, and what it answers."""

    asked: str | TopicRef  # words, or a topic that was picked by a button; empty for a page
    way: str  # "asked", "inline", "picked" or "page"
    before: Conversation  # what was spoken of before
    reply: Reply
    texts: tuple[str, ...]  # as it is read once it is sent: whole, and as a group is shown it
    engine: Engine | None  # None once its content has been replaced twice


class Notebook:
    """The latest replies, and which message holds which. Safe to use from several threads."""

    def __init__(self) -> None:
        self._notes: deque[Note] = deque(maxlen=REMEMBERED)
        self._messages: OrderedDict[tuple[int, int], Note] = OrderedDict()  # by chat and message
        self._lock = threading.Lock()
        self._engines: deque[Engine] = deque(maxlen=2)  # each holds the whole matcher: older ones are let go

    def watch(self, engine: Engine) -> Engine:
        """The same engine, with everything that it replies noted here."""
        watched = _Watched(engine, self)
        with self._lock:
            self._engines.append(watched)
            self._notes = deque(map(self._aged, self._notes), REMEMBERED)
            self._messages = OrderedDict((key, self._aged(note)) for key, note in self._messages.items())
        return watched

    def _aged(self, note: Note) -> Note:
        return note if note.engine in self._engines else dataclasses.replace(note, engine=None)

    @property
    def newest(self) -> Engine:
        """The engine that was watched last."""
        return self._engines[-1]

    def note(self, asked: str | TopicRef, way: str, before: Conversation, reply: Reply, engine: Engine) -> None:
        """Keep a reply."""
        texts = tuple(parse_text(render.html(one), "HTML").text.strip() for one in (reply, reply.in_short("")))
        with self._lock:
            self._notes.append(Note(asked, way, before, reply, texts, engine))

    def attach(self, message: Json) -> None:
        """Find out which reply a message holds."""
        with self._lock:
            found = next((note for note in reversed(self._notes) if message.get("text") in note.texts), None)
            key = (message["chat"]["id"], message["message_id"])
            self._messages.pop(key, None)
            if found is not None:
                self._messages[key] = found
            while len(self._messages) > ATTACHED:
                self._messages.popitem(last=False)

    def of(self, chat_id: int, message_id: int) -> Note | None:
        """The reply that a message holds; None where nobody knows."""
        with self._lock:
            return self._messages.get((chat_id, message_id))


def explanation(note: Note, closely: bool = False) -> dict[str, Any] | None:
    """Why the reply is what it is, as `python -m bot explain` tells it; None where there was no question in words.

    The nearest wordings are looked for only by who looks closely: that takes a second or more.
    """
    if note.engine is None or not isinstance(note.asked, str) or note.way not in ("asked", "inline"):
        return None
    topic = note.engine.content.topics.get(note.before.topic)
    context = [topic.title] if topic else []
    return dataclasses.asdict(explain(_Resumed(note.engine, note.before, closely), note.asked, context))


class _Watched(Engine):
    """An engine that notes what it replies. It shares all that the other stands on."""

    def __init__(self, engine: Engine, notebook: Notebook) -> None:
        self.__dict__.update(engine.__dict__)
        self._notebook = notebook

    def ask(self, question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
        before = copy.copy(conversation or Conversation())
        reply = super().ask(question, conversation)
        self._notebook.note(question, "asked" if isinstance(question, str) else "picked", before, reply, self)
        return reply

    def rank(self, question: str, limit: int) -> list[Reply]:
        replies = super().rank(question, limit)
        for reply in replies:
            self._notebook.note(question, "inline" if question.strip() else "page", Conversation(), reply, self)
        return replies

    def page(self, name: str) -> Reply:
        reply = super().page(name)
        self._notebook.note("", "page", Conversation(), reply, self)
        return reply


class _Resumed(Engine):
    """An engine in which whatever was asked before leaves the conversation as it was before a question."""

    def __init__(self, engine: Engine, before: Conversation, closely: bool) -> None:
        self.__dict__.update(engine.__dict__)
        self._before = before
        if not closely:
            self.matcher = _Glancing(engine.matcher)

    def ask(self, question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
        if conversation is not None:
            for one in dataclasses.fields(Conversation):
                setattr(conversation, one.name, getattr(self._before, one.name))
        return super().ask("", None)


class _Glancing(Matcher):
    """A matcher that does not look for the nearest wordings."""

    def __init__(self, matcher: Matcher) -> None:
        self.__dict__.update(matcher.__dict__)

    def nearest(self, text: str, limit: int) -> list[Neighbour]:
        return []
