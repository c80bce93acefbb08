"""The playground's Bot API server, listening by itself, with the judges beside it."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Self

from bot.playground.bot_api.html import ParsedText, parse_text
from bot.playground.bot_api.methods import TextParser
from bot.playground.bot_api.refusal import Refusal
from bot.playground.bot_api.service import BotApi, Judge, Request
from bot.server.listening import listening

__all__ = ["BotApiServer", "Judge", "Request"]


@dataclass
class BotApiServer(BotApi):
    """A Bot API server on the loopback for one bot; use it as an async context manager.

    A parser that is given judges beside the server's own: both must come to the same.
    """

    url: str = ""  # known once it listens

    def __post_init__(self) -> None:
        self.parse_text = _both(self.parse_text)
        super().__post_init__()
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        port = await self._open.enter_async_context(listening([self.route], "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._open.aclose()


def _both(judge: TextParser) -> TextParser:
    def parse(text: str, parse_mode: str) -> ParsedText:
        own, judged = parse_text(text, parse_mode), judge(text, parse_mode)
        if own.text != judged.text:
            raise Refusal(500, "the playground's parser and Telegram's come to different texts")
        return own

    return parse
