"""The content as the program sees it: frozen, checked, without YAML.

`bot.content.loader` builds a `Content` from a folder; everything else only reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.content.compact import Compact


class Evidence(StrEnum):
    """The best evidence behind an answer's short text, from none to a body of trials or an authority."""

    NONE = "none"
    JUDGEMENT = "judgement"
    SEED_ARTICLE = "seed-article"
    LABORATORY = "laboratory"
    ANIMAL = "animal"
    SMALL_HUMAN_TRIAL = "small-human-trial"
    HUMAN_TRIALS = "human-trials"
    LABEL = "label"
    GUIDELINE = "guideline"


@dataclass(frozen=True, slots=True)
class TopicRef:
    """One topic of one supplement: what a button, a deep link and a reply point at."""

    supplement: str
    topic: str

    @property
    def code(self) -> str:
        """The reference in at most 62 of A-Z a-z 0-9 _ -, fit for callback data and deep links."""
        return f"{self.supplement}__{self.topic.replace('/', '_')}"

    @classmethod
    def from_code(cls, code: str) -> "TopicRef | None":
        """Read what `code` wrote; None if it is nothing of the kind."""
        supplement, found, topic = code.partition("__")
        category, split, name = topic.partition("_")
        return cls(supplement, f"{category}/{name}") if found and split else None


@dataclass(frozen=True, slots=True)
class Phrasing(Compact):
    """One way in which people ask, and the letter of the writer who worded it."""

    text: str
    writer: str


@dataclass(frozen=True, slots=True)
class Category:
    """A group of topics, as menus show it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that can be asked of any supplement."""

    id: str  # category/name
    category: str
    title: str
    related: tuple[str, ...]  # topic ids, most useful first
    phrasings: tuple[Phrasing, ...]
    is_caution: bool = False  # about people who should ask first; it is brought to mind when they go on to ask something else


class SourceKind(StrEnum):
    """What sort of work a source is."""

    SEED_ARTICLE = "seed-article"
    LABORATORY = "laboratory"
    ANIMAL = "animal"
    HUMAN_TRIAL = "human-trial"
    REVIEW = "review"
    GUIDELINE = "guideline"
    LABEL = "label"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Source(Compact):
    """A citable work. Its address is its DOI, its PMID or the authority's own page."""

    key: str
    cite: str  # how it is named under an answer
    title: str
    by: str
    kind: SourceKind
    year: int  # of publication; for a page that is kept up to date, the year in which it was read
    where: str  # journal or publisher; may be empty
    doi: str
    pmid: str
    url: str
    note: str  # what people should know of it, such as who paid; may be empty

    @property
    def address(self) -> str:
        """Where the work can be found: DOI, else PMID, else the authority's page; empty for a seed article."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url


@dataclass(frozen=True, slots=True)
class Answer(Compact):
    """What a supplement's editors say on one topic."""

    topic: str
    short: str  # at most 280 characters
    details: str  # at most 900 characters; an empty line between paragraphs
    evidence: Evidence
    sources: tuple[Source, ...]  # at least one
    reviewed: date  # the day on which an editor last checked the sources


@dataclass(frozen=True, slots=True, eq=False)
class Supplement:
    """A supplement that the FAQ answers for."""

    id: str
    name: str
    names: tuple[str, ...]  # every way people write it, misspellings included
    overview: str  # topic id that answers a bare name
    answers: Mapping[str, Answer]  # by topic id
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MedicineClass:
    """Medicines that one topic answers for, and the plain words that stand for them in a question."""

    id: str
    stand_in: str
    topic: str
    names: tuple[str, ...]  # as printed: generics in lower case, brands with capitals


@dataclass(frozen=True, slots=True, eq=False)
class OtherSubstance:
    """A supplement or form that the FAQ knows of and does not answer for."""

    name: str
    names: tuple[str, ...]
    form: bool  # another form of magnesium: a subject that the comparison topic covers


@dataclass(frozen=True, slots=True)
class HelpAction:
    """What to tell somebody in danger. The lower `rank`, the more urgent."""

    id: str
    rank: int
    text: str


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
    commands: Mapping[str, str]  # command -> its line in Telegram's menu


@dataclass(frozen=True, slots=True)
class Content:
    """All that editors own, checked."""

    wording: Wording
    categories: tuple[Category, ...]
    topics: Mapping[str, Topic]
    supplements: Mapping[str, Supplement]
    default_supplement: str
    popular: tuple[TopicRef, ...]  # the most useful topics, for empty inline queries
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

    @property
    def default(self) -> Supplement:
        """The supplement that a question without a name is about."""
        return self.supplements[self.default_supplement]
