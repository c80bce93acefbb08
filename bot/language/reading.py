"""Reads a question: normalised, spelling repaired, names recognised, lay words put in the topics' words.

The result holds the text that is matched, in which names have given way to stand-ins, so that "is Eliquis ok with Magtein?" and
"is a blood thinner ok with it?" are the same question.
"""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from bot.content.answers import Card
from bot.content.model import Content, MedicineClass, OtherSubstance, Supplement
from bot.language.mentions import Mention, is_of
from bot.language.naming import NameFinder
from bot.language.normalise import normalise
from bot.language.participants import FILLING, POINTERS, Role, role_after
from bot.language.phrase_table import PhraseTable
from bot.language.spelling import SHORTEST, Speller

# What stands in a matched text for a name. Ordinary words, because the encoder has to make sense of them.
SUPPLEMENT_STAND_IN = "magnesium"
OTHER_STAND_IN = "vitamin"


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the matcher sees it."""

    words: tuple[str, ...]  # normalised and repaired, names still in place
    text: str  # what is matched
    mentions: tuple[Mention, ...]
    named_words: int  # how many of the words stand in names
    repairs: tuple[tuple[str, str], ...]  # (typed, read as)
    unknown: tuple[str, ...]  # words that neither English nor the content knows
    groups: tuple[MedicineClass, ...] = ()  # classes of medicines that are named as a group ("blood thinners")

    @property
    def supplements(self) -> tuple[Supplement, ...]:
        """The supplements of the FAQ that are named, in the order of the question, each once."""
        return tuple(dict.fromkeys(m.named for m in self.mentions if isinstance(m.named, Supplement)))

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of supplements that are named, each once."""
        return tuple(dict.fromkeys(m.form for m in self.mentions if m.form))

    @property
    def weighs_forms(self) -> bool:
        """Whether two forms of one supplement are named, or a form and, against it, the supplement by its usual name."""
        own = [one for one in self.mentions if isinstance(one.named, Supplement)]
        weighed = any(one.role is Role.ALTERNATIVE for one in own[1:])
        return len(self.supplements) == 1 and (len(self.forms) > 1 or (bool(self.forms) and weighed))

    @property
    def others(self) -> tuple[OtherSubstance | Card, ...]:
        """What is named and not on the shelf: other supplements, and what has a card."""
        return tuple(dict.fromkeys(m.named for m in self.mentions if isinstance(m.named, (OtherSubstance, Card))))

    @property
    def is_bare_name(self) -> bool:
        """Whether the text is a name and nothing else."""
        return len(self.mentions) == 1 and self.named_words == len(self.words)

    @property
    def is_hardly_more_than_names(self) -> bool:
        """Whether the words around its names ask nothing by themselves."""
        return len(self.words) - self.named_words <= sum(word in FILLING for word in self.words)

    @property
    def points(self) -> bool:
        """Whether a pronoun points back at what was spoken of."""
        return not POINTERS.isdisjoint(self.words)

    @property
    def refers_to_ours(self) -> bool:
        """Whether it names a supplement of the FAQ or points at it with a pronoun."""
        return bool(self.supplements) or self.points

    @property
    def is_about_medicines_alone(self) -> bool:
        """Whether it names medicines, and neither names a supplement of the FAQ nor points at one."""
        return bool(self.medicines) and not self.refers_to_ours

    @property
    def medicines(self) -> tuple[Mention, ...]:
        """The medicines that are named, each once."""
        found: dict[tuple[str, str], Mention] = {}
        for mention in self.mentions:
            if isinstance(mention.named, MedicineClass):
                found.setdefault((mention.named.id, mention.name), mention)
        return tuple(found.values())


def words_of_topics(content: Content) -> Mapping[str, int]:
    """How often each word stands in the topics' phrasings. It takes a third of a second."""
    counts: Counter[str] = Counter()
    for topic in content.topics.values():
        for phrasing in topic.phrasings:
            counts.update(normalise(phrasing.text).split())
    return counts


