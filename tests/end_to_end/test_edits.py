"""Edited questions on the wire."""

import asyncio

import pytest

from bot.content.model import Content
from tests.bot_api.people import People
from tests.end_to_end.asked import NAMELESS, WHEN, title
from tests.end_to_end.wire import DISCLAIMER

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]


async def test_answer_follows(people: People, content: Content) -> None:
    """The answer to a mended question stands where the first one stood, and what comes next leans on it."""
    asker = people.person()
    said = people.say(asker, people.private(asker), "what is melatonin?")
    answer = await people.answer(said)
    people.edit(said, WHEN)
    edited = await people.edited(answer)
    assert edited["text"].startswith(title(content))
    assert edited["text"].endswith(DISCLAIMER)
    assert len(people.answers(said)) == 1
    assert (await people.ask(asker, people.private(asker), NAMELESS))["text"].startswith(title(content))


async def test_urgent(people: People, content: Content) -> None:
    """What turns out to be urgent is said in a new message."""
    asker = people.person()
    said = people.say(asker, people.private(asker), WHEN)
    answer = await people.answer(said)
    people.edit(said, "I want to kill myself")
    urgent = await people.answer(answer)
    assert content.actions["crisis-line"].text in urgent["text"]


async def test_left_alone(people: People) -> None:
    """An edit of something old, or in a group, changes nothing."""
    asker, group = people.person(), people.chat()
    old, in_group = people.say(asker, people.private(asker), WHEN), people.say(asker, group, f"/ask {WHEN}")
    answers = [await people.answer(each) for each in (old, in_group)]
    people.edit(old, "what is zinc?", after=120)
    people.edit(in_group, "/ask what is zinc?")
    await people.ask(asker, people.private(asker), "what is iron?")
    await asyncio.sleep(0.3)
    for answer in answers:
        assert people.world.messages[answer["chat"]["id"], answer["message_id"]] == answer
