"""The check on everything that goes out does catch what it is there for."""

import pytest

from tests.bot_api.refusal import Json, Refusal, bad_request
from tests.bot_api.server import Request
from tests.end_to_end.wire import DISCLAIMER, check_requests

SOUND: Json = {
    "chat_id": 1,
    "text": f"<b>x</b>\n{DISCLAIMER}",
    "parse_mode": "HTML",
    "link_preview_options": {"is_disabled": True},
}
ARTICLE: Json = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "x", "parse_mode": "HTML"}}
LONG_DATA: Json = {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]}


def test_sound_request() -> None:
    """A sound message passes."""
    check_requests([Request("sendMessage", SOUND), Request("getMe", {})])


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("sendMessage", SOUND | {"text": "no disclaimer"}),
        ("sendMessage", SOUND | {"text": f"{DISCLAIMER} Really."}),
        ("sendMessage", SOUND | {"text": f"{'x' * 4096}{DISCLAIMER}"}),
        ("sendMessage", SOUND | {"text": f"<b>{DISCLAIMER}"}),
        ("sendMessage", SOUND | {"colour": "red"}),
        ("sendMessage", SOUND | {"reply_markup": LONG_DATA}),
        ("sendMessage", {"chat_id": 1, "text": DISCLAIMER, "parse_mode": "HTML"}),
        ("editMessageText", {"chat_id": 1, "message_id": 1, "text": "x", "parse_mode": "HTML"}),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE]}),
        ("answerGuestQuery", {"guest_query_id": "1", "result": ARTICLE}),
    ],
)
def test_unsound_request(method: str, fields: Json) -> None:
    """A text without the disclaimer, too long, badly marked up, with a preview, or a request with a wrong field fails."""
    with pytest.raises((AssertionError, Refusal)):
        check_requests([Request(method, fields)])


def test_refused_request() -> None:
    """A request that the server refused for its form fails."""
    with pytest.raises(AssertionError, match="BUTTON_DATA_INVALID"):
        check_requests([Request("sendMessage", SOUND, refusal=bad_request("BUTTON_DATA_INVALID"))])
