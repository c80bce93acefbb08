"""Telegram as the bot sees it: a transport that keeps what the bot sends, and updates as Telegram words them."""

import asyncio
import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.request import BaseRequest, RequestData

from bot.telegram_bot.handlers import BotApplication
from bot.telegram_bot.service import Service
from tests.bot_api.judges import parse_text

Json = dict[str, Any]

BOT: Json = {"id": 4242, "is_bot": True, "first_name": "Supplement questions", "username": "supplement_test_bot"}
ANN: Json = {"id": 7, "is_bot": False, "first_name": "Asker"}
ANONYMOUS_ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
PRIVATE: Json = {"id": 7, "type": "private", "first_name": "Asker"}
GROUP: Json = {"id": -1007, "type": "supergroup", "title": "Sleep club"}
FORUM: Json = {"id": -1008, "type": "supergroup", "title": "Sleep forum", "is_forum": True}

_numbers = itertools.count(1000)
_RESULTS: Json = {"getMe": BOT, "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0}}
_RESULTS["answerGuestQuery"] = {"inline_message_id": "1"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What Telegram says instead of doing what it is asked."""

    code: int
    description: str
    parameters: Json = field(default_factory=dict)


class FakeTransport(BaseRequest):
    """Keeps each request, and answers it with a success or with the refusal that waits for its method."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, Json]] = []
        self.refusals: dict[str, list[Refusal]] = {}
        self.results: Json = dict(_RESULTS)
        self.sent_as: list[int] = []  # the numbers of the messages sent
        self.updates: list[Json] = []  # what getUpdates gives next
        self._requested: dict[str, asyncio.Event] = {}

    def requested(self, method: str) -> asyncio.Event:
        """Set once the bot has made a request of this method."""
        return self._requested.setdefault(method, asyncio.Event())

    @property
    def read_timeout(self) -> float | None:
        """Nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Answer one request."""
        name = url.rpartition("/")[2]
        fields = dict(request_data.parameters) if request_data else {}
        self.requests.append((name, fields))
        self.requested(name).set()
        if self.refusals.get(name):
            refusal = self.refusals[name].pop(0)
            body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            return refusal.code, json.dumps(body | {"parameters": refusal.parameters} if refusal.parameters else body).encode()
        result = self.results.get(name, True)
        if name == "getUpdates":
            await asyncio.sleep(0.01)
            result, self.updates = self.updates, []
        elif name == "sendMessage":
            self.sent_as.append(next(_numbers))
            result = {
                "message_id": self.sent_as[-1],
                "date": 1,
                "chat": {"id": fields["chat_id"], "type": "private"},
                "text": "-",
            }
        return 200, json.dumps({"ok": True, "result": result}).encode()


@dataclass(slots=True)
class Telegram:
    """One bot and what it has done."""

    application: BotApplication
    transport: FakeTransport

    async def update(self, **content: Json) -> None:
        """Let the bot process an update."""
        await self.application.process_update(Update.de_json({"update_id": next(_numbers), **content}, self.application.bot))

    async def message(self, chat: Json, text: str = "", /, **content: Any) -> Json:
        """Let somebody write in a chat; the message."""
        message = written(chat, text, **content)
        await self.update(message=message)
        return message

    async def press(self, data: str, message: Json | None, **content: Any) -> None:
        """Let Asker, unless told otherwise, press a button."""
        under = {"message": message} if message else {}
        await self.update(callback_query={"id": "1", "from": ANN, "chat_instance": "1", "data": data, **under, **content})

    def refuse(self, method: str, code: int, description: str, **parameters: Any) -> None:
        """Have the next request of this method refused."""
        self.transport.refusals.setdefault(method, []).append(Refusal(code, description, parameters))

    def of(self, *methods: str) -> list[Json]:
        """The fields of the requests of these methods, in order."""
        return [fields for name, fields in self.transport.requests if name in methods]

    @property
    def service(self) -> Service:
        """What the bot's handlers stand on."""
        service: Service = self.application.bot_data["service"]
        return service

    @property
    def toasts(self) -> list[str]:
        """What was shown for a moment to those who pressed buttons; empty where nothing was."""
        return [fields.get("text", "") for fields in self.of("answerCallbackQuery")]

    def latest(self, chat: Json, asked: Json | None = None) -> Json:
        """The bot's latest message in a chat, as it is shown with a button pressed under it; `asked` is what it replies to."""
        fields = self.sent[-1]
        assert fields["chat_id"] == chat["id"]
        markup = {"reply_markup": fields["reply_markup"]} if "reply_markup" in fields else {}
        number = {"message_id": self.transport.sent_as[-1], **{"from": BOT}}
        return written(chat, fields["read"], **number, **markup, **({"reply_to_message": asked} if asked else {}))

    @property
    def sent(self) -> list[Json]:
        """What the bot sent into chats, with the text as people read it under `read`."""
        return [fields | {"read": parse_text(fields["text"], fields["parse_mode"]).text} for fields in self.of("sendMessage")]


def written(chat: Json, text: str = "", /, **content: Any) -> Json:
    """A message in a chat, by Asker unless told otherwise."""
    message: Json = {"message_id": next(_numbers), "date": 1, "chat": chat, "from": ANN}
    if text:
        message["text"] = text
        command = re.match(r"/[A-Za-z0-9_]{1,32}(@\w{3,32})?(?![\w/])", text)
        if command:
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
    return message | content


def buttons(fields: Json) -> dict[str, str]:
    """The labels of a sent message's buttons, and the callback data or the address behind each."""
    rows = fields.get("reply_markup", {}).get("inline_keyboard", [])
    return {
        button["text"]: button.get("callback_data") or button["url"]
        for row in rows
        for button in row
        if "copy_text" not in button
    }
