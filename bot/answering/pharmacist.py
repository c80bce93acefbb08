"""The note for a pharmacist: what a conversation spoke of, short enough for a button that copies it."""

from textwrap import shorten

from bot.answering.conversation import Conversation
from bot.answering.replies import Replies
from bot.answering.titles import CARD
from bot.content.model import TopicRef

LONGEST = 256  # characters; what Telegram lets a button copy
LEAST = 2  # supplements from which there is something to ask, where no medicine was named


def for_pharmacist(replies: Replies, conversation: Conversation) -> str:
    """The supplements and medicines that were named, and what was asked of them, in at most 256 characters; empty where there is
    neither a medicine nor a second supplement.

    What does not fit is left out whole, the oldest question first, then the name that was named first.
    """
    if not conversation.medicines and len(conversation.supplements) < LEAST:
        return ""
    named = [*conversation.supplements, *conversation.medicines]
    asked = [title for ref in conversation.told if (title := _title(replies, ref))]
    while _too_long(note := _note(replies, named, asked)):
        if asked:
            del asked[0]
        elif len(named) > 1:
            del named[0]
        else:
            return shorten(note, LONGEST // 2, placeholder="…")  # any character may count for two
    return note


def _note(replies: Replies, named: list[str], asked: list[str]) -> str:
    note = replies.text("pharmacist-named", named=", ".join(named))
    return note + "\n" + replies.text("pharmacist-asked", asked="; ".join(asked)) if asked else note


def _too_long(note: str) -> bool:
    return len(note.encode("utf-16-le")) // 2 > LONGEST


def _title(replies: Replies, ref: TopicRef) -> str:
    """What was asked, in the content's words; empty for what is over the whole shelf."""
    if ref.topic.startswith(CARD):
        return replies.name_of(ref.topic.removeprefix(CARD))
    return replies.title(ref) if ref.supplement else ""
