"""Requests to the Bot API server, safe from answers that are none: they are errors of Telegram's, and never logged."""

import json
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest


class BotApiRequest(HTTPXRequest):
    """The library's way to the server. An answer that can't be used raises TelegramError.

    The library itself would log it whole, with what people wrote in it, or raise KeyError.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The server's answer, a success or a refusal."""
        try:
            answer = json.loads(payload.decode(errors="replace"))
        except (ValueError, RecursionError):
            raise TelegramError("the server's answer is not JSON") from None
        if not isinstance(answer, dict):
            raise TelegramError("the server's answer is no JSON object")
        return answer

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """HTTP status and body of one request; a success has a result in it."""
        status, payload = await super().do_request(*args, **options)
        if 200 <= status < 300 and "result" not in BotApiRequest.parse_json_payload(payload):
            raise TelegramError("the server's answer has no result")
        return status, payload