class QuestionReader:
    """Turns questions into readings. Built once from the content; reading changes nothing in it."""

    def __init__(self, content: Content, english: Container[str], counts: Mapping[str, int] | None = None) -> None:
        """`english`: lower-case words that are never taken for misspellings; `counts`: those of `words_of_topics`, where they are
        known already.
        """
        self._names = NameFinder(content)
        self._vocabulary = PhraseTable[str]((normalise(lay), normalise(standard)) for lay, standard in content.vocabulary.items())
        as_written: dict[str, list[MedicineClass]] = {}
        standard: dict[str, list[MedicineClass]] = {}
        for medicine in content.medicines:
            for word in medicine.words:
                words = normalise(word)
                as_written.setdefault(words, []).append(medicine)
                standard.setdefault(" ".join(self._in_standard_words(words.split())), []).append(medicine)
        self._groups, self._groups_in_standard_words = (
            PhraseTable[tuple[MedicineClass, ...]]((word, tuple(classes)) for word, classes in groups.items())
            for groups in (as_written, standard)
        )
        self._example = content.most_asked[0].name
        self._compared = {one.form_of for one in content.supplements.values() if one.form_of}
        self._english = english
        self._speller = self._build_speller(content, words_of_topics(content) if counts is None else counts)

    def _build_speller(self, content: Content, counts: Mapping[str, int]) -> Speller:
        # A word of the phrasings that English does not know may itself be a slip of the pen: it counts if it comes twice.
        targets = {word: count for word, count in counts.items() if word in self._english or count > 1}
        of_danger = [*content.sign_words.values(), *(flag.about for flag in content.red_flags)]
        danger = {word for entries in of_danger for entry in entries for word in normalise(entry).split()}
        for word in self._names.words | self._vocabulary.words() | danger:
            targets.setdefault(word, 1)
        talk = {word for one in content.small_talk for phrasing in one.phrasings for word in normalise(phrasing.text).split()}
        return Speller(self._english, targets, talk)

    def read_phrasing(self, text: str) -> Reading:
        """Read a wording of the content, in which {supplement} stands for any name."""
        return self.read(text.replace("{supplement}", self._example))

    def read(self, question: str) -> Reading:
        """Read what a person typed; any text is accepted."""
        typed = [self._unowned(word) for word in normalise(question).split()]
        repaired = [[self._speller.repair(part) for part in self._speller.split(word)] for word in typed]
        words = [word for parts in repaired for word in parts]
        mentions: list[Mention] = []
        matched: list[str] = []
        last = named_words = begun = 0
        spans = self._names.find(words)
        for span in spans:
            start = span.start
            if mentions and start == last and is_of(mentions[-1], span.value):  # "threonate magnesium": the form is named already
                named_words += span.end - start
                last = span.end
                continue
            if mentions and start == last and is_of(span.value, mentions[-1]):  # one name in two parts: "magnesum threonate"
                mentions.pop()
                matched = matched[:begun]
            else:
                begun = len(matched) + start - last
                matched.extend(words[last:start])
            role = role_after(words[:start], len(mentions))
            is_listed = role is Role.ALTERNATIVE or start == last  # "zinc picolinate, citrate or sulfate"
            name = words[start : span.end]
            weighed = self._names.form_of(mentions[-1].named, name) if is_listed and mentions else None
            weighed = weighed or self._names.of_named_after(span, spans, words)
            mentions.append(replace(weighed or span.value, role=role))
            named_words += 0 if span.value.is_weak else span.end - span.start
            matched.extend(self.stand_in(mentions[-1], words[span.start : span.end]))
            last = span.end
        matched.extend(words[last:])
        return Reading(
            words=tuple(words),
            text=" ".join(self._in_standard_words(matched)),
            mentions=tuple(mentions),
            named_words=named_words,
            repairs=tuple((a, " ".join(b)) for a, b in zip(typed, repaired, strict=True) if [a] != b),
            groups=self._named_groups(words),
            unknown=tuple(word for word in words if word.isalpha() and len(word) >= SHORTEST and not self._speller.knows(word)),
        )

    def hinted(self, reading: Reading) -> str:
        """The id of the supplement that a weak name hints at in a message that names none; empty where there is none."""
        one = None if reading.supplements else self._names.hinted(reading.words)
        return one.id if one else ""

    def _unowned(self, word: str) -> str:
        """The name in "melatonin's giving me dreams"; "john's" is part of a name, and stays."""
        name = word.removesuffix("'s")
        return name if word not in self._names.words and name in self._names.words else word

    def _named_groups(self, words: list[str]) -> tuple[MedicineClass, ...]:
        """The classes that are named as a group: by their own word ("ACE inhibitor"), else by one that several may share."""
        own = list(self._groups.find(words))
        inside = {place for span in own for place in range(span.start, span.end)}
        rest = [word for place, word in enumerate(words) if place not in inside]
        spans = [*own, *self._groups_in_standard_words.find(self._in_standard_words(rest))]
        return tuple(dict.fromkeys(one for span in spans for one in span.value))

    def stand_in(self, mention: Mention, words: list[str]) -> list[str]:
        """What takes the place, in the text that is matched, of the words in which a name was found."""
        named = mention.named
        if mention.is_weak:  # the topics and the points know these names
            return words
        if isinstance(named, Supplement):
            if mention.form and named.id in self._compared:  # the topic on forms knows their names
                return words
            beside = mention.role is not Role.SUBJECT and named.id not in self._compared
            return (OTHER_STAND_IN if beside else SUPPLEMENT_STAND_IN).split()
        if isinstance(named, MedicineClass):
            return normalise(named.stand_in).split()
        return OTHER_STAND_IN.split()

    def _in_standard_words(self, words: list[str]) -> list[str]:
        result: list[str] = []
        last = 0
        for span in self._vocabulary.find(words):
            result.extend(words[last : span.start])
            result.extend(span.value.split())
            last = span.end
        return [*result, *words[last:]]
