"""The judges refuse what Telegram refuses, and nothing else."""

import pytest

from tests.bot_api.judges import check_update, judge_fields, parse_text
from tests.bot_api.refusal import Json, Refusal

ARTICLE: Json = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "x"}}


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("getMe", {}),
        ("sendMessage", {"chat_id": 1, "text": "x", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_parameters": {"message_id": 1, "allow_sending_without_reply": True}}),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}},
        ),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE], "cache_time": 300, "is_personal": False}),
        ("setMyCommands", {"commands": [{"command": "ask", "description": "d"}], "scope": {"type": "all_group_chats"}}),
    ],
)
def test_sound_fields(method: str, fields: Json) -> None:
    """A request as Telegram documents it passes."""
    judge_fields(method, fields)


@pytest.mark.parametrize(
    ("method", "fields", "named"),
    [
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, "colour: Extra"),
        ("sendMessage", {"chat_id": 1}, "text: Field required"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "text: .*string"),
        ("sendMessage", {"chat_id": 1, "text": "x", "message_thread_id": "7"}, "message_thread_id: .*integer"),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_notification": 1}, "disable_notification: .*boolean"),
        ("sendMessage", {"chat_id": 1, "text": "x", "link_preview_options": {"off": True}}, "off: Extra"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": 1}]]}}, "text: .*string"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE | {"rank": 1}]}, "rank: Extra"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [{**ARTICLE, "title": 1}]}, "title: .*string"),
        ("setMyCommands", {"commands": [], "scope": {"type": "everywhere"}}, "scope"),
        ("flyToTheMoon", {}, "Not Found"),
    ],
)
def test_unsound_fields(method: str, fields: Json, named: str) -> None:
    """An unknown, missing or mistyped field is refused and named, however deep it lies."""
    with pytest.raises(Refusal, match=named):
        judge_fields(method, fields)


def test_parsed_text() -> None:
    """HTML comes back without its tags, with entities counted in UTF-16 units."""
    text, entities = parse_text('😀 <b>a &amp; b</b> <a href="https://doi.org/10.1/x">x</a>', "HTML")
    assert text == "😀 a & b x"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "text_link", "offset": 9, "length": 1, "url": "https://doi.org/10.1/x"},
    ]


def test_plain_text_is_left_alone() -> None:
    """Without a parse mode nothing is markup."""
    assert parse_text("<b>a", "") == ("<b>a", [])


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<b>never closed", "can't parse entities: Can't find end tag corresponding to start tag"),
        ("<h1>not Telegram's</h1>", "can't parse entities: Unsupported start tag"),
        ("5 < 6", "can't parse entities: Unsupported start tag"),
        ("<b><i>crossed</b></i>", "can't parse entities: Unmatched end tag"),
    ],
)
def test_bad_html(html: str, error: str) -> None:
    """HTML that Telegram would refuse is refused in its words."""
    with pytest.raises(Refusal, match=error):
        parse_text(html, "HTML")


def test_made_up_update() -> None:
    """An update without what Telegram always sends can't be posted; an unknown addition can."""
    message: Json = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "hologram": {}}
    check_update({"update_id": 1, "message": message})
    with pytest.raises(ValueError, match="date"):
        check_update({"update_id": 1, "message": {key: value for key, value in message.items() if key != "date"}})
