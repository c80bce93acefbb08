"""New content without a restart: it is loaded and checked beside the old one, and takes its place whole or not at all."""

import asyncio
import contextlib
import functools
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.answering.engine import Engine
from bot.content import ContentError
from bot.logs import wordless_traceback
from bot.telegram_bot.service import Service

_log = logging.getLogger(__name__)


async def aside(load: Callable[[], Engine]) -> Engine:
    """What `load` gives or raises, from a thread that nobody waits for when the process is stopped meanwhile."""
    loop = asyncio.get_running_loop()
    loaded: asyncio.Future[Engine] = loop.create_future()

    def run() -> None:
        try:
            engine = load()
        except BaseException as problem:
            tell = functools.partial(loaded.set_exception, problem)
        else:
            tell = functools.partial(loaded.set_result, engine)
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(lambda: None if loaded.done() else tell())

    threading.Thread(target=run, daemon=True).start()
    return await loaded


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

    @asynccontextmanager
    async def catching_up(self) -> AsyncIterator[None]:
        """Within this block an engine that was learnt from some of the wordings gives way to the whole one when it can."""
        if not self._service.content.is_abridged:
            yield
            return
        reloading = asyncio.create_task(self.reload())
        try:
            yield
        finally:
            reloading.cancel()

    async def _loaded(self) -> Engine | None:
        try:
            return await aside(self._load)
        except ContentError as problems:
            _log.error("The new content is refused, and the old one stays. %s", problems)
        except Exception as failure:  # a file that vanishes while it is read, a cache that is full: the bot goes on
            _log.error("The new content could not be read, and the old one stays.\n%s", wordless_traceback(failure))
        return None
