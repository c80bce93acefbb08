"""The bot as python-telegram-bot's Application: every handler is registered here, in order, with the reason."""

import logging
import os
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias, TypeVar

from telegram import Message, Update
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.answering.engine import Engine
from bot.settings import Settings
from bot.telegram_bot import profile
from bot.telegram_bot.buttons import Buttons
from bot.telegram_bot.commands import Commands
from bot.telegram_bot.desk import Desk
from bot.telegram_bot.errors import Errors
from bot.telegram_bot.groups import Groups
from bot.telegram_bot.inline import Inline
from bot.telegram_bot.messages import NobodysQuestion, ReplyToTheBot
from bot.telegram_bot.private import PrivateChat

# The library's six type parameters are about data kept in a context; this bot keeps none there.
BotApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

HANDLED_UPDATES = (Update.MESSAGE, Update.INLINE_QUERY, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
CONCURRENT_UPDATES = 16  # updates at once; more is slower, as the HTTP pool is searched at every request
RETRIES = 3  # times that a request is sent again after Telegram asked to wait

_T = TypeVar("_T")
_Handle: TypeAlias = Callable[[_T], Coroutine[Any, Any, None]]
_Callback: TypeAlias = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def build_application(settings: Settings, engine: Engine, request: BaseRequest | None = None) -> BotApplication:
    """The bot, ready to be initialised. `settings` must hold a token; `request` is another way to the server than HTTP."""
    if settings.token is None:
        raise ValueError("a bot needs a token")
    _quieten_libraries()
    desk = Desk(engine)
    commands = Commands(desk)

    async def publish_profile(application: BotApplication) -> None:
        await profile.publish(application.bot, engine.content.wording, commands.names)

    builder = (
        ApplicationBuilder()
        .token(settings.token.reveal())
        .base_url(settings.base_url)
        .base_file_url(settings.base_file_url)
        .rate_limiter(AIORateLimiter(max_retries=RETRIES))
        .concurrent_updates(CONCURRENT_UPDATES)
        .job_queue(None)
        .post_init(publish_profile)
    )
    if request is not None:
        builder = builder.request(request).get_updates_request(request)
    application = builder.build()
    _register(application, desk, commands)
    return application


def _register(application: BotApplication, desk: Desk, commands: Commands) -> None:
    """Add the handlers. The first that wants an update gets it, and no other."""
    private, groups = PrivateChat(desk), Groups(desk)
    message = _given(lambda update: update.message)
    new = filters.UpdateType.MESSAGE  # not edited, not of a channel
    alone, together = new & filters.ChatType.PRIVATE, new & filters.ChatType.GROUPS

    application.add_handlers(
        [
            # What is not addressed to the bot goes first, so that no later handler has to think of it.
            MessageHandler(new & NobodysQuestion(), message(_nothing)),
            # Commands before texts: they are texts too.
            CommandHandler("start", message(commands.start), new),
            CommandHandler("ask", message(commands.ask), new),
            CommandHandler(list(commands.pages), message(commands.page), new),
            MessageHandler(alone & filters.COMMAND, message(commands.unknown)),
            # In a private chat words are a question; what happens in it (a pin, a changed background) is nothing.
            MessageHandler(alone & (filters.TEXT | filters.CAPTION), message(private.question)),
            MessageHandler(alone & ~filters.StatusUpdate.ALL, message(private.unsupported)),
            # In a group the bot keeps quiet, except to those who reply to it.
            MessageHandler(
                together & ReplyToTheBot() & ~filters.COMMAND & ~filters.StatusUpdate.ALL,
                message(groups.reply_to_the_bot),
            ),
            # Each of the other kinds of update has one handler.
            CallbackQueryHandler(_given(lambda update: update.callback_query)(Buttons(desk).press)),
            InlineQueryHandler(_given(lambda update: update.inline_query)(Inline(desk).query)),
            ChatMemberHandler(_given(lambda update: update.my_chat_member)(groups.membership), ChatMemberHandler.MY_CHAT_MEMBER),
        ]
    )
    application.add_error_handler(Errors(desk).apologise)


def _given(part: Callable[[Update], _T | None]) -> Callable[[_Handle[_T]], _Callback]:
    """Make the library's callbacks out of handlers that take one part of an update."""

    def adapt(handle: _Handle[_T]) -> _Callback:
        async def callback(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
            found = part(update)
            if found is not None:
                await handle(found)

        return callback

    return adapt


async def _nothing(_message: Message) -> None:
    """Leave the message alone."""


def _quieten_libraries() -> None:
    """Keep the token and people's words out of the log, and the library's own notices of change out of the way."""
    for name in ("httpx", "httpcore"):  # they log addresses, and a Bot API address holds the token
        logging.getLogger(name).setLevel(logging.WARNING)
    library = logging.getLogger("telegram")  # below INFO it logs every update and request, texts and all
    library.setLevel(max(logging.INFO, library.getEffectiveLevel()))
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the durations of the library's next version; without it each one warns
