"""Whoever gets hold of the database learns nobody's name, id or words."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.content.model import TopicRef
from bot.storage.secrets import Keys
from bot.storage.storage import Storage
from bot.storage.tables import tables
from tests.storage.conftest import KEYS, Place, PostgresPlace, SqlitePlace, until

TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")
PERSON, CHAT, MESSAGE, INLINE = 987_654_321, -1_001_234_567_890, 55_443_322, "AAInlineMessageIdZZ"
TEXT = "my name is Zebulon Quartermain, phone 555-0199, I forget words since the operation"
SECRETS = [str(PERSON), str(CHAT), str(MESSAGE), INLINE, "Zebulon", "Quartermain", "555-0199", "operation", "forget words"]


async def test_nothing_in_clear(open_storage: Callable[..., Awaitable[Storage]], place: Place) -> None:
    """After votes, a question, claims and counts no table holds an id, a name or a word in clear; nor do the files of SQLite."""
    storage = await open_storage()
    person = storage.person(PERSON)
    await storage.vote(person, storage.answer(CHAT, MESSAGE), TIMING, True)
    await storage.vote(person, storage.answer(INLINE), TIMING, False)
    assert await storage.send_question(person, TEXT)
    for update_id in range(3):
        await storage.claim(update_id)
        await storage.done(update_id)
    storage.count("answer", TIMING)
    await until(lambda: bool(place.execute("SELECT * FROM counts")))
    dumped = {name: repr(place.execute(f"SELECT * FROM {name}")) for name in all_tables(place)}  # noqa: S608
    assert set(dumped) == {*tables.tables, "alembic_version"}
    assert all(rows != "[]" for rows in dumped.values()), "every table was written to"
    for name, rows in dumped.items():
        assert not [secret for secret in SECRETS if secret.lower() in rows.lower()], name
    for path in files(place):
        content = path.read_bytes().lower()
        assert not [secret for secret in SECRETS if secret.lower().encode() in content], path.name


async def test_the_keys_are_not_in_it(open_storage: Callable[..., Awaitable[Storage]], place: Place) -> None:
    """The same people and texts look different under other keys: what is stored can't be read or matched without them."""
    storage, other = await open_storage(), await open_storage(Keys.of("another key, which is long enough", ()))
    assert storage.person(PERSON) != other.person(PERSON)
    await storage.send_question(storage.person(PERSON), TEXT)
    await storage.send_question(storage.person(PERSON), TEXT)
    tokens = [token for (token,) in place.execute("SELECT token FROM questions")]
    assert len(set(tokens)) == 2, "two times the same question do not look the same"
    assert KEYS.vault and [KEYS.vault.open(token) for token in tokens] == [TEXT, TEXT]


def all_tables(place: Place) -> list[str]:
    """The tables that are really there, whatever the code knows."""
    if isinstance(place, SqlitePlace):
        return [name for (name,) in place.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [name for (name,) in place.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


def files(place: Place) -> list[Path]:
    """The database's files, where they are ours to read."""
    return [] if isinstance(place, PostgresPlace) else sorted(place.folder.iterdir())  # type: ignore[attr-defined]
