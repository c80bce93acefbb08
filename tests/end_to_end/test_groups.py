"""Groups and forum topics: quiet unless asked."""

import asyncio
import re

import pytest

from bot.content.model import Content
from bot.evaluation.golden import MEANT
from tests.bot_api.people import ANONYMOUS_ADMIN, People
from tests.bot_api.world import User
from tests.end_to_end.asked import NAMELESS, WHEN, WHEN_TOPIC, title
from tests.end_to_end.bot_process import BOT_USER
from tests.end_to_end.wire import DISCLAIMER, folded

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]

A_MOMENT = 0.3  # seconds in which a bot that means to speak has spoken


@pytest.fixture(name="title")
def title_of_the_answer(content: Content) -> str:
    """How the answer to WHEN begins."""
    return title(content)


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_ask(people: People, title: str, kind: str) -> None:
    """/ask with a question is answered as a reply to it."""
    asker, group = people.person(), people.chat(kind)
    question = people.say(asker, group, f"/ask {WHEN}")
    answer = await people.answer(question)
    assert answer["text"].startswith(title)
    assert answer["reply_to_message"]["message_id"] == question["message_id"]


async def test_ask_by_name(people: People, title: str) -> None:
    """/ask@botname is the same; /ask@anotherbot is not for us."""
    asker, group = people.person(), people.chat(bot_status="administrator")
    theirs = people.say(asker, group, f"/ask@another_bot {WHEN}")
    ours = people.say(asker, group, f"/ask@{BOT_USER.username} {WHEN}")
    assert (await people.answer(ours))["text"].startswith(title)
    await asyncio.sleep(A_MOMENT)
    assert len(people.answers(theirs)) == 1


async def test_quiet(people: People) -> None:
    """Talk is left alone, even where the bot is shown everything."""
    asker, group = people.person(), people.chat(bot_status="administrator")
    talk = people.say(asker, group, "magnesium, anyone? when should I take it?")
    people.say(asker, group, f"@{BOT_USER.username} {WHEN}")
    people.say(asker, group, "yes, when?", reply_to=talk)
    people.send(asker, group, voice={"file_id": "f", "file_unique_id": "u", "duration": 3})
    await people.ask(asker, group, f"/ask {WHEN}")
    await asyncio.sleep(A_MOMENT)
    assert len(people.answers(talk)) == 1


async def test_ask_about_a_message(people: People, title: str) -> None:
    """/ask as a reply answers the message that it replies to."""
    asker, ben, group = people.person("Asker"), people.person("Ben"), people.chat()
    question = people.say(asker, group, WHEN)
    answer = await people.ask(ben, group, "/ask", reply_to=question)
    assert answer["text"].startswith(title)
    assert answer["reply_to_message"]["message_id"] == question["message_id"]


async def test_bare_ask(people: People, content: Content) -> None:
    """A bare /ask says how to use it."""
    answer = await people.ask(people.person(), people.chat(), "/ask")
    assert content.wording.texts["usage"].splitlines()[0] in answer["text"]


async def test_reply_to_the_bot(people: People, title: str) -> None:
    """A reply to a message of the bot is a question, on what was spoken of there."""
    asker, group = people.person(), people.chat()
    first = await people.ask(asker, group, "/ask how much Magtein do people take?")
    answer = await people.ask(asker, group, NAMELESS, reply_to=first)
    assert answer["text"].startswith(title)
    assert "message_thread_id" not in answer


async def test_in_short(people: People, content: Content) -> None:
    """In a group the answer is what is in view; a button leads to the whole one in the private chat."""
    asker, group = people.person(), people.chat()
    answer = await people.ask(asker, group, f"/ask {WHEN}")
    written = content.supplements[MEANT].answers[WHEN_TOPIC]
    assert written.short in answer["text"]
    assert written.details not in answer["text"]
    assert not folded(answer)
    links = [button["url"] for row in answer["reply_markup"]["inline_keyboard"] for button in row if "url" in button]
    [parameter] = (link.removeprefix(f"https://t.me/{BOT_USER.username}?start=") for link in links)
    whole = await people.ask(asker, people.private(asker), f"/start {parameter}")
    assert written.details in folded(whole)


