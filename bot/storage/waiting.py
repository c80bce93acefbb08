"""What waits to be written: counts for the next sign of life, votes for a database that is away."""

from collections import Counter

from sqlalchemy.engine import Connection

from bot.storage import records
from bot.storage.records import Counted, Vote

MOST_VOTES = 10_000  # more than people give in a day or two; then the oldest are lost


class Waiting:
    """Votes, one a person and answer, and counts."""

    def __init__(self) -> None:
        self.counts: Counter[Counted] = Counter()
        self._votes: dict[tuple[str, str], Vote] = {}

    def add(self, vote: Vote) -> None:
        """Let a vote wait, in the place of an earlier one."""
        self._votes[vote.person, vote.answer] = vote
        if len(self._votes) > MOST_VOTES:
            del self._votes[next(iter(self._votes))]

    def forget(self, person: str) -> None:
        """Throw a person's votes away."""
        self._votes = {key: vote for key, vote in self._votes.items() if vote.person != person}

    def copy(self) -> "Waiting":
        """All that waits now."""
        same = Waiting()
        same.counts, same._votes = self.counts.copy(), self._votes.copy()
        return same

    def remove(self, written: "Waiting") -> None:
        """Take out what was written; votes that were changed meanwhile stay."""
        self.counts -= written.counts
        self._votes = {key: vote for key, vote in self._votes.items() if written._votes.get(key) is not vote}

    def write(self, connection: Connection) -> None:
        """Write all of it."""
        if self._votes:
            records.write_votes(connection, list(self._votes.values()))
        if self.counts:
            records.add_counts(connection, self.counts)
