"""What is counted while the bot runs, in the form that Prometheus reads. No label holds a text or a person."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.storage.storage import Storage

CONTENT_TYPE = CONTENT_TYPE_LATEST

# Seconds: an answer by letters takes about 1 ms, one with the encoder about 6, one that waits for Telegram far longer.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """One process's counts. Each has a registry of its own, so that several can live in one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)  # memory, processor time, open files
        self._answers = Counter(
            "bot_answers", "Replies given, by kind, supplement and topic.", ["kind", "supplement", "topic"], registry=registry
        )
        self._seconds = Histogram(
            "bot_answer_seconds", "From question to reply, without sending it.", registry=registry, buckets=_SECONDS
        )
        self._errors = Counter("bot_errors", "Updates whose handling failed.", registry=registry)
        self._updates = Counter("bot_updates", "Updates handled, by kind.", ["kind"], registry=registry)
        self.in_flight = Gauge("bot_in_flight", "Updates that are being handled.", registry=registry)
        self.waiting = Gauge("bot_waiting", "Updates that wait until others are handled.", registry=registry)
        self._refused = Counter("bot_refused", "Updates and requests turned away, by reason.", ["reason"], registry=registry)
        self._unguarded = Gauge(
            "bot_unguarded", "Updates handled while storage was away: doubles were possible.", registry=registry
        )
        self._storage_up = Gauge("bot_storage_up", "Whether the last attempt reached storage.", registry=registry)
        self._reloads = Counter("bot_reloads", "Reloads of the content, by outcome.", ["outcome"], registry=registry)

    def follow(self, storage: Storage) -> None:
        """Show from now on how this storage fares."""
        self._storage_up.set_function(lambda: float(storage.available))
        self._unguarded.set_function(lambda: float(storage.unguarded))

    def answered(self, kind: str, supplement: str, topic: str, seconds: float) -> None:
        """A reply was made. `topic` is empty where it is about none, `supplement` where it belongs to no single one."""
        self._answers.labels(kind, supplement, topic).inc()
        self._seconds.observe(seconds)

    def error(self) -> None:
        """An update's handling failed."""
        self._errors.inc()

    def update(self, kind: str) -> None:
        """An update was handled: message, callback_query, ..."""
        self._updates.labels(kind).inc()

    def refused(self, reason: str) -> None:
        """A request or an update was turned away."""
        self._refused.labels(reason).inc()

    def reloaded(self, ok: bool) -> None:
        """The content was read anew, or kept as it was because the new one has errors."""
        self._reloads.labels("loaded" if ok else "refused").inc()

    def page(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)
