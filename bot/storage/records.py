"""Votes, questions and counts: the statements. Every function here runs in a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.engine import Connection

from bot.content.model import TopicRef
from bot.storage.secrets import Vault
from bot.storage.tables import counts, questions, upsert, votes

DAY = 86_400.0  # seconds
RENEWED_AT_ONCE = 500  # questions


@dataclass(frozen=True, slots=True)
class Vote:
    """What a person thinks of an answer. Both are stand-ins."""

    person: str
    answer: str
    ref: TopicRef
    up: bool | None  # None: it is taken back
    at: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is kept."""

    id: str  # random
    person: str  # a stand-in
    token: str  # the text, encrypted
    key: str  # the name of the key that it is encrypted with
    at: float


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted of a person."""

    votes: int
    questions: int


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """What is counted together: a day, a kind of reply, and the topic, which is empty where the reply had none."""

    day: str  # ISO, UTC
    kind: str
    supplement: str
    topic: str


def write_votes(connection: Connection, given: list[Vote]) -> None:
    """Keep votes; a later one of the same person on the same answer takes the place of the earlier, or takes it back."""
    given = sorted(given, key=lambda vote: (vote.person, vote.answer))  # two replicas, one order: no deadlock
    rows = [
        {
            "person": vote.person,
            "answer": vote.answer,
            "supplement": vote.ref.supplement,
            "topic": vote.ref.topic,
            "up": vote.up,
            "at": vote.at,
        }
        for vote in given
        if vote.up is not None
    ]
    if rows:
        connection.execute(upsert(connection.dialect.name, votes, "supplement", "topic", "up", "at"), rows)
    if back := [{"by": vote.person, "on": vote.answer} for vote in given if vote.up is None]:
        connection.execute(delete(votes).where(votes.c.person == bindparam("by"), votes.c.answer == bindparam("on")), back)


def write_question(connection: Connection, asked: Question) -> None:
    """Keep a question; once, however often it is written."""
    row = {"id": asked.id, "person": asked.person, "token": asked.token, "key": asked.key, "at": asked.at}
    connection.execute(upsert(connection.dialect.name, questions), row)


def read_questions(connection: Connection) -> list[Question]:
    """All questions, oldest first."""
    found = select(questions.c.id, questions.c.person, questions.c.token, questions.c.key, questions.c.at)
    rows: Sequence[Any] = connection.execute(found.order_by(questions.c.at, questions.c.id)).all()
    return [Question(*row) for row in rows]


def forget(connection: Connection, person: str) -> Forgotten:
    """Delete all that is kept of a person."""
    voted = connection.execute(delete(votes).where(votes.c.person == person)).rowcount
    asked = connection.execute(delete(questions).where(questions.c.person == person)).rowcount
    return Forgotten(voted, asked)


def add_counts(connection: Connection, numbers: Mapping[Counted, int]) -> None:
    """Add to the counts."""
    rows = [
        {"day": what.day, "kind": what.kind, "supplement": what.supplement, "topic": what.topic, "number": number}
        for what, number in sorted(numbers.items())
    ]
    connection.execute(upsert(connection.dialect.name, counts, added="number"), rows)


def read_counts(connection: Connection, first_day: str) -> dict[Counted, int]:
    """The counts from a day on."""
    found = select(counts.c.day, counts.c.kind, counts.c.supplement, counts.c.topic, counts.c.number)
    rows: Sequence[Any] = connection.execute(found.where(counts.c.day >= first_day)).all()
    return {Counted(day, kind, supplement, topic): number for day, kind, supplement, topic, number in rows}


def purge_questions(connection: Connection, before: float) -> int:
    """Delete questions that were asked before a time; how many those were."""
    return connection.execute(delete(questions).where(questions.c.at < before)).rowcount


def renew_questions(connection: Connection, vault: Vault) -> bool:
    """Encrypt with the newest key what older keys encrypted, so that those can be thrown away. Whether there may be more."""
    old = select(questions.c.id, questions.c.token).where(questions.c.key.in_(vault.older)).limit(RENEWED_AT_ONCE)
    rows: Sequence[Any] = connection.execute(old).all()
    for question_id, token in rows:
        fresh = {"token": vault.renew(token) or token, "key": vault.newest}
        connection.execute(update(questions).where(questions.c.id == question_id).values(fresh))
    return len(rows) == RENEWED_AT_ONCE


@dataclass(frozen=True, slots=True)
class Votes:
    """How many votes of one sort a topic got on a day."""

    day: str  # ISO, UTC
    supplement: str
    topic: str
    up: bool
    number: int


def read_votes(connection: Connection, first_day: str) -> list[Votes]:
    """The votes from a day on, counted."""
    begin = datetime.fromisoformat(first_day).replace(tzinfo=UTC).timestamp()
    day = func.floor((votes.c.at - begin) / DAY).label("day")
    grouped = (day, votes.c.supplement, votes.c.topic, votes.c.up)
    found = select(*grouped, func.count()).where(votes.c.at >= begin).group_by(*grouped)
    rows: Sequence[Any] = connection.execute(found).all()
    first = datetime.fromisoformat(first_day)
    return [Votes((first + timedelta(days=int(days))).date().isoformat(), *rest) for days, *rest in rows]
