"""Two independent judges of what a bot sends: aiogram's method models and TDLib's own parser of texts.

aiogram's models are made from Telegram's documentation; TDLib is what Telegram's own Bot API server is built on.
"""

import functools
import json
from collections.abc import Sequence
from typing import Any

import tdjson

from tests.bot_api.bot_methods import ParsedText
from tests.bot_api.refusal import Json, Refusal, bad_request, not_found

_PARSE_MODES: dict[str, Json] = {
    "html": {"@type": "textParseModeHTML"},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
}
# TDLib's names of entities, where the Bot API calls them otherwise.
_RENAMED = {"textUrl": "text_link", "preCode": "pre", "blockQuote": "blockquote"}
_RENAMED |= {"expandableBlockQuote": "expandable_blockquote", "mentionName": "text_mention"}


@functools.cache
def _models() -> dict[str, Any]:
    """The model of each method, by the method's name. Importing them takes seconds, so only once it is needed."""
    import aiogram.methods

    classes = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__ if name not in ("Request", "Response"))
    return {each.__api_method__: each for each in classes if isinstance(getattr(each, "__api_method__", None), str)}


def warm_up() -> None:
    """Do now what takes seconds at the first judgement, when a bot would already be waiting."""
    judge_fields("getMe", {})
    check_update({"update_id": 1})


def judge_fields(method: str, fields: Json) -> None:
    """Refuses a request with unknown, missing or mistyped fields, nested ones too."""
    from pydantic import ValidationError

    if method not in _models():
        raise not_found()
    try:
        _models()[method].model_validate(fields, strict=True, extra="forbid")
    except ValidationError as error:
        raise bad_request(f"{method}: {_summary(error.errors())}") from error


def check_update(update: Json) -> None:
    """Raises ValueError for an update that lacks what Telegram always sends; what is new to aiogram may be in it."""
    from aiogram.types import Update

    Update.model_validate(update)


def _summary(errors: Sequence[Any]) -> str:
    """What is wrong, in a line. Of a union's many complaints, those of the branch that came nearest say the most."""
    branches: dict[tuple[object, ...], list[str]] = {}
    for error in errors:
        where = ".".join(map(str, error["loc"]))
        branches.setdefault(error["loc"][:-1], []).append(f"{where}: {error['msg']}")
    nearest = sorted(branches.items(), key=lambda branch: (len(branch[1]), -len(branch[0])))
    return "; ".join(nearest[0][1])


@functools.cache
def _quiet_tdlib() -> None:
    """TDLib writes its own log to stderr unless told not to."""
    tdjson.td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())


def parse_text(text: str, parse_mode: str) -> ParsedText:
    """The text as Telegram would show it, and its entities; refused with Telegram's own error."""
    if not parse_mode:
        return ParsedText(text, [])
    if parse_mode.lower() not in _PARSE_MODES:
        raise bad_request("unsupported parse_mode")
    _quiet_tdlib()
    request = {"@type": "parseTextEntities", "text": text, "parse_mode": _PARSE_MODES[parse_mode.lower()]}
    answer = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    if answer["@type"] == "error":
        message = answer["message"]
        raise Refusal(400, f"Bad Request: {message[0].lower()}{message[1:]}")
    return ParsedText(answer["text"], [_entity(entity) for entity in answer["entities"]])


def _entity(entity: Json) -> Json:
    """TDLib's entity in the Bot API's words."""
    kind = entity["type"].pop("@type").removeprefix("textEntityType")
    kind = kind[0].lower() + kind[1:]
    rest = {key: value for key, value in entity["type"].items() if key in ("url", "language")}
    return {"type": _RENAMED.get(kind, kind.lower()), "offset": entity["offset"], "length": entity["length"]} | rest
