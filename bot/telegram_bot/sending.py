"""Sending replies: the one way out of the bot, apart from inline results."""

import logging
from dataclasses import dataclass

from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.answering.reply import Reply
from bot.telegram_bot import render

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_SHUT_OUT = ("rights", "chat_write_forbidden", "topic_closed")  # in refusals of chats where the bot may not write

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes."""

    chat_id: int
    thread_id: int | None = None  # the forum topic, where there is one
    reply_to: int | None = None  # the message replied to; the answer also goes out if that one is gone


async def send(bot: Bot, reply: Reply, place: Place) -> None:
    """Send the reply. A chat that shut the bot out is logged and left alone; other refusals are raised."""
    try:
        await _send(bot, reply, place)
    except ChatMigrated as moved:
        # Threads and messages are numbered anew in the supergroup, so the old numbers would point at strangers.
        await send(bot, reply, Place(moved.new_chat_id))
    except (Forbidden, BadRequest) as refusal:
        said = refusal.message.lower()
        if _shut_out(refusal):
            _log.info("A reply was dropped: %s", refusal.message)
        elif place.thread_id is not None and "thread not found" in said:  # deleted, with the message to reply to
            await send(bot, reply, Place(place.chat_id))
        elif place.reply_to is not None and "repl" in said:
            # Telegram does not honour allow_sending_without_reply everywhere in forums.
            await send(bot, reply, Place(place.chat_id, place.thread_id))
        else:
            raise


async def _send(bot: Bot, reply: Reply, place: Place) -> None:
    await bot.send_message(
        chat_id=place.chat_id,
        text=render.html(reply),
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=render.keyboard(reply),
        message_thread_id=place.thread_id,
        reply_parameters=(None if place.reply_to is None else ReplyParameters(place.reply_to, allow_sending_without_reply=True)),
    )


async def edit(
    bot: Bot,
    reply: Reply,
    *,
    chat_id: int | None = None,
    message_id: int | None = None,
    inline_message_id: str | None = None,
) -> None:
    """Put the reply in place of a message: one of a chat, or one that was sent inline.

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
            reply_markup=render.keyboard(reply),
        )
    except (Forbidden, BadRequest) as refusal:
        if _shut_out(refusal):
            _log.info("An edit was dropped: %s", refusal.message)
        elif "not modified" not in refusal.message.lower():
            raise


def _shut_out(refusal: TelegramError) -> bool:
    return isinstance(refusal, Forbidden) or any(sign in refusal.message.lower() for sign in _SHUT_OUT)
