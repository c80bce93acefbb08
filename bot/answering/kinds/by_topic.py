"""Answers on topics of one supplement: a bare name, several questions, a sure one, one of two, choices, nothing."""

from collections.abc import Callable, Sequence

from bot.answering.decision import OURS_FROM, Piece, Reason, Understanding
from bot.answering.kinds.glance import Glance
from bot.answering.kinds.pairs import Pairs
from bot.answering.kinds.topics import Topics, scored, with_point
from bot.answering.remembering import MEDICINES, SUPPLEMENTS
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Reply, Scored
from bot.answering.rows import Rows, to_heed, to_tell
from bot.answering.titles import MOST_CHOICES, WITH
from bot.content.answers import Pair
from bot.content.model import AskedKind, TopicRef

# The chance of being the FAQ's business from which it is asked of which supplement, where the topic is not certain.
WHICH_FROM = 0.85


class BareName:
    """A name and hardly anything else: what was spoken of, for that supplement; else all of it at a glance."""

    def __init__(self, pairs: Pairs, topics: Topics, glance: Glance) -> None:
        self._pairs, self._topics, self._glance = pairs, topics, glance

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The pair with the medicine spoken of, or the answer on the topic spoken of, or the page at a glance."""
        reading, supplement = found.reading, found.subject.supplement
        names_one = len(reading.mentions) == 1 and reading.supplements and reading.is_hardly_more_than_names
        if supplement is None or not (names_one or found.is_pointer):
            return None
        if found.medicine and (pair := self._pairs.pick(TopicRef(supplement.id, WITH + found.medicine))):
            return Reason.BARE_NAME, pair
        kept = found.earlier and found.subject.ref(found.earlier)
        if not kept and not reading.is_bare_name:
            return None
        overview = TopicRef(supplement.id, supplement.overview)
        if reading.is_bare_name and (not kept or kept == overview):
            return Reason.BARE_NAME, self._glance.of(supplement, *self._topics.around(overview, found))
        return Reason.BARE_NAME, self._topics.answer(Scored(kept or overview, 1.0), found)


class Several:
    """Several questions in one message, each clear on its own and in the message as a whole."""

    def __init__(self, topics: Topics, rows: Rows, replies: Replies, pieces: Callable[[Understanding], Sequence[Piece]]) -> None:
        self._topics, self._rows, self._replies, self._pieces = topics, rows, replies, pieces

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """All of them answered in short; the rows of a pair in the place of what is said of such pairs in general."""
        is_pair = found.asked is AskedKind.PAIR and found.match.topics[0] == SUPPLEMENTS and self._rows.partners(found)
        if found.subject.supplement is None or is_pair:
            return None
        parts = self._several(self._pieces(found), found)
        if len(parts) < 2:
            return None
        asked = {part.ref.topic for part in parts}
        rows, told = self._told_by_rows(found, asked)
        parts = with_point([part for part in parts if part.ref.topic not in told], found)[:MOST_CHOICES]
        caution = self._topics.caution(found, [part.ref.topic for part in parts])
        notes = self._replies.notes(self._rows.untold(found, rows), found.watch, self._topics.reminder(found, caution))
        notes += self._topics.amount([part.ref for part in parts], found)
        pairs = [(self._rows.ref(row), row) for row in rows]
        beside, are_asked = self._topics.beside(found, caution), not told.isdisjoint(asked)
        return Reason.SEVERAL, self._replies.answers(parts, notes, beside, pairs, pairs_are_asked=are_asked)

    def _told_by_rows(self, found: Understanding, asked: set[str]) -> tuple[list[Pair], set[str]]:
        """The rows of what takes part, the worst first, and the topics in whose place they stand."""
        rows, told = list[Pair](), set[str]()
        with_medicines, inherited = self._rows.asked_for(found)
        if with_medicines and not inherited:
            told |= {MEDICINES, *(medicine.topic for medicine in self._rows.classes(found))}
            rows += to_heed(with_medicines) if told.isdisjoint(asked) else with_medicines
        together, inherited = self._rows.of_supplements(found)
        if together and not inherited and SUPPLEMENTS in asked:
            rows += together
            told.add(SUPPLEMENTS)
        return to_tell(rows), told

    @staticmethod
    def _several(parts: Sequence[Piece], found: Understanding) -> list[Scored]:
        """The topics of the questions in one message, best first; an empty list where the message's own best is none of them."""
        chances: dict[str, float] = {}
        for piece in parts:
            if piece.is_question:
                chances[piece.topic] = max(piece.match.chance_right, chances.get(piece.topic, 0.0))
        if found.match.topics[0] not in chances:
            return []
        # The whole message ranks its topics better than the pieces do; no topic counts as surer than one that ranks before it.
        several: list[Scored] = []
        for topic in (topic for topic in found.match.topics if topic in chances):
            score = min(chances[topic], several[-1].score if several else 1.0)
            if ref := found.subject.ref(topic):
                several.append(Scored(ref, round(score, 4)))
        return several


