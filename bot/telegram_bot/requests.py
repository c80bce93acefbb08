"""Requests to the Bot API server, over aiohttp: over httpx, the library's own way, they took half of the time of an update.

An answer that is none is an error of Telegram's. Neither it nor an address, which holds the token, is in an error or the log.
"""

import json
from typing import Any

import aiohttp
import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

CONNECTING, READING = 5.0, 5.0  # seconds, as long as the library's own way waits
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class BotApiRequest(BaseRequest):
    """The way to the server. It sends no files, as the bot has none."""

    def __init__(self, connection_pool_size: int = 256) -> None:
        """At most so many requests at once."""
        self._connections = connection_pool_size
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer, to which the library adds those of a long poll."""
        return READING

    async def initialize(self) -> None:
        """Make ready; again after a shutdown, if need be."""
        if self._session is None:
            # httpx brings the authorities that it trusts; a container may have none.
            connector = aiohttp.TCPConnector(limit=self._connections, ssl=httpx.create_ssl_context())
            agent = {"User-Agent": self.USER_AGENT}
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers=agent, trust_env=True
            )

    async def shutdown(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

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

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """HTTP status and body of one request; a success has a result in it. Of the timeouts, that of reading counts."""
        if self._session is None:
            raise RuntimeError("the request is not initialised")
        body = request_data.url_encoded_parameters().encode() if request_data else None
        reading = READING if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        waits = aiohttp.ClientTimeout(total=None, connect=2 * CONNECTING, sock_connect=CONNECTING, sock_read=reading)
        try:
            async with self._session.request(
                method, URL(url, encoded=True), data=body, headers=_FORM, timeout=waits, allow_redirects=False
            ) as answer:
                status, payload = answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as problem:
            raise NetworkError(_in_words(problem)) from None  # as a cause it would be logged, with the address
        if 200 <= status < 300 and "result" not in BotApiRequest.parse_json_payload(payload):
            raise TelegramError("the server's answer has no result")
        return status, payload


def _in_words(problem: Exception) -> str:
    """What went wrong, without the address."""
    reason = problem.strerror if isinstance(problem, OSError) else None
    return f"{type(problem).__name__}: {reason}" if reason else type(problem).__name__
