"""An update that the library can't read does not stop the others."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.telegram_bot.updates import UpdatesRequest, readable
from tests.telegram_bot.fake_telegram import BOT, GROUP, PRIVATE, Json, written

UNREADABLE_POLL: Json = {"id": "1", "question": "when?"}  # as an older server words it


def fetched(*updates: Json) -> list[Json]:
    """What is left of these updates once they were fetched."""
    return [readable(update) for update in updates]


def body(result: object) -> bytes:
    """A server's answer with this result."""
    return json.dumps({"ok": True, "result": result}).encode()


@pytest.fixture(scope="module")
def request_() -> UpdatesRequest:
    """The library's way to fetch updates."""
    return UpdatesRequest()


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
    "strange", [{"message": written(PRIVATE, "my secret")}, {"update_id": "my secret"}, {"update_id": -1}, "my secret", None, 5]
)
def test_updates_without_a_number(request_: UpdatesRequest, strange: object, caplog: pytest.LogCaptureFixture) -> None:
    """They are passed over, without their words in the log; alone they are an error, as nothing can confirm them."""
    good = {"update_id": 2, "message": written(PRIVATE, "when?")}
    assert json.loads(request_.keep(body([strange, good])))["result"] == [{"update_id": 2}]
    with pytest.raises(TelegramError):
        request_.keep(body([strange]))
    assert "my secret" not in caplog.text


@pytest.mark.parametrize("result", ["my secret", {"text": "my secret"}, None])
def test_no_list_of_updates(request_: UpdatesRequest, result: object, caplog: pytest.LogCaptureFixture) -> None:
    """What is no list of updates is an error of Telegram's, and is not logged."""
    with pytest.raises(TelegramError) as error:
        request_.keep(body(result))
    assert "my secret" not in caplog.text + str(error.value)


def test_whole_updates(request_: UpdatesRequest) -> None:
    """The library sees numbers alone; behind each is the whole update, or what can be read of it, until the next answer."""
    message = written(PRIVATE, "when?")
    updates = [{"update_id": 1, "message": message}, {"update_id": 2, "message": message | {"poll": UNREADABLE_POLL}}]
    stubs = [Update.de_json(each, None) for each in json.loads(request_.keep(body(updates)))["result"]]
    assert [stub.message for stub in stubs] == [None, None]
    for stub in stubs:
        update = request_.whole(stub, Bot("1:a"))
        assert update.message is not None
        assert (update.update_id, update.message.text) == (stub.update_id, "when?")
        assert update.message.get_bot().token == "1:a"
    request_.keep(body([]))
    assert request_.whole(stubs[0], Bot("1:a")) is stubs[0]


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5), st.sampled_from(["message", "x"]))
def test_any_update(content: object, kind: str) -> None:
    """Whatever an update holds, what is left of it can be read and has its number."""
    [left] = fetched({"update_id": 1, kind: content})
    assert left["update_id"] == 1
    Update.de_json(left, None)
