"""JSON Schemas of topics, and of what stands in the folders of supplements and cards; see `bot.content_review.schemas`."""

from bot.content.answers import Evidence, HowRead, PairLevel, SourceKind
from bot.content.model import AskedKind, SupplementKind
from bot.content.pairs import LONGEST_HOURS
from bot.content.pairs import TEXT as PAIR_TEXT
from bot.content.points import DETAILS as POINT_DETAILS
from bot.content.points import SHORT as POINT_SHORT
from bot.content.shelf import CARD, SEE_DOCTOR
from bot.content.supplements import DETAILS, MOST, SHORT, Unit
from bot.content.topics import GENERAL
from bot.content_review.schema_parts import (
    Schema,
    by_id,
    by_name,
    flag,
    group,
    list_of,
    names,
    number,
    one_of,
    phrasings,
    text,
    topic_id,
)

_TOPIC = topic_id("The id of a topic: category/name.")
_SOURCES = list_of("Keys of sources.yaml.", text("A key of sources.yaml."), 1)
_REVIEWED: Schema = {
    "description": "The day on which an editor last checked the sources: 2026-01-31.",
    "type": "string",
    "format": "date",
    "pattern": r"^\d{4}-\d\d-\d\d$",
}
_EVIDENCE: Schema = {"description": "The best evidence behind the short answer.", "enum": list(Evidence)}
_LEVEL: Schema = {"description": "What it asks for, the worst first.", "enum": list(PairLevel)}


def _topic() -> Schema:
    return group(
        "Something that can be asked.",
        {
            "title": text("What is asked, in a few words that fit any supplement."),
            "related": list_of("Topics to offer under the answer, the most useful first.", _TOPIC),
            "questions": phrasings("How people ask."),
        },
        {
            "caution": flag("Whether it is about people who should ask first, so that later answers bring it to mind."),
            "general": text("What holds whatever the supplement is; said where none was named.", GENERAL),
            "parent": {**_TOPIC, "description": "The wider topic that stands in where a supplement does not answer this one."},
        },
    )


def _topics() -> Schema:
    topics = by_id("The topics by name.", _topic())
    about = "A category of topics; the file's name is its id."
    return group(about, {"title": text("As menus show it."), "order": number("Its place in menus.", 1, 99), "topics": topics})


def _own_topics() -> Schema:
    return by_id("Topics that only this supplement has, by category.", by_id("The topics by name.", _topic()))


def _answers() -> Schema:
    answer = group(
        "What the editors say on one topic.",
        {
            "short": text("What was asked, answered in one or two sentences.", SHORT),
            "details": text("What else matters. An empty line begins a paragraph.", DETAILS),
            "evidence": _EVIDENCE,
            "sources": _SOURCES,
            "reviewed": _REVIEWED,
        },
        {"level": _LEVEL | {"description": "What it comes to for who asks what to avoid, in pregnancy or before surgery."}},
    )
    return by_id("Answers by the topic's name; the file's name is the topic's category.", answer)


def _points() -> Schema:
    point = group(
        "The answer to a finer question, told above the topic's own.",
        {
            "asked": phrasings("How people ask this."),
            "short": text("What was asked, answered in one or two sentences.", POINT_SHORT),
            "evidence": _EVIDENCE,
            "sources": _SOURCES,
            "reviewed": _REVIEWED,
        },
        {
            "details": text("What else matters. An empty line begins a paragraph.", POINT_DETAILS),
            "calm": flag("Whether its wordings sound alarming and are not: the alarm learns from them."),
            "draft": flag("Whether only its writer has held it against its sources: it is neither learnt nor told."),
        },
    )
    return by_name("Points by the id of their topic, which this supplement answers.", by_id("The points by name.", point))


def _pairs(about: str) -> Schema:
    row = group(
        "What is known of the two together.",
        {
            "level": _LEVEL,
            "text": text("What happens, and what to do.", PAIR_TEXT),
            "sources": _SOURCES,
            "reviewed": _REVIEWED,
        },
        {"hours": number("To keep between them; with the level keep-apart, always and only.", 1, LONGEST_HOURS)},
    )
    return by_id(about, row)


