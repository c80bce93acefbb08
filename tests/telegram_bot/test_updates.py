"""An update that the library can't read does not stop the others."""

import copy
import json

import pytest

from bot.telegram_bot.updates import UpdatesRequest
from tests.telegram_bot.fake_telegram import PRIVATE, Json, written

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


def test_other_answers() -> None:
    """Answers without updates, such as refusals, pass through."""
    refusal = {"ok": False, "error_code": 409, "description": "Conflict"}
    assert UpdatesRequest.parse_json_payload(json.dumps(refusal).encode()) == refusal
