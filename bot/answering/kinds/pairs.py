"""Two things taken together: a supplement with a medicine, or with another supplement."""

from collections.abc import Sequence

from bot.answering.decision import OURS_FROM, Reason, Understanding
from bot.answering.kinds.side_by_side import COMPARING, asks_nothing_else
from bot.answering.kinds.topics import with_point
from bot.answering.remembering import MEDICINES, SUPPLEMENTS
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind, Scored
from bot.answering.rows import Rows, asks_apart, to_tell
from bot.answering.titles import CARD, MOST_CHOICES, WITH
from bot.content.answers import Card, Pair, PairLevel
from bot.content.model import AskedKind, Content, Supplement, TopicRef

ANIMALS = "safety/animals"  # the topic on them
TOGETHER = frozenset({AskedKind.PAIR, AskedKind.BOTH, AskedKind.VERSUS})  # what may be asked of a supplement and a medicine


class Pairs:
    """What the kinds of pairs share: how rows are told, and that nothing is known."""

    def __init__(self, content: Content, rows: Rows, replies: Replies, answer_from: float) -> None:
        self._content, self._rows, self._replies, self._answer_from = content, rows, replies, answer_from
        self._of_class = {medicine.id: medicine.topic for medicine in content.medicines}
        self.of_medicines = frozenset({MEDICINES, *self._of_class.values()})
        """The topics that answer on medicines."""

    def pick(self, ref: TopicRef) -> Reply | None:
        """The pair that a button stands for."""
        one, other = self._content.supplements.get(ref.supplement), ref.topic.removeprefix(WITH)
        if one is None:
            return None
        row = one.with_medicines.get(other) or self._content.pair(one.id, other)
        if row:
            return self.known([row], one)
        if row := self._rows.of_relatives(one.id, other):
            return self.known([row], one, asked=ref)
        if not self._replies.has_name(other):
            return None
        topic = MEDICINES if other in self._of_class else SUPPLEMENTS
        return self.unknown(one, WITH + other, self._replies.name_of(other), topic)

    def known(
        self,
        rows: Sequence[Pair],
        asked_of: Supplement,
        notes: Sequence[Block] = (),
        choices: Sequence[Choice] = (),
        asked: TopicRef | None = None,
    ) -> Reply:
        """The rows, the worst first, and where to go on to from them.

        `asked` is the pair that was asked about, where the rows are those of what its parts are forms of.
        """
        rows = to_tell(rows)
        refs = [self._rows.ref(row) for row in rows]
        body = self._replies.rows(rows, refs, notes)
        topics = [Scored(ref, 1.0) for ref in ([asked] if asked else []) + refs]
        folded = self._replies.to_folded(body, rows, refs)
        return self._replies.reply(ReplyKind.ANSWER, body, topics, [*choices, *folded, *self._more(rows[0], asked_of)])

    def told(self, found: Understanding, one: Supplement, rows: Sequence[Pair], notes: Sequence[Block]) -> Reply:
        """The rows, the worst first, and below them the answer to what a message asks besides for certain."""
        rows, urgent = to_tell(rows), self._replies.urgent_choice(found.watch)
        is_of_hours = any(asks_apart(found, medicine) for medicine in self._rows.classes(found))
        asked = [] if is_of_hours else self._asked_besides(found, one)
        if not asked:
            return self.known(rows, one, notes, urgent)
        never = [row for row in rows if row.level is PairLevel.DO_NOT_COMBINE]  # left out for no answer
        told = [(self._rows.ref(row), row) for row in rows[: max(len(never), MOST_CHOICES - len(asked))]]
        is_own = bool(self._content.topics[asked[0].ref.topic].owner)  # what one supplement alone is asked is meant for certain
        return self._replies.answers(asked, notes, urgent, told, pairs_are_asked=found.asked in TOGETHER or not is_own)

    def _asked_besides(self, found: Understanding, one: Supplement) -> list[Scored]:
        """The topic that is asked about for certain, or in which two are weighed, and not where that is what the rows tell; with
        the point that may be asked.
        """
        topics, weighs = found.match.topics[:MOST_CHOICES], found.asked is AskedKind.VERSUS
        every = found.alternatives or (one,)
        shared = (topic for topic in topics if topic not in COMPARING and all(topic in each.answers for each in every))
        topic = next(shared, "") if weighs else topics[0]
        is_certain = found.match.certainty >= self._answer_from or (weighs and not asks_nothing_else(found))
        is_told = topic == SUPPLEMENTS or topic in self.of_medicines or not is_certain
        asked_of = () if is_told else every[: MOST_CHOICES - 1] if weighs else (one,)
        chance = round(found.match.chance_right, 4)
        asked = [Scored(TopicRef(each.id, topic), chance) for each in asked_of if topic in each.answers]
        return with_point(asked, found) if len(every) == 1 else asked  # of two, a point is on one alone

    def notes(self, found: Understanding, rows: Sequence[Pair]) -> list[Block]:
        """What stands above rows: which other medicines were recognised, of which none of them tells."""
        return self._replies.notes(self._rows.untold(found, to_tell(rows)), found.watch, forms=found.reading.forms)

    def unknown(
        self, one: Supplement, pair: str, name: str, topic: str, notes: Sequence[Block] = (), choices: Sequence[Choice] = ()
    ) -> Reply:
        """That nothing is known of a pair, which is not the same as safe; and what the supplement's own topic says."""
        body = [
            Block(BlockKind.TITLE, self._replies.text("pair-title", supplement=one.name, other=name)),
            *notes,
            Block(BlockKind.LEAD, self._replies.text("pair-unknown", supplement=one.name, other=name)),
        ]
        topics = [Scored(TopicRef(one.id, pair), 1.0)]
        if topic in one.answers:
            general = TopicRef(one.id, topic)
            body += [Block(BlockKind.LIST, one.answers[topic].short), self._replies.sources([one.answers[topic]])]
            has_rows = one.with_medicines or one.with_supplements
            topics.insert(1 if has_rows else 0, Scored(general, 1.0))
            choices = [*choices, self._replies.choice(general)]
        return self._replies.reply(ReplyKind.ANSWER, body, topics, choices)

    def _more(self, row: Pair, asked_of: Supplement) -> list[Choice]:
        """The supplement's own answers on medicines or on other supplements; and the other supplement."""
        topics = [self._of_class[row.other], MEDICINES] if row.other in self._of_class else [SUPPLEMENTS]
        choices = [
            self._replies.choice(TopicRef(asked_of.id, topic)) for topic in dict.fromkeys(topics) if topic in asked_of.answers
        ]
        others = [self._content.supplements[one] for one in (row.supplement, row.other) if one in self._content.supplements]
        return choices + [self._replies.glance(one) for one in others if one is not asked_of]


