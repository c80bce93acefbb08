"""Inline mode: "@bot question" in any chat gives answers to pick from. A guest's answer has the same form."""

import logging
from hashlib import sha256
from textwrap import shorten
from typing import Any

from telegram import Bot, InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.answering.reply import Reply
from bot.telegram_bot import render
from bot.telegram_bot.refusals import said
from bot.telegram_bot.sending import NO_PREVIEW
from bot.telegram_bot.service import Service

PER_PAGE = 10  # results in one answer; more come when the person scrolls
MOST = 50  # results for one question over all pages
CACHE_SECONDS = 300  # for which Telegram may give the same answer to anybody who asks the same
PAUSE_SECONDS = 10  # for which the empty answer to who asks too much is kept
TITLE_LENGTH = 80  # characters of a title; phones show about one line of it
START_PARAMETER = "inline"  # what /start is given by the button that leads to the private chat

_log = logging.getLogger(__name__)


class Inline:
    """The handler of inline queries."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def query(self, query: InlineQuery) -> None:
        """Answers, best first, ten at a time, and a button that leads to the private chat; nothing to who asks too much."""
        if not self._service.admit_inline(query.from_user.id):
            # Kept for this person only: another who asks the same is to be answered.
            await self._answer(query, [], cache_time=PAUSE_SECONDS, is_personal=True)
            return
        start = int(query.offset) if query.offset.isdecimal() else 0
        replies = await self._service.rank(query.query, MOST)
        results = {result.id: result for result in map(result_of, replies[start : start + PER_PAGE])}
        more = self._service.text("inline-more" if replies else "inline-none")
        await self._answer(
            query,
            list(results.values()),
            cache_time=CACHE_SECONDS,
            is_personal=False,
            next_offset=str(start + PER_PAGE) if len(replies) > start + PER_PAGE else "",
            button=InlineQueryResultsButton(more, start_parameter=START_PARAMETER),
        )

    @staticmethod
    async def _answer(query: InlineQuery, results: list[InlineQueryResultArticle], **options: Any) -> None:
        try:
            await query.answer(results, **options)
        except TelegramError as refusal:  # mostly: the person typed on, and the query is too old to be answered
            _log.warning("An inline query could not be answered: %s", said(refusal))


def result_of(reply: Reply) -> InlineQueryResultArticle:
    """A reply as Telegram takes it for a chat in which the bot is no member; the id names the text."""
    text = render.html(reply)
    return InlineQueryResultArticle(
        id=sha256(text.encode()).hexdigest()[:16],  # names what is sent: Telegram keeps results by it
        title=shorten(reply.title or reply.lead, TITLE_LENGTH, placeholder="…"),
        description=" ".join(reply.lead.split()),
        input_message_content=InputTextMessageContent(text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW),
        reply_markup=render.keyboard(reply),
    )


async def answer_guest(bot: Bot, query_id: str, reply: Reply) -> None:
    """Answer a guest query, once. What Telegram does not take any more is logged; what the network lost is raised."""
    try:
        await bot.answer_guest_query(query_id, result_of(reply))
    except (BadRequest, Forbidden) as refusal:
        _log.warning("A guest query could not be answered: %s", said(refusal))
