"""Which process handles which update."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.storage import claims
from bot.storage.storage import Claim, Storage
from tests.storage.conftest import Place, until

Open = Callable[..., Awaitable[Storage]]


async def test_an_update_is_handled_once(storage: Storage) -> None:
    """The first who asks gets it; while it is handled it is busy, afterwards done."""
    assert await storage.claim(1) is Claim.OURS
    assert await storage.claim(1) is Claim.BUSY
    await storage.done(1)
    assert await storage.claim(1) is Claim.DONE
    assert storage.available and storage.unguarded == 0


async def test_other_processes_know(storage: Storage, open_storage: Open) -> None:
    """Another process sees what is busy and what is done."""
    other = await open_storage()
    await storage.claim(1)
    assert await other.claim(1) is Claim.BUSY
    await storage.done(1)
    assert await other.claim(1) is Claim.DONE


async def test_what_is_done_outlives_the_process(storage: Storage, open_storage: Open, place: Place) -> None:
    """When `done` has returned it is written."""
    await storage.claim(7)
    await storage.done(7)
    assert place.execute("SELECT update_id FROM updates WHERE done_at IS NOT NULL") == [(7,)]
    await storage.close()
    assert await (await open_storage()).claim(7) is Claim.DONE


async def test_released_updates_are_free(storage: Storage, open_storage: Open) -> None:
    """What was given back can be claimed by anybody, the same process too."""
    other = await open_storage()
    await storage.claim(1)
    await storage.release(1)
    assert await other.claim(1) is Claim.OURS
    await other.release(1)
    assert await storage.claim(1) is Claim.OURS


async def test_claims_of_a_closed_process_are_free(storage: Storage, open_storage: Open) -> None:
    """A process that said goodbye holds nothing any more."""
    other = await open_storage()
    await storage.claim(1)
    await storage.close()
    assert await other.claim(1) is Claim.OURS


async def test_claims_of_a_dead_process_are_free(storage: Storage, open_storage: Open, place: Place) -> None:
    """A process whose lease is over holds nothing; one that takes over holds it against all others."""
    await storage.claim(1)
    await storage.close()  # so that its heart no longer beats; and now as if it had not said goodbye
    process = place.execute("SELECT owner FROM updates")[0][0]
    place.execute(f"INSERT INTO processes VALUES ('{process}', 1.0)")  # noqa: S608
    heir, late = await open_storage(), await open_storage()
    assert await heir.claim(1) is Claim.OURS
    assert await late.claim(1) is Claim.BUSY


async def test_a_living_process_keeps_its_claims(
    storage: Storage, open_storage: Open, monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    """The lease is renewed as long as the process lives."""
    monkeypatch.setattr(claims, "LEASE", 0.5)
    other = await open_storage()
    await storage.claim(1)
    await asyncio.sleep(1.0)
    assert await other.claim(1) is Claim.BUSY


async def test_many_at_once(storage: Storage, open_storage: Open) -> None:
    """Two processes that claim the same thousand updates, sixteen at a time, get each of them once between them."""
    other = await open_storage()
    got: list[int] = []

    async def work(one: Storage, updates: "asyncio.Queue[int]") -> None:
        while not updates.empty():
            update_id = updates.get_nowait()
            if await one.claim(update_id) is Claim.OURS:
                got.append(update_id)
                await one.done(update_id)

    workers = []
    for one, order in ((storage, range(1000)), (other, range(999, -1, -1))):
        updates: asyncio.Queue[int] = asyncio.Queue()
        for update_id in order:
            updates.put_nowait(update_id)
        workers.extend(work(one, updates) for _ in range(16))
    await asyncio.gather(*workers)
    assert sorted(got) == list(range(1000))


async def test_a_claim_that_nobody_waits_for_is_given_back(storage: Storage, open_storage: Open) -> None:
    """Whoever is cancelled while claiming blocks nobody."""
    other = await open_storage()
    for moment in range(40):  # before it is written, while it is, and after
        task = asyncio.create_task(storage.claim(moment))
        for _ in range(moment % 5):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await until(lambda: not storage._memory.held)
    assert [await other.claim(moment) for moment in range(40)] == [Claim.OURS] * 40


async def test_unusual_ids(storage: Storage) -> None:
    """Any number is taken, even one that no column holds: that one is remembered by the process alone."""
    for update_id in (0, -5, 2**31, 2**63 - 1, 2**63, 10**40):
        assert await storage.claim(update_id) is Claim.OURS
        await storage.done(update_id)
        assert await storage.claim(update_id) is Claim.DONE
    assert await storage.claim(3) is Claim.OURS and storage.available


async def test_what_comes_together_is_written_together(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen updates at a time need far fewer transactions than updates: that is what makes them cheap."""
    database = storage._writer._database
    transact, transactions = database.transact, 0

    async def counted(work: Callable[..., Any]) -> Any:
        nonlocal transactions
        transactions += 1
        return await transact(work)

    monkeypatch.setattr(database, "transact", counted)
    updates = iter(range(800))

    async def work() -> None:
        for update_id in updates:
            await storage.claim(update_id)
            await storage.done(update_id)

    await asyncio.gather(*(work() for _ in range(16)))
    assert transactions < 400
