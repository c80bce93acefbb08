"""Long polling: start, serve, stop, and one clear line where that is impossible."""

import asyncio
import contextlib
import logging
import signal

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater

from bot.telegram_bot.handlers import HANDLED_UPDATES, BotApplication

_POLLING_TASK = "Updater:start_polling:polling_task"  # the library's name for it

_log = logging.getLogger(__name__)


class CannotRun(Exception):
    """The bot can't be run as it is set up; the message is one line that says why."""


async def serve(application: BotApplication, server: str) -> None:
    """Serve until SIGTERM or SIGINT. `server` is what a person knows the Bot API server by. Raises CannotRun."""
    updater = application.updater
    if updater is None:
        raise ValueError("the application was built to fetch no updates")
    stop = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await _start_polling(application, updater, server)
        await application.start()
        _log.info("Listening as @%s. Stop with Ctrl-C.", application.bot.username)
        try:
            await _until(stop)
        finally:
            await _stop_polling(application, updater, server)
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # closes the connections even if the start failed halfway


async def _start_polling(application: BotApplication, updater: Updater, server: str) -> None:
    try:
        await application.initialize()
        if (await application.bot.get_webhook_info()).url:
            raise CannotRun("This bot has a webhook, so Telegram sends its updates there; delete the webhook to run it here.")
        if application.post_init is not None:
            await application.post_init(application)
        # Updates that came in while the bot was away are people's questions: they are never dropped.
        await updater.start_polling(
            allowed_updates=HANDLED_UPDATES, drop_pending_updates=False, error_callback=_log_polling_error
        )
    except InvalidToken:  # or any other 404; the library's message would show the token
        raise _refused(server) from None
    except NetworkError as problem:
        raise CannotRun(f"{server} can't be reached: {problem.message}") from None
    except TelegramError as problem:
        raise CannotRun(f"{server} does not answer as a Bot API server does: {problem}") from None


async def _until(stop: asyncio.Event) -> None:
    """Wait for the signal to stop, or for the library to give up polling, which it does without telling."""
    stopped = asyncio.create_task(stop.wait())
    polling = {task for task in asyncio.all_tasks() if task.get_name() == _POLLING_TASK}
    await asyncio.wait({stopped, *polling}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()


async def _stop_polling(application: BotApplication, updater: Updater, server: str) -> None:
    """Fetch no more updates, and finish those that were fetched."""
    _log.info("Stopping; questions that are being answered get their answer first.")
    try:
        await updater.stop()
    except InvalidToken:
        raise _refused(server) from None
    finally:
        await application.stop()


def _refused(server: str) -> CannotRun:
    return CannotRun(f"{server} refused the token in TELEGRAM_BOT_TOKEN; copy it again from @BotFather.")


def _log_polling_error(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        _log.error("Another process fetches this bot's updates, or a webhook was set: %s", error.message)
    else:
        _log.warning("No updates for now, trying again: %s", error.message)
