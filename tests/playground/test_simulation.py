"""What can be seen and done on the simulation."""

import asyncio

import pytest

from bot.playground import simulation as simulations
from bot.playground.bot_api import people
from bot.playground.bot_api.html import parse_text
from bot.playground.bot_api.methods import BotMethods
from bot.playground.simulation import NotPossible, Simulation


def test_scene(simulation: Simulation) -> None:
    """At first there are three people by their roles, an empty private chat, and a group with a topic."""
    scene = simulation.scene()
    assert scene["people"] == ["Asker", "Neighbour", "Admin"]
    assert scene["messages"]["private"] == []
    assert [one["name"] for one in scene["group"]["topics"]] == ["General", simulations.TOPIC]


def test_bot_joins(simulation: Simulation) -> None:
    """The admin's adding the bot reaches the bot, and is a line in the group."""
    simulation.join()
    assert any("my_chat_member" in update for update in simulation.world.updates)
    assert simulation.scene()["messages"]["group"][-1]["service"] == "Admin added Supplement questions to the group"


def test_followers_hear(simulation: Simulation) -> None:
    """Each page hears what is said, in order, in the form of the scene."""
    first, second = simulation.follow(), simulation.follow()
    said = [simulation.say("private", "Asker", text) for text in ("one", "two")]
    for queue in (first, second):
        assert [queue.get_nowait()["message"] for _ in range(2)] == said
    simulation.leave(first)
    simulation.say("private", "Asker", "three")
    assert first.empty()


async def test_typing_and_deleting(simulation: Simulation) -> None:
    """That the bot types, edits or deletes is seen where it happens, and nowhere else."""
    bot = BotMethods(simulation.world, parse_text)
    sent = await bot.send_message({"chat_id": simulation.private.id, "text": "<b>one</b>", "parse_mode": "HTML"})
    queue = simulation.follow()
    await bot.send_chat_action({"chat_id": simulation.private.id, "action": "typing"})
    place = {"chat_id": simulation.private.id, "message_id": sent["message_id"]}
    await bot.edit_message_text({**place, "text": "two"})
    await bot.delete_message(place)
    events = [queue.get_nowait() for _ in range(3)]
    assert [(event["type"], event["chat"]) for event in events] == [(what, "private") for what in ("typing", "edited", "deleted")]
    assert (events[1]["message"]["text"], events[1]["message"]["edited"]) == ("two", True)


def test_page_that_sleeps(simulation: Simulation) -> None:
    """A page that lags far behind is told to read everything again, and costs no more memory."""
    queue = simulation.follow()
    for number in range(simulations.UNREAD_MOST + 1):
        simulation.tell({"type": "content", "problem": str(number)})
    assert queue.qsize() == 1
    assert queue.get_nowait() == {"type": "scene"}


def test_replies_and_topics(simulation: Simulation) -> None:
    """A reply shows what it replies to; a message in a topic stands in that topic."""
    number = simulation.open_topic(" Sleep ")
    first = simulation.say("group", "Neighbour", "when?", topic=number)
    second = simulation.say("group", "Asker", "/ask", reply_to=first["id"], topic=number)
    assert (first["reply_to"], first["topic"]) == (None, number)
    assert second["reply_to"] == {"id": first["id"], "author": "Neighbour", "text": "when?"}
    assert simulation.scene()["group"]["topics"][-1] == {"id": number, "name": "Sleep"}


def test_afresh(simulation: Simulation) -> None:
    """Starting over is somebody new with an empty chat; the group stays."""
    simulation.say("private", "Asker", "hello")
    before, person = len(simulation.scene()["messages"]["group"]), simulation.cast["Asker"]
    simulation.afresh()
    assert simulation.scene()["messages"]["private"] == []
    assert simulation.cast["Asker"] != person
    assert len(simulation.scene()["messages"]["group"]) == before


@pytest.mark.parametrize("name", ["", "  ", "x" * 129])
def test_topic_names(simulation: Simulation, name: str) -> None:
    """A topic has a name that Telegram would take."""
    with pytest.raises(NotPossible, match="name"):
        simulation.open_topic(name)


