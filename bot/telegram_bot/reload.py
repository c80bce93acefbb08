"""New content without a restart: it is loaded and checked beside the old one, and takes its place whole or not at all."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from bot.answering.engine import Engine
from bot.content import ContentError
from bot.logs import wordless_traceback
from bot.telegram_bot.service import Service

_log = logging.getLogger(__name__)


class Reloader:
    """Reads the content anew for a service."""

    def __init__(self, service: Service, load: Callable[[], Engine]) -> None:
        """`load` makes an engine over the content as it is now. Raises ContentError where the content has problems."""
        self._service, self._load = service, load
        self._one_at_a_time = asyncio.Lock()

    async def reload(self) -> bool:
        """Answer from the content as it is now; False if it has problems, which are logged, and the old one stays."""
        async with self._one_at_a_time:
            loaded = await self._loaded()
            if self._service.metrics:
                self._service.metrics.reloaded(loaded is not None)
            if loaded is None:
                return False
            old = self._service.content
            self._service.replace(loaded)
            _log.info("The content was read anew: %s topics", len(loaded.content.topics))
            if (old.wording, old.categories) != (loaded.content.wording, loaded.content.categories):
                await self._service.published()
            return True

    async def watch(self, folder: Path, stop: asyncio.Event) -> None:
        """Read the content anew whenever a file in the folder is saved, until `stop` is set."""
        from watchfiles import awatch  # only where files are watched

        async for _changes in awatch(folder, watch_filter=lambda _change, path: path.endswith(".yaml"), stop_event=stop):
            await self.reload()

    async def _loaded(self) -> Engine | None:
        try:
            return await asyncio.to_thread(self._load)
        except ContentError as problems:
            _log.error("The new content is refused, and the old one stays. %s", problems)
        except Exception as failure:  # a file that vanishes while it is read, a cache that is full: the bot goes on
            _log.error("The new content could not be read, and the old one stays.\n%s", wordless_traceback(failure))
        return None
