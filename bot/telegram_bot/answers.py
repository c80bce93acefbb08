"""Answering in a chat: the reply goes out, with the buttons below it by which people say whether it helped."""

from typing import TypeVar

from telegram import Bot, CopyTextButton, InlineKeyboardButton, Message
from telegram.constants import ChatType

from bot.answering.reply import Reply, ReplyKind
from bot.content.model import TopicRef
from bot.telegram_bot.inline import answer_guest
from bot.telegram_bot.memory import Answered, Asked, Asker, OfMessages
from bot.telegram_bot.messages import answer_to, asker_of, thread_of
from bot.telegram_bot.render import Rows
from bot.telegram_bot.sending import Place, Sent, replaced, send
from bot.telegram_bot.service import Service

T = TypeVar("T")

UP, DOWN, TO_EDITORS = "u:", "d:", "e:"  # what callback data starts with: a vote on a topic's answer; send this question


class Answers:
    """Says things in chats."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def say(self, bot: Bot, reply: Reply, place: Place, below: Rows = ()) -> Sent | None:
        """Send a reply, to a group in short; None where the bot was shut out of the chat, which is then forgotten."""
        shown = reply.in_short(self._service.text("button-details")) if place.is_group else reply
        sent = await send(bot, shown, place, below)
        if sent is None or sent.chat_id != place.chat_id:  # a group's number is void once it is a supergroup
            self._service.forget_chat(place.chat_id)
        return sent

    async def reply(self, message: Message, reply: Reply) -> None:
        """Answer a message with this reply; where the bot is no member, in the one way that there is."""
        if message.guest_query_id:
            await answer_guest(message.get_bot(), message.guest_query_id, reply)
        else:
            await self.say(message.get_bot(), reply, answer_to(message))

    async def page(self, message: Message, name: str) -> None:
        """Answer a message with a page."""
        await self.reply(message, self._service.page(name))

    async def words(self, message: Message, question: str, theirs: Message | None = None) -> None:
        """Answer a question that a message asks: its sender's words, or `theirs`, a message that is then replied to."""
        source = theirs or message
        place = Place(message.chat.id, thread_of(message), theirs.message_id) if theirs else answer_to(message)
        # Only who wrote the words may send them on; an anonymous sender can't be told from others.
        asked = Asked(asker_of(source), question) if source.sender_chat is None else None
        await self._answer(message.get_bot(), question, asker_of(message), place, asked, message)

    async def quoted(self, message: Message, words: str) -> None:
        """Answer words that a message quotes; whose they are can't be told for sure, so nobody may send them on."""
        await self._answer(message.get_bot(), words, asker_of(message), answer_to(message), None)

    async def topic(self, bot: Bot, ref: TopicRef, asker: Asker, place: Place) -> None:
        """Answer a topic that was picked."""
        await self._answer(bot, ref, asker, place, None)

    async def _answer(
        self,
        bot: Bot,
        question: str | TopicRef,
        asker: Asker,
        place: Place,
        asked: Asked | None,
        message: Message | None = None,
    ) -> None:
        earlier = self._service.replied.of(message.chat.id, message.message_id) if message else None
        if earlier:  # its writer mended a slip
            self._service.take_back(asker, earlier)
        before = self._service.spoken_of(asker)
        reply = await self._service.answer(question, asker)
        sendable = asked if self._service.takes_questions and reply.kind in (ReplyKind.ABSTAIN, ReplyKind.ANSWER) else None
        sent = await self._put(bot, reply, place, self._below(reply, sendable, asker), earlier)
        if sent is None:
            return
        _keep(self._service.questions, sent, sendable)
        _keep(self._service.told, sent, self._voted_on(reply))
        if message and message.chat.type == ChatType.PRIVATE:
            answered = Answered(sent.message_id, before, self._service.spoken_of(asker))
            self._service.replied.keep(message.chat.id, message.message_id, answered)

    async def _put(self, bot: Bot, reply: Reply, place: Place, below: Rows, earlier: Answered | None) -> Sent | None:
        """Send a reply, in place of an earlier answer where that can be edited. What is urgent comes anew, so that it is seen."""
        if earlier and reply.kind is not ReplyKind.URGENT:
            old = Sent(place.chat_id, earlier.message_id)
            if await replaced(bot, reply, old, below):
                return old
        return await self.say(bot, reply, place, below)

    def _below(self, reply: Reply, asked: Asked | None, asker: Asker) -> Rows:
        rows = []
        if reply.kind is ReplyKind.ANSWER and asker.chat_id == asker.person_id and (note := self._service.for_pharmacist(asker)):
            button = InlineKeyboardButton(self._service.text("button-pharmacist"), copy_text=CopyTextButton(note))
            rows.append([button])  # in a private chat alone: it holds more than the one question
        if ref := self._voted_on(reply):
            votes = (UP, "button-helpful"), (DOWN, "button-unhelpful")
            rows.append([InlineKeyboardButton(self._service.text(text), callback_data=way + ref.code) for way, text in votes])
        if reply.kind is ReplyKind.ABSTAIN and asked:
            rows.append([self.to_editors()])
        return rows

    def _voted_on(self, reply: Reply) -> TopicRef | None:
        """What a vote on a reply would be on; None where none is taken."""
        votable = reply.kind is ReplyKind.ANSWER and reply.topics and self._service.takes_votes
        return reply.topics[0].ref if votable else None

    def to_editors(self) -> InlineKeyboardButton:
        """The button that sends the question to the editors."""
        return InlineKeyboardButton(self._service.text("button-editors"), callback_data=TO_EDITORS)


def _keep(memory: OfMessages[T], sent: Sent, known: T | None) -> None:
    """Remember something of a message, or that there is nothing to remember of it any more."""
    if known is None:
        memory.drop(*sent)
    else:
        memory.keep(*sent, known)
