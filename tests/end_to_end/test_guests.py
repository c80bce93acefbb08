"""Guest mode: the bot is named where it is no member."""

import pytest

from bot.content.model import Content
from tests.bot_api.people import People
from tests.end_to_end.asked import WHEN, title
from tests.end_to_end.bot_process import BOT_USER
from tests.end_to_end.wire import DISCLAIMER

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]

NAME = f"@{BOT_USER.username}"


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_mention(people: People, content: Content, kind: str) -> None:
    """A question beside the bot's name is answered whole, and its buttons change that answer."""
    asker, elsewhere = people.person(), people.chat(kind, bot_status="left")
    answer = await people.ask(asker, elsewhere, f"{NAME} {WHEN}")
    assert answer["text"].startswith(title(content))
    assert answer["text"].endswith(DISCLAIMER)
    assert answer["guest_bot_caller_user"] == asker.json()
    await people.press(asker, answer, answer["reply_markup"]["inline_keyboard"][0][0]["text"])
    assert (await people.edited(answer))["text"].endswith(DISCLAIMER)


async def test_urgent(people: People, content: Content) -> None:
    """Danger first."""
    answer = await people.ask(people.person(), people.chat(bot_status="left"), f"I want to kill myself {NAME}")
    assert content.actions["crisis-line"].text in answer["text"]


async def test_in_reply(people: People, content: Content) -> None:
    """The name alone, in reply to a question, answers that; nobody minds how it is written."""
    asker, elsewhere = people.person(), people.chat(bot_status="left")
    question = people.say(people.person("Ben"), elsewhere, WHEN)
    assert (await people.ask(asker, elsewhere, NAME.upper(), reply_to=question))["text"].startswith(title(content))


@pytest.mark.parametrize("text", ["x" * 4000, "🤷" * 100, "<b>&", "how do I fix my bicycle chain"])
async def test_odd_questions(people: People, text: str) -> None:
    """Whatever is written, there is one answer that Telegram takes."""
    answer = await people.ask(people.person(), people.chat(bot_status="left"), f"{NAME} {text}")
    assert answer["text"].endswith(DISCLAIMER)


async def test_other_talk(people: People) -> None:
    """Of what does not name it the bot hears nothing, and only one answer comes to a mention."""
    asker, elsewhere = people.person(), people.chat(bot_status="left")
    talk = people.say(asker, elsewhere, WHEN)
    await people.ask(asker, elsewhere, f"{NAME} {WHEN}")
    assert len(people.answers(talk)) == 1
