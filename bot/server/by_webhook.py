"""`serve`: Telegram posts the updates."""

import asyncio
import logging

from starlette.routing import BaseRoute, Route
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.metrics import Metrics
from bot.server.health import Health
from bot.server.listening import listening
from bot.server.running import OpenEngine, opened_office, run_until_stopped
from bot.server.status_pages import status_routes
from bot.server.webhook import Webhook
from bot.settings import WEBHOOK_PATH, Secret, Settings
from bot.telegram_bot.cannot_run import CannotRun
from bot.telegram_bot.handlers import BotApplication
from bot.telegram_bot.polling import PATIENCE, in_plain_words

CONNECTIONS = 40  # that Telegram may post by at once; more than one process handles, so that replicas have enough to do
CHECKED_EVERY, CHECKED_SOON = 30.0, 5.0  # seconds between looks whether Telegram can be reached; soon where it could not

_log = logging.getLogger(__name__)


def run_server(settings: Settings, open_engine: OpenEngine) -> int:
    """Take updates by webhook until SIGTERM or SIGINT. The same exit codes as of `run`."""
    return run_until_stopped(_serve(settings, open_engine))


async def _serve(settings: Settings, open_engine: OpenEngine) -> None:
    if settings.webhook_url is None or settings.webhook_secret is None:
        raise CannotRun("BOT_WEBHOOK_URL: this is not set; write the public https address of this server")
    metrics, health = Metrics(), Health()
    webhook = Webhook(settings.webhook_secret, metrics)
    routes: list[BaseRoute] = [Route(WEBHOOK_PATH, webhook), *status_routes(health, metrics)]
    async with (
        listening(routes, settings.host, settings.port),  # first, as platforms stop what does not listen soon
        opened_office(settings, open_engine, health, metrics) as office,
    ):
        bot = office.application.bot
        with in_plain_words(settings.api_url):
            await office.application.initialize()
            webhook.open(bot, office.intake)  # updates may come as soon as the webhook is set
            await _set_webhook(office.application, settings.webhook_url + WEBHOOK_PATH, settings.webhook_secret)
            if office.application.post_init is not None:
                await office.application.post_init(office.application)
        _log.info("Taking updates for @%s at %s%s.", bot.username, settings.webhook_url, WEBHOOK_PATH)
        health.telegram = True
        checking = asyncio.create_task(_keep_checking(office.application, health))
        await office.stop.wait()
        checking.cancel()
        _log.info("Stopping; questions that are being answered get their answer first.")
        await office.intake.close(PATIENCE)


async def _set_webhook(application: BotApplication, url: str, secret: Secret) -> None:
    try:
        await application.bot.set_webhook(
            url,
            allowed_updates=application.bot_data["kinds"],
            max_connections=CONNECTIONS,
            secret_token=secret.reveal(),
            drop_pending_updates=False,  # what came in while the bot was away are people's questions
        )
    except BadRequest as refusal:
        raise CannotRun(f"BOT_WEBHOOK_URL: Telegram refused the webhook {url}: {refusal.message}") from None


async def _keep_checking(application: BotApplication, health: Health) -> None:
    """Look now and then whether Telegram can be reached: by webhook, it is silent when nobody asks."""
    while True:
        await asyncio.sleep(CHECKED_EVERY if health.telegram else CHECKED_SOON)
        before = health.telegram
        try:
            await application.bot.get_me()
            health.telegram = True
        except TelegramError as problem:
            health.telegram = False
            if before:  # the library's message on a refused token shows the token
                said = "the token was refused" if isinstance(problem, InvalidToken) else problem.message
                _log.warning("Telegram can't be reached: %s", said)
