"""What this process remembers of updates: it saves queries, and keeps the bot going where the database is away."""

from bot.storage.claims import Claim

REMEMBERED = 50_000  # updates that were handled; Telegram repeats only what is recent


def fits(update_id: int) -> bool:
    """Whether the database has room for a number; Telegram's all are, and a stranger's must not stop the others."""
    return bool(-(2**63) <= update_id < 2**63)


class Memory:
    """Every update is at most one of: held (being handled here), recent (handled)."""

    def __init__(self) -> None:
        self.held: set[int] = set()
        self.late: set[int] = set()  # handled, and the database does not know yet
        self.abandoned: set[int] = set()  # given back, and the database may not know yet
        self.unguarded = 0
        self._recent: dict[int, None] = {}  # in the order in which they were handled

    def claim(self, update_id: int) -> Claim | None:
        """Take hold of an update; None if all that is known here speaks for it."""
        if update_id in self._recent or update_id in self.late:
            return Claim.DONE
        if update_id in self.held:
            return Claim.BUSY
        self.held.add(update_id)
        self.abandoned.discard(update_id)
        return None

    def drop(self, update_id: int, abandoned: bool = False) -> None:
        """Let go of an update; `abandoned`: the database is to be told."""
        self.held.discard(update_id)
        if abandoned and fits(update_id):
            self.abandoned.add(update_id)

    def handled(self, update_id: int, late: bool = False) -> None:
        """Remember that an update was handled; `late`: the database is to be told."""
        self.held.discard(update_id)
        if late and fits(update_id):
            self.late.add(update_id)
        self._recent[update_id] = None
        if len(self._recent) > REMEMBERED:
            del self._recent[next(iter(self._recent))]
