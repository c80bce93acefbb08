"""Whether the process lives and can answer."""

from dataclasses import dataclass

from bot.storage.storage import Storage


@dataclass(slots=True)
class Health:
    """How the process fares. Whoever learns something writes it here."""

    content: bool = False  # loaded
    telegram: bool = False  # the last attempt reached it
    stopping: bool = False
    storage: Storage | None = None

    @property
    def ready(self) -> bool:
        """Whether questions are answered. They are without storage too, so that one is shown and not asked for."""
        return self.content and self.telegram and not self.stopping

    def report(self) -> dict[str, str]:
        """Each part in a word."""
        stored = self.storage is not None and self.storage.available
        return {
            "status": "stopping" if self.stopping else "ready" if self.ready else "not ready",
            "content": "loaded" if self.content else "loading",
            "telegram": "reached" if self.telegram else "away",
            "storage": "reached" if stored else "away",
        }
