"""Guest mode: the bot is mentioned, or replied to, in a chat in which it is no member. It answers once, and keeps nothing."""

from telegram import Message

from bot.telegram_bot.answers import Answers
from bot.telegram_bot.messages import pointed_at, words_in
from bot.telegram_bot.service import Service


class Guests:
    """The handler of guest messages."""

    def __init__(self, service: Service, answers: Answers) -> None:
        self._service, self._answers = service, answers

    async def asked(self, message: Message) -> None:
        """Answer the question beside the bot's name, else the words that the message replies to."""
        replied = pointed_at(message)
        question = words_in(message) or (words_in(replied) if replied else "")
        if question:
            await self._answers.reply(message, await self._service.answer(question, None))
        else:
            await self._answers.page(message, "usage-guest")
