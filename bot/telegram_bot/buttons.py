"""Buttons under messages: what they lead to is a new message, or replaces the menu; feedback has its own module."""

from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage, Message

from bot.answering.reply import Reply
from bot.content.model import TopicRef
from bot.telegram_bot.answers import Answers
from bot.telegram_bot.feedback import Feedback
from bot.telegram_bot.limits import Verdict
from bot.telegram_bot.messages import presser_of, thread_of
from bot.telegram_bot.render import APART, PAGE, TOPIC
from bot.telegram_bot.sending import Place, Sent, acknowledge, edit, replaced
from bot.telegram_bot.service import Service


class Buttons:
    """The handler of pressed buttons."""

    def __init__(self, service: Service, answers: Answers) -> None:
        self._service, self._answers = service, answers
        self._feedback = Feedback(service, answers)

    async def press(self, query: CallbackQuery) -> None:
        """Answer what the button stands for; one that means nothing (any more) is told to be old."""
        if not await self._may(query) or await self._feedback.press(query):
            return
        data = query.data or ""
        asked = self._page(data) or self._topic(data)
        if query.message is None:
            await self._press_inline(query, asked)
        else:
            await acknowledge(query)
            await self._press(query, query.message, asked)

    async def _may(self, query: CallbackQuery) -> bool:
        """Whether the person, and the chat, did not ask too much; the first time that is said."""
        verdict = self._service.admit(presser_of(query))
        if verdict is Verdict.TOO_MANY:
            await acknowledge(query, self._service.text("toast-slow-down"))
        return verdict is Verdict.WELCOME

    async def _press(self, query: CallbackQuery, message: MaybeInaccessibleMessage, asked: Reply | TopicRef | None) -> None:
        asker = presser_of(query)
        bot, place = query.get_bot(), _answer_to_button(message)
        async with self._service.turn(asker):
            if isinstance(asked, TopicRef):
                await self._answers.topic(bot, asked, asker, place)
            elif asked is None:
                await self._answers.say(bot, self._service.page("gone"), place)
            elif (query.data or "").startswith(APART) or not await _stands_in(bot, message, asked):
                await self._answers.say(bot, asked, place)

    async def _press_inline(self, query: CallbackQuery, asked: Reply | TopicRef | None) -> None:
        # The message stands in a chat that the bot does not see: there is no conversation to remember, and only the
        # message to put an answer in, which stays as it is where there is none.
        await acknowledge(query, "" if asked else self._service.text("gone"))
        if asked:
            reply = asked if isinstance(asked, Reply) else await self._service.answer(asked, None)
            await edit(query.get_bot(), reply, inline_message_id=query.inline_message_id)

    def _page(self, data: str) -> Reply | None:
        if not data.startswith((PAGE, APART)):
            return None
        try:
            return self._service.page(data[len(PAGE) :])
        except KeyError:  # a page of an older version
            return None

    def _topic(self, data: str) -> TopicRef | None:
        return self._service.topic(data.removeprefix(TOPIC)) if data.startswith(TOPIC) else None


async def _stands_in(bot: Bot, message: MaybeInaccessibleMessage, reply: Reply) -> bool:
    """Put the reply in place of the message; whether that could be done."""
    return message.is_accessible and await replaced(bot, reply, Sent(message.chat.id, message.message_id))


def _answer_to_button(message: MaybeInaccessibleMessage) -> Place:
    thread = thread_of(message) if isinstance(message, Message) else None
    return Place(message.chat.id, thread, message.message_id)