class NeverTogether:
    """What must not be combined: told before anything else that was asked, and that after it."""

    def __init__(self, pairs: Pairs, rows: Rows) -> None:
        self._pairs, self._rows = pairs, rows

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The rows of what takes part, where the worst of them is of the worst level."""
        one, rows = found.subject.supplement, self._rows.never_together(found)
        if one is None or not rows:
            return None
        is_with_medicine = rows[0] in self._rows.with_medicines(found)[0]
        reason = Reason.PAIR_WITH_MEDICINE if is_with_medicine else Reason.PAIR_OF_SUPPLEMENTS
        return reason, self._pairs.told(found, one, rows, self._pairs.notes(found, rows))


class PairWithMedicine:
    """A supplement with medicines: asked, or named where it is not clear what else is asked."""

    def __init__(self, pairs: Pairs, rows: Rows, replies: Replies, answer_from: float) -> None:
        self._pairs, self._rows, self._replies, self._answer_from = pairs, rows, replies, answer_from

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The rows of the medicines that are named; else what the supplement answers on them; else that nothing is known."""
        one, classes = found.subject.supplement, self._rows.classes(found)
        if one is None or not classes or found.match.topics[0] == ANIMALS:  # a pet's insulin is the vet's business
            return None
        among = found.match.topics[: 1 if found.match.certainty >= self._answer_from else MOST_CHOICES]
        about_medicines = not self._pairs.of_medicines.isdisjoint(among)
        about_medicines = about_medicines or not self._names_medicine(found)  # then it goes on about the one spoken of
        if one not in found.reading.supplements and not self._is_ours(found):
            return None
        rows, inherited = self._rows.asked_for(found)
        is_best_known = rows and found.reading.medicines and found.match.certainty < self._answer_from
        is_best_known = is_best_known and not found.is_narrowed  # else it is clear what is asked, of medicines or not
        if found.asked not in TOGETHER and not about_medicines and not is_best_known:
            return None
        notes = self._replies.notes(found.reading.medicines, found.watch, forms=found.reading.forms)
        urgent = self._replies.urgent_choice(found.watch)
        if rows and not inherited:
            return Reason.PAIR_WITH_MEDICINE, self._pairs.told(found, one, rows, self._pairs.notes(found, rows))
        topic = classes[0].topic
        if topic in one.answers and (rows or topic != MEDICINES):
            answer = with_point([Scored(TopicRef(one.id, topic), round(found.match.chance_right, 4))], found)
            if len(answer) > 1:
                told = [(self._rows.ref(row), row) for row in rows]
                reply = self._replies.answers(answer, notes, urgent, told, pairs_are_asked=False)  # of what it is a form of
                return Reason.PAIR_WITH_MEDICINE, reply
            return Reason.PAIR_WITH_MEDICINE, self._replies.answer(answer[0], notes, urgent, rows)
        name = self._rows.medicine_name(found, classes[0])
        watch = self._replies.notes((), found.watch)
        return Reason.PAIR_WITH_MEDICINE, self._pairs.unknown(one, WITH + classes[0].id, name, MEDICINES, watch, urgent)

    @staticmethod
    def _names_medicine(found: Understanding) -> bool:
        return bool(found.reading.medicines or found.reading.groups)

    def _is_ours(self, found: Understanding) -> bool:
        """Whether a message that names no supplement is about one: it names hardly more than the medicine, goes on with what was
        said, or is the FAQ's business by what it asks.
        """
        reading = found.reading
        is_short = reading.is_hardly_more_than_names or bool(found.in_light_of) or found.goes_on
        return is_short or found.match.chance_in_scope >= OURS_FROM


