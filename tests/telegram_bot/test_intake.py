"""The one place where updates are taken: each once, at most 16 at a time, and again if the answer could not be sent."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from telegram import Update

from bot.metrics import Metrics
from bot.storage.secrets import Keys
from bot.storage.storage import Claim, Storage
from bot.telegram_bot.intake import AT_ONCE, TRIES, Intake, kind_of
from tests.telegram_bot.fake_telegram import ANN, PRIVATE, Json, written


class Application:
    """An application that counts what it is given, and does with it what a test says."""

    def __init__(self) -> None:
        self.undelivered: set[int] = set()
        self.bot_data = {"service": self}
        self.begun: list[int] = []
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.failure: BaseException | None = None
        self.sends = True

    async def process_update(self, update: Update) -> None:
        """Handle an update."""
        self.begun.append(update.update_id)
        await self.go_on.wait()
        if self.failure:
            raise self.failure
        if not self.sends:
            self.undelivered.add(update.update_id)


@pytest.fixture
def application() -> Application:
    """An application that does as it is told."""
    return Application()


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """Storage that remembers nothing from before."""
    storage = await Storage.open(f"sqlite:///{tmp_path / 'bot.sqlite3'}", Keys())
    yield storage
    await storage.close()


@pytest.fixture
def metrics() -> Metrics:
    """Counts that begin at nothing."""
    return Metrics()


@pytest.fixture
def intake(application: Application, storage: Storage, metrics: Metrics) -> Intake:
    """An intake of that application."""
    return Intake(application, storage, metrics)  # type: ignore[arg-type]


def counted(metrics: Metrics, name: str, **labels: str) -> float:
    """A count; 0 where nothing was counted."""
    return metrics.registry.get_sample_value(name, labels) or 0.0


async def test_once(intake: Intake, application: Application, metrics: Metrics) -> None:
    """An update that comes again is acknowledged and not handled again."""
    assert await intake.take(Update(1))
    assert await intake.take(Update(1))
    assert application.begun == [1]
    assert counted(metrics, "bot_updates_total", kind="other") == 1
    assert counted(metrics, "bot_refused_total", reason="already done") == 1


async def test_after_a_restart(intake: Intake, application: Application, storage: Storage, metrics: Metrics) -> None:
    """What another process handled is acknowledged and not handled again."""
    assert await storage.claim(1) is Claim.OURS
    await storage.done(1)
    assert await intake.take(Update(1))
    assert application.begun == []


async def test_while_it_is_being_handled(intake: Intake, application: Application, metrics: Metrics) -> None:
    """An update that comes again while it is being handled is not acknowledged: the handling may yet break off."""
    application.go_on.clear()
    first = asyncio.create_task(intake.take(Update(1)))
    await asyncio.sleep(0.05)
    assert not await intake.take(Update(1))
    assert counted(metrics, "bot_refused_total", reason="already busy") == 1
    application.go_on.set()
    assert await first
    assert application.begun == [1]


async def test_at_most_16_at_once(intake: Intake, application: Application, metrics: Metrics) -> None:
    """The seventeenth waits until one of the others is done."""
    application.go_on.clear()
    takes = [asyncio.create_task(intake.take(Update(number))) for number in range(1, AT_ONCE + 4)]
    await asyncio.sleep(0.2)
    assert len(application.begun) == AT_ONCE
    assert (counted(metrics, "bot_in_flight"), counted(metrics, "bot_waiting")) == (AT_ONCE, 3)
    application.go_on.set()
    assert all(await asyncio.gather(*takes))
    assert application.begun == list(range(1, AT_ONCE + 4))
    assert counted(metrics, "bot_in_flight") == 0


async def test_answer_that_could_not_be_sent(
    intake: Intake, application: Application, metrics: Metrics, caplog: pytest.LogCaptureFixture
) -> None:
    """The update has to come again, and is handled again; after five tries it is given up, counted, and in the log."""
    application.sends = False
    pauses, taken = [intake.pause(1)], list[bool]()
    for _ in range(TRIES):
        taken.append(await intake.take(Update(1)))
        pauses.append(intake.pause(1))
    assert taken == [False] * (TRIES - 1) + [True]
    assert pauses == [1, 4, 16, 60, 60, 1]
    assert application.begun == [1] * TRIES
    assert application.undelivered == set()
    assert counted(metrics, "bot_refused_total", reason="given up") == 1
    assert "Update 1 is given up" in caplog.text
    assert await intake.take(Update(1))
    assert application.begun == [1] * TRIES


async def test_answer_that_could_be_sent_later(intake: Intake, application: Application, metrics: Metrics) -> None:
    """Once the network is back the update is done."""
    application.sends = False
    assert not await intake.take(Update(1))
    application.sends = True
    assert await intake.take(Update(1))
    assert counted(metrics, "bot_refused_total", reason="given up") == 0


async def test_failure_of_the_library(intake: Intake, application: Application, caplog: pytest.LogCaptureFixture) -> None:
    """An update that can't be handled at all is not taken for ever; the log has its number, and not the error's words."""
    application.failure = RuntimeError("my secret question")
    assert await intake.take(Update(1))
    assert "Update 1 " in caplog.text
    assert "my secret" not in caplog.text


async def test_broken_off(intake: Intake, application: Application, storage: Storage) -> None:
    """A handling that is cancelled lets anybody begin anew."""
    application.go_on.clear()
    first = asyncio.create_task(intake.take(Update(1)))
    await asyncio.sleep(0.05)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await storage.claim(1) is Claim.OURS


async def test_closing(intake: Intake, application: Application) -> None:
    """What was begun is finished; what waits, and what comes later, is left for the next start."""
    application.go_on.clear()
    takes = [asyncio.create_task(intake.take(Update(number))) for number in range(1, AT_ONCE + 3)]
    await asyncio.sleep(0.05)
    closing = asyncio.create_task(intake.close(5))
    await asyncio.sleep(0.05)
    assert not closing.done()
    application.go_on.set()
    assert await closing
    assert await asyncio.gather(*takes) == [True] * AT_ONCE + [False] * 2
    assert not await intake.take(Update(99))
    assert len(application.begun) == AT_ONCE


async def test_closing_without_end(intake: Intake, application: Application, caplog: pytest.LogCaptureFixture) -> None:
    """Patience ends: the platform's does too."""
    application.go_on.clear()
    take = asyncio.create_task(intake.take(Update(1)))
    await asyncio.sleep(0.05)
    assert not await intake.close(0.05)
    assert "1 update" in caplog.text
    application.go_on.set()
    await take


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"message": written(PRIVATE, "when?")}, "message"),
        ({"callback_query": {"id": "1", "from": ANN, "chat_instance": "1", "data": "x"}}, "callback_query"),
        ({"inline_query": {"id": "1", "from": ANN, "query": "when?", "offset": ""}}, "inline_query"),
        ({}, "other"),
    ],
)
def test_kinds(content: Json, kind: str) -> None:
    """Updates are counted by Telegram's own names of their kinds."""
    assert kind_of(Update.de_json({"update_id": 1, **content}, None)) == kind
