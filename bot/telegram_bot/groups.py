"""Groups: quiet unless asked. Commands live in `commands`; here are replies to the bot, and its coming and going."""

import logging

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message
from telegram.constants import ChatType

from bot.telegram_bot.albums import Albums
from bot.telegram_bot.desk import Desk
from bot.telegram_bot.messages import answer_to, conversation_of, words_in
from bot.telegram_bot.sending import Place, send

_PRESENT = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)

_log = logging.getLogger(__name__)


class Groups:
    """The handlers of groups and forum topics."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._albums = Albums()

    async def reply_to_the_bot(self, message: Message) -> None:
        """A reply to one of the bot's messages is a question."""
        if not self._albums.wants_answer(message):
            return
        question = words_in(message)
        if question:
            reply = await self._desk.answer(question, conversation_of(message))
        else:
            reply = self._desk.page("unsupported")
        await send(message.get_bot(), reply, answer_to(message))

    async def membership(self, change: ChatMemberUpdated) -> None:
        """The bot was added, removed, promoted or blocked: a greeting when it joins a group, else a line in the log."""
        before, after = _present(change.old_chat_member), _present(change.new_chat_member)
        _log.info("In a %s chat the bot is now: %s", change.chat.type, change.new_chat_member.status)
        if change.chat.type in _GROUPS and after and not before:
            await send(change.get_bot(), self._desk.page("greeting-group"), Place(change.chat.id))


def _present(member: ChatMember) -> bool:
    return member.status in _PRESENT or (isinstance(member, ChatMemberRestricted) and member.is_member)
