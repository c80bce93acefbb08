"""The log: JSON or readable, and never anybody's words or the token."""

import asyncio
import io
import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog

from bot.logs import set_up

SECRET = "my zebra is on warfarin"
TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class Terminal(io.StringIO):
    """A stream at which somebody sits."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@contextmanager
def logging_to(stream: io.StringIO, level: str = "INFO") -> Iterator[None]:
    """A log from a level on; afterwards all is as before."""
    root = logging.getLogger()
    handlers, before = list(root.handlers), root.level
    set_up(level, stream)
    try:
        yield
    finally:
        root.handlers, root.level = handlers, before
        logging.captureWarnings(False)
        structlog.reset_defaults()


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A log from INFO on."""
    with logging_to(stream := io.StringIO()):
        yield stream


def lines(stream: io.StringIO) -> list[dict[str, str]]:
    """What was logged, an object a line."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_line(stream: io.StringIO) -> None:
    """Each event is one JSON object: time, level, logger and what happened, whichever of the two libraries is used."""
    logging.getLogger("bot.some").info("In a %s chat", "group")
    structlog.stdlib.get_logger("bot.other").warning("reloaded", topics=57)
    first, second = lines(stream)
    assert (first["event"], first["level"], first["logger"]) == ("In a group chat", "info", "bot.some")
    assert first["timestamp"].endswith("Z")
    assert (second["event"], second["level"], second["topics"]) == ("reloaded", "warning", 57)


def test_level(stream: io.StringIO) -> None:
    """What is below the level is not logged."""
    logging.getLogger("bot").debug("details")
    assert not stream.getvalue()


def test_set_up_again(stream: io.StringIO) -> None:
    """Set up again, the log goes to the new place only."""
    set_up("INFO", second := io.StringIO())
    logging.getLogger("bot").info("hello")
    assert not stream.getvalue()
    assert len(lines(second)) == 1


@pytest.mark.usefixtures("stream")
def test_terminal() -> None:
    """At a terminal it is for people to read."""
    set_up("INFO", terminal := Terminal())
    logging.getLogger("bot").info("hello")
    assert "hello" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


def test_errors_without_words(stream: io.StringIO) -> None:
    """An error is logged with where it happened and what sort it is, its causes too, but not with its message."""
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError:
        logging.getLogger("anything").exception("It failed")
    [line] = lines(stream)
    assert line["event"] == "It failed"
    assert "test_errors_without_words" in line["exception"]
    assert line["exception"].index("KeyError") < line["exception"].index("ValueError")
    assert SECRET not in stream.getvalue().replace("raise KeyError(SECRET)", "")


async def test_forgotten_task(stream: io.StringIO) -> None:
    """What asyncio says of an error that nobody looked at names no words either."""

    async def fail() -> None:
        raise ValueError(SECRET)

    loop = asyncio.get_running_loop()
    task = loop.create_task(fail())
    await asyncio.wait({task})
    loop.default_exception_handler({"message": "never retrieved", "exception": task.exception(), "future": task})
    [line] = lines(stream)
    assert line["event"] == "never retrieved"
    assert "ValueError" in line["exception"]
    assert SECRET not in stream.getvalue()


def test_token(stream: io.StringIO) -> None:
    """Whatever looks like a token is blacked out, in addresses too."""
    logging.getLogger("x").warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    structlog.stdlib.get_logger("x").warning("asked", address=f"bot{TOKEN}")
    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("<token>") == 2


def test_warnings(stream: io.StringIO) -> None:
    """Warnings are lines of the log too."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    [line] = lines(stream)
    assert "DeprecationWarning" in line["event"]
