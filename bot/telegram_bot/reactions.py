"""Reactions to the bot's answers: a thumb is the same vote as the button, and goes when the reaction goes."""

from collections.abc import Iterable

from telegram import MessageReactionUpdated, ReactionType, ReactionTypeEmoji
from telegram.constants import ReactionEmoji

from bot.telegram_bot.limits import Verdict
from bot.telegram_bot.memory import Asker
from bot.telegram_bot.service import Service

_THUMBS: dict[str, bool] = {ReactionEmoji.THUMBS_UP: True, ReactionEmoji.THUMBS_DOWN: False}


class Reactions:
    """The handler of changed reactions. Nobody is told anything: the reaction itself can be seen."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def changed(self, change: MessageReactionUpdated) -> None:
        """Keep, change or take back a vote, where it is known what the message answers, and who reacted."""
        storage, person = self._service.storage, change.user
        ref = self._service.told.of(change.chat.id, change.message_id)
        before, now = _thumbs(change.old_reaction), _thumbs(change.new_reaction)
        if storage is None or not storage.takes_votes or person is None or ref is None or before == now:
            return
        if self._service.admit(Asker(change.chat.id, person.id)) is not Verdict.WELCOME:
            return
        up = next(iter(now - before or now), None)  # who may give several reactions means the latest
        voter, answer = storage.person(person.id), storage.answer(change.chat.id, change.message_id)
        async with self._service.turn((voter, answer)):
            await storage.vote(voter, answer, ref, up)


def _thumbs(reactions: Iterable[ReactionType]) -> set[bool]:
    """Which thumbs are among reactions: True for up, False for down."""
    emoji = [one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji)]
    return {_THUMBS[one] for one in emoji if one in _THUMBS}
