"""What a kind of answer is: it says by itself when it applies, and composes its reply."""

from typing import Protocol

from bot.answering.decision import Reason, Understanding
from bot.answering.reply import Reply
from bot.content.model import TopicRef


class AnswerKind(Protocol):
    """One kind of answer to a message."""

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The reply to a message, and why it is that one; None where this kind does not apply."""


class Picked(Protocol):
    """A kind of answer that a button or a link can lead to."""

    def pick(self, ref: TopicRef) -> Reply | None:
        """The reply that a reference stands for; None where the content has it no more."""
