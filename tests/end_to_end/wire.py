"""What must hold for everything that the bot sends, whatever was asked."""

from collections.abc import Iterable, Iterator

import yaml

from bot.playground.bot_api.html import parse_text as own_parse
from tests.bot_api.judges import judge_fields, parse_text
from tests.bot_api.refusal import Json
from tests.bot_api.server import Request
from tests.bot_api.world import utf16_length
from tests.conftest import ROOT

# Read without the bot's own loader, which could lose it.
DISCLAIMER: str = yaml.safe_load((ROOT / "content" / "bot.yaml").read_text(encoding="utf-8"))["disclaimer"]

# The state of the world may stand in a request's way; its form never.
_NOBODYS_FAULT = (
    "Forbidden: ",
    "Too Many Requests: ",
    "Conflict: terminated",
    "Bad Request: group chat was upgraded",
    "Bad Request: message is not modified",  # a button was pressed twice
    "Bad Request: message to edit not found",  # its menu was deleted
)


def check_requests(requests: Iterable[Request]) -> None:
    """Fails on the first request that Telegram would refuse for its form, or that lacks what every text must have."""
    for request in requests:
        judge_fields(request.method, request.fields)
        if request.refusal is not None and not request.told_to_refuse:
            assert request.refusal.description.startswith(_NOBODYS_FAULT), f"{request.method}: {request.refusal.description}"
        for text in texts(request):
            check_text(text)
        for keyboard in keyboards(request):
            check_keyboard(keyboard)


def texts(request: Request) -> Iterator[Json]:
    """Every text in a request, as {text, parse_mode, link_preview_options}."""
    if request.method in ("sendMessage", "editMessageText"):
        yield request.fields
    for result in results(request):
        content = result["input_message_content"]
        yield {**content, "text": content["message_text"]}


def results(request: Request) -> list[Json]:
    """Every inline result in a request: of an inline query, or the one of a guest query."""
    return [*request.fields.get("results", ()), *([request.fields["result"]] if "result" in request.fields else [])]


def keyboards(request: Request) -> Iterator[Json]:
    """Every keyboard in a request."""
    for holder in (request.fields, *results(request)):
        if "reply_markup" in holder:
            yield holder["reply_markup"]


def check_text(content: Json) -> None:
    """HTML that Telegram parses, within its limits, without a preview, with the disclaimer as its last words."""
    assert content.get("parse_mode") == "HTML"
    assert content.get("link_preview_options") == {"is_disabled": True}
    text, entities = parse_text(content["text"], "HTML")
    assert 0 < utf16_length(text) <= 4096
    assert len(entities) <= 100
    assert entities == own_parse(content["text"], "HTML").entities  # the playground's parser comes to the same
    assert text.endswith(DISCLAIMER), f"no disclaimer at the end of: …{text[-200:]!r}"


def linked(message: Json, entity: Json) -> str:
    """The part of a message's text that an entity is about."""
    units = message["text"].encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def folded(message: Json) -> list[str]:
    """The parts of a message that are folded until somebody presses them."""
    return [linked(message, one) for one in message.get("entities", ()) if one["type"] == "expandable_blockquote"]


def check_keyboard(markup: Json) -> None:
    """Buttons with a label, and at most 64 bytes behind each."""
    for button in (button for row in markup["inline_keyboard"] for button in row):
        assert button["text"].strip()
        assert 1 <= len(button.get("callback_data", "-").encode()) <= 64
