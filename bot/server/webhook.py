"""The door that Telegram knocks at: POST /telegram, with the secret, one update a time."""

import asyncio
import hmac
import json
import logging

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from telegram import Bot

from bot.metrics import Metrics
from bot.settings import Secret
from bot.telegram_bot.intake import Intake
from bot.telegram_bot.updates import is_numbered, update_of

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST = 2**20  # bytes of a body; an update has a few thousand
SLOWEST = 10.0  # seconds in which a body must have come

_log = logging.getLogger(__name__)


class Refused(Exception):
    """The request is none that Telegram makes."""

    def __init__(self, status: int, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status, self.reason, self.headers = status, reason, headers


class Webhook:
    """An ASGI application. 200 is answered only after the update was handled; 503 has Telegram deliver it again."""

    def __init__(self, secret: Secret, metrics: Metrics) -> None:
        self._secret, self._metrics = secret.reveal().encode(), metrics
        self._service: tuple[Bot, Intake] | None = None

    def open(self, bot: Bot, intake: Intake) -> None:
        """From now on updates are taken."""
        self._service = bot, intake

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            response = await self._answer(Request(scope, receive))
        except Refused as refused:
            self._metrics.refused(refused.reason)
            response = PlainTextResponse(f"{refused.reason}\n", refused.status, refused.headers)
        except ClientDisconnect:  # nobody is there to be answered
            self._metrics.refused("disconnected")
            return
        except Exception as failure:  # its message may hold what a person wrote
            _log.error("A request to the webhook failed: %s", type(failure).__name__)
            self._metrics.error()
            response = _again()
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            raise Refused(405, "wrong method", Allow="POST")
        # First of all, so that strangers can neither have anything read nor learn anything.
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret):
            raise Refused(401, "wrong secret")
        body = await _body(request)
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            raise Refused(400, "no json") from None
        if not is_numbered(raw):
            raise Refused(400, "no update")
        if self._service is None:  # still starting
            return _again()
        bot, intake = self._service
        return Response() if await intake.take(update_of(raw, bot)) else _again()


async def _body(request: Request) -> bytes:
    """The body, read no further than it may be long. A length that is told beforehand need not be true."""
    too_much = Refused(413, "too large", Connection="close")
    told = request.headers.get("content-length", "0")
    if not told.isascii() or not told.isdecimal() or len(told) > 20 or int(told) > MOST:
        raise too_much
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST:
                    raise too_much
    except TimeoutError:
        raise Refused(408, "too slow", Connection="close") from None
    return bytes(body)


def _again() -> Response:
    return Response(status_code=503, headers={"Retry-After": "1"})
