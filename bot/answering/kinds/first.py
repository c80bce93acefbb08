"""What comes before any question on the FAQ: danger, other languages, nothing readable, small talk."""

from bot.answering.decision import OURS_FROM, Reason, Understanding
from bot.answering.kinds.over_shelf import Shelf
from bot.answering.kinds.topics import scored
from bot.answering.listener import is_unreadable
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Reply, ReplyKind
from bot.answering.rows import Rows
from bot.content.answers import PairLevel
from bot.content.model import Content
from bot.safety.alarm import RAISE

MOST_CALM = 2  # topics offered below the urgent reply, for the case that nobody is in danger

# Chances, 0 to 1. Where no sign of danger is there and its chance is below DANGER_IN_DOUBT, a message whose topic is certain from
# CERTAIN on, or that asks a point from CERTAIN_POINT on, is answered; the line on when to call for help stands above that.
DANGER_IN_DOUBT, CERTAIN, CERTAIN_POINT = 0.7, 0.9, 0.7


class InDanger:
    """Somebody may be in danger."""

    def __init__(self, rows: Rows, replies: Replies) -> None:
        self._rows, self._replies = rows, replies

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """Help first. Where the danger is doubtful, what must not be combined is told below it, and what was asked is a button
        away. Danger is learnt from English wordings: of another language it knows the signs at most, and the line in that
        language says whom to call.
        """
        if found.danger.chance < RAISE or _is_understood(found) or (found.language and not found.danger.signs):
            return None
        is_calm = found.danger.is_doubtful and found.match.chance_in_scope >= OURS_FROM
        asked = [one.ref for one in scored(found, MOST_CALM)] if is_calm else []
        rows = self._rows.never_together(found) if found.danger.is_doubtful else []
        never = [(self._rows.ref(row), row) for row in rows if row.level is PairLevel.DO_NOT_COMBINE]
        return Reason.DANGER, self._replies.urgent(found.danger.situation, asked, never)


def _is_understood(found: Understanding) -> bool:
    """Whether it is certain what a message asks, and very doubtful that somebody is in danger, or might want to die: "I'm on
    warfarin".
    """
    asks = found.match.certainty >= CERTAIN or (found.point is not None and found.point.chance >= CERTAIN_POINT)
    danger = found.danger
    return asks and danger.is_doubtful and danger.chance < DANGER_IN_DOUBT and not danger.situation.certain


class NoQuestion:
    """Another language, no words that anybody knows, or small talk."""

    def __init__(self, content: Content, shelf: Shelf, replies: Replies) -> None:
        self._talk = {talk.id: talk for talk in content.small_talk}
        self._shelf, self._replies = shelf, replies

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """One line back."""
        text = self._replies.text
        if found.language:
            return Reason.OTHER_LANGUAGE, self._replies.nothing(f"{found.language.reply}\n{text('other-language')}")
        if is_unreadable(found.reading):
            return Reason.UNREADABLE, self._replies.nothing(text("gibberish"))
        if talk := self._talk.get(found.match.small_talk):
            if talk.shows_shelf and found.subject.supplement is None:
                return self._shelf.told()
            said = [Block(BlockKind.LEAD, talk.reply)]
            return Reason.SMALL_TALK, self._replies.reply(ReplyKind.SMALLTALK, said)
        return None
