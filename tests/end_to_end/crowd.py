"""Many people who ask at once, and how often each was answered."""

import asyncio
from collections import Counter
from dataclasses import dataclass

from tests.bot_api.people import People
from tests.bot_api.world import World

AT_ONCE = 16  # updates that one process handles
SLOW = 300.0  # seconds in which all must be answered


@dataclass
class Crowd:
    """Everybody asks one question of their own, in a private chat of their own."""

    world: World
    people: People
    size: int

    def ask(self) -> None:
        """Everybody asks at the same moment."""
        for number in range(self.size):
            asker = self.people.person(f"Asker-{number}-of-many")
            self.people.say(asker, self.people.private(asker), f"my question number {number} is when should I take it?")

    def answers(self) -> Counter[int]:
        """How many messages the bot has written into each chat."""
        return Counter(chat for (chat, _), message in self.world.messages.items() if message.get("from") == self.world.bot.json())

    async def answered(self, share: float) -> None:
        """Wait until that share of them has an answer."""
        async with asyncio.timeout(SLOW):
            while len(self.answers()) < share * self.size:  # noqa: ASYNC110 - a look now and then costs least
                await asyncio.sleep(0.05)

    async def all_confirmed(self) -> None:
        """Wait until nothing waits at Telegram any more."""
        async with asyncio.timeout(SLOW):
            while self.world.updates:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def told(self, kills: int) -> str:
        """The counts in a line, checked: all answered, none twice but those that were in flight when a process was killed."""
        answers = self.answers()
        twice = sum(1 for count in answers.values() if count > 1)
        extra = sum(answers.values()) - len(answers)
        line = f"{self.size} questions, {kills} kills: {len(answers)} answered, {twice} more than once ({extra} answers too many)"
        assert len(answers) == self.size, line
        assert extra <= AT_ONCE * kills, line
        return line

    def keeps_secrets(self, logged: str, token: str) -> None:
        """Fails if a question, a name or the token is in a log."""
        assert token.partition(":")[2] not in logged
        assert "-of-many" not in logged
        assert "my question number" not in logged
