"""Which handler gets which update: all are registered here, in order, with the reason."""

from collections.abc import Callable, Coroutine
from contextlib import nullcontext
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
    MessageReactionHandler,
    filters,
)

from bot.telegram_bot.answers import Answers
from bot.telegram_bot.buttons import Buttons
from bot.telegram_bot.commands import Commands, ShowsPage
from bot.telegram_bot.errors import Errors
from bot.telegram_bot.guests import Guests
from bot.telegram_bot.inline import Inline
from bot.telegram_bot.limits import Verdict
from bot.telegram_bot.membership import Membership
from bot.telegram_bot.messages import MendedQuestion, NobodysQuestion, ReplyToTheBot, asker_of, message_of, words_in
from bot.telegram_bot.plain_messages import PlainMessages
from bot.telegram_bot.reactions import Reactions
from bot.telegram_bot.service import Service

# The library's six type parameters are about data kept in a context; this bot keeps none there.
BotApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

HANDLED_UPDATES = (
    *(Update.MESSAGE, Update.EDITED_MESSAGE, Update.GUEST_MESSAGE),
    *(Update.INLINE_QUERY, Update.CALLBACK_QUERY, Update.MESSAGE_REACTION, Update.MY_CHAT_MEMBER),
)

_T = TypeVar("_T")
_Handle: TypeAlias = Callable[[_T], Coroutine[Any, Any, None]]
_Callback: TypeAlias = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def asked_for(guest_mode: bool, votes: bool) -> tuple[str, ...]:
    """The kinds of updates that Telegram is asked for, of those that are handled; reactions where votes are taken."""
    needless = {Update.GUEST_MESSAGE: not guest_mode, Update.MESSAGE_REACTION: not votes}
    return tuple(kind for kind in HANDLED_UPDATES if not needless.get(kind))


def register(application: BotApplication, service: Service, commands: Commands) -> None:
    """Add the handlers. The first that wants an update gets it, and no other."""
    answers = Answers(service)
    private, groups = PlainMessages(answers), PlainMessages(answers)

    def message(handle: _Handle[Message], waits: bool = True) -> _Callback:
        """Deal with messages of those who do not ask too much; unless `waits` is False, each after those before it."""

        async def in_turn(message: Message) -> None:
            asker = asker_of(message)
            verdict = service.admit(asker)
            if verdict is not Verdict.WELCOME and await service.in_danger(words_in(message)):
                verdict = Verdict.WELCOME  # whatever was asked before, nobody in danger is sent away
            if verdict is Verdict.TOO_MANY:
                await answers.page(message, "slow-down")
            elif verdict is Verdict.WELCOME:
                async with service.turn(asker) if waits else nullcontext():
                    await handle(message)

        return _given(message_of)(in_turn)

    new = filters.UpdateType.MESSAGE | MendedQuestion()  # no other edit, and nothing of a channel
    guest = filters.UpdateType.GUEST_MESSAGE
    alone, together = new & filters.ChatType.PRIVATE, new & filters.ChatType.GROUPS
    to_the_bot = together & ReplyToTheBot() & ~filters.COMMAND
    words = filters.TEXT | filters.CAPTION

    application.add_handlers(
        [
            # What is not addressed to the bot goes first, so that no later handler has to think of it.
            MessageHandler((new | guest) & NobodysQuestion(), _given(message_of)(_nothing)),
            # Commands before texts: they are texts too.
            CommandHandler("start", message(commands.start), new),
            CommandHandler("ask", message(commands.ask), new),
            CommandHandler("privacy", message(commands.privacy), new),
            CommandHandler("deletedata", message(commands.deletedata), new),
            MessageHandler(new & filters.COMMAND & ShowsPage(commands), message(commands.page)),
            MessageHandler(alone & filters.COMMAND, message(commands.unknown)),
            # In a private chat words are a question; what happens in it (a pin, a changed background) is nothing.
            # What has no words does not wait, nor make wait, as the words of an album may stand under a later picture.
            MessageHandler(alone & words, message(private.question)),
            MessageHandler(alone & ~filters.StatusUpdate.ALL, message(private.unsupported, waits=False)),
            # In a group the bot keeps quiet, except to those who reply to it.
            MessageHandler(to_the_bot & words, message(groups.question)),
            MessageHandler(to_the_bot & ~filters.StatusUpdate.ALL, message(groups.unsupported, waits=False)),
            # Where the bot is no member it gets what mentions it or replies to it. There is no conversation, so nobody waits.
            MessageHandler(guest, message(Guests(service, answers).asked, waits=False)),
            # Each of the other kinds of update has one handler.
            CallbackQueryHandler(_given(lambda update: update.callback_query)(Buttons(service, answers).press)),
            MessageReactionHandler(
                _given(lambda update: update.message_reaction)(Reactions(service).changed),
                message_reaction_types=MessageReactionHandler.MESSAGE_REACTION_UPDATED,
            ),
            InlineQueryHandler(_given(lambda update: update.inline_query)(Inline(service).query)),
            ChatMemberHandler(
                _given(lambda update: update.my_chat_member)(Membership(service, answers).changed),
                ChatMemberHandler.MY_CHAT_MEMBER,
            ),
        ]
    )
    application.add_error_handler(Errors(service, answers).handle)


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
