"""`run`: the bot fetches its updates."""

import contextlib
import logging

from bot.metrics import Metrics
from bot.server.health import Health
from bot.server.running import OpenEngine, opened_office, run_until_stopped
from bot.settings import Settings
from bot.telegram_bot.polling import Polling, sign_in

_log = logging.getLogger(__name__)


def run_worker(settings: Settings, open_engine: OpenEngine) -> int:
    """Fetch updates by polling until SIGTERM or SIGINT. The exit code: 0, or 1 after a line on stderr where it can't run."""
    return run_until_stopped(_work(settings, open_engine))


async def _work(settings: Settings, open_engine: OpenEngine) -> None:
    metrics, health = Metrics(), Health()

    def reached(whether: bool) -> None:
        health.telegram = whether

    async with contextlib.AsyncExitStack() as stack:
        if settings.status_port is not None:
            from bot.server.listening import listening  # only where it is wanted: a web server takes megabytes
            from bot.server.status_pages import status_routes

            routes = status_routes(health, metrics)
            await stack.enter_async_context(listening(routes, settings.status_host, settings.status_port))
        office = await stack.enter_async_context(opened_office(settings, open_engine, health, metrics))
        await sign_in(office.application, settings.api_url)
        _log.info("Listening as @%s. Stop with Ctrl-C.", office.application.bot.username)
        health.telegram = True
        await Polling(office.application, office.intake, settings.api_url, reached).run(office.stop)