@pytest.mark.parametrize("text", ["", "\n", "x" * 4097, "😀" * 2049])
def test_texts(simulation: Simulation, text: str) -> None:
    """A message has 1 to 4,096 characters, as Telegram counts."""
    with pytest.raises(NotPossible, match="4,096"):
        simulation.say("private", "Asker", text)


async def test_silent_bot(simulation: Simulation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the bot does not answer a button or an inline query, the person is told."""
    monkeypatch.setattr(people.People.until, "__defaults__", (0.05,))
    keyboard = {"inline_keyboard": [[{"text": "More", "callback_data": "x"}]]}
    bot = {"from": simulation.world.bot.json()}
    message = simulation.world.new_message(simulation.private, **bot, text="menu", reply_markup=keyboard)
    with pytest.raises(NotPossible, match="did not answer the button"):
        await simulation.press("private", "Asker", message["message_id"], 0, 0)
    with pytest.raises(NotPossible, match="did not answer"):
        await simulation.inline("private", "Asker", "sleep", "")


async def test_buttons_that_are_gone(simulation: Simulation) -> None:
    """A button, results or a message that is not there (any more) is told to be gone."""
    said = simulation.say("private", "Asker", "hello")
    with pytest.raises(NotPossible, match="button is gone"):
        await simulation.press("private", "Asker", said["id"], 0, 0)
    with pytest.raises(NotPossible, match="message is gone"):
        await simulation.press("private", "Asker", 999, 0, 0)
    with pytest.raises(NotPossible, match="results are gone"):
        simulation.choose("private", "Asker", 1, 0)


async def test_inline(simulation: Simulation) -> None:
    """Results are shown by title and line, and sent whole into the chat that was chosen."""

    async def answer() -> None:
        query = await simulation.world.until(lambda: next(iter(simulation.world.inline_answers), None), 2)
        assert query
        result = {"id": "1", "title": "T", "description": "d", "parsed": {"text": "whole"}}
        simulation.world.inline_answers[query] = {"results": [result], "next_offset": "10"}
        simulation.world.changed()

    answering = asyncio.create_task(answer())
    shown = await simulation.inline("private", "Asker", "sleep", "")
    await answering
    assert (shown["results"], shown["next"]) == ([{"title": "T", "description": "d"}], "10")
    sent = simulation.choose("group", "Admin", shown["number"], 0, topic=1)
    assert (sent["text"], sent["via_bot"], sent["topic"]) == ("whole", True, 1)


def test_editing(simulation: Simulation) -> None:
    """Somebody may change what they wrote themselves; the bot hears of it, and pages see it."""
    said = simulation.say("private", "Asker", "wehn?")
    queue = simulation.follow()
    changed = simulation.edit("private", "Asker", said["id"], "when?")
    assert (changed["text"], changed["edited"]) == ("when?", True)
    assert queue.get_nowait() == {"type": "edited", "chat": "private", "message": changed}
    assert simulation.world.updates[-1]["edited_message"]["text"] == "when?"
    theirs = simulation.say("group", "Neighbour", "hello")
    with pytest.raises(NotPossible, match="not yours"):
        simulation.edit("group", "Asker", theirs["id"], "goodbye")
    with pytest.raises(NotPossible, match="4,096"):
        simulation.edit("private", "Asker", said["id"], " ")


def test_reacting(simulation: Simulation) -> None:
    """A thumb is shown with who gave it, and goes when it is given again; only thumbs are there."""
    said = simulation.say("group", "Asker", "hello")
    simulation.react("group", "Asker", said["id"], "👍")
    both = simulation.react("group", "Admin", said["id"], "👍")
    assert both["reactions"] == [{"emoji": "👍", "by": ["Asker", "Admin"]}]
    assert simulation.react("group", "Asker", said["id"], "👍")["reactions"] == [{"emoji": "👍", "by": ["Admin"]}]
    with pytest.raises(NotPossible, match="no such reaction"):
        simulation.react("group", "Admin", said["id"], "🦄")


def test_elsewhere(simulation: Simulation) -> None:
    """Where the bot is no member it hears of mentions alone."""
    simulation.say("elsewhere", "Asker", "hello")
    assert not simulation.world.updates
    simulation.say("elsewhere", "Neighbour", "when, @playground_bot?")
    [update] = simulation.world.updates
    assert update["guest_message"]["guest_query_id"]
