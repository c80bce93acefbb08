"""Reading Telegram's messages: which are questions, what they ask, who asks, and where the answer goes."""

import re
import string
from datetime import timedelta

from telegram import CallbackQuery, Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot.telegram_bot.memory import Asker
from bot.telegram_bot.sending import Place

_AFTER_COMMAND = string.whitespace + "\u00a0,.:;!?-–—"  # what people put between a command and its question

A_SLIP = timedelta(minutes=1)  # after which an edit is no slip that was mended


class MendedQuestion(filters.UpdateFilter):
    """Words in a private chat that their writer edited within a minute."""

    def filter(self, update: Update) -> bool:
        """Whether the update brings such words."""
        edited = update.edited_message
        if edited is None or edited.edit_date is None or edited.chat.type != ChatType.PRIVATE:
            return False
        return bool(edited.text or edited.caption) and edited.edit_date - edited.date <= A_SLIP


class NobodysQuestion(filters.MessageFilter):
    """Messages that no person wrote to the bot: sent via it, by other bots, to other bots, or by a linked channel."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one of those."""
        # Anonymous admins and channels speak through accounts that are marked as bots too.
        by_a_bot = message.sender_chat is None and message.from_user is not None and message.from_user.is_bot
        addressee = _command(message).partition("@")[2]
        to_another = bool(addressee) and addressee.lower() != message.get_bot().username.lower()
        return via_the_bot(message) or by_a_bot or to_another or bool(message.is_automatic_forward)


class ReplyToTheBot(filters.MessageFilter):
    """Messages that reply to one of the bot's own."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one of those."""
        replied = replied_to(message)
        return replied is not None and by_the_bot(replied)


def message_of(update: Update) -> Message | None:
    """What somebody wrote, anew, by an edit, or where the bot is no member."""
    return update.message or update.edited_message or update.guest_message


def command_in(message: Message) -> str:
    """The command that a message begins with, in small letters; empty if there is none."""
    return _command(message).partition("@")[0].removeprefix("/").lower()


def words_in(message: Message) -> str:
    """What a person wrote, as text or caption, without the command in front, or a mention of the bot; empty if nothing."""
    said = message.text or message.caption or ""
    command = _command(message)
    said = said.removeprefix(command).lstrip(_AFTER_COMMAND) if command else said
    name = f"@{message.get_bot().username}"
    if name.lower() in said.lower():
        said = re.sub(rf"(?<!\w){name}(?!\w)", " ", said, flags=re.IGNORECASE).lstrip(_AFTER_COMMAND)
    return said.strip()


def _command(message: Message) -> str:
    """The command that a message begins with, as it is written and Telegram marks it: "/ask", "/Ask@a_bot", or empty."""
    said = message.text or message.caption or ""
    for entity in message.entities or message.caption_entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            return said[: entity.length]  # in UTF-16 units, but a command is ASCII
    return ""


def replied_to(message: Message) -> Message | None:
    """The message that this one replies to."""
    replied = message.reply_to_message
    # In a forum topic Telegram marks every message as a reply to the one that opened the topic.
    return None if replied is None or replied.forum_topic_created else replied


def pointed_at(message: Message) -> Message | None:
    """The words of a person that a message replies to."""
    replied = replied_to(message)
    if replied is None or by_the_bot(replied) or via_the_bot(replied) or not words_in(replied):
        return None
    return replied


def by_the_bot(message: Message) -> bool:
    """Whether the bot wrote the message."""
    return message.from_user is not None and message.from_user.id == message.get_bot().id


def via_the_bot(message: Message) -> bool:
    """Whether a person sent the message by way of the bot, as an inline result."""
    return message.via_bot is not None and message.via_bot.id == message.get_bot().id


def asker_of(message: Message) -> Asker:
    """Who wrote a message, and where: one person, or one anonymous sender, in one chat, and there in one forum topic."""
    sender = message.sender_chat or message.from_user
    return Asker(message.chat.id, sender.id if sender else 0, thread_of(message))


def presser_of(query: CallbackQuery) -> Asker:
    """Who pressed a button, and where; under a message that was sent inline the chat is not known."""
    person = query.from_user.id
    thread = thread_of(query.message) if isinstance(query.message, Message) else None
    return Asker(query.message.chat.id if query.message else person, person, thread)


def answer_to(message: Message) -> Place:
    """Where the answer to a message goes: after it in a private chat, as a reply to it in a group."""
    private = message.chat.type == ChatType.PRIVATE
    return Place(message.chat.id, thread_of(message), None if private else message.message_id)


def thread_of(message: Message) -> int | None:
    """The forum topic that a message stands in."""
    # Outside forums the thread id names a chain of replies, to which nothing can be sent.
    return message.message_thread_id if message.is_topic_message else None
