"""The HTTP side: reads a bot's request as Telegram reads it, has it judged and run, and keeps a record of it."""

import asyncio
import copy
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web

from tests.bot_api.bot_methods import BotMethods, TextParser
from tests.bot_api.refusal import Json, Refusal, bad_request, not_found
from tests.bot_api.world import World

Judge = Callable[[str, Json], None]  # method and its fields in; raises Refusal

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
# Fields that are text even when they look like JSON; all others carry JSON in a form.
_TEXT_FIELDS = frozenset(
    {
        "action",
        "callback_query_id",
        "description",
        "inline_message_id",
        "inline_query_id",
        "language_code",
        "name",
        "next_offset",
        "parse_mode",
        "secret_token",
        "short_description",
        "text",
        "url",
    }
)


@dataclass(slots=True)
class Request:
    """One request that the bot made."""

    method: str
    fields: Json
    result: object = None  # what it was given; None while it waits and when it was refused
    refusal: Refusal | None = None
    told_to_refuse: bool = False  # nothing was wrong with it: a test asked for the refusal


@dataclass(slots=True)
class Fault:
    """Requests to refuse although nothing is wrong with them."""

    method: str
    refusal: Refusal
    times: int


@dataclass
class BotApiServer:
    """A Bot API server on the loopback for one bot; use it as an async context manager."""

    world: World
    token: str
    parse_text: TextParser
    judges: Sequence[Judge] = ()
    requests: list[Request] = field(default_factory=list)
    url: str = ""  # known once it listens

    def __post_init__(self) -> None:
        self._methods = BotMethods(self.world, self.parse_text)
        self._faults: list[Fault] = []
        self._held: dict[str, asyncio.Event] = {}

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=20 * 1024**2)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(application, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._runner.cleanup()

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

    async def _handle(self, http: web.Request) -> web.Response:
        try:
            if http.match_info["token"] != self.token:
                known_form = _TOKEN.fullmatch(http.match_info["token"])
                raise Refusal(401, "Unauthorized") if known_form else not_found()
            result = await self._run(http.match_info["method"], await _fields(http))
        except Refusal as refusal:
            return web.json_response(refusal.json(), status=refusal.code)
        return web.json_response({"ok": True, "result": result})

    async def _run(self, method: str, fields: Json) -> object:
        request = Request(method, copy.deepcopy(fields))
        self.requests.append(request)
        self.world.changed()
        if release := self._held.get(method):
            await release.wait()
        try:
            if method not in self._methods.by_name:
                raise not_found()
            for judge in self.judges:
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
            self.world.changed()
        return request.result

    def _raise_fault(self, request: Request) -> None:
        for fault in self._faults:
            if fault.method == request.method and fault.times:
                fault.times -= 1
                request.told_to_refuse = True
                raise fault.refusal


async def _fields(http: web.Request) -> Json:
    """The request's fields from its query, its form (urlencoded or multipart) or its JSON body."""
    fields: Json = {**http.query}
    if http.content_type == "application/json":
        try:
            fields |= await http.json()
        except (ValueError, TypeError) as error:
            raise bad_request("can't parse JSON body") from error
    else:
        fields |= await http.post()
    return {name: _decoded(name, value) for name, value in fields.items()}


def _decoded(name: str, value: object) -> object:
    """A field's value: in a form, everything but plain text is JSON in a string."""
    if name in _TEXT_FIELDS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
