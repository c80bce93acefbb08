"""The one door to what is kept between restarts and between replicas. Nothing here raises because the database is away.

>>> storage = await Storage.open("sqlite:///bot.sqlite3", Keys.of(hash_key, question_keys))
>>> await storage.claim(1001)  # then handle it
<Claim.OURS: 'ours'>
>>> await storage.done(1001)  # from now on no process handles it again
>>> person = storage.person(user.id)  # people are known by stand-ins only
>>> await storage.vote(person, storage.answer(chat.id, message.id), TopicRef("zinc", "dosage/timing"), up=True)
>>> await storage.forget(person)
Forgotten(votes=1, questions=0)
>>> await storage.close()
"""

import asyncio
import contextlib
import logging
import secrets
import time
from datetime import UTC, datetime

from sqlalchemy.engine import Connection

from bot.content.model import TopicRef
from bot.storage import claims, records
from bot.storage.claims import Claim
from bot.storage.database import Away, Database
from bot.storage.memory import Memory, fits
from bot.storage.records import DAY, Counted, Forgotten, Question, Vote
from bot.storage.secrets import Keys, is_pseudonym
from bot.storage.waiting import Waiting
from bot.storage.writer import Writer

__all__ = ["Claim", "Forgotten", "Keys", "Storage"]

BEAT = 2.0  # seconds between two signs of life, each of which also writes the counts and what had to wait
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds until the database is tried again
UPDATES_KEPT = 2 * DAY  # Telegram keeps an update for one

log = logging.getLogger(__name__)


