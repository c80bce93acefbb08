"""What the chat page talks to: its files, the scene, what people do, and the stream of what happens."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles

from bot.content_review.lines import Lines
from bot.playground.bot_api.refusal import Json
from bot.playground.bot_api.service import BotApi
from bot.playground.guard import Guard
from bot.playground.notebook import Note, Notebook, explanation
from bot.playground.origins import places
from bot.playground.simulation import NotPossible, Simulation

PAGE = Path(__file__).parent / "page"
LARGEST = 64 * 1024  # bytes that the page sends at once
CLOSING = "closing"  # the last event, which wakes the streams
HEARTBEAT = 15.0  # seconds; so that a stream to a page that is gone ends

_Action: TypeAlias = Callable[[Json], Awaitable[object]]


class Pages:
    """The pages of one playground over one content folder."""

    def __init__(self, simulation: Simulation, notebook: Notebook, content: Path) -> None:
        self._simulation, self._notebook, self._content = simulation, notebook, content
        self._closed = False
        self._actions: Mapping[str, _Action] = {
            "say": self._say,
            "edit": self._edit,
            "react": self._react,
            "press": self._press,
            "inline": self._inline,
            "choose": self._choose,
            "topic": self._topic,
            "afresh": self._afresh,
        }

    def routes(self, api: BotApi) -> list[BaseRoute]:
        """The whole server: pages and Bot API, guarded."""
        routes: list[BaseRoute] = [
            Route("/", self._page),
            Route("/api/scene", self._scene),
            Route("/api/events", self._events),
            Route("/api/why/{chat}/{message:int}", self._why),
            Route("/api/{action}", self._act, methods=["POST"]),
            api.route,
            Mount("/page", StaticFiles(directory=PAGE)),
        ]
        return [Mount("/", Guard(Router(routes)))]

    async def _page(self, _: Request) -> Response:
        return FileResponse(PAGE / "index.html")

    async def _scene(self, _: Request) -> Response:
        return JSONResponse(
            self._simulation.scene() | {"content": str(self._content), "learning": self._notebook.newest.content.is_abridged}
        )

    async def _events(self, _: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        queue = self._simulation.follow()
        try:
            yield "retry: 1000\n\n"
            while not self._closed:
                try:
                    event = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event["type"] != CLOSING:
                    yield f"data: {json.dumps(event)}\n\n"
        finally:
            self._simulation.leave(queue)

    def close(self) -> None:
        """End the streams."""
        self._closed = True
        self._simulation.tell({"type": CLOSING})

    async def _act(self, http: Request) -> Response:
        action = self._actions.get(http.path_params["action"])
        if action is None:
            return JSONResponse({"problem": "There is no such thing to do."}, 404)
        if http.headers.get("content-type", "").partition(";")[0] != "application/json":  # what a form elsewhere can't send
            return JSONResponse({"problem": "JSON is expected."}, 415)
        try:
            return JSONResponse(await action(await _asked(http)))
        except NotPossible as problem:
            return JSONResponse({"problem": str(problem)}, 409)
        except (KeyError, TypeError, ValueError):
            return JSONResponse({"problem": "That can't be understood."}, 400)

    async def _say(self, asked: Json) -> object:
        return self._simulation.say(
            _text(asked, "chat"), _text(asked, "role"), _text(asked, "text"), _number(asked, "reply_to"), _number(asked, "topic")
        )

    async def _edit(self, asked: Json) -> object:
        chat, role, text = (_text(asked, name) for name in ("chat", "role", "text"))
        return self._simulation.edit(chat, role, _number(asked, "message"), text)

    async def _react(self, asked: Json) -> object:
        chat, role, emoji = (_text(asked, name) for name in ("chat", "role", "emoji"))
        return self._simulation.react(chat, role, _number(asked, "message"), emoji)

    async def _press(self, asked: Json) -> object:
        numbers = [_number(asked, name) for name in ("message", "row", "column")]
        return await self._simulation.press(_text(asked, "chat"), _text(asked, "role"), *numbers)

    async def _inline(self, asked: Json) -> object:
        return await self._simulation.inline(*(_text(asked, name) for name in ("chat", "role", "query", "offset")))

    async def _choose(self, asked: Json) -> object:
        numbers = [_number(asked, name) for name in ("number", "index", "topic")]
        return self._simulation.choose(_text(asked, "chat"), _text(asked, "role"), *numbers)

    async def _topic(self, asked: Json) -> object:
        return {"topic": self._simulation.open_topic(_text(asked, "name"))}

    async def _afresh(self, _: Json) -> object:
        self._simulation.afresh()
        return {}

    async def _why(self, http: Request) -> Response:
        simulation, number = self._simulation, http.path_params["message"]
        chat = simulation.chats.get(http.path_params["chat"])
        message = simulation.world.messages.get((chat.id, number)) if chat else None
        if chat is None or message is None:
            return JSONResponse({"problem": "That message is gone."}, 404)
        note = self._notebook.of(chat.id, number)
        closely = "closely" in http.query_params
        return JSONResponse(await asyncio.to_thread(self._told, message.get("text", ""), note, closely))

    def _told(self, text: str, note: Note | None, closely: bool) -> dict[str, Any]:
        content = self._notebook.newest.content
        picked = ""
        if note and not isinstance(note.asked, str):
            topic = content.topics.get(note.asked.topic)
            picked = topic.title if topic else note.reply.title
        return {
            "way": note.way if note else "",
            "outdated": note is not None and note.engine is None,
            "picked": picked,
            "kind": note.reply.kind.value if note else "",
            "parts": [[block.kind.value, block.kind.folds, len(block.text)] for block in note.reply.blocks()] if note else [],
            "topics": [[one.ref.topic, one.score] for one in note.reply.topics] if note else [],
            "places": [asdict(place) for place in places(Lines(self._content), content, text, note)],
            "explanation": explanation(note, closely) if note else None,
        }


async def _asked(http: Request) -> Json:
    body = bytearray()
    async for chunk in http.stream():
        body += chunk
        if len(body) > LARGEST:
            raise NotPossible("That is too long.")
    asked = json.loads(body)
    if not isinstance(asked, dict):
        raise TypeError
    return asked


def _text(asked: Json, name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(asked: Json, name: str) -> int:
    value = asked.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value
