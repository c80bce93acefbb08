"""The bot as python-telegram-bot's Application, and running it."""

import asyncio
import logging
import os
import sys

from telegram.ext import AIORateLimiter, ApplicationBuilder
from telegram.request import BaseRequest

from bot.answering.engine import Engine
from bot.settings import Settings
from bot.telegram_bot import profile
from bot.telegram_bot.commands import Commands
from bot.telegram_bot.desk import Desk
from bot.telegram_bot.handlers import BotApplication, register
from bot.telegram_bot.polling import CannotRun, serve
from bot.telegram_bot.requests import BotApiRequest
from bot.telegram_bot.updates import UpdatesRequest

CONCURRENT_UPDATES = 16  # updates at once; more is slower, as the HTTP pool is searched at every request
RETRIES = 3  # times that a request is sent again after Telegram asked to wait


def run_polling(settings: Settings, engine: Engine) -> int:
    """Serve until SIGTERM or SIGINT. The exit code: 0, or 1 after a line on stderr where the bot can't run."""
    application = build_application(settings, engine)
    try:
        asyncio.run(serve(application, settings.api_url))
    except CannotRun as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # where the loop can't listen for signals
        pass
    return 0


def build_application(settings: Settings, engine: Engine, request: BaseRequest | None = None) -> BotApplication:
    """The bot, ready to be initialised. `settings` must hold a token; `request` is another way to the server than HTTP."""
    if settings.token is None:
        raise ValueError("a bot needs a token")
    _quieten_libraries()
    desk = Desk(engine)
    commands = Commands(desk)

    async def publish_profile(application: BotApplication) -> None:
        await profile.publish(application.bot, engine.content.wording, commands.names)

    application = (
        ApplicationBuilder()
        .token(settings.token.reveal())
        .base_url(settings.base_url)
        .base_file_url(settings.base_file_url)
        .rate_limiter(AIORateLimiter(max_retries=RETRIES))
        .concurrent_updates(CONCURRENT_UPDATES)
        .job_queue(None)
        .post_init(publish_profile)
        .request(request or BotApiRequest())
        .get_updates_request(request or UpdatesRequest())
        .build()
    )
    register(application, desk, commands)
    return application


def _quieten_libraries() -> None:
    """Keep the token and people's words out of the log, and the library's own notices of change out of the way."""
    for name in ("httpx", "httpcore"):  # they log addresses, and a Bot API address holds the token
        logging.getLogger(name).setLevel(logging.WARNING)
    library = logging.getLogger("telegram")  # below INFO it logs every update and request, texts and all
    library.setLevel(max(logging.INFO, library.getEffectiveLevel()))
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the durations of the library's next version; without it each one warns