async def test_several_in_short(people: People) -> None:
    """Of several answers each leads to its details in the private chat."""
    answer = await people.ask(people.person(), people.chat(), "/ask how much Magtein should I take? Is it safe in pregnancy?")
    links = [button["url"] for row in answer["reply_markup"]["inline_keyboard"] for button in row if "url" in button]
    assert len(links) == 2
    assert all(re.fullmatch(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]{1,64}", link) for link in links)


async def test_nothing_from_elsewhere(people: People, content: Content) -> None:
    """What a person said in the private chat, or in another group, is not brought up in a group."""
    asker, group = people.person(), people.chat()
    for chat in (people.private(asker), people.chat()):
        await people.ask(asker, chat, "/ask is Magtein safe in pregnancy?")
        await people.ask(asker, chat, "/ask is Magtein ok with warfarin?")
    answer = await people.ask(asker, group, f"/ask {WHEN}")
    buttons = [button["text"] for row in answer["reply_markup"]["inline_keyboard"] for button in row]
    told = "\n".join([answer["text"], *buttons]).lower()
    caution = content.wording.texts["caution"].partition("{")[0].lower()
    assert all(word not in told for word in ("warfarin", "blood thinner", "pregnan", caution))


async def test_forum_topic(people: People, title: str) -> None:
    """The answer stays in the forum topic."""
    asker, forum = people.person(), people.chat(forum=True)
    thread = people.topic(asker, forum, "Sleep")
    answer = await people.ask(asker, forum, f"/ask {WHEN}", thread=thread)
    assert answer["text"].startswith(title)
    assert answer["message_thread_id"] == thread


async def test_general_topic(people: People, title: str) -> None:
    """A forum's General topic, which has no thread id, is answered too."""
    assert (await people.ask(people.person(), people.chat(forum=True), f"/ask {WHEN}"))["text"].startswith(title)


@pytest.mark.parametrize("opened_by", [User(7, "Asker"), BOT_USER])
async def test_quiet_in_a_forum_topic(people: People, content: Content, opened_by: User) -> None:
    """In a topic every message replies to the one that opened it; that is no question, not even for a bare /ask."""
    asker, forum = people.person(), people.chat(forum=True, bot_status="administrator")
    thread = people.topic(opened_by, forum, WHEN)
    talk = people.say(asker, forum, WHEN, thread=thread)
    answer = await people.ask(asker, forum, "/ask", thread=thread)
    assert content.wording.texts["usage"].splitlines()[0] in answer["text"]
    await asyncio.sleep(A_MOMENT)
    assert len(people.answers(talk)) == 1


@pytest.mark.parametrize("forum", [False, True])
async def test_question_was_deleted(people: People, title: str, forum: bool) -> None:
    """The answer still goes out, to the same topic, if the question is gone."""
    asker, group = people.person(), people.chat(forum=forum)
    thread = people.topic(asker, group, "Sleep") if forum else None
    question = people.say(asker, group, f"/ask {WHEN}", thread=thread)
    people.delete(question)
    answer = await people.answer(question)
    assert answer["text"].startswith(title)
    assert answer.get("message_thread_id") == thread


async def test_anonymous_admin(people: People, title: str) -> None:
    """An admin who writes as the group is answered."""
    assert (await people.ask(ANONYMOUS_ADMIN, people.chat(), f"/ask {WHEN}"))["text"].startswith(title)


async def test_group_became_a_supergroup(people: People, title: str) -> None:
    """A question from just before the upgrade is answered in the supergroup."""
    asker, group = people.person(), people.chat("group")
    people.say(asker, group, f"/ask {WHEN}")
    supergroup = people.upgrade(asker, group)
    start = {"chat": supergroup.json(), "message_id": 0}
    assert (await people.answer(start))["text"].startswith(title)


async def test_added_and_removed(people: People, content: Content) -> None:
    """The bot greets a group that it joins, once, and bears being removed."""
    asker, group = people.person(), people.chat(bot_status="left")
    before = {"chat": group.json(), "message_id": group.last_id}
    people.set_bot_status(asker, group, "member")
    assert content.wording.texts["greeting-group"] in (await people.answer(before))["text"]
    people.say(asker, group, f"/ask {WHEN}")
    people.set_bot_status(asker, group, "kicked")
    await asyncio.sleep(A_MOMENT)
    assert len(people.answers(before)) == 1


async def test_menu_in_a_group(people: People) -> None:
    """Buttons work in a group's topic as well; what they answer stays in the topic."""
    asker, forum = people.person(), people.chat(forum=True)
    thread = people.topic(asker, forum, "Sleep")
    answer = await people.ask(asker, forum, f"/ask {WHEN}", thread=thread)
    label = answer["reply_markup"]["inline_keyboard"][1][0]["text"]
    related = await people.answer((await people.press(asker, answer, label)).before)
    assert related["text"].endswith(DISCLAIMER)
    assert related["message_thread_id"] == thread


async def test_urgent_in_a_group(people: People, content: Content) -> None:
    """Danger is answered in a group as in a private chat."""
    answer = await people.ask(people.person(), people.chat(), "/ask my son took 20 magnesium tablets and won't wake up")
    assert any(action.text in answer["text"] for action in content.actions.values())
