"""Fetching updates so that one which the library can't read does not stop the rest.

The library reads a batch of updates whole. If Telegram leaves a field out of one of them (it drops old fields in time, and
other servers are older), the batch is thrown away and fetched again, for ever.
"""

import logging
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.telegram_bot.requests import BotApiRequest

# What is needed to answer a message: who wrote what, where. The rest, which may be the unreadable part, is left out.
_NEEDED = frozenset(
    {"message_id", "date", "chat", "from", "sender_chat", "message_thread_id", "is_topic_message", "forum_topic_created"}
    | {"text", "entities", "caption", "caption_entities", "media_group_id", "via_bot", "is_automatic_forward"}
)

_log = logging.getLogger(__name__)


class UpdatesRequest(BotApiRequest):
    """The library's way to fetch updates, with those that it can't read cut down to what it can."""

    def __init__(self) -> None:
        super().__init__(connection_pool_size=1)  # updates are fetched one request at a time

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The server's answer; each update in it can be read. Raises TelegramError if it is none."""
        answer = BotApiRequest.parse_json_payload(payload)
        if "result" in answer:
            updates = answer["result"]
            if not isinstance(updates, list):
                raise TelegramError("the server's answer is no list of updates")
            answer["result"] = [_readable(update) for update in updates if _is_numbered(update)]
            if len(answer["result"]) < len(updates):
                _log.warning("Updates without a number were passed over.")
                if not answer["result"]:  # without a number they can't be confirmed: they would come again at once, for ever
                    raise TelegramError("the server's updates have no numbers")
        return answer


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    if _can_be_read(update):
        return update
    _log.warning("Update %s can't be read whole.", update["update_id"])
    number = {"update_id": update["update_id"]}
    message = _cut_down(update.get("message"))
    if not message:
        return number
    replied = _cut_down(update["message"].get("reply_to_message"))  # tells whether this is a reply to the bot
    shorter = ({**message, "reply_to_message": replied}, message) if replied else (message,)
    return next((short for each in shorter if _can_be_read(short := {**number, "message": each})), number)


def _cut_down(message: object) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key in _NEEDED} if isinstance(message, dict) else {}


def _can_be_read(update: dict[str, Any]) -> bool:
    try:
        Update.de_json(update, None)
    except Exception:  # the library expects fields to be what they should be, so anything may happen
        return False
    return True