class Sure:
    """The best topic is likely enough."""

    def __init__(self, topics: Topics, rows: Rows, answer_from: float) -> None:
        self._topics, self._rows, self._answer_from = topics, rows, answer_from

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The answer, below what is to be heeded with a medicine that is named; or of which supplement; or that there is none."""
        if found.match.certainty < self._answer_from or found.names_only_others:
            return None
        best = found.match.topics[0]
        if found.subject.supplement is None:
            return self._topics.which_one(found, Reason.WHICH_ONE)
        ref = found.subject.ref(best)
        if ref is None:
            return Reason.NO_ANSWER, self._topics.unanswered(TopicRef(found.subject.id, best), found)
        answer = Scored(ref, round(found.match.chance_right, 4))
        return Reason.SURE, self._topics.answer(answer, found, self._rows.to_heed(found))


class OneOfTwo:
    """One of the best two topics is likely enough: both, in short, are less trouble than a question back."""

    def __init__(self, topics: Topics, rows: Rows, replies: Replies, answer_two_from: float) -> None:
        self._topics, self._rows, self._replies, self._answer_two_from = topics, rows, replies, answer_two_from

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """Both answers, and that they are two, below what is to be heeded with a medicine that is named."""
        if found.match.certainty_of_two < self._answer_two_from or found.subject.supplement is None or found.names_only_others:
            return None
        parts = scored(found, 2)
        if [one.ref.topic for one in parts] != list(found.match.topics[:2]):
            return None
        parts = with_point(parts, found)
        caution = self._topics.caution(found, [one.ref.topic for one in parts])
        told = to_tell(self._rows.to_heed(found))
        notes = [
            *self._replies.notes(self._rows.untold(found, told), found.watch, self._topics.reminder(found, caution)),
            *self._topics.amount([one.ref for one in parts], found),
            Block(BlockKind.NOTE, self._replies.text("one-of-two")),
        ]
        pairs, beside = [(self._rows.ref(row), row) for row in told], self._topics.beside(found, caution)
        return Reason.ONE_OF_TWO, self._replies.answers(parts, notes, beside, pairs, pairs_are_asked=False)


class Unsure:
    """The FAQ's business, and it is not clear which topic; or more likely not its business."""

    def __init__(self, topics: Topics, replies: Replies, answer_from: float) -> None:
        self._topics, self._replies, self._answer_from = topics, replies, answer_from

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """Choices, or what the bot does know."""
        match, reading = found.match, found.reading
        if match.chance_in_scope >= OURS_FROM:
            reason = Reason.OTHERS_TOGETHER if match.certainty >= self._answer_from else Reason.UNSURE
            if found.subject.supplement is None:
                if match.chance_in_scope >= WHICH_FROM and (which := self._topics.which_one(found, reason)):
                    return which
            elif offered := scored(found, MOST_CHOICES):
                return reason, self._topics.suggest(offered, found)
        unknown = self._replies.not_covered(reading) if reading.others else self._replies.text("abstain")
        return Reason.NOT_OURS, self._replies.nothing(unknown, found.watch)