class PairOfSupplements:
    """Two or more supplements together, some of which may be known by name only."""

    def __init__(self, pairs: Pairs, rows: Rows, replies: Replies, answer_from: float) -> None:
        self._pairs, self._rows, self._replies, self._answer_from = pairs, rows, replies, answer_from

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The rows of every two of them; else that nothing is known."""
        partners = self._rows.partners(found)
        one = found.subject.supplement
        # With no medicine named, "is it ok alongside vitamin D" is about the two, whichever of both topics it resembles.
        togethers = (SUPPLEMENTS,) if self._rows.classes(found) else (SUPPLEMENTS, MEDICINES)
        about_pairs = found.asked is AskedKind.PAIR or found.match.topics[0] in togethers
        is_unclear = found.match.certainty < self._answer_from and not found.is_narrowed
        if is_unclear and found.reading.others:  # nothing else is clear about what is not ours
            about_pairs = about_pairs or SUPPLEMENTS in found.match.topics[:MOST_CHOICES]
        if one is None or not partners or not about_pairs:
            return None
        rows, inherited = self._rows.of_supplements(found)
        notes = self._replies.notes(found.reading.medicines, found.watch, forms=found.reading.forms)
        urgent = self._replies.urgent_choice(found.watch)
        if rows and not inherited:
            return Reason.PAIR_OF_SUPPLEMENTS, self._pairs.told(found, one, rows, notes)
        first, other = self._rows.in_order(one, partners[0])
        if rows and SUPPLEMENTS in first.answers:  # the form that takes part stands first, and says what holds for it
            answer = Scored(TopicRef(first.id, SUPPLEMENTS), round(found.match.chance_right, 4))
            return Reason.PAIR_OF_SUPPLEMENTS, self._replies.answer(answer, notes, urgent, rows)
        cards = [Choice(card.name, topic=TopicRef("", CARD + card.id)) for card in partners if isinstance(card, Card)]
        choices = [*urgent, *cards]
        return Reason.PAIR_OF_SUPPLEMENTS, self._pairs.unknown(first, WITH + other.id, other.name, SUPPLEMENTS, notes, choices)
