"""A light Bot API: it gives updates, by polling or webhook, and takes whatever the bot says. What judges is tests/bot_api."""

import asyncio
import json
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.load.http import Poster, serve

TOKEN = "4242424242:AAF-loadloadloadloadloadloadload"
SECRET = "load"
CONNECTIONS = 40  # posts at once; what both bots ask for, one in words, the other by Telegram's default
AT_A_TIME = 100  # updates of an answer to getUpdates
AGAIN = 0.5  # seconds before an update is posted again that was not taken

_BOT = {"id": 4242424242, "is_bot": True, "first_name": "Load", "username": "load_bot", "can_join_groups": True}
_RESULTS: dict[str, Any] = {
    "getMe": {**_BOT, "can_read_all_group_messages": False, "supports_inline_queries": True},
    "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
}
_WHAT_FOR = {"answerInlineQuery": "inline_query_id", "answerCallbackQuery": "callback_query_id", "sendMessage": "chat_id"}


class Stub:
    """The server, and a clock on each update that waits for an answer.

    What is waited for is known by chat id, inline query id or callback query id, in the order in which it was given.
    """

    def __init__(self) -> None:
        self.port = 0
        self.calls: Counter[str] = Counter()  # by method
        self.refused: Counter[int] = Counter()  # posts that were not answered with 200, by status; 0 for nobody
        self.latencies: list[float] = []  # seconds from giving an update to the message that answers it
        self.waiting: defaultdict[str, deque[float]] = defaultdict(deque)
        self.answered = asyncio.Condition()
        self.polled = asyncio.Event()
        self._given: deque[tuple[int, bytes]] = deque()  # of polling: number and JSON
        self._new = asyncio.Event()
        self._to_post: asyncio.Queue[bytes] = asyncio.Queue()
        self._posts = 0  # of webhook: given and not taken yet

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def unconfirmed(self) -> int:
        """Updates that wait at Telegram: not taken by webhook, or not confirmed by polling."""
        return self._posts + len(self._given)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Stub"]:
        """Serve within this block."""
        server = await serve(self._handle)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    @asynccontextmanager
    async def posting(self, port: int, path: str) -> AsyncIterator[None]:
        """Deliver by webhook within this block what `post` is given."""
        posters = [asyncio.create_task(self._keep_posting(Poster(port, path, SECRET))) for _ in range(CONNECTIONS)]
        try:
            yield
        finally:
            for poster in posters:
                poster.cancel()
            await asyncio.gather(*posters, return_exceptions=True)

    def give(self, number: int, update: bytes, key: str = "", *, post: bool = False) -> None:
        """Let the bot have an update. `key` is what its answer is known by; empty if none is waited for."""
        if key:
            self.waiting[key].append(time.perf_counter())
        if post:
            self._posts += 1
            self._to_post.put_nowait(update)
        else:
            self._given.append((number, update))
            self._new.set()

    async def _keep_posting(self, poster: Poster) -> None:
        try:
            while True:
                update = await self._to_post.get()
                while (status := await poster.post(update)) != 200:
                    self.refused[status] += 1
                    await asyncio.sleep(AGAIN)
                self._posts -= 1
        finally:
            poster.close()

    async def _handle(self, path: str, body: bytes) -> bytes:
        method = urlsplit(path).path.rpartition("/")[2]
        fields = dict(parse_qsl(body.decode()))
        self.calls[method] += 1
        if method == "getUpdates":
            return await self._updates(fields)
        if key := fields.get(_WHAT_FOR.get(method, "")):
            await self._heard(key)
        return _answer(self._message(fields) if method in ("sendMessage", "editMessageText") else _RESULTS.get(method, True))

    async def _heard(self, key: str) -> None:
        since = self.waiting.get(key)
        if not since:
            return
        self.latencies.append(time.perf_counter() - since.popleft())
        if not since:
            del self.waiting[key]
        async with self.answered:
            self.answered.notify_all()

    async def _updates(self, fields: dict[str, str]) -> bytes:
        self.polled.set()
        offset = int(fields.get("offset", 0))
        while self._given and self._given[0][0] < offset:
            self._given.popleft()
        if not self._given and (patience := float(fields.get("timeout", 0))):
            self._new.clear()
            try:
                async with asyncio.timeout(patience):
                    await self._new.wait()
            except TimeoutError:
                pass
        some = [
            update
            for (_, update), _ in zip(self._given, range(min(AT_A_TIME, int(fields.get("limit", AT_A_TIME)))), strict=False)
        ]
        return b'{"ok":true,"result":[%s]}' % b",".join(some)

    def _message(self, fields: dict[str, str]) -> dict[str, Any]:
        """What was said, as Telegram gives it back; the markup stands in the text still, and no entities."""
        chat = int(fields.get("chat_id", 1))
        kind = {"type": "private", "first_name": "A"} if chat > 0 else {"type": "supergroup", "title": "G"}
        message: dict[str, Any] = {
            "message_id": self.calls["sendMessage"],
            "from": _BOT,
            "date": int(time.time()),
            "chat": {"id": chat, **kind},
            "text": fields.get("text", ""),
        }
        if "reply_markup" in fields:
            message["reply_markup"] = json.loads(fields["reply_markup"])
        return message


def _answer(result: Any) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()