class Storage:
    """Use `open`."""

    def __init__(self, url: str, keys: Keys, keep_days: int) -> None:
        """Needs a running loop. Raises ValueError for an address that is neither SQLite's nor PostgreSQL's."""
        self._keys = keys
        self._keep = keep_days * DAY
        self._process = secrets.token_hex(16)
        self._writer = Writer(Database(url), self._process)
        self._memory = Memory()
        self._waiting = Waiting()
        self._purged = -DAY
        self._closing = asyncio.Event()
        self._heart: asyncio.Task[None] | None = None
        self.takes_votes = keys.pseudonyms is not None
        self.takes_questions = keys.pseudonyms is not None and keys.vault is not None

    @classmethod
    async def open(cls, url: str, keys: Keys, keep_days: int = 90) -> "Storage":
        """Open, making or migrating the tables. If the database is away, this says so in the log and goes on; it is tried again.

        Raises ValueError for an address that is neither SQLite's nor PostgreSQL's.
        """
        storage = cls(url, keys, keep_days)
        await storage._beat()
        storage._heart = asyncio.create_task(storage._live(), name="storage heart")
        return storage

    async def close(self) -> None:
        """Write what is counted, mark this process as gone, and let go of the database."""
        self._closing.set()
        if self._heart is not None:
            await self._heart  # not cancelled: what it is writing would be written again
        if await self._beat():
            with contextlib.suppress(Away):
                await self._writer.run(lambda connection: claims.goodbye(connection, self._process))
        if self._memory.late:
            log.warning("storage is away at the end; it never learns that %d updates were handled", len(self._memory.late))
        await self._writer.close()

    @property
    def available(self) -> bool:
        """Whether the last attempt reached the database."""
        return self._writer.available

    @property
    def unguarded(self) -> int:
        """How many updates were handled while it was away: another process may have handled them too."""
        return self._memory.unguarded

    async def claim(self, update_id: int) -> Claim:
        """Claim an update; ours is to be followed by `done` or `release`. From this process's memory if the database is away."""
        if known := self._memory.claim(update_id):
            return known
        try:
            claim = await self._writer.claim(update_id)
        except Away:
            self._memory.unguarded += 1
            return Claim.OURS
        except asyncio.CancelledError:
            self._give_back(update_id)
            raise
        if claim is Claim.DONE:
            self._memory.handled(update_id)
        elif claim is Claim.BUSY:
            self._memory.drop(update_id)
        return claim

    async def done(self, update_id: int) -> None:
        """Say that an update was handled. Returns when that is written, or if the database is away; then it is written later."""
        try:
            await self._writer.done(update_id)
        except Away:
            self._memory.handled(update_id, late=True)
        except asyncio.CancelledError:
            self._memory.handled(update_id, late=True)
            raise
        else:
            self._memory.handled(update_id)

    async def release(self, update_id: int) -> None:
        """Say that the handling broke off; anybody may claim it again."""
        if released := self._give_back(update_id):
            await asyncio.wait([released])

    async def vote(self, person: str, answer: str, ref: TopicRef, up: bool | None) -> None:
        """Keep a vote in place of the same person's on the same answer, or take that back (None). Written later if the database
        is away.
        """
        _check(person, answer)
        vote = Vote(person, answer, ref, up, time.time())
        try:
            await self._writer.run(lambda connection: records.write_votes(connection, [vote]))
        except Away:
            self._waiting.add(vote)

    async def send_question(self, person: str, text: str) -> bool:
        """Keep a question for the editors, encrypted. False if it could not be kept."""
        _check(person)
        vault = self._keys.vault
        if vault is None:
            return False
        asked = Question(secrets.token_hex(16), person, vault.seal(text), vault.newest, time.time())
        try:
            await self._writer.run(lambda connection: records.write_question(connection, asked))
        except Away:
            return False
        return True

    async def forget(self, person: str) -> Forgotten | None:
        """Delete all that is kept of a person, and say how much that was. None if the database is away: ask again later."""
        _check(person)
        self._waiting.forget(person)
        try:
            return await self._writer.run(lambda connection: records.forget(connection, person))
        except Away:
            return None

    def count(self, kind: str, ref: TopicRef | None) -> None:
        """Count a reply that was given. Written with the next sign of life."""
        day = datetime.now(UTC).date().isoformat()
        self._waiting.counts[Counted(day, kind, ref.supplement if ref else "", ref.topic if ref else "")] += 1

    async def purge(self, now: datetime) -> None:
        """Delete what need not be kept: old questions, update ids that Telegram won't send again, dead processes."""
        seconds, vault = now.timestamp(), self._keys.vault
        with contextlib.suppress(Away):
            await self._writer.run(lambda connection: records.purge_questions(connection, seconds - self._keep))
            if vault is not None:
                while await self._writer.run(lambda connection: records.renew_questions(connection, vault)):
                    pass
            # A part at a time, so that nobody who waits for a claim has to wait long.
            while await self._writer.run(lambda connection: claims.purge(connection, seconds - UPDATES_KEPT)):
                pass
            self._purged = time.monotonic()

    def person(self, user_id: int) -> str:
        """The stand-in for a person. Raises ValueError without a hash key."""
        return self._stand_in("person", user_id)

    def answer(self, *parts: int | str) -> str:
        """The stand-in for an answer: of chat and message id, or of an inline message's. Raises ValueError without a hash key."""
        return self._stand_in("answer", *parts)

    def _give_back(self, update_id: int) -> "asyncio.Future[None] | None":
        """Release an update whether or not anybody waits for that. Until it is written, this process holds it."""
        try:
            released = self._writer.release(update_id)
        except Away:
            self._memory.drop(update_id, abandoned=True)
            return None
        released.add_done_callback(
            lambda end: self._memory.drop(update_id, abandoned=end.cancelled() or end.exception() is not None)
        )
        return released

    def _stand_in(self, kind: str, *parts: int | str) -> str:
        if self._keys.pseudonyms is None:
            raise ValueError("without BOT_HASH_KEY nothing of a person can be kept")
        return self._keys.pseudonyms.of(kind, *parts)

    async def _live(self) -> None:
        """Give signs of life, or try the database again and again; purge daily."""
        pause = FIRST_PAUSE
        while not self._closing.is_set():
            if self.available and time.monotonic() - self._purged >= DAY:
                await self.purge(datetime.now(UTC))
            was_available = self.available
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), BEAT if was_available else pause)
            pause = FIRST_PAUSE if await self._beat() or was_available else min(2 * pause, LONGEST_PAUSE)

    async def _beat(self) -> bool:
        """Give a sign of life and write what had to wait; whether that worked."""
        memory = self._memory

        def work(connection: Connection) -> tuple[set[int], set[int], Waiting]:
            # What has to wait is looked up here and not earlier: when storage is available again, all of it is written.
            late, abandoned, waiting = set(memory.late), memory.abandoned - memory.held, self._waiting.copy()
            claims.sign_of_life(connection, self._process)
            if not self.available and memory.held:  # claimed from memory: now others can see it
                claims.claim(connection, self._process, {update_id for update_id in set(memory.held) if fits(update_id)})
            if late:
                claims.done(connection, self._process, late)
            if abandoned:
                claims.release(connection, self._process, abandoned)
            waiting.write(connection)
            return late, abandoned, waiting

        try:
            late, abandoned, waiting = await self._writer.run(work, trial=True)
        except Away:
            return False
        memory.late -= late
        memory.abandoned -= abandoned
        self._waiting.remove(waiting)
        return True


def _check(*stand_ins: str) -> None:
    """Raise ValueError for what is no stand-in, before an id gets into storage in clear."""
    if not all(map(is_pseudonym, stand_ins)):
        raise ValueError("storage takes people and answers as Storage.person and Storage.answer give them")
