"""Votes, questions, counts, and how they end."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.content.model import TopicRef
from bot.storage.secrets import Keys, new_keys
from bot.storage.storage import Forgotten, Storage
from tests.storage.conftest import HASH_KEY, KEYS, QUESTION_KEY, Place, until

Open = Callable[..., Awaitable[Storage]]
TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")


async def test_one_vote_a_person_and_answer(storage: Storage, place: Place) -> None:
    """A second vote of the same person on the same answer takes the place of the first; others stand beside it."""
    anna, ben = storage.person(1), storage.person(2)
    answer = storage.answer(-100, 55)
    await storage.vote(anna, answer, TIMING, True)
    await storage.vote(anna, answer, TIMING, False)
    await storage.vote(ben, answer, TIMING, True)
    await storage.vote(anna, storage.answer("inline"), TIMING, True)
    votes = place.execute("SELECT person, answer, up, topic FROM votes")
    assert sorted((person == anna, bool(up)) for person, _, up, _ in votes) == [(False, True), (True, False), (True, True)]
    assert {topic for *_, topic in votes} == {"dosage/timing"}


async def test_votes_are_taken_back(storage: Storage, place: Place) -> None:
    """A vote that is taken back is gone, whether or not there was one; others stay."""
    anna, ben = storage.person(1), storage.person(2)
    answer = storage.answer(-100, 55)
    await storage.vote(anna, answer, TIMING, True)
    await storage.vote(ben, answer, TIMING, False)
    for person in (anna, storage.person(3)):
        await storage.vote(person, answer, TIMING, None)
    assert place.execute("SELECT person FROM votes") == [(ben,)]


async def test_questions_are_encrypted(storage: Storage, place: Place) -> None:
    """A question is kept as a token that the key opens."""
    assert await storage.send_question(storage.person(1), "does it help my tinnitus?")
    ((token,),) = place.execute("SELECT token FROM questions")
    assert KEYS.vault and KEYS.vault.open(token) == "does it help my tinnitus?"


async def test_people_are_forgotten(storage: Storage, place: Place) -> None:
    """All of a person goes, nothing of others, and how much it was is told."""
    anna, ben = storage.person(1), storage.person(2)
    for number in range(3):
        await storage.vote(anna, storage.answer(1, number), TIMING, True)
    await storage.vote(ben, storage.answer(1, 0), TIMING, True)
    await storage.send_question(anna, "one")
    await storage.send_question(ben, "two")
    assert await storage.forget(anna) == Forgotten(votes=3, questions=1)
    assert await storage.forget(anna) == Forgotten(votes=0, questions=0)
    assert place.execute("SELECT person FROM votes UNION ALL SELECT person FROM questions") == [(ben,), (ben,)]


async def test_counts_add_up(storage: Storage, open_storage: Open, place: Place) -> None:
    """Counts of several processes and times are summed by day, kind and topic, a few seconds later or when storage is closed."""
    other = await open_storage()
    for one in (storage, storage, other):
        one.count("answer", TIMING)
    storage.count("abstain", None)
    await until(lambda: bool(place.execute("SELECT * FROM counts")))
    storage.count("answer", TIMING)
    await storage.close()
    await other.close()
    found = place.execute("SELECT day, kind, supplement, topic, number FROM counts ORDER BY kind")
    today = datetime.now(UTC).date().isoformat()
    assert found == [(today, "abstain", "", "", 1), (today, "answer", "magnesium-l-threonate", "dosage/timing", 4)]


async def test_purge(open_storage: Open, place: Place) -> None:
    """Questions go after the days that are set, ids of updates after 48 hours, and with dead processes their claims."""
    storage = await open_storage(keep_days=10)
    person, now = storage.person(1), datetime.now(UTC)
    await storage.send_question(person, "one")
    await storage.vote(person, storage.answer(1), TIMING, True)
    await storage.claim(1)
    await storage.done(1)
    await storage.claim(2)
    place.execute("INSERT INTO processes VALUES ('dead', 1.0)")
    place.execute("INSERT INTO updates (update_id, owner) VALUES (3, 'dead')")

    async def left(later: timedelta) -> dict[str, int]:
        await storage.purge(now + later)
        return {table: place.execute(f"SELECT count(*) FROM {table}")[0][0] for table in ("updates", "questions", "votes")}  # noqa: S608

    assert await left(timedelta(0)) == {"updates": 2, "questions": 1, "votes": 1}
    assert await left(timedelta(hours=47)) == {"updates": 2, "questions": 1, "votes": 1}
    assert (await left(timedelta(hours=49)))["questions"] == 1
    assert place.execute("SELECT update_id FROM updates WHERE update_id = 1") == []
    assert (await left(timedelta(days=9)))["questions"] == 1
    assert (await left(timedelta(days=11)))["questions"] == 0


async def test_a_large_purge_goes_in_parts(storage: Storage, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much there is, it goes, a part at a time."""
    monkeypatch.setattr("bot.storage.claims.PURGED_AT_ONCE", 10)
    place.execute("INSERT INTO updates VALUES " + ", ".join(f"({number}, 'x', 1.0)" for number in range(101)))  # noqa: S608
    await storage.purge(datetime.now(UTC))
    assert place.execute("SELECT count(*) FROM updates") == [(0,)]


async def test_purging_needs_nobody(open_storage: Open, place: Place) -> None:
    """Storage purges on its own after it was opened, and encrypts anew what older keys encrypted."""
    storage = await open_storage()
    await storage.send_question(storage.person(1), "old")
    place.execute("UPDATE questions SET at = 1.0")
    await storage.send_question(storage.person(1), "young")
    await storage.close()
    new = new_keys()[1]
    await open_storage(Keys.of(HASH_KEY, (new, QUESTION_KEY)))
    newest = Keys.of(HASH_KEY, (new,)).vault
    assert newest
    await until(lambda: [newest.open(token) for (token,) in place.execute("SELECT token FROM questions")] == ["young"])


async def test_without_keys(open_storage: Open, place: Place) -> None:
    """Without a hash key nobody has a stand-in and nothing is taken; without a question key no questions are."""
    bare, no_vault = await open_storage(Keys()), await open_storage(Keys.of("h" * 32, ()))
    assert (bare.takes_votes, bare.takes_questions) == (False, False)
    assert (no_vault.takes_votes, no_vault.takes_questions) == (True, False)
    with pytest.raises(ValueError, match="BOT_HASH_KEY"):
        bare.person(1)
    assert not await no_vault.send_question(no_vault.person(1), "hello")
    assert place.execute("SELECT * FROM questions") == []


async def test_ids_in_clear_are_refused(storage: Storage) -> None:
    """What is no stand-in is a mistake of the caller, and is not stored."""
    with pytest.raises(ValueError, match="as Storage"):
        await storage.vote("123456", storage.answer(1), TIMING, True)
    with pytest.raises(ValueError, match="as Storage"):
        await storage.vote(storage.person(1), "1:2", TIMING, True)
    with pytest.raises(ValueError, match="as Storage"):
        await storage.send_question("anna", "hello")
    with pytest.raises(ValueError, match="as Storage"):
        await storage.forget("123456")
