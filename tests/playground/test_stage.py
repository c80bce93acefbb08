"""What can be seen and done on the stage."""

import asyncio

import pytest

from bot.playground import stage as stages
from bot.playground.bot_api import people
from bot.playground.bot_api.html import parse_text
from bot.playground.bot_api.methods import BotMethods
from bot.playground.stage import NotPossible, Stage


def test_scene(stage: Stage) -> None:
    """At first there are three people by their roles, an empty private chat, and a group with a topic."""
    scene = stage.scene()
    assert scene["people"] == ["Asker", "Neighbour", "Admin"]
    assert scene["messages"]["private"] == []
    assert [one["name"] for one in scene["group"]["topics"]] == ["General", stages.TOPIC]


def test_bot_joins(stage: Stage) -> None:
    """The admin's adding the bot reaches the bot, and is a line in the group."""
    stage.join()
    assert any("my_chat_member" in update for update in stage.world.updates)
    assert stage.scene()["messages"]["group"][-1]["service"] == "Admin added Supplement questions to the group"


def test_followers_hear(stage: Stage) -> None:
    """Each page hears what is said, in order, in the form of the scene."""
    first, second = stage.follow(), stage.follow()
    said = [stage.say("private", "Asker", text) for text in ("one", "two")]
    for queue in (first, second):
        assert [queue.get_nowait()["message"] for _ in range(2)] == said
    stage.leave(first)
    stage.say("private", "Asker", "three")
    assert first.empty()


async def test_typing_and_deleting(stage: Stage) -> None:
    """That the bot types, edits or deletes is seen where it happens, and nowhere else."""
    bot = BotMethods(stage.world, parse_text)
    sent = await bot.send_message({"chat_id": stage.private.id, "text": "<b>one</b>", "parse_mode": "HTML"})
    queue = stage.follow()
    await bot.send_chat_action({"chat_id": stage.private.id, "action": "typing"})
    place = {"chat_id": stage.private.id, "message_id": sent["message_id"]}
    await bot.edit_message_text({**place, "text": "two"})
    await bot.delete_message(place)
    events = [queue.get_nowait() for _ in range(3)]
    assert [(event["type"], event["chat"]) for event in events] == [(what, "private") for what in ("typing", "edited", "deleted")]
    assert (events[1]["message"]["text"], events[1]["message"]["edited"]) == ("two", True)


def test_page_that_sleeps(stage: Stage) -> None:
    """A page that lags far behind is told to read everything again, and costs no more memory."""
    queue = stage.follow()
    for number in range(stages.UNREAD_MOST + 1):
        stage.tell({"type": "content", "problem": str(number)})
    assert queue.qsize() == 1
    assert queue.get_nowait() == {"type": "scene"}


def test_replies_and_topics(stage: Stage) -> None:
    """A reply shows what it replies to; a message in a topic stands in that topic."""
    number = stage.open_topic(" Sleep ")
    first = stage.say("group", "Neighbour", "when?", topic=number)
    second = stage.say("group", "Asker", "/ask", reply_to=first["id"], topic=number)
    assert (first["reply_to"], first["topic"]) == (None, number)
    assert second["reply_to"] == {"id": first["id"], "author": "Neighbour", "text": "when?"}
    assert stage.scene()["group"]["topics"][-1] == {"id": number, "name": "Sleep"}


def test_afresh(stage: Stage) -> None:
    """Starting over is somebody new with an empty chat; the group stays."""
    stage.say("private", "Asker", "hello")
    before, person = len(stage.scene()["messages"]["group"]), stage.cast["Asker"]
    stage.afresh()
    assert stage.scene()["messages"]["private"] == []
    assert stage.cast["Asker"] != person
    assert len(stage.scene()["messages"]["group"]) == before


@pytest.mark.parametrize("name", ["", "  ", "x" * 129])
def test_topic_names(stage: Stage, name: str) -> None:
    """A topic has a name that Telegram would take."""
    with pytest.raises(NotPossible, match="name"):
        stage.open_topic(name)


@pytest.mark.parametrize("text", ["", "\n", "x" * 4097, "😀" * 2049])
def test_texts(stage: Stage, text: str) -> None:
    """A message has 1 to 4,096 characters, as Telegram counts."""
    with pytest.raises(NotPossible, match="4,096"):
        stage.say("private", "Asker", text)


async def test_silent_bot(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the bot does not answer a button or an inline query, the person is told."""
    monkeypatch.setattr(people.People.until, "__defaults__", (0.05,))
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "x"}]]}
    bot = {"from": stage.world.bot.json()}
    message = stage.world.new_message(stage.private, **bot, text="menu", reply_markup=keyboard)
    with pytest.raises(NotPossible, match="did not answer the button"):
        await stage.press("private", "Asker", message["message_id"], 0, 0)
    with pytest.raises(NotPossible, match="did not answer"):
        await stage.inline("private", "Asker", "sleep", "")


async def test_buttons_that_are_gone(stage: Stage) -> None:
    """A button, results or a message that is not there (any more) is told to be gone."""
    said = stage.say("private", "Asker", "hello")
    with pytest.raises(NotPossible, match="button is gone"):
        await stage.press("private", "Asker", said["id"], 0, 0)
    with pytest.raises(NotPossible, match="message is gone"):
        await stage.press("private", "Asker", 999, 0, 0)
    with pytest.raises(NotPossible, match="results are gone"):
        stage.choose("private", "Asker", 1, 0)


async def test_inline(stage: Stage) -> None:
    """Results are shown by title and line, and sent whole into the chat that was chosen."""

    async def answer() -> None:
        query = await stage.world.until(lambda: next(iter(stage.world.inline_answers), None), 2)
        assert query
        result = {"id": "1", "title": "T", "description": "d", "parsed": {"text": "whole"}}
        stage.world.inline_answers[query] = {"results": [result], "next_offset": "10"}
        stage.world.changed()

    answering = asyncio.create_task(answer())
    shown = await stage.inline("private", "Asker", "sleep", "")
    await answering
    assert (shown["results"], shown["next"]) == ([{"title": "T", "description": "d"}], "10")
    sent = stage.choose("group", "Admin", shown["number"], 0, topic=1)
    assert (sent["text"], sent["via_bot"], sent["topic"]) == ("whole", True, 1)
