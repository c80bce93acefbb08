"""The log: one line an event, readable at a terminal and JSON elsewhere; without people's words, and without the token."""

import logging
import re
import sys
import traceback
from collections.abc import Callable
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")


class _Handler(logging.StreamHandler[TextIO]):
    """The one that is set up here."""


def set_up(level: str, stream: TextIO) -> None:
    """Send the log of this process, from this level on, to a stream; only there, if this is called again."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
        _without_token,
    ]
    shown: Processor
    if stream.isatty():
        shown = structlog.dev.ConsoleRenderer(colors=True)
    else:
        shown = structlog.processors.JSONRenderer(ensure_ascii=False)
    handler = _Handler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
        )
    )
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def _named(error: BaseException) -> str:
    return type(error).__qualname__


def wordless_traceback(error: BaseException, named: Callable[[BaseException], str] = _named) -> str:
    """The traceback, causes first, without the errors' messages: those may quote what a person wrote.

    `named` says how an error is called.
    """
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        lines = [*traceback.format_tb(cause.__traceback__), f"{named(cause)}\n", *lines]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "".join(lines).rstrip()


def _without_words(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Put a traceback without messages in place of an error."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = wordless_traceback(error)
    if event.get("logger") == "asyncio":  # after the first line it shows tasks, with the messages of their errors
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _without_token(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Black out whatever looks like a bot's token."""
    return {key: _TOKEN.sub("<token>", value) if isinstance(value, str) else value for key, value in event.items()}
