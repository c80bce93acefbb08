"""The pieces that the schemas of the content files are made of."""

from typing import Any

from bot.content.register import LONGEST_PHRASING
from bot.content.yaml_reader import NAME

Schema = dict[str, Any]

_ID = "^[a-z0-9][a-z0-9-]*$"
_TOPIC = "^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*$"


def text(about: str, limit: int = NAME, **more: Any) -> Schema:
    """A text of at most `limit` characters. One that looks like a number needs no quotes."""
    return {"description": about, "type": ["string", "number"], "minLength": 1, "maxLength": limit, **more}


def topic_id(about: str) -> Schema:
    """The id of a topic, category/name."""
    return text(about, pattern=_TOPIC)


def number(about: str, low: int, high: int) -> Schema:
    """A whole number from `low` to `high`."""
    return {"description": about, "type": "integer", "minimum": low, "maximum": high}


def flag(about: str) -> Schema:
    """True or false; false where it is left out."""
    return {"description": about, "type": "boolean"}


def list_of(about: str, item: Schema, least: int = 0) -> Schema:
    """A list of at least `least` items."""
    return {"description": about, "type": "array", "items": item, "minItems": least}


def names(about: str, least: int = 0) -> Schema:
    """A list of short texts."""
    return list_of(about, text("A name, a word or an id."), least)


def group(about: str, required: dict[str, Schema], optional: dict[str, Schema] | None = None, **more: Any) -> Schema:
    """A mapping with these keys and no others."""
    return {
        "description": about,
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def by_id(about: str, value: Schema) -> Schema:
    """A mapping from ids to values of one kind."""
    return {"description": about, "type": "object", "patternProperties": {_ID: value}, "additionalProperties": False}


def by_name(about: str, value: Schema) -> Schema:
    """A mapping from short texts to values of one kind."""
    return {"description": about, "type": "object", "propertyNames": {"maxLength": NAME}, "additionalProperties": value}


def phrasings(about: str) -> Schema:
    """Lists of wordings by writer."""
    wording = text("One way in which people ask. Placeholders stand for names.", LONGEST_PHRASING)
    return by_id(f"{about} Each under the letter of the writer who worded it.", list_of("One writer's wordings.", wording))


def one_of(**keys: Schema) -> list[Schema]:
    """For anyOf and oneOf: one of these keys is there."""
    return [{"required": [key]} for key in keys]
