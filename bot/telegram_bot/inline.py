"""Inline mode: "@bot question" in any chat gives answers to pick from."""

import logging
from hashlib import sha256
from textwrap import shorten
from typing import Any

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from telegram.constants import ParseMode
from telegram.error import TelegramError

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
        results = {result.id: result for result in map(_result, replies[start : start + PER_PAGE])}
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


def _result(reply: Reply) -> InlineQueryResultArticle:
    text = render.html(reply)
    return InlineQueryResultArticle(
        id=sha256(text.encode()).hexdigest()[:16],  # names what is sent: Telegram keeps results by it
        title=shorten(reply.title or reply.lead, TITLE_LENGTH, placeholder="…"),
        description=" ".join(reply.lead.split()),
        input_message_content=InputTextMessageContent(text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW),
        reply_markup=render.keyboard(reply),
    )
