"""A finer question: one of a supplement's points, above its topic's own answer."""

from bot.answering.decision import Reason, Understanding
from bot.answering.kinds.topics import CERTAIN_POINT, SURE_POINT, Topics, asked_point
from bot.answering.reply import Reply
from bot.answering.rows import Rows, to_heed
from bot.content.model import AskedKind

# The chance of being the FAQ's business, 0 to 1, from which a point is told: that it is asked speaks for that, too. Of 139 golden
# questions that are not covered none has as much beside a point of LIKELY_POINT.
POINT_OURS_FROM = 0.35


class Finer:
    """A point that is asked for with a chance of at least `likely`, 0 to 1."""

    def __init__(self, topics: Topics, rows: Rows, likely: float) -> None:
        self._topics, self._rows, self._likely = topics, rows, likely

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The point, whatever topic the message as a whole is most like; the row of what is named beside stands above it."""
        asked = asked_point(found, self._likely)
        if asked is None or found.match.chance_in_scope < POINT_OURS_FROM or found.names_only_others:
            return None
        rows, inherited = self._rows.asked_for(found)
        if rows and inherited:
            return None
        together = self._rows.of_supplements(found)[0] if found.asked is AskedKind.PAIR else []
        if together and asked.score < CERTAIN_POINT:
            return None  # what is known of the two comes first
        if found.asked is AskedKind.PAIR and not rows and asked.score < SURE_POINT:
            return None  # and so does that nothing is known
        return Reason.FINER, self._topics.answer(asked, found, to_heed([*rows, *together]))
