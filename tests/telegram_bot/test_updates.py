"""An update that the library can't read does not stop the others."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update
from telegram.error import TelegramError

from bot.telegram_bot.updates import UpdatesRequest
from tests.telegram_bot.fake_telegram import BOT, GROUP, PRIVATE, Json, written

UNREADABLE_POLL: Json = {"id": "1", "question": "when?"}  # as an older server words it


def fetched(*updates: Json) -> list[Json]:
    """What is left of these updates once they were fetched."""
    return list(UpdatesRequest.parse_json_payload(json.dumps({"ok": True, "result": updates}).encode())["result"])


def test_readable_updates_stay_as_they_are() -> None:
    """Nothing is changed that can be read."""
    updates = [
        {"update_id": 1, "message": written(PRIVATE, "/ask when?", reply_to_message=written(PRIVATE, "hello"))},
        {"update_id": 2, "something_new": {"a": 1}},
    ]
    assert fetched(*copy.deepcopy(updates)) == updates


def test_unreadable_part(caplog: pytest.LogCaptureFixture) -> None:
    """A message loses what can't be read, keeps who wrote what and where, and the log has its number."""
    message = written(PRIVATE, "/ask when?")
    [left] = fetched({"update_id": 1, "message": message | {"poll": UNREADABLE_POLL}})
    assert left == {"update_id": 1, "message": message}
    assert "Update 1 " in caplog.text
    assert "when?" not in caplog.text


@pytest.mark.parametrize("unreadable", [{"message": {"text": "when?"}}, {"callback_query": {"id": 1}}, {"message": {"chat": 1}}])
def test_unreadable_update(unreadable: Json) -> None:
    """Of an update that makes no sense the number is left, so that it is not fetched again."""
    good = {"update_id": 2, "message": written(PRIVATE, "when?")}
    assert fetched({"update_id": 1, **unreadable}, good) == [{"update_id": 1}, good]


def test_unreadable_reply_to_the_bot() -> None:
    """A cut-down message still tells what it replies to, as far as that can be read."""
    theirs = written(GROUP, "an answer", **{"from": BOT})
    message = written(GROUP, "and with food?")
    whole = {"update_id": 1, "message": message | {"reply_to_message": theirs | {"poll": UNREADABLE_POLL}}}
    assert fetched(whole) == [{"update_id": 1, "message": message | {"reply_to_message": theirs}}]
    without = {"update_id": 1, "message": message | {"reply_to_message": {"message_id": "?"}}}
    assert fetched(without) == [{"update_id": 1, "message": message}]


@pytest.mark.parametrize(
    "strange", [{"message": written(PRIVATE, "my secret")}, {"update_id": "my secret"}, "my secret", None, 5]
)
def test_updates_without_a_number(strange: object, caplog: pytest.LogCaptureFixture) -> None:
    """They are passed over, without their words in the log; alone they are an error, as nothing can confirm them."""
    good = {"update_id": 2, "message": written(PRIVATE, "when?")}
    assert UpdatesRequest.parse_json_payload(json.dumps({"ok": True, "result": [strange, good]}).encode())["result"] == [good]
    with pytest.raises(TelegramError):
        UpdatesRequest.parse_json_payload(json.dumps({"ok": True, "result": [strange]}).encode())
    assert "my secret" not in caplog.text


@pytest.mark.parametrize("result", ["my secret", {"text": "my secret"}, None])
def test_no_list_of_updates(result: object, caplog: pytest.LogCaptureFixture) -> None:
    """What is no list of updates is an error of Telegram's, and is not logged."""
    with pytest.raises(TelegramError) as error:
        UpdatesRequest.parse_json_payload(json.dumps({"ok": True, "result": result}).encode())
    assert "my secret" not in caplog.text + str(error.value)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5), st.sampled_from(["message", "x"]))
def test_any_update(content: object, kind: str) -> None:
    """Whatever an update holds, what is left of it can be read and has its number."""
    [left] = fetched({"update_id": 1, kind: content})
    assert left["update_id"] == 1
    Update.de_json(left, None)


def test_other_answers() -> None:
    """Answers without updates, such as refusals, pass through."""
    refusal = {"ok": False, "error_code": 409, "description": "Conflict"}
    assert UpdatesRequest.parse_json_payload(json.dumps(refusal).encode()) == refusal