def _cards() -> Schema:
    card = group(
        "What is most important to know of something that is not on the shelf.",
        {
            "name": text("As the bot writes it."),
            "text": text("Up to three sentences.", CARD),
            "sources": _SOURCES,
            "reviewed": _REVIEWED,
        },
        {"aliases": names("Other names.")},
    )
    return by_id("Cards by id.", card)


def _goals() -> Schema:
    goal = group(
        "A use that people look for something for.",
        {
            "topic": topic_id("The topic that answers it."),
            "name": text("As it stands inside a sentence."),
            "see-doctor": text("When to see somebody instead.", SEE_DOCTOR),
        },
    )
    diseases = names("Illnesses for which nothing is offered, as people write them.")
    return group("What people look for something for.", {"goals": by_id("Goals by id.", goal), "diseases": diseases})


def _asked() -> Schema:
    kinds = {
        kind.value: phrasings("How people ask this; {a}, {b} and {c} are supplements, {medicine} a medicine.")
        for kind in AskedKind
    }
    return group("What is asked about the names in a message.", kinds)


def _sources() -> Schema:
    ways = {
        "doi": text("Without https://doi.org/", 100, pattern=r"^10\."),
        "pmid": {"description": "The number in PubMed.", "type": ["string", "integer"], "pattern": r"^\d+$", "maxLength": 12},
        "url": text("The authority's own page.", 400, pattern="^https://"),
    }
    seed = {"kind": {"const": SourceKind.SEED_ARTICLE}}
    source = group(
        "A citable work.",
        {
            "cite": text("How it is named under an answer.", 40),
            "title": text("The work's own title.", 300),
            "by": text("Authors or body.", 200),
            "kind": {"description": "What sort of work it is.", "enum": list(SourceKind)},
            "read": {"description": "How much of it whoever cites it has read.", "enum": list(HowRead)},
            "year": number("Of publication; for a page that is kept up to date, the year in which it was read.", 1900, 2100),
        },
        {
            **ways,
            "where": text("Journal or publisher.", 120),
            "note": text("What people should know of it, such as who paid.", 200),
        },
        anyOf=[*one_of(**ways), {"properties": seed}],
    )
    return by_id("Sources by key.", source)


def _supplement() -> Schema:
    return group(
        "How people call a supplement; the folder's name is its id.",
        {
            "name": text("As the bot writes it."),
            "kind": {"description": "Under which heading of the shelf it stands.", "enum": list(SupplementKind)},
            "popular": number("Its place among those that people ask about most.", 1, 99),
            "overview": topic_id("The topic that answers a bare name."),
        },
        {
            "aliases": names("Other names, those of its forms not."),
            "forms": by_name("Its forms, with other names of each.", names("Other names; may be empty: [].")),
            "form-of": text(
                "The id of the supplement that it is a form of; what that answers, and with what it goes, holds for it too."
            ),
            "limits": group(
                "Limits for a day, with which amounts that people write are compared. Each stands in dosage/maximum too.",
                {
                    "unit": {"description": "What they are given in.", "enum": list(Unit)},
                    "daily": by_name("Whose limit, and how much.", number("The most a day for healthy adults.", 1, MOST)),
                },
                {
                    "iu": number("International units in one of the unit.", 1, MOST),
                    "compound-from": number("Amounts from here on are of a whole compound.", 1, MOST),
                    "held": number("What 1,000 of the compound hold.", 1, 1000),
                    "unclear-from": number("Amounts from here on may be of any of its salts: nothing is said of them.", 1, MOST),
                },
            ),
            "misspellings": names("Misspellings by more than a letter."),
            "short-names": names("Single words that are its name only beside another supplement's (iron or D)."),
            "weak-names": names(
                "Of its blood test (ferritin) or its plant: count where no supplement is named, or before a number."
            ),
        },
    )


def shelf_schemas() -> dict[str, Schema]:
    """The schemas by the name of their file, without its end."""
    return {
        "answers": _answers(),
        "asked": _asked(),
        "cards": _cards(),
        "goals": _goals(),
        "own-topics": _own_topics(),
        "points": _points(),
        "sources": _sources(),
        "supplement": _supplement(),
        "topics": _topics(),
        "with-medicines": _pairs("Pairs with medicines by the id of the class in medicines.yaml."),
        "with-supplements": _pairs("Pairs with other supplements by id; a pair stands once in the whole content."),
    }
