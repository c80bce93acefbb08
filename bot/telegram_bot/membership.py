"""The chats that the bot is put into and out of."""

import logging

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated
from telegram.constants import ChatType

from bot.telegram_bot.answers import Answers
from bot.telegram_bot.sending import Place
from bot.telegram_bot.service import Service

_PRESENT = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)

_log = logging.getLogger(__name__)


class Membership:
    """The handler of the bot's place in chats."""

    def __init__(self, service: Service, answers: Answers) -> None:
        self._service, self._answers = service, answers

    async def changed(self, change: ChatMemberUpdated) -> None:
        """The bot was added, promoted, removed or blocked: a greeting when it joins a group; a chat that it left is forgotten."""
        before, after = _present(change.old_chat_member), _present(change.new_chat_member)
        _log.info("In a %s chat the bot is now: %s", change.chat.type, change.new_chat_member.status)
        if not after:
            self._service.forget_chat(change.chat.id)
        elif change.chat.type in _GROUPS and not before:
            await self._answers.say(change.get_bot(), self._service.page("greeting-group"), Place(change.chat.id))


def _present(member: ChatMember) -> bool:
    return member.status in _PRESENT or (isinstance(member, ChatMemberRestricted) and member.is_member)
