"""Fetching updates so that one which the library can't read does not stop the rest.

The library reads a batch of updates whole. If Telegram leaves a field out of one of them (it drops old fields in time, and
other servers are older), the batch is thrown away and fetched again, for ever.
"""

import logging
from typing import Any

from telegram import Update
from telegram.request import HTTPXRequest

# What is needed to answer a message: who wrote what, where. The rest, which may be the unreadable part, is left out.
_NEEDED = frozenset(
    {"message_id", "date", "chat", "from", "sender_chat", "message_thread_id", "is_topic_message"}
    | {"text", "entities", "caption", "media_group_id", "via_bot", "is_automatic_forward"}
)

_log = logging.getLogger(__name__)


class UpdatesRequest(HTTPXRequest):
    """The library's way to fetch updates, with those that it can't read cut down to what it can."""

    def __init__(self) -> None:
        super().__init__(connection_pool_size=1)  # updates are fetched one request at a time

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The server's answer; each update in it can be read."""
        answer: dict[str, Any] = HTTPXRequest.parse_json_payload(payload)
        if isinstance(answer.get("result"), list):
            answer["result"] = [_readable(update) for update in answer["result"]]
        return answer


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    if _can_be_read(update):
        return update
    _log.warning("Update %s can't be read whole.", update["update_id"])
    message = {key: value for key, value in update.get("message", {}).items() if key in _NEEDED}
    short = {"update_id": update["update_id"], "message": message}
    return short if message and _can_be_read(short) else {"update_id": update["update_id"]}


def _can_be_read(update: dict[str, Any]) -> bool:
    try:
        Update.de_json(update, None)
    except (TypeError, ValueError, KeyError, AttributeError):
        return False
    return True
