"""Which handler gets which update: all are registered here, in order, with the reason."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias, TypeVar

from telegram import Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.telegram_bot.buttons import Buttons
from bot.telegram_bot.commands import Commands
from bot.telegram_bot.desk import Desk
from bot.telegram_bot.errors import Errors
from bot.telegram_bot.groups import Groups
from bot.telegram_bot.inline import Inline
from bot.telegram_bot.messages import NobodysQuestion, ReplyToTheBot, conversation_of
from bot.telegram_bot.private import PrivateChat

# The library's six type parameters are about data kept in a context; this bot keeps none there.
BotApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

HANDLED_UPDATES = (Update.MESSAGE, Update.INLINE_QUERY, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)

_T = TypeVar("_T")
_Handle: TypeAlias = Callable[[_T], Coroutine[Any, Any, None]]
_Callback: TypeAlias = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def register(application: BotApplication, desk: Desk, commands: Commands) -> None:
    """Add the handlers. The first that wants an update gets it, and no other."""
    private, groups = PrivateChat(desk), Groups(desk)

    def message(handle: _Handle[Message]) -> _Callback:
        async def in_turn(message: Message) -> None:
            async with desk.turn(conversation_of(message)):
                await handle(message)

        return _given(lambda update: update.message)(in_turn)

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
