"""Finds the rows of pairs that a message is about: who takes part, and what is known of them together."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from bot.answering.decision import Understanding
from bot.answering.remembering import MEDICINES, SUPPLEMENTS
from bot.answering.titles import MOST_CHOICES, WITH
from bot.content.answers import Card, Pair, PairLevel
from bot.content.model import Content, MedicineClass, OtherSubstance, Supplement, TopicRef
from bot.language.mentions import Mention

Partner = Supplement | OtherSubstance | Card

# Words of the question after a medicine that asks how long to keep it apart, in so many words at most.
APART, BRIEF = frozenset("apart between gap hours wait".split()), 8


class Rows:
    """Looks rows up. Built once from the content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._classes = {medicine.id: medicine for medicine in content.medicines}
        self._order = [one.id for one in content.most_asked]
        self._form_of = {one.id: one.form_of for one in content.supplements.values() if one.form_of}

    def classes(self, found: Understanding) -> list[MedicineClass]:
        """The classes of medicines that take part: those named, by a medicine's name or as a group; else the one last spoken of
        where a message leans on it. None where a message is about something else that it names.
        """
        reading = found.reading
        if reading.others and not reading.refers_to_ours:
            return []
        named = [mention.named for mention in reading.medicines if isinstance(mention.named, MedicineClass)]
        if not named and not reading.groups and found.medicine in self._classes:
            spoken_of = self._classes[found.medicine]
            return [spoken_of] if self._leans_on(spoken_of, found) else []
        return list(dict.fromkeys([*named, *(reading.groups if not named else ())]))

    @staticmethod
    def _leans_on(spoken_of: MedicineClass, found: Understanding) -> bool:
        """Whether a message that names no medicine goes on about the one spoken of: "how far apart?", "melatonin with it?"."""
        topic = found.match.topics[0]
        if asks_apart(found, spoken_of):
            return True
        if found.subject.is_named:  # then "it" may be the medicine, which the topic takes for another supplement
            return (found.goes_on or found.reading.points) and topic in (spoken_of.topic, MEDICINES, SUPPLEMENTS)
        together = () if found.reading.supplements or found.reading.others else (SUPPLEMENTS,)  # "took them together"
        return bool(found.in_light_of) and topic in (spoken_of.topic, MEDICINES, *together)

    def medicine_name(self, found: Understanding, medicine: MedicineClass) -> str:
        """What a class is called in a reply: as the message named it, with what it is."""
        mention = next((one for one in found.reading.medicines if one.named is medicine), None)
        return f"{mention.name} ({medicine.stand_in})" if mention else medicine.stand_in

    def with_medicines(self, found: Understanding) -> tuple[list[Pair], bool]:
        """The rows of the supplements that take part with the medicines that do, and whether they are those of a relative."""
        ids = [medicine.id for medicine in self.classes(found)]
        taking_part = [found.subject.supplement, *self._supplements(found)]
        rows = [row for one in dict.fromkeys(taking_part) if one for id_ in ids if (row := one.with_medicines.get(id_))]
        if rows:
            return rows, False
        return [row for one in found.subject.relatives for id_ in ids if (row := one.with_medicines.get(id_))], True

    def asked_for(self, found: Understanding) -> tuple[list[Pair], bool]:
        """The same, to be told where a message may ask for them: none where one word names several classes ("antibiotics"), of
        which the supplement's own answer tells as a whole, unless one of them must not be combined; and those of the subject
        alone where others are only told of.
        """
        rows, inherited = self.with_medicines(found)
        if found.is_narrowed and not inherited:
            rows = [row for row in rows if row.supplement == found.subject.id]
        topics = {medicine.topic for medicine in found.reading.groups}
        is_named_as_a_whole = not found.reading.medicines and len(found.reading.groups) > 1 and len(topics) == 1
        is_answered = all(found.subject.ref(topic) for topic in topics)
        is_dangerous = any(row.level is PairLevel.DO_NOT_COMBINE for row in rows)
        return ([], False) if is_named_as_a_whole and is_answered and not is_dangerous else (rows, inherited)

    def to_heed(self, found: Understanding) -> list[Pair]:
        """Those of them that stand above an answer to something else, as they ask for anything; none of a relative."""
        rows, inherited = self.asked_for(found)
        return [] if inherited else to_heed(rows)

    @staticmethod
    def untold(found: Understanding, rows: Sequence[Pair]) -> list[Mention]:
        """The medicines that a message names and none of these rows tells of."""
        told = {row.other for row in rows}
        return [medicine for medicine in found.reading.medicines if medicine.named.id not in told]

    def partners(self, found: Understanding) -> list[Partner]:
        """What the subject is taken with: other supplements, and things known by name."""
        one = found.subject.supplement
        if one is None or (found.reading.others and not found.reading.refers_to_ours and not found.in_light_of):
            return []
        return [*self._supplements(found), *found.reading.others]

    def of_supplements(self, found: Understanding) -> tuple[list[Pair], bool]:
        """The rows of every two of those that take part, and whether they are those of what one is a form of."""
        one, partners = found.subject.supplement, self.partners(found)
        couples = list(combinations([one, *partners], 2)) if one and partners else []
        rows = [row for first, second in couples if (row := self._content.pair(first.id, second.id))]
        if rows:
            return list(dict.fromkeys(rows)), False
        return list(dict.fromkeys(row for one, two in couples if (row := self.of_relatives(one.id, two.id)))), True

    def of_relatives(self, one: str, other: str) -> Pair | None:
        """The row of what two supplements, given by their ids, are forms of; None where there is none, or neither is a form."""
        parents = [self._form_of.get(id_, id_) for id_ in (one, other)]
        return self._content.pair(*parents) if parents != [one, other] else None

    def all(self, found: Understanding) -> list[Pair]:
        """Every row that belongs to what takes part."""
        return [*self.with_medicines(found)[0], *self.of_supplements(found)[0]]

    def never_together(self, found: Understanding) -> list[Pair]:
        """Every row that belongs to what takes part, the worst first, where the worst must not be combined; else none."""
        rows = worst_first(self.all(found))
        return rows if rows and rows[0].level is PairLevel.DO_NOT_COMBINE else []

    def ref(self, row: Pair) -> TopicRef:
        """The reference of a row; of two supplements the one that stands first on the shelf comes first."""
        other = self._content.supplements.get(row.other)
        if other is None:
            return TopicRef(row.supplement, WITH + row.other)
        first, second = self.in_order(self._content.supplements[row.supplement], other)
        return TopicRef(first.id, WITH + second.id)

    def in_order(self, one: Supplement, other: Partner) -> tuple[Supplement, Partner]:
        """Two that are taken together: of two supplements the one that stands first on the shelf comes first."""
        if isinstance(other, Supplement) and self._order.index(other.id) < self._order.index(one.id):
            return other, one
        return one, other

    @staticmethod
    def _supplements(found: Understanding) -> Sequence[Supplement]:
        """The other supplements that take part. What the subject is a form of, or a form of it, does so where one of its forms is
        named: "Magtein and glycinate" are two, "Magtein, the magnesium" is one.
        """
        subject = found.subject.supplement
        by_form = {mention.named for mention in found.reading.mentions if mention.form}
        return [
            one
            for one in found.alternatives
            if subject and one is not subject and (one in by_form or (one.id != subject.form_of and one.form_of != subject.id))
        ]


def worst_first(rows: Iterable[Pair]) -> list[Pair]:
    """Rows by their levels, the worst first."""
    return sorted(rows, key=lambda row: row.level.rank)


def to_tell(rows: Iterable[Pair]) -> list[Pair]:
    """As many rows as one reply tells, the worst first: what must not be combined, then one for each medicine or other that is
    named, before a second on any.
    """
    ordered = worst_first(rows)
    of_each = {row.other: row for row in reversed(ordered)}
    first = [row for row in ordered if row.level is PairLevel.DO_NOT_COMBINE or of_each[row.other] is row]
    return worst_first([*first, *(row for row in ordered if row not in first)][:MOST_CHOICES])


def to_heed(rows: Iterable[Pair]) -> list[Pair]:
    """The rows that stand above an answer to something else: those that ask for anything."""
    return [row for row in rows if row.level is not PairLevel.NO_KNOWN_PROBLEM]


def asks_apart(found: Understanding, spoken_of: MedicineClass) -> bool:
    """Whether a brief message after one on a medicine asks how long to keep that apart, whatever else takes hours."""
    is_brief = len(found.reading.words) <= BRIEF and found.earlier in (spoken_of.topic, MEDICINES)
    return is_brief and not APART.isdisjoint(found.reading.words)
