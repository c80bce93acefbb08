"""The HTTP side: reads a bot's request as Telegram reads it, has it judged and run, and keeps a record of it."""

import asyncio
import copy
import json
import re
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.playground.bot_api.fields import TEXT_FIELDS, check_fields
from bot.playground.bot_api.html import parse_text
from bot.playground.bot_api.methods import BotMethods, TextParser
from bot.playground.bot_api.refusal import Json, Refusal, bad_request, not_found
from bot.playground.bot_api.world import World

Judge = Callable[[str, Json], None]  # method and its fields in; raises Refusal

POLL = "getUpdates"  # may wait for long, for nobody if the bot is gone
LARGEST = 20 * 1024**2  # bytes of a request's body

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")


@dataclass(slots=True)
class Request:
    """One request that the bot made."""

    method: str
    fields: Json
    result: object = None  # what it was given; None while it waits and when it was refused
    refusal: Refusal | None = None
    told_to_refuse: bool = False  # nothing was wrong with it: somebody asked for the refusal
    ended: bool = False  # whether it was answered, refused or given up


@dataclass(slots=True)
class Fault:
    """Requests to refuse although nothing is wrong with them."""

    method: str
    refusal: Refusal
    times: int


@dataclass
class BotApi:
    """A Bot API server for one bot. `judges` are further opinions on each request, asked after the server's own rules."""

    world: World
    token: str
    parse_text: TextParser = parse_text
    judges: Sequence[Judge] = ()
    keep: int = 0  # requests that are remembered; 0 for all
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._methods = BotMethods(self.world, self.parse_text)
        self._faults: list[Fault] = []
        self._held: dict[str, asyncio.Event] = {}

    @property
    def route(self) -> Route:
        """Where the server listens."""
        return Route("/bot{token}/{method}", self._handle, methods=["GET", "POST"])

    def refuse_next(self, method: str, refusal: Refusal, times: int = 1) -> None:
        """Refuse the next requests to a method, as flood control or an outage would."""
        self._faults.append(Fault(method, refusal, times))

    @contextmanager
    def held(self, method: str) -> Iterator[None]:
        """Within this block requests to a method are kept waiting before they are carried out."""
        release = self._held[method] = asyncio.Event()
        try:
            yield
        finally:
            del self._held[method]
            release.set()

    def of(self, *methods: str) -> list[Request]:
        """The requests to these methods so far, in order."""
        return [request for request in self.requests if request.method in methods]

    async def _handle(self, http: HttpRequest) -> JSONResponse:
        try:
            token = http.path_params["token"]
            if token != self.token:
                raise Refusal(401, "Unauthorized") if _TOKEN.fullmatch(token) else not_found()
            method, fields = http.path_params["method"], await _fields(http)
            result = await (_while_connected(http, self._run(method, fields)) if method == POLL else self._run(method, fields))
        except Refusal as refusal:
            return JSONResponse(refusal.json(), refusal.code)
        return JSONResponse({"ok": True, "result": result})

    async def _run(self, method: str, fields: Json) -> object:
        request = Request(method, copy.deepcopy(fields))
        self.requests.append(request)
        if self.keep:
            del self.requests[: -self.keep]
        self.world.changed()
        if release := self._held.get(method):
            await release.wait()
        try:
            for judge in (check_fields, *self.judges):
                judge(method, fields)
            self._raise_fault(request)
            request.result = await self._methods.by_name[method](fields)
        except Refusal as refusal:
            request.refusal = refusal
            raise
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            request.refusal = bad_request(f"wrong or missing parameter: {error!r}")
            raise request.refusal from error
        finally:
            request.ended = True
            self.world.changed()
        return request.result

    def _raise_fault(self, request: Request) -> None:
        for fault in self._faults:
            if fault.method == request.method and fault.times:
                fault.times -= 1
                request.told_to_refuse = True
                raise fault.refusal


async def _while_connected(http: HttpRequest, work: Coroutine[object, object, object]) -> object:
    """The result of what the client waits for; given up when the client is gone. Raises Refusal, as the work does."""
    working = asyncio.create_task(work)
    leaving = asyncio.ensure_future(http.receive())  # the body was read, so the next that comes is the end
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Refusal(499, "Client Closed Request")
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()


async def _fields(http: HttpRequest) -> Json:
    """The request's fields from its query, its form (urlencoded or multipart) or its JSON body."""
    body = bytearray()
    async for chunk in http.stream():
        body += chunk
        if len(body) > LARGEST:
            raise Refusal(413, "Request Entity Too Large")
    fields: Json = {**http.query_params} | _of_body(http.headers.get("content-type", ""), bytes(body))
    return {name: _decoded(name, value) for name, value in fields.items()}


def _of_body(content_type: str, body: bytes) -> Json:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise bad_request("can't parse JSON body")
        return found
    if kind == "multipart/form-data":
        parts = BytesParser(policy=policy.HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
        named: dict[str, Any] = {str(part.get_param("name", header="content-disposition")): part for part in parts.iter_parts()}
        return {name: str(part.get_content()) for name, part in named.items()}
    return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))


def _decoded(name: str, value: object) -> object:
    """A field's value: in a form, everything but plain text is JSON in a string."""
    if name in TEXT_FIELDS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
