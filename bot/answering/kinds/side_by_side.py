"""Two or three supplements side by side: which of them, or the same question about each."""

from collections.abc import Sequence

from bot.answering.decision import Reason, Understanding
from bot.answering.kinds.topics import SURE_POINT, asked_point
from bot.answering.remembering import MEDICINES, SUPPLEMENTS
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Reply, Scored
from bot.answering.rows import Rows, to_tell
from bot.answering.titles import MOST_CHOICES
from bot.content.answers import Pair
from bot.content.model import AskedKind, Content, Supplement, TopicRef
from bot.language.participants import FILLING

FORMS = "about/other-forms"
# Topics that compare or combine by themselves: no ground on which to set two supplements side by side.
COMPARING = frozenset({FORMS, "about/brands", SUPPLEMENTS, MEDICINES})
# Words that ask for a comparison, and not in which way.
_AROUND = FILLING | frozenset(
    "vs versus v compare compared comparison between difference differences diff which is are better best both them these two "
    "either each one of it to than good please can you".split()
)


class SideBySide:
    """Each supplement's short answer and evidence on one topic; which of them is better, no program says."""

    def __init__(self, content: Content, rows: Rows, replies: Replies, answer_from: float) -> None:
        self._content, self._rows, self._replies, self._answer_from = content, rows, replies, answer_from

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The answers of each on the topic that was asked, else what each is, below what is known of the two together where that
        may be asked as well, and of what is to be heeded with a medicine that is named. Forms of one have a topic of their own.
        """
        rows = self._rows.of_supplements(found)[0]
        if not self._applies(found, rows) or self._is_of_medicines(found) or (not rows and asked_point(found, SURE_POINT)):
            return None
        heeded = to_tell(self._rows.to_heed(found))
        above = [(self._rows.ref(row), row) for row in heeded]
        notes = self._replies.notes(self._rows.untold(found, heeded), found.watch, forms=found.reading.forms)
        urgent, together = self._replies.urgent_choice(found.watch), [self._replies.choice(self._rows.ref(row)) for row in rows]
        if one := self._one_and_its_forms(found):
            chance = round(found.match.chance_right, 4)
            weighed = [Scored(TopicRef(one.id, topic), chance) for topic in self._on_forms(found, one)]
            if len(weighed) > 1:
                reply = self._replies.answers(weighed, notes, [*urgent, *together], above, pairs_are_asked=False)
                return Reason.SIDE_BY_SIDE, reply
            return Reason.SIDE_BY_SIDE, self._replies.answer(weighed[0], notes, [*urgent, *together], heeded)
        shown = found.alternatives[:MOST_CHOICES]
        if len(shown) < 2:
            return None
        answers = self._answers(found, shown)
        in_scope = round(found.match.chance_in_scope, 4)
        if found.asked is AskedKind.VERSUS:
            notes.append(Block(BlockKind.NOTE, self._replies.text("versus")))
        for one, topic in answers:
            if topic not in one.answers:
                title = self._content.topics[topic].title
                notes.append(Block(BlockKind.NOTE, self._replies.text("no-answer-yet", topic=title, supplement=one.name)))
        parts = [Scored(TopicRef(one.id, topic), in_scope) for one, topic in answers if topic in one.answers]
        if len(rows) == 1 and AskedKind.PAIR in (found.asked, *found.nearly):  # the row itself, then, and no button to it
            return Reason.SIDE_BY_SIDE, self._replies.answers(parts, notes, urgent, [(self._rows.ref(rows[0]), rows[0]), *above])
        return Reason.SIDE_BY_SIDE, self._replies.answers(parts, notes, [*urgent, *together], above, pairs_are_asked=False)

    @staticmethod
    def _applies(found: Understanding, rows: Sequence[Pair]) -> bool:
        """Whether each is asked about: by itself or against the other; or both are, where it seems to be whether they go together
        and a row tells that too.
        """
        if found.asked in (AskedKind.VERSUS, AskedKind.BOTH):
            return True
        is_near = found.asked is AskedKind.PAIR and AskedKind.BOTH in found.nearly
        return is_near and len(rows) == 1 and found.match.topics[0] not in COMPARING

    def _is_of_medicines(self, found: Understanding) -> bool:
        """Whether it is asked how they go with a medicine of which rows tell."""
        about = {MEDICINES, *(medicine.topic for medicine in self._rows.classes(found))}
        return found.match.topics[0] in about and bool(self._rows.with_medicines(found)[0])

    @staticmethod
    def _answers(found: Understanding, shown: tuple[Supplement, ...]) -> list[tuple[Supplement, str]]:
        """Each supplement with the likeliest topic that one of them answers; where nothing is asked but to compare them, with
        the topic last spoken of, if that was of one of them, or with what it is.
        """
        goes_on = bool(found.told) and found.told[-1].supplement in [one.id for one in shown]
        spoken_of = [found.earlier] if found.earlier and goes_on else []
        asked = spoken_of if asks_nothing_else(found) else found.match.topics[:MOST_CHOICES]
        topic = next((topic for topic in asked if topic not in COMPARING and any(topic in one.answers for one in shown)), "")
        return [(one, topic or one.overview) for one in shown]

    def _on_forms(self, found: Understanding, one: Supplement) -> list[str]:
        """The topics that weigh forms of one: what is asked of them for certain, then the answer on forms."""
        topic = found.match.topics[0]
        is_asked = topic not in COMPARING and found.match.certainty >= self._answer_from and topic in one.answers
        return [topic, FORMS] if is_asked else [FORMS]

    @staticmethod
    def _one_and_its_forms(found: Understanding) -> Supplement | None:
        """The supplement whose topic on forms compares what is named: forms of one, or one and what it is a form of."""
        named = found.alternatives
        if len(named) == 1 and found.reading.weighs_forms:
            return named[0] if FORMS in named[0].answers else None
        if len(named) == 2 and (found.match.topics[0] in COMPARING or asks_nothing_else(found)):
            for one, other in (named, named[::-1]):
                if one.form_of == other.id and FORMS in one.answers:
                    return one
        return None


def asks_nothing_else(found: Understanding) -> bool:
    """Whether a message asks for a comparison and does not say in which way."""
    words = found.reading.words
    return len(words) - found.reading.named_words <= sum(word in _AROUND for word in words)
