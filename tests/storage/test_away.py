"""The bot goes on where the database is away, and storage catches up when it is back."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from bot.content.model import TopicRef
from bot.storage import database
from bot.storage.storage import Claim, Forgotten, Storage
from tests.storage.conftest import KEYS, Place, PostgresPlace, SqlitePlace, until

Open = Callable[..., Awaitable[Storage]]
TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")


async def handle(storage: Storage, *updates: int) -> list[Claim]:
    """Claim updates and finish those that are ours."""
    found = [await storage.claim(update_id) for update_id in updates]
    for update_id, claim in zip(updates, found, strict=True):
        if claim is Claim.OURS:
            await storage.done(update_id)
    return found


async def test_starting_without_it(place: Place, open_storage: Open, caplog: pytest.LogCaptureFixture) -> None:
    """Storage opens without a database, claims from memory, and writes what was done when the database is there."""
    place.take_away()
    try:
        storage = await open_storage()
        assert not storage.available
        assert await handle(storage, 1, 2, 1) == [Claim.OURS, Claim.OURS, Claim.BUSY]
        assert await handle(storage, 1) == [Claim.DONE]
        assert storage.unguarded == 2
        assert sum(record.levelno == logging.WARNING for record in caplog.records) == 1
    finally:
        place.bring_back()
    await until(lambda: storage.available)
    assert await handle(await open_storage(), 1, 2, 3) == [Claim.DONE, Claim.DONE, Claim.OURS]
    assert await handle(storage, 3) == [Claim.DONE]
    assert storage.unguarded == 2


async def test_losing_it_midway(place: Place, open_storage: Open, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing raises when the database goes; what was claimed is finished, what comes is handled, and all is written later."""
    storage = await open_storage()
    anna, ben = storage.person(1), storage.person(2)
    assert await handle(storage, 1) == [Claim.OURS]
    assert await storage.claim(2) is Claim.OURS
    await storage.vote(anna, storage.answer(9), TIMING, True)
    storage.count("answer", TIMING)
    place.take_away()
    try:
        await storage.done(2)
        assert await handle(storage, 1, 2, 3) == [Claim.DONE, Claim.DONE, Claim.OURS]
        assert not storage.available and storage.unguarded == 1
        await storage.claim(4)
        await storage.release(4)
        assert await storage.claim(4) is Claim.OURS
        storage.count("answer", TIMING)
        for up in (True, False):
            await storage.vote(anna, storage.answer(1), TIMING, up)
        await storage.vote(ben, storage.answer(1), TIMING, True)
        await storage.vote(anna, storage.answer(3), TIMING, True)
        await storage.vote(anna, storage.answer(3), TIMING, None)
        assert await storage.send_question(anna, "hello") is False
        assert await storage.forget(ben) is None
    finally:
        place.bring_back()
    await until(lambda: storage.available)
    other = await open_storage()
    assert await handle(other, 1, 2, 3, 4) == [Claim.DONE, Claim.DONE, Claim.DONE, Claim.BUSY]
    await storage.close()
    assert await handle(other, 4) == [Claim.OURS]
    assert place.execute("SELECT number FROM counts") == [(2,)]
    assert sorted(bool(up) for (up,) in place.execute("SELECT up FROM votes")) == [False, True], (
        "what was to be forgotten is not kept"
    )
    assert await other.forget(anna) == Forgotten(2, 0)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING][1:] == []


async def test_an_update_given_back_meanwhile_is_free(place: Place, open_storage: Open) -> None:
    """What was claimed before and given back while the database was away is anybody's when it is back."""
    storage = await open_storage()
    await storage.claim(1)
    place.take_away()
    try:
        await storage.release(1)
    finally:
        place.bring_back()
    await until(lambda: storage.available)
    assert await (await open_storage()).claim(1) is Claim.OURS


async def test_many_waiting_when_it_goes(place: Place, open_storage: Open) -> None:
    """Everybody who waits while the database goes gets an answer."""
    storage = await open_storage()
    working = asyncio.gather(*(handle(storage, number) for number in range(200)))
    await asyncio.sleep(0)
    place.take_away()
    try:
        assert await working == [[Claim.OURS]] * 200
        assert await handle(storage, *range(200)) == [Claim.DONE] * 200
    finally:
        place.bring_back()
    await until(lambda: storage.available)
    assert await handle(await open_storage(), *range(200)) == [Claim.DONE] * 200


async def test_closing_without_it(place: Place, open_storage: Open, caplog: pytest.LogCaptureFixture) -> None:
    """Storage closes while the database is away, and says what was lost."""
    storage = await open_storage()
    place.take_away()
    try:
        await handle(storage, 1, 2)
        await storage.close()
    finally:
        place.bring_back()
    assert "2 updates" in caplog.text


async def test_it_may_answer_too_late(place: Place, open_storage: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is there and does not answer keeps nobody waiting for long."""
    storage = await open_storage()
    monkeypatch.setattr(database, "LIMIT", 0.2)
    loop = asyncio.get_running_loop()

    async def stuck(*_: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(storage._writer._database._line, "run", stuck)
    began = loop.time()
    assert await handle(storage, 1) == [Claim.OURS]
    assert loop.time() - began < 2 and not storage.available
    monkeypatch.undo()
    await until(lambda: storage.available)
    assert await handle(await open_storage(), 1) == [Claim.DONE]


async def test_a_mistake_in_storage_stops_nobody(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Even an error in the statements themselves leaves the bot answering; the log has the whole story."""
    with monkeypatch.context() as patch:
        patch.setattr("bot.storage.claims.claim", None)
        assert await storage.claim(1) is Claim.OURS
    assert "TypeError" in caplog.text
    await until(lambda: storage.available)


async def test_a_cut_connection_is_replaced(postgres: object, tmp_path: object, request: pytest.FixtureRequest) -> None:
    """A connection that the server or a proxy cut is opened anew, and nobody notices."""
    place = PostgresPlace(request.getfixturevalue("postgres"))
    storage = await Storage.open(place.url, KEYS)
    try:
        place.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert await handle(storage, 1) == [Claim.OURS]
        assert storage.available and storage.unguarded == 0
    finally:
        await storage.close()
    assert place.execute("SELECT update_id FROM updates") == [(1,)]


async def test_a_deleted_file_is_made_anew(tmp_path: object, request: pytest.FixtureRequest) -> None:
    """SQLite would go on writing into a file that was deleted; storage sees that and makes a new one."""
    place = SqlitePlace(request.getfixturevalue("tmp_path"))
    storage = await Storage.open(place.url, KEYS)
    try:
        for path in place.folder.iterdir():
            path.unlink()
        assert await handle(storage, 1) == [Claim.OURS]
        assert storage.available
    finally:
        await storage.close()
    assert place.execute("SELECT update_id FROM updates") == [(1,)]
