"""What people say of an answer: whether it helped, and whether the editors may have their question."""

import logging
from collections import deque

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.telegram_bot.answers import DOWN, TO_EDITORS, UP, Answers
from bot.telegram_bot.memory import Asked
from bot.telegram_bot.messages import asker_of, pointed_at, words_in
from bot.telegram_bot.refusals import said
from bot.telegram_bot.sending import acknowledge
from bot.telegram_bot.service import Service

REMEMBERED = 1000  # messages whose question was sent to the editors

_log = logging.getLogger(__name__)


class Feedback:
    """The handler of votes and of questions to the editors."""

    def __init__(self, service: Service, answers: Answers) -> None:
        self._service, self._answers = service, answers
        self._sent: deque[tuple[int, int]] = deque(maxlen=REMEMBERED)

    async def press(self, query: CallbackQuery) -> bool:
        """Deal with a pressed button if it is of this kind; whether it is."""
        data, message = query.data or "", query.message
        way = data[: len(UP)]
        if way not in (UP, DOWN, TO_EDITORS):
            return False
        if not isinstance(message, Message):  # deleted, or out of the bot's reach
            toast = "gone"
        elif way == TO_EDITORS:
            toast = await self._send_on(query, message)
        else:
            toast = await self._vote(query, message, data)
        await acknowledge(query, self._service.text(toast))
        return True

    async def _vote(self, query: CallbackQuery, message: Message, data: str) -> str:
        """Keep a vote; the name of the text that says so."""
        storage, ref = self._service.storage, self._service.topic(data[len(UP) :])
        if ref is None or storage is None or not storage.takes_votes:
            return "gone"
        up = data.startswith(UP)
        person = storage.person(query.from_user.id)
        await storage.vote(person, storage.answer(message.chat.id, message.message_id), ref, up)
        asked = self._behind(message)
        if not up and asked and asked.asker.person_id == query.from_user.id:
            await self._offer(message)
        return "toast-voted-up" if up else "toast-voted-down"

    async def _send_on(self, query: CallbackQuery, message: Message) -> str:
        """Send the question behind a message to the editors; the name of the text that says what came of it."""
        storage, sent = self._service.storage, (message.chat.id, message.message_id)
        if sent in self._sent:
            return "toast-sent"
        if storage is None or not storage.takes_questions:
            return "gone"
        asked = self._behind(message)
        if asked is None:
            return "toast-question-gone"
        if asked.asker.person_id != query.from_user.id:
            return "toast-not-yours"
        self._sent.append(sent)  # before the first wait, as impatient people press twice
        if not await storage.send_question(storage.person(query.from_user.id), asked.text):
            self._sent.remove(sent)
            return "toast-not-sent"
        self._service.questions.drop(*sent)
        await self._show(message, [row for row in _rows(message) if not _is_to_editors(row)])
        return "toast-sent"

    def _behind(self, message: Message) -> Asked | None:
        """The question that one of the bot's messages answers, if it is known; in a group it stands in the chat."""
        kept = self._service.questions.of(message.chat.id, message.message_id)
        replied = pointed_at(message)
        if kept or replied is None or message.chat.type == ChatType.PRIVATE or replied.sender_chat:
            return kept
        return Asked(asker_of(replied), words_in(replied))

    async def _offer(self, message: Message) -> None:
        rows = _rows(message)
        if self._service.takes_questions and not any(map(_is_to_editors, rows)):
            await self._show(message, [*rows, [self._answers.to_editors()]])

    async def _show(self, message: Message, rows: list[list[InlineKeyboardButton]]) -> None:
        """Put these buttons under a message. Where that fails, it shows the old ones, which do no harm."""
        try:
            await message.edit_reply_markup(InlineKeyboardMarkup(rows) if rows else None)
        except TelegramError as refusal:
            _log.info("Buttons could not be changed: %s", said(refusal))


def _rows(message: Message) -> list[list[InlineKeyboardButton]]:
    return [list(row) for row in message.reply_markup.inline_keyboard] if message.reply_markup else []


def _is_to_editors(row: list[InlineKeyboardButton]) -> bool:
    return any(button.callback_data == TO_EDITORS for button in row)
