"""Telegram's limits on keyboards, inline results and the bot's profile, each refused in Telegram's words."""

import re
from collections.abc import Sequence

from bot.playground.bot_api.html import utf16_length
from bot.playground.bot_api.refusal import Json, bad_request
from bot.playground.bot_api.world import UPDATE_TYPES

TEXT = 4096  # UTF-16 units after parsing
COPIED = 256  # UTF-16 units that a button copies
TOAST = 200  # UTF-16 units of the answer to a button
ENTITIES = 100  # in one message
QUERY = 256  # UTF-16 units of an inline query; Telegram cuts off the rest
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def size(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode())


def check_keyboard(markup: Json | None) -> None:
    """An inline keyboard: 100 buttons, 8 in a row, 64 bytes of data, exactly one action a button."""
    rows = (markup or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button["text"].strip():
            raise bad_request("can't parse inline keyboard button: button text is empty")
        if len(button.keys() - {"text", "style", "icon_custom_emoji_id"}) != 1:
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= size(button["callback_data"]) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        if "copy_text" in button and not 1 <= utf16_length(button["copy_text"]["text"]) <= COPIED:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def check_inline_answer(answer: Json) -> None:
    """An answer to an inline query, apart from the texts of its messages."""
    results = answer["results"]
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if size(answer.get("next_offset", "")) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    for result in results:
        check_result(result)
    button = answer.get("button")
    if button is not None:
        if not button["text"].strip() or not button.keys() & {"web_app", "start_parameter"}:
            raise bad_request("BUTTON_INVALID")
        if "start_parameter" in button and not _START_PARAMETER.fullmatch(button["start_parameter"]):
            raise bad_request("START_PARAM_INVALID")


def check_result(result: Json) -> None:
    """One inline result, apart from the text of its message."""
    if not 1 <= size(result["id"]) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if "type" not in result:
        raise bad_request("can't parse inline query result: Can't find field \"type\"")
    if result["type"] == "article" and not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    check_keyboard(result.get("reply_markup"))


def check_commands(commands: Sequence[Json]) -> None:
    """A command menu: 100 commands, names of a-z 0-9 _, descriptions of 1 to 256 characters."""
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_webhook(fields: Json) -> None:
    """An https address, a secret of A-Z a-z 0-9 _ -, 1 to 100 connections."""
    if fields["url"] and not fields["url"].startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if "secret_token" in fields and not _SECRET.fullmatch(fields["secret_token"]):
        raise bad_request("secret token contains illegal characters or is too long")
    if not 1 <= fields.get("max_connections", 40) <= 100:
        raise bad_request("max_connections must be from 1 to 100")


def check_profile_text(text: str, most: int) -> None:
    """The bot's description or short description."""
    if len(text) > most:
        raise bad_request("ABOUT_TOO_LONG")


def check_action(action: str) -> None:
    """What sendChatAction may show."""
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")


def check_update_types(names: Sequence[str]) -> None:
    """allowed_updates may only name types that exist."""
    if unknown := sorted(set(names) - UPDATE_TYPES):
        raise bad_request(f"allowed_updates names unknown types: {', '.join(unknown)}")
