"""Sending replies: the one way out of the bot, apart from inline results."""

import logging
from dataclasses import dataclass
from textwrap import shorten
from typing import NamedTuple

from telegram import Bot, CallbackQuery, LinkPreviewOptions, ReplyParameters
from telegram.constants import CallbackQueryLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.answering.reply import Reply
from bot.telegram_bot import render
from bot.telegram_bot.refusals import said
from bot.telegram_bot.render import Rows

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_SHUT_OUT = ("rights", "chat_write_forbidden", "topic_closed")  # in refusals of chats where the bot may not write

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes."""

    chat_id: int
    thread_id: int | None = None  # the forum topic, where there is one
    reply_to: int | None = None  # the message replied to; the answer also goes out if that one is gone

    @property
    def is_group(self) -> bool:
        """Whether many people read there. Telegram numbers people's chats from 1 up, and all others below nought."""
        return self.chat_id < 0


class Sent(NamedTuple):
    """A message of the bot."""

    chat_id: int
    message_id: int


async def send(bot: Bot, reply: Reply, place: Place, below: Rows = ()) -> Sent | None:
    """Send the reply, with more rows of buttons below its own; what was sent, and where.

    A chat that shut the bot out is logged and left alone: None. Other refusals are raised.
    """
    try:
        return Sent(place.chat_id, await _send(bot, reply, place, below))
    except ChatMigrated as moved:
        # Threads and messages are numbered anew in the supergroup, so the old numbers would point at strangers.
        return await send(bot, reply, Place(moved.new_chat_id), below)
    except (Forbidden, BadRequest) as refusal:
        why = refusal.message.lower()
        if _shut_out(refusal):
            _log.info("A reply was dropped: %s", said(refusal))
            return None
        if place.thread_id is not None and "thread not found" in why:  # deleted, with the message to reply to
            return await send(bot, reply, Place(place.chat_id), below)
        if place.reply_to is not None and "repl" in why:
            # Telegram does not honour allow_sending_without_reply everywhere in forums.
            return await send(bot, reply, Place(place.chat_id, place.thread_id), below)
        raise


async def _send(bot: Bot, reply: Reply, place: Place, below: Rows) -> int:
    sent = await bot.send_message(
        chat_id=place.chat_id,
        text=render.html(reply),
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=render.keyboard(reply, below, bot.username),
        message_thread_id=place.thread_id,
        reply_parameters=(None if place.reply_to is None else ReplyParameters(place.reply_to, allow_sending_without_reply=True)),
    )
    return sent.message_id


async def edit(
    bot: Bot,
    reply: Reply,
    below: Rows = (),
    *,
    chat_id: int | None = None,
    message_id: int | None = None,
    inline_message_id: str | None = None,
) -> None:
    """Put the reply, with more rows of buttons below its own, in place of a message: one of a chat, or one that was sent inline.

    No change is no error; a chat that shut the bot out is logged and left alone; other refusals are raised.
    """
    try:
        await bot.edit_message_text(
            text=render.html(reply),
            chat_id=chat_id,
            message_id=message_id,
            inline_message_id=inline_message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=render.keyboard(reply, below),
        )
    except (Forbidden, BadRequest) as refusal:
        if _shut_out(refusal):
            _log.info("An edit was dropped: %s", said(refusal))
        elif "not modified" not in refusal.message.lower():
            raise


async def replaced(bot: Bot, reply: Reply, old: Sent, below: Rows = ()) -> bool:
    """Put the reply in place of a message of a chat; whether that could be done."""
    try:
        await edit(bot, reply, below, chat_id=old.chat_id, message_id=old.message_id)
    except BadRequest as refusal:  # deleted a moment ago, or too old
        _log.info("A message could not be edited: %s", said(refusal))
        return False
    return True


async def acknowledge(query: CallbackQuery, toast: str = "") -> None:
    """Let a pressed button stop waiting; the toast, if any, is shown for a moment."""
    try:
        await query.answer(shorten(toast, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH, placeholder="…") or None)
    except TelegramError as refusal:  # mostly: it was pressed while the bot was away
        _log.info("A button could not be acknowledged: %s", said(refusal))


def _shut_out(refusal: TelegramError) -> bool:
    return isinstance(refusal, Forbidden) or any(sign in refusal.message.lower() for sign in _SHUT_OUT)
