"""The content as the program sees it: frozen, checked, without YAML.

`bot.content.loader` builds a `Content` from a folder; everything else only reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.content.answers import Answer, Card, Evidence, Limits, Pair, PairLevel, Point, Source, SourceKind
from bot.content.phrasing import Phrasing


@dataclass(frozen=True, slots=True)
class TopicRef:
    """What a button, a deep link and a reply point at: a topic of a supplement, a pair, or an answer over the whole shelf."""

    supplement: str  # id; empty where it belongs to no single one
    topic: str  # id of a topic, with/<class or supplement>, goals/<goal>, reverse/<class or condition>, card/<card> or shelf

    @property
    def id(self) -> str:
        """The reference as people write it: zinc/dosage/typical-dose, or reverse/surgery where it belongs to no supplement."""
        return f"{self.supplement}/{self.topic}" if self.supplement else self.topic

    @property
    def code(self) -> str:
        """The reference in at most 62 of A-Z a-z 0-9 _ -, fit for callback data and deep links."""
        return f"{self.supplement}__{self.topic.replace('/', '_')}"

    @classmethod
    def from_code(cls, code: str) -> "TopicRef | None":
        """Read what `code` wrote; None if it is nothing of the kind."""
        supplement, found, topic = code.partition("__")
        return cls(supplement, topic.replace("_", "/", 1)) if found and topic else None


@dataclass(frozen=True, slots=True)
class Category:
    """A group of topics, as menus show it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that can be asked of any supplement, or of its owner alone."""

    id: str  # category/name
    category: str
    title: str
    related: tuple[str, ...]  # topic ids, most useful first
    phrasings: tuple[Phrasing, ...]
    is_caution: bool = False  # about people who should ask first; it is brought to mind when they go on to ask something else
    general: str = ""  # what holds whatever the supplement is; may be empty
    owner: str = ""  # id of the one supplement that has this topic; empty where all share it
    parent: str = ""  # id of the wider topic that stands in where a supplement does not answer this one; may be empty


class SupplementKind(StrEnum):
    """What sort of thing a supplement is, as the shelf is sorted."""

    VITAMIN = "vitamin"
    MINERAL = "mineral"
    HERB = "herb"
    HORMONE = "hormone"
    AMINO_ACID = "amino-acid"
    FATTY_ACID = "fatty-acid"
    BACTERIA = "bacteria"
    OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class Supplement:
    """A supplement that the FAQ answers for."""

    id: str
    name: str
    names: tuple[str, ...]  # every way people write it, misspellings included, those of its forms not
    overview: str  # topic id that answers a bare name
    answers: Mapping[str, Answer]  # by topic id
    sources: tuple[Source, ...]
    kind: SupplementKind = SupplementKind.OTHER
    popular: int = 99  # its place among those that people ask about most, from 1
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a form's name -> the ways people write it
    form_of: str = ""  # id of the supplement that it is a form of; may be empty
    limits: Limits | None = None  # None where no authority gives any
    short_names: tuple[str, ...] = ()  # single words that are its name beside another supplement's alone ("iron or D")
    weak_names: tuple[str, ...] = ()  # of its test ("ferritin") or its plant: count where nothing else of ours is meant
    with_medicines: Mapping[str, Pair] = field(default_factory=dict)  # by id of the class
    with_supplements: Mapping[str, Pair] = field(default_factory=dict)  # by id of the other one
    points: tuple[Point, ...] = ()  # finer than its topics
    drafts: int = 0  # points that only their writer has held against the sources: they are neither learnt nor told


@dataclass(frozen=True, slots=True, eq=False)
class MedicineClass:
    """Medicines that one topic answers for, and the plain words that stand for them in a question."""

    id: str
    stand_in: str
    topic: str
    names: tuple[str, ...]  # as printed: generics in lower case, brands with capitals
    words: tuple[str, ...] = ()  # for all of them ("blood thinner"); several classes may share one

    def called(self, *, is_shared: bool) -> str:
        """What the class is called; where others are called the same (`is_shared`), with the first medicine in it."""
        return f"{self.stand_in} ({self.names[0]} and others)" if is_shared else self.stand_in


@dataclass(frozen=True, slots=True, eq=False)
class OtherSubstance:
    """A supplement that the FAQ knows of and does not answer for."""

    id: str  # made from the name
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpAction:
    """What to tell somebody in danger. The lower `rank`, the more urgent."""

    id: str
    rank: int
    text: str
    alone: bool = False  # whether nothing else may stand beside it, however doubtful the danger is


@dataclass(frozen=True, slots=True)
class Sign:
    """A combination of word lists by which a situation shows: a word of each of `all`, none of any of `none`."""

    all: tuple[str, ...]
    none: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A dangerous situation."""

    id: str
    action: str  # id of a HelpAction
    examples: tuple[Phrasing, ...]
    signs: tuple["Sign", ...]
    certain: bool = False  # whether a sign is enough, unless everything else about the message speaks against danger
    about: tuple[str, ...] = ()  # words of a question about it, whose answer says when to call for help


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A turn of small talk: how people say it and what the bot says back."""

    id: str
    reply: str
    phrasings: tuple[Phrasing, ...]
    shows_shelf: bool = False  # whether the shelf is the better reply where no supplement was spoken of


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A language that the bot recognises and does not answer in."""

    id: str
    script: str  # how Unicode names its letters begin ("CYRILLIC"); empty for Latin letters
    letters: str  # letters of which a text must have one, where a script serves several languages; may be empty
    words: frozenset[str]  # small words, normalised; empty where the script is enough
    greetings: frozenset[str]  # words of which one is enough in a message of few words
    reply: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that the bot says in its own voice (content/bot.yaml)."""

    name: str
    short_description: str  # at most 120 characters
    description: str  # at most 512 characters
    disclaimer: str
    texts: Mapping[str, str]  # by name, see bot.content.wording.TEXTS
    evidence: Mapping[Evidence, str]  # how each level is put to people
    levels: Mapping[PairLevel, str]  # how each level of a pair is put to people
    kinds: Mapping[SupplementKind, str]  # headings of the shelf
    works: Mapping[SourceKind, str]  # what each sort of source is called
    commands: Mapping[str, str]  # command -> its line in Telegram's menu


@dataclass(frozen=True, slots=True)
class Goal:
    """A use that people look for something for, over the whole shelf."""

    id: str
    topic: str  # id of the topic that answers it
    name: str  # as it stands inside a sentence
    see_doctor: str  # when to see somebody instead


class AskedKind(StrEnum):
    """What is asked about the names in a message; content/asked.yaml has the wordings."""

    ONE = "one"  # about one supplement
    PAIR = "pair"  # whether two go together
    INSTEAD = "instead"  # whether one can take the place of a medicine
    VERSUS = "versus"  # which of two, or how they differ
    BOTH = "both"  # the same of two
    GOAL = "goal"  # what is for some use
    REVERSE = "reverse"  # which supplements do not go with a medicine or a condition
    SHELF = "shelf"  # what is covered
    NONE = "none"  # no supplement at all


@dataclass(frozen=True, slots=True)
class Content:
    """All that editors own, checked."""

    wording: Wording
    categories: tuple[Category, ...]
    topics: Mapping[str, Topic]
    supplements: Mapping[str, Supplement]
    popular: tuple[str, ...]  # ids of the most useful topics, where nothing was asked yet
    cards: tuple[Card, ...]
    goals: tuple[Goal, ...]
    diseases: tuple[str, ...]  # names of illnesses, for which nothing on the shelf is offered
    asked: Mapping[AskedKind, tuple[Phrasing, ...]]  # wordings with {a}, {b} and {c} for supplements and {medicine}
    medicines: tuple[MedicineClass, ...]
    vocabulary: Mapping[str, str]  # lay words -> the topics' words
    others: tuple[OtherSubstance, ...]
    out_of_scope: tuple[Phrasing, ...]
    actions: Mapping[str, HelpAction]
    red_flags: tuple[RedFlag, ...]
    sign_words: Mapping[str, tuple[str, ...]]  # the word lists of signs, by name
    units: tuple[str, ...]  # words after which a number is no count of pills
    look_alikes: tuple[Phrasing, ...]
    small_talk: tuple[SmallTalk, ...]
    languages: tuple[OtherLanguage, ...]
    english: frozenset[str]  # small words of English
    is_abridged: bool = False  # whether wordings were left out, see bot.content.abridged

    @property
    def most_asked(self) -> tuple[Supplement, ...]:
        """The supplements, those that people ask about most first."""
        return tuple(sorted(self.supplements.values(), key=lambda one: (one.popular, one.id)))

    def pair(self, one: str, other: str) -> Pair | None:
        """What is known of two supplements together, by their ids in any order."""
        for first, second in ((one, other), (other, one)):
            if first in self.supplements and (found := self.supplements[first].with_supplements.get(second)):
                return found
        return None
