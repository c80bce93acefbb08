"""JSON Schemas of the content files, made from the limits and enumerations that the readers of the content use.

Editing programs complete and underline by them. They say less than `python -m bot check`, which also knows what refers to what.
"""

import json
from pathlib import Path

from bot.content.answers import Evidence, PairLevel, SourceKind
from bot.content.languages import REPLY as LANGUAGE_REPLY
from bot.content.model import SupplementKind
from bot.content.red_flags import ACTION, SIGN
from bot.content.wording import (
    BUTTON,
    COMMAND,
    DESCRIPTION,
    DISCLAIMER,
    EVIDENCE,
    REPLY,
    SHORT_DESCRIPTION,
    TEXTS,
    longest,
)
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
from bot.content_review.shelf_schemas import shelf_schemas

FOLDER = "schemas"  # inside the content folder


def _bot() -> Schema:
    texts = {
        key: text(
            f"Placeholders that may stand here: {', '.join(f'{{{name}}}' for name in allowed) or 'none'}.",
            longest(key),
        )
        for key, allowed in TEXTS.items()
    }
    levels = {level.value: text("How this level of evidence is put to people.", EVIDENCE) for level in Evidence}
    of_pairs = {level.value: text("How this level of a pair is put to people.", EVIDENCE) for level in PairLevel}
    headings = {kind.value: text("The heading over supplements of this kind.", BUTTON) for kind in SupplementKind}
    of_sources = {kind.value: text("What a source of this kind is called.", BUTTON) for kind in SourceKind}
    return group(
        "Everything that the bot says in its own voice.",
        {
            "name": text("The bot's name.", 64),
            "short-description": text("Shown on the bot's profile.", SHORT_DESCRIPTION),
            "description": text("Shown before somebody starts a chat.", DESCRIPTION),
            "disclaimer": text("The last words of every reply.", DISCLAIMER),
            "popular": list_of("Topics offered where nothing was asked yet.", topic_id("The id of a topic: category/name."), 1),
            "texts": group("What the bot says when.", texts),
            "evidence": group("The levels of evidence in plain words.", levels),
            "levels": group("What a pair asks for, in plain words.", of_pairs),
            "kinds": group("Headings of the shelf.", headings),
            "works": group("What each sort of source is called, beside its name.", of_sources),
            "commands": by_id("The command menu.", text("The command's line in the menu.", COMMAND)),
        },
    )


def _medicines() -> Schema:
    lists = {"generics": names("Names of the substances, in small letters."), "brands": names("Brand names, with capitals.")}
    one = group(
        "A class of medicines.",
        {
            "stand-in": text("Plain words that take the place of a medicine's name before a question is matched."),
            "topic": topic_id("The topic that answers for the class."),
        },
        lists | {"words": names("Words for the whole class; several classes may share one.")},
        anyOf=one_of(**lists),
    )
    return by_id("Classes of medicines.", one)


def _not_covered() -> Schema:
    return group(
        "What the FAQ knows of and does not answer for.",
        {
            "supplements": by_name("Other supplements, with other names of each.", names("Other names; may be empty: [].")),
            "questions": phrasings("Questions that no topic answers."),
        },
    )


def _red_flags() -> Schema:
    action = group(
        "",
        {"rank": number("1 is the most urgent.", 1, 99), "text": text("What to tell people.", ACTION)},
        {"alone": flag("Whether nothing else may stand beside it, however doubtful the danger is.")},
    )
    situation = group(
        "A dangerous situation.",
        {"action": text("The id of an action."), "examples": phrasings("How people tell of it.")},
        {
            "signs": list_of("Combinations of word lists by which it shows.", text("Such as: taken + many - in-general", SIGN)),
            "about": names("Words of a question about it, whose answer then says when to call for help."),
            "certain": flag("Whether one of its signs is enough, unless all else speaks against it."),
        },
    )
    return group(
        "Dangerous situations, recognised before anything else.",
        {
            "actions": by_id("What to tell people.", action | {"description": "One way to get help."}),
            "words": by_id("Word lists that signs are made of.", names("Words or short phrases.", 1)),
            "units": names("Words after which a number is no count of pills."),
            "situations": by_id("Dangerous situations.", situation),
            "look-alikes": phrasings("What only sounds dangerous."),
        },
    )


def _small_talk() -> Schema:
    talk = group(
        "A turn of small talk.",
        {"reply": text("What the bot says back.", REPLY), "phrasings": phrasings("How people say it.")},
        {"shelf": flag("Whether the shelf is shown where no supplement was spoken of.")},
    )
    return by_id("Turns of small talk.", talk)


def _languages() -> Schema:
    ways = {"script": text("How Unicode names its letters begin."), "words": names("Small words, without accents.")}
    language = group(
        "A language other than English.",
        {"reply": text("One line in that language.", LANGUAGE_REPLY)},
        {
            **ways,
            "greetings": names("Words of which one is enough in a message of up to three.", 1),
            "letters": text("Letters of which a text must have one, where a script serves several languages."),
        },
        oneOf=one_of(**ways),
    )
    return group(
        "Languages that are recognised and not answered in.",
        {"languages": by_id("Most spoken first.", language), "english": names("Small words of English.", 1)},
    )


def schemas() -> dict[str, str]:
    """The schema files by name, as text."""
    made = {
        **shelf_schemas(),
        "bot": _bot(),
        "languages": _languages(),
        "medicines": _medicines(),
        "not-covered": _not_covered(),
        "red-flags": _red_flags(),
        "smalltalk": _small_talk(),
        "vocabulary": by_name("Lay words and the words that the topics use.", text("The words that the topics use.")),
    }
    head = {"$schema": "http://json-schema.org/draft-07/schema#"}
    return {f"{name}.json": json.dumps(head | schema, indent=2, ensure_ascii=False) + "\n" for name, schema in made.items()}


def write_schemas(content: Path) -> int:
    """Write the schema files of a content folder; how many there are."""
    folder = content / FOLDER
    folder.mkdir(exist_ok=True)
    made = schemas()
    for name in made:
        (folder / name).write_text(made[name], encoding="utf-8")
    return len(made)
