"""Which fields each method takes, and of what type: a table made from Telegram's documentation, for what this server supports.

A field that is missing, unknown or of another type is refused and named, however deep it lies. JSON's types are taken as they
are: a number in quotes is no number.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.playground.bot_api.refusal import Json, bad_request, not_found


class Unsound(ValueError):
    """What is wrong with a value, with the path to it."""


Kind: TypeAlias = Callable[[object, str], None]  # a value and the path to it in; raises Unsound


def string(value: object, path: str) -> None:
    """A string."""
    if not isinstance(value, str):
        raise Unsound(f"{path}: a string is expected")


def integer(value: object, path: str) -> None:
    """An integer."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unsound(f"{path}: an integer is expected")


def boolean(value: object, path: str) -> None:
    """A boolean."""
    if not isinstance(value, bool):
        raise Unsound(f"{path}: a boolean is expected")


def listed(kind: Kind) -> Kind:
    """An array of one kind."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, list):
            raise Unsound(f"{path}: an array is expected")
        for number, item in enumerate(value):
            kind(item, f"{path}.{number}")

    return check


def either(*kinds: Kind) -> Kind:
    """One of several kinds; the complaint is that of the last."""

    def check(value: object, path: str) -> None:
        for kind in kinds[:-1]:
            try:
                return kind(value, path)
            except Unsound:
                continue
        return kinds[-1](value, path)

    return check


def exactly(*texts: str) -> Kind:
    """One of these strings."""

    def check(value: object, path: str) -> None:
        if value not in texts:
            raise Unsound(f"{path}: one of {', '.join(texts)} is expected")

    return check


def shape(required: Mapping[str, Kind] | None = None, /, **optional: Kind) -> Kind:
    """An object with these fields and no others."""
    needed = dict(required or {})
    known = needed | optional

    def check(value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise Unsound(f"{path}: an object is expected")
        before = f"{path}." if path else ""
        for name in needed:
            if name not in value:
                raise Unsound(f"{before}{name}: this field is required")
        for name, inner in value.items():
            if name not in known:
                raise Unsound(f"{before}{name}: there is no such field, or this server does not support it")
            known[name](inner, f"{before}{name}")

    return check


_CHAT = either(string, integer)
_ENTITIES = listed(
    shape({"type": string, "offset": integer, "length": integer}, url=string, language=string),
)
_NO_PREVIEW = shape(
    is_disabled=boolean, url=string, prefer_small_media=boolean, prefer_large_media=boolean, show_above_text=boolean
)
_REPLY = shape(
    {"message_id": integer},
    chat_id=_CHAT,
    allow_sending_without_reply=boolean,
    quote=string,
    quote_parse_mode=string,
    quote_position=integer,
)
_BUTTON = shape(
    {"text": string},
    url=string,
    callback_data=string,
    copy_text=shape({"text": string}),
    switch_inline_query=string,
    switch_inline_query_current_chat=string,
    style=exactly("danger", "primary", "success"),
)
_KEYBOARD = shape({"inline_keyboard": listed(listed(_BUTTON))})
_WRITTEN = shape({"message_text": string}, parse_mode=string, entities=_ENTITIES, link_preview_options=_NO_PREVIEW)
_ARTICLE = shape(
    {"type": exactly("article"), "id": string, "title": string, "input_message_content": _WRITTEN},
    reply_markup=_KEYBOARD,
    url=string,
    description=string,
    thumbnail_url=string,
    thumbnail_width=integer,
    thumbnail_height=integer,
)
_SCOPE = either(
    shape({"type": exactly("chat_member"), "chat_id": _CHAT, "user_id": integer}),
    shape({"type": exactly("chat", "chat_administrators"), "chat_id": _CHAT}),
    shape({"type": exactly("default", "all_private_chats", "all_group_chats", "all_chat_administrators")}),
)

METHODS: Mapping[str, Kind] = {
    "getMe": shape(),
    "getUpdates": shape(offset=integer, limit=integer, timeout=integer, allowed_updates=listed(string)),
    "getWebhookInfo": shape(),
    "setWebhook": shape(
        {"url": string},
        ip_address=string,
        max_connections=integer,
        allowed_updates=listed(string),
        drop_pending_updates=boolean,
        secret_token=string,
    ),
    "deleteWebhook": shape(drop_pending_updates=boolean),
    "setMyCommands": shape(
        {"commands": listed(shape({"command": string, "description": string}))}, scope=_SCOPE, language_code=string
    ),
    "setMyDescription": shape(description=string, language_code=string),
    "setMyShortDescription": shape(short_description=string, language_code=string),
    "sendMessage": shape(
        {"chat_id": _CHAT, "text": string},
        message_thread_id=integer,
        parse_mode=string,
        entities=_ENTITIES,
        link_preview_options=_NO_PREVIEW,
        disable_notification=boolean,
        protect_content=boolean,
        reply_parameters=_REPLY,
        reply_markup=_KEYBOARD,
    ),
    "editMessageText": shape(
        {"text": string},
        chat_id=_CHAT,
        message_id=integer,
        inline_message_id=string,
        parse_mode=string,
        entities=_ENTITIES,
        link_preview_options=_NO_PREVIEW,
        reply_markup=_KEYBOARD,
    ),
    "editMessageReplyMarkup": shape(chat_id=_CHAT, message_id=integer, inline_message_id=string, reply_markup=_KEYBOARD),
    "answerCallbackQuery": shape({"callback_query_id": string}, text=string, show_alert=boolean, url=string, cache_time=integer),
    "answerInlineQuery": shape(
        {"inline_query_id": string, "results": listed(_ARTICLE)},
        cache_time=integer,
        is_personal=boolean,
        next_offset=string,
        button=shape({"text": string}, start_parameter=string),
    ),
    "answerGuestQuery": shape({"guest_query_id": string, "result": _ARTICLE}),
    "sendChatAction": shape({"chat_id": _CHAT, "action": string}, message_thread_id=integer),
    "getChat": shape({"chat_id": _CHAT}),
    "deleteMessage": shape({"chat_id": _CHAT, "message_id": integer}),
}

# Fields that are text even when they look like JSON; in a form all others carry JSON.
TEXT_FIELDS = frozenset(
    "action callback_query_id description guest_query_id inline_message_id inline_query_id ip_address language_code".split()
    + "next_offset parse_mode secret_token short_description text url".split()
)


def check_fields(method: str, fields: Json) -> None:
    """Refuses a method that is not known, and fields that it does not take."""
    if method not in METHODS:
        raise not_found()
    try:
        METHODS[method](fields, "")
    except Unsound as problem:
        raise bad_request(f"{method}: {problem}") from None
