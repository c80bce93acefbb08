"""The commands that run the bot as a server or look at how it is set up: serve, playground, webhook, settings."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.answering.engine import Engine
from bot.settings import WEBHOOK_PATH, Settings

if TYPE_CHECKING:
    from telegram import WebhookInfo

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

SERVER_COMMANDS = ("serve", "playground", "webhook", "settings")
NO_TOKEN = "TELEGRAM_BOT_TOKEN: this is not set; get a token from @BotFather (/newbot)"  # noqa: S105 - words about one


def add_server_commands(commands: "Commands") -> None:
    """Add these commands to the command line."""
    commands.add_parser("serve", help="answer in Telegram by webhook, with /healthz, /readyz and /metrics")
    playground = commands.add_parser(
        "playground", help="try the bot on this machine: a chat page in the browser, no token needed"
    )
    playground.add_argument("--port", type=int, metavar="N", help="the page's port; 0 for any that is free")
    webhook = commands.add_parser("webhook", help="show the webhook that is set at Telegram")
    webhook.add_argument("--delete", action="store_true", help="delete it; what people wrote meanwhile is kept for the bot")
    settings = commands.add_parser("settings", help="show what is set now, secrets as stars")
    settings.add_argument("--markdown", action="store_true", help="explain every variable instead, as docs/settings.md does")


def run_server_command(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    """Run one of these commands; its exit code."""
    if arguments.command == "settings":
        from bot.settings.page import as_markdown, as_set

        print(as_markdown() if arguments.markdown else as_set(settings), end="")
        return 0
    if arguments.command == "playground":
        from bot import playground

        return playground.run(settings, open_engine, arguments.port)
    if settings.token is None:
        print(NO_TOKEN, file=sys.stderr)
        return 1
    # Telegram and the web server are not needed, and not loaded, by the other commands.
    if arguments.command == "serve":
        from bot.server.by_webhook import run_server

        return run_server(settings, open_engine)
    from bot.telegram_bot.cannot_run import CannotRun

    try:
        print(asyncio.run(_webhook(settings, settings.token.reveal(), delete=arguments.delete)))
    except CannotRun as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


async def _webhook(settings: Settings, token: str, *, delete: bool) -> str:
    """Delete the webhook, or look at it; what to tell about it."""
    from telegram import Bot

    from bot.telegram_bot.application import quieten_libraries
    from bot.telegram_bot.polling import in_plain_words
    from bot.telegram_bot.requests import BotApiRequest

    quieten_libraries()
    request = BotApiRequest()
    with in_plain_words(settings.api_url):
        async with Bot(token, settings.base_url, settings.base_file_url, request=request, get_updates_request=request) as bot:
            if delete:
                await bot.delete_webhook(drop_pending_updates=False)
                return "The webhook is deleted; `python -m bot run` fetches updates now."
            return _told(await bot.get_webhook_info())


def _told(info: "WebhookInfo") -> str:
    if not info.url:
        return f"No webhook is set. Updates that wait: {info.pending_update_count}."
    url = urlsplit(info.url)
    # Some keep a secret in the path.
    path = url.path if url.path.endswith(WEBHOOK_PATH) else "/..."
    lines = [f"{url.scheme}://{url.netloc.rpartition('@')[2]}{path}", f"updates that wait: {info.pending_update_count}"]
    if info.max_connections:
        lines.append(f"connections at once: {info.max_connections}")
    if info.allowed_updates:
        lines.append(f"kinds of updates: {', '.join(info.allowed_updates)}")
    if info.last_error_date:
        lines.append(f"last failure: {info.last_error_date:%Y-%m-%d %H:%M:%S} UTC, {info.last_error_message}")
    return "\n".join(lines)
