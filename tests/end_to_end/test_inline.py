"""Inline: @bot question, in any chat."""

import asyncio

import pytest

from bot.answering.kinds.over_shelf import MOST_LINES
from bot.content.model import Content
from bot.evaluation.golden import MEANT
from tests.bot_api.people import People
from tests.bot_api.refusal import Json
from tests.end_to_end.asked import NAMELESS, WHEN, WHEN_TOPIC, title
from tests.end_to_end.wire import DISCLAIMER, folded

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]


def ids(answer: Json) -> list[str]:
    """The ids of the results in an answer."""
    return [result["id"] for result in answer["results"]]


async def test_results(people: People, content: Content) -> None:
    """Up to ten results, best first, each a whole answer with the disclaimer."""
    answer = await people.inline(people.person(), WHEN)
    assert 1 <= len(answer["results"]) <= 10
    best = answer["results"][0]
    assert best["title"] == title(content)
    assert best["description"] == content.supplements[MEANT].answers[WHEN_TOPIC].short
    for result in answer["results"]:
        assert result["parsed"]["text"].endswith(DISCLAIMER)
        assert len(folded(result["parsed"])) == 2
        assert "<" not in result["description"]
    assert answer["cache_time"] > 0
    assert not answer.get("is_personal")


async def test_no_supplement_named(people: People, content: Content) -> None:
    """Where no supplement is named, the answers of all that have one are offered, the most asked first."""
    answer = await people.inline(people.person(), NAMELESS)
    having = [one for one in content.most_asked if WHEN_TOPIC in one.answers]
    assert [result["description"] for result in answer["results"]] == [one.answers[WHEN_TOPIC].short for one in having[:10]]


async def test_a_result_a_supplement(people: People, content: Content) -> None:
    """What there is for a use is offered as the whole list, then as the answer of each supplement on it."""
    answer = await people.inline(people.person(), "what helps with sleep?")
    whole, *each = answer["results"]
    having = [one.answers["benefits/sleep"].short for one in content.most_asked if "benefits/sleep" in one.answers]
    assert whole["title"] == content.wording.texts["goal-title"].format(goal="sleep")
    assert len(each) == min(len(having), MOST_LINES)
    assert {result["description"] for result in each} <= set(having)


async def test_paging(people: People) -> None:
    """The offset leads to further results, none of them twice, until there are no more."""
    asker, seen, offset = people.person(), list[str](), ""
    for _page in range(10):
        answer = await people.inline(asker, "magnesium threonate and sleep", offset)
        seen += ids(answer)
        offset = answer.get("next_offset", "")
        if not offset:
            break
    assert not offset
    assert len(seen) > 10
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("offset", ["-1", "nonsense", "99999999999999999999"])
async def test_odd_offset(people: People, offset: str) -> None:
    """An offset that the bot never gave out does no harm."""
    assert len((await people.inline(people.person(), "how much?", offset))["results"]) <= 10


async def test_empty_query(people: People, content: Content) -> None:
    """Before anything is typed it is offered what the most asked supplements are."""
    answer = await people.inline(people.person(), "")
    assert answer["results"][0]["title"] == title(content, "about/what-is")
    whats = [one.answers[one.overview].short for one in content.most_asked]
    assert [result["description"] for result in answer["results"]] == whats[:10]


async def test_nothing_found(people: People, content: Content) -> None:
    """Where nothing fits, a button leads to the private chat."""
    answer = await people.inline(people.person(), "how do I fix my bicycle chain")
    assert answer["results"] == []
    assert answer["button"]["text"] == content.wording.texts["inline-none"]
    asker = people.person()
    start = f"/start {answer['button']['start_parameter']}"
    assert (await people.ask(asker, people.private(asker), start))["text"].endswith(DISCLAIMER)


async def test_urgent(people: People, content: Content) -> None:
    """Danger gets the urgent reply alone."""
    answer = await people.inline(people.person(), "I want to kill myself")
    (result,) = answer["results"]
    assert content.actions["crisis-line"].text in result["parsed"]["text"]


@pytest.mark.parametrize("query", ["x" * 256, "🤷" * 128, "<b>&", "\u202eabc", "' OR 1=1 --"])
async def test_odd_queries(people: People, query: str) -> None:
    """Whatever is typed, there is an answer that Telegram takes."""
    assert len((await people.inline(people.person(), query))["results"]) <= 10


async def test_sent_via_the_bot(people: People) -> None:
    """What people send via the bot is no question to it, in a private chat or in a group."""
    asker, group = people.person(), people.chat(bot_status="administrator")
    result = (await people.inline(asker, WHEN))["results"][0]
    for chat in (people.private(asker), group):
        sent = people.choose(asker, chat, result)
        await people.ask(asker, chat, "/ask how much do people take?")
        await asyncio.sleep(0.3)
        assert len(people.answers(sent)) == 1


async def test_button_of_a_sent_result(people: People) -> None:
    """A button under a message sent via the bot changes that message, wherever it stands."""
    asker, elsewhere = people.person(), people.chat(bot_status="left")
    result = (await people.inline(asker, WHEN))["results"][0]
    sent = people.choose(asker, elsewhere, result)
    await people.press(asker, sent, sent["reply_markup"]["inline_keyboard"][0][0]["text"])
    assert (await people.edited(sent))["text"].endswith(DISCLAIMER)
