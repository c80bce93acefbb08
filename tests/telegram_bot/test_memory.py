"""What is remembered of people: for 15 minutes, so much and no more."""

import asyncio

import pytest

from bot.answering.conversation import REMEMBERED
from bot.telegram_bot import memory
from bot.telegram_bot.memory import Asked, Asker, Questions

ASKED = Asked(Asker(7, 7), "can my zebra take it?")


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


async def test_fifteen_minutes() -> None:
    """A question is known for 15 minutes and not longer."""
    clock = Clock()
    questions = Questions(clock)
    questions.keep(7, 1, ASKED)
    clock.now = REMEMBERED - 1
    questions.keep(7, 2, ASKED)
    assert questions.of(7, 1) == ASKED
    clock.now = REMEMBERED
    assert questions.of(7, 1) is None
    assert questions.of(7, 2) == ASKED


async def test_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody writes any more, the words go all the same."""
    monkeypatch.setattr(memory, "REMEMBERED", 0.05)
    questions = Questions()
    questions.keep(7, 1, ASKED)
    questions.keep(7, 2, ASKED)
    await asyncio.sleep(0.15)
    assert not len(questions)
    questions.keep(7, 3, ASKED)
    await asyncio.sleep(0.15)
    assert not len(questions)


async def test_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many people write, no more than so many questions are known: the latest."""
    monkeypatch.setattr(memory, "MOST_QUESTIONS", 3)
    questions = Questions()
    for number in range(10):
        questions.keep(7, number, ASKED)
    assert len(questions) == 3
    assert questions.of(7, 9) == ASKED
    assert questions.of(7, 6) is None


async def test_same_number_in_another_chat() -> None:
    """Messages of two chats that have the same number are two messages."""
    questions = Questions()
    questions.keep(7, 1, ASKED)
    assert questions.of(8, 1) is None
