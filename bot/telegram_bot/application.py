"""The bot as python-telegram-bot's Application."""

import functools
import logging
import os

from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest

from bot.answering.engine import Engine
from bot.metrics import Metrics
from bot.settings import Settings
from bot.storage.storage import Storage
from bot.telegram_bot import profile
from bot.telegram_bot.commands import Commands
from bot.telegram_bot.handlers import BotApplication, asked_for, register
from bot.telegram_bot.pacing import Pacing
from bot.telegram_bot.requests import BotApiRequest
from bot.telegram_bot.service import Service
from bot.telegram_bot.updates import UpdatesRequest


def build_application(
    settings: Settings,
    engine: Engine,
    request: BaseRequest | None = None,
    storage: Storage | None = None,
    metrics: Metrics | None = None,
) -> BotApplication:
    """The bot, ready to be initialised; in its `bot_data`, "service" is what its handlers stand on, "updates" what fetches,
    and "kinds" which kinds of updates are to be fetched.

    `settings` must hold a token; `request` is another way to the server than HTTP. Without storage there are no votes, no inbox
    and no counts. Updates are given to it by an Intake; the library's own queue and Updater are not used.
    """
    if settings.token is None:
        raise ValueError("a bot needs a token")
    quieten_libraries()
    service = Service.of(settings, engine, storage, metrics)
    commands = Commands(service)
    updates = UpdatesRequest()

    async def publish_profile(application: BotApplication) -> None:
        await profile.publish(application.bot, service.content.wording, commands.names)

    application = (
        ApplicationBuilder()
        .token(settings.token.reveal())
        .base_url(settings.base_url)
        .base_file_url(settings.base_file_url)
        .rate_limiter(Pacing(settings.messages_per_second))
        .updater(None)
        .job_queue(None)
        .post_init(publish_profile)
        .request(request or BotApiRequest())
        .get_updates_request(request or updates)
        .build()
    )
    service.published = functools.partial(publish_profile, application)
    kinds = asked_for(settings.guest_mode, service.takes_votes)
    application.bot_data |= {"service": service, "updates": updates, "kinds": kinds}
    register(application, service, commands)
    return application


def quieten_libraries() -> None:
    """Keep the token and people's words out of the log, and the library's own notices of change out of the way."""
    for name in ("httpx", "httpcore"):  # they log addresses, and a Bot API address holds the token
        logging.getLogger(name).setLevel(logging.WARNING)
    library = logging.getLogger("telegram")  # below INFO it logs every update and request, texts and all
    library.setLevel(max(logging.INFO, library.getEffectiveLevel()))
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the durations of the library's next version; without it each one warns
