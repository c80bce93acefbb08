"""Reading updates so that one which the library can't read does not stop the rest.

The library reads a batch of updates whole. If Telegram leaves a field out of one of them (it drops old fields in time, and
other servers are older), the batch is thrown away and fetched again, for ever.
"""

import json
import logging
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.telegram_bot.requests import BotApiRequest

# What is needed to answer a message: who wrote what, where. The rest, which may be the unreadable part, is left out.
_NEEDED = frozenset(
    {"message_id", "date", "chat", "from", "sender_chat", "message_thread_id", "is_topic_message", "forum_topic_created"}
    | {"text", "entities", "caption", "caption_entities", "media_group_id", "via_bot", "is_automatic_forward"}
    | {"edit_date", "guest_query_id"}
)
_KINDS = ("message", "edited_message", "guest_message")

_NUMBERS = 2**63  # Telegram's own are far smaller; storage keeps none that is greater

_log = logging.getLogger(__name__)


class UpdatesRequest(BotApiRequest):
    """The library's way to fetch updates. It gets to see their numbers alone, and `whole` gives the updates themselves.

    So each is read once, although those that are being handled are fetched again and again until they can be confirmed.
    """

    def __init__(self) -> None:
        super().__init__(connection_pool_size=1)  # updates are fetched one request at a time
        self._fetched: dict[int, dict[str, Any]] = {}

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """HTTP status and body of one request; of updates, the numbers. Raises TelegramError if they are no updates."""
        status, payload = await super().do_request(*args, **options)
        return status, self.keep(payload) if 200 <= status < 300 else payload

    def keep(self, payload: bytes) -> bytes:
        """Keep the updates of an answer until the next one; the same answer with their numbers alone."""
        updates = BotApiRequest.parse_json_payload(payload)["result"]
        if not isinstance(updates, list):
            raise TelegramError("the server's answer is no list of updates")
        self._fetched = {update["update_id"]: update for update in updates if is_numbered(update)}
        if len(self._fetched) < len(updates):
            _log.warning("Updates without a number were passed over.")
            if not self._fetched:  # without a number they can't be confirmed: they would come again at once, for ever
                raise TelegramError("the server's updates have no numbers")
        return json.dumps({"ok": True, "result": [{"update_id": number} for number in self._fetched]}).encode()

    def whole(self, update: Update, bot: Bot) -> Update:
        """The update that was fetched last under this number, or what can be read of it."""
        raw = self._fetched.pop(update.update_id, None)
        return update if raw is None else update_of(raw, bot)


def is_numbered(update: object) -> bool:
    """Whether it is an update as far as can be told without reading it."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and 0 <= number < _NUMBERS


def readable(update: dict[str, Any]) -> dict[str, Any]:
    """The update if the library can read it; else what can be read of it, at least its number."""
    if _can_be_read(update):
        return update
    _log.warning("Update %s can't be read whole.", update["update_id"])
    number = {"update_id": update["update_id"]}
    kind = next((kind for kind in _KINDS if kind in update), "")
    message = _cut_down(update.get(kind))
    if not message:
        return number
    replied = _cut_down(update[kind].get("reply_to_message"))  # tells whether this is a reply to the bot
    shorter = ({**message, "reply_to_message": replied}, message) if replied else (message,)
    return next((short for each in shorter if _can_be_read(short := {**number, kind: each})), number)


def _cut_down(message: object) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key in _NEEDED} if isinstance(message, dict) else {}


def update_of(raw: dict[str, Any], bot: Bot) -> Update:
    """The update as the library reads it, or what can be read of it. `raw` has a number."""
    try:
        return Update.de_json(raw, bot)
    except Exception:  # as below
        return Update.de_json(readable(raw), bot)


def _can_be_read(update: dict[str, Any]) -> bool:
    try:
        Update.de_json(update, None)
    except Exception:  # the library expects fields to be what they should be, so anything may happen
        return False
    return True
