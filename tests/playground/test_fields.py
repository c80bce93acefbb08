"""The playground's own table of fields beside aiogram's models."""

import copy
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.bot_api.fields import METHODS, check_fields
from bot.playground.bot_api.html import parse_text
from bot.playground.bot_api.methods import BotMethods
from bot.playground.bot_api.world import User, World
from tests.bot_api.judges import judge_fields
from tests.bot_api.refusal import Json, Refusal

KEYBOARD: Json = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}, {"text": "c", "url": "https://x.org"}]]}
WRITTEN: Json = {"message_text": "x", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
ARTICLE: Json = {"type": "article", "id": "1", "title": "T", "description": "d", "input_message_content": WRITTEN}
SOUND: list[tuple[str, Json]] = [
    ("getMe", {}),
    ("getUpdates", {"offset": 1, "limit": 5, "timeout": 10, "allowed_updates": ["message"]}),
    ("getWebhookInfo", {}),
    ("setWebhook", {"url": "https://x.org/hook", "secret_token": "s", "max_connections": 40, "allowed_updates": ["message"]}),
    ("deleteWebhook", {"drop_pending_updates": False}),
    ("setMyCommands", {"commands": [{"command": "ask", "description": "d"}], "scope": {"type": "all_group_chats"}}),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 1}, "language_code": "en"}),
    ("setMyDescription", {"description": "d"}),
    ("setMyShortDescription", {"short_description": "d"}),
    (
        "sendMessage",
        {
            "chat_id": 1,
            "text": "x",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "message_thread_id": 7,
            "reply_parameters": {"message_id": 1, "allow_sending_without_reply": True},
            "reply_markup": KEYBOARD,
            "entities": [{"type": "bold", "offset": 0, "length": 1}],
            "disable_notification": True,
        },
    ),
    ("editMessageText", {"chat_id": 1, "message_id": 1, "text": "x", "parse_mode": "HTML", "reply_markup": KEYBOARD}),
    ("editMessageText", {"inline_message_id": "i", "text": "x"}),
    ("editMessageReplyMarkup", {"chat_id": 1, "message_id": 1, "reply_markup": KEYBOARD}),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x", "show_alert": False, "cache_time": 0}),
    (
        "answerInlineQuery",
        {
            "inline_query_id": "1",
            "results": [ARTICLE, {**ARTICLE, "id": "2", "reply_markup": KEYBOARD}],
            "cache_time": 300,
            "is_personal": False,
            "next_offset": "10",
            "button": {"text": "Ask", "start_parameter": "inline"},
        },
    ),
    ("sendChatAction", {"chat_id": 1, "action": "typing"}),
    ("getChat", {"chat_id": 1}),
    ("deleteMessage", {"chat_id": 1, "message_id": 1}),
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=4),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"type": "default"}),
    st.just(["x"]),
)


def refuses(judge: object, method: str, fields: Json) -> bool:
    """Whether a judge refuses a request."""
    try:
        judge(method, copy.deepcopy(fields))  # type: ignore[operator]
    except Refusal:
        return True
    return False


def places(value: object) -> Iterator[object]:
    """Every object and array in a request."""
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from places(inner)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Json]:
    """A sound request, changed in a few places."""
    method, sound = draw(st.sampled_from(SOUND))
    fields = copy.deepcopy(sound)
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(list(places(fields))))
        if isinstance(place, list):
            place.append(copy.deepcopy(draw(VALUES)))
        elif place and draw(st.booleans()):
            name = draw(st.sampled_from(sorted(place)))
            if draw(st.booleans()):
                del place[name]
            else:
                place[name] = copy.deepcopy(draw(VALUES))
        else:
            names = [
                "colour",
                "quote",
                "user_id",
                "chat_id",
                "text",
                "url",
                "type",
                "results",
                "rich_message",
                "message_id",
                "offset",
            ]
            place[draw(st.sampled_from(names))] = copy.deepcopy(draw(VALUES))
    return method, fields


@pytest.mark.parametrize(("method", "fields"), SOUND)
def test_sound(method: str, fields: Json) -> None:
    """Requests as Telegram documents them are sound to both."""
    judge_fields(method, fields)
    check_fields(method, fields)


@settings(max_examples=800, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_at_least_as_strict(request: tuple[str, Json]) -> None:
    """Whatever aiogram's models refuse is refused here too."""
    if refuses(judge_fields, *request):
        assert refuses(check_fields, *request)


def test_unknown_method() -> None:
    """A method that this server does not have is not found."""
    with pytest.raises(Refusal, match="Not Found"):
        check_fields("sendDice", {"chat_id": 1})


def test_a_row_for_each_method() -> None:
    """Each method has its fields in the table, and each row of the table its method."""
    assert METHODS.keys() == BotMethods(World(User(1, "B", is_bot=True)), parse_text).by_name.keys()
