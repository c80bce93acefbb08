"""What editors answer: texts, each with the works that it rests on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.content.compact import Compact
from bot.content.phrasing import Phrasing

ONE_LINE = 110  # characters of a question that is read at a glance
STRONGEST = 4  # cells of the bar that shows how strong the evidence is


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

    @property
    def strength(self) -> int:
        """0 to STRONGEST."""
        return _STRENGTH.get(self, 0)

    @property
    def bar(self) -> str:
        """How strong the evidence is, for the eye."""
        return "▰" * self.strength + "▱" * (STRONGEST - self.strength)


# The order is that in which the lines of a goal stand; what no study or authority stands behind has nothing to show.
_STRENGTH = {
    Evidence.GUIDELINE: 4,
    Evidence.HUMAN_TRIALS: 3,
    Evidence.LABEL: 3,
    Evidence.SMALL_HUMAN_TRIAL: 2,
    Evidence.ANIMAL: 1,
    Evidence.LABORATORY: 1,
}


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


class HowRead(StrEnum):
    """How much of a source an editor read."""

    FULL = "full"
    PART = "part"
    ABSTRACT = "abstract"
    NOT_READ = "not-read"


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
    read: HowRead  # by whoever wrote what cites it

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
    level: "PairLevel | None" = None  # what it comes to for who asks about a condition (surgery, pregnancy); None elsewhere


@dataclass(frozen=True, slots=True)
class Point(Compact):
    """A finer question on a topic with its own answer, which is told above the topic's."""

    name: str  # one of its topic's
    asked: tuple[Phrasing, ...]
    answer: Answer  # its details have at most 400 characters
    calm: bool = False  # whether its wordings teach the alarm that they are no emergencies
    is_draft: bool = False  # whether only its writer has held it against its sources

    @property
    def id(self) -> str:
        """The topic's id and the name: dosage/with-food/coffee."""
        return f"{self.answer.topic}/{self.name}"

    @property
    def question(self) -> str:
        """The wording that reads best as a question, of one line: a whole one where there is any. It may hold {supplement}."""
        texts = [wording.text for wording in self.asked]
        text = next((text for text in texts if text[0].isupper() and text[-1] == "?" and len(text) <= ONE_LINE), texts[0])
        return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else "?")


class PairLevel(StrEnum):
    """What two things taken together ask for, the worst first."""

    DO_NOT_COMBINE = "do-not-combine"
    ASK_FIRST = "ask-first"
    KEEP_APART = "keep-apart"
    NO_KNOWN_PROBLEM = "no-known-problem"  # in what was looked at; never "safe"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(PairLevel).index(self)


@dataclass(frozen=True, slots=True)
class Pair(Compact):
    """What is known of a supplement with a class of medicines, or with another supplement."""

    supplement: str  # id of the one in whose folder it stands
    other: str  # id of the class of medicines or of the other supplement
    level: PairLevel
    hours: int  # to keep between them where the level is KEEP_APART; else 0
    text: str  # at most 400 characters
    sources: tuple[Source, ...]  # at least one
    reviewed: date


@dataclass(frozen=True, slots=True)
class Card(Compact):
    """Up to three sentences on something that is not on the shelf and is dangerous or often asked about."""

    id: str
    name: str
    names: tuple[str, ...]  # every way people write it
    text: str
    sources: tuple[Source, ...]  # at least one
    reviewed: date


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of something that an authority allows healthy adults a day."""

    whose: str  # "UK and EU", as a reply prints it
    amount: int  # in the unit of the limits


@dataclass(frozen=True, slots=True)
class Limits:
    """What amounts that people state are held against. The answer on the most to take names each of them, with its sources."""

    unit: str  # "mg" or "mcg"
    daily: tuple[Limit, ...]
    iu: int = 0  # international units in one of the unit; 0 where none are in use
    compound_from: int = 0  # amounts from here on are of a whole compound; 0 where none are
    held: int = 0  # how much of what the limits are on 1,000 of the compound hold
    unclear_from: int = 0  # amounts from here on may be of any of its salts, and are held against nothing; 0 where none are
