"""A private chat: any text is a question."""

import re

import pytest

from bot.content.model import Content, TopicRef
from bot.evaluation.golden import MEANT
from tests.bot_api.people import People
from tests.bot_api.refusal import Json
from tests.end_to_end.asked import NAME, NAMELESS, WHEN, title
from tests.end_to_end.bot_process import Online
from tests.end_to_end.wire import DISCLAIMER, folded, linked

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]


def labels(message: Json) -> list[str]:
    """The labels of a message's buttons."""
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def test_question(people: People, content: Content) -> None:
    """A question is answered with what was understood, the answer, its sources and the disclaimer."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), WHEN)
    written = content.supplements[MEANT].answers["dosage/timing"]
    assert answer["text"].startswith(title(content))
    assert written.short in answer["text"]
    assert written.sources[0].cite in answer["text"]
    assert answer["text"].endswith(DISCLAIMER)


async def test_layout(people: People, content: Content) -> None:
    """What was asked and the evidence come first; details and sources are folded, and a source is a name that leads somewhere."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), WHEN)
    written = content.supplements[MEANT].answers["dosage/timing"]
    evidence = content.wording.evidence[written.evidence]
    assert re.match(
        rf"{re.escape(title(content))}\n{re.escape(written.short)}\nEvidence: [▰▱]{{4}} {evidence}\.\n", answer["text"]
    )
    details, sources = folded(answer)
    assert details == written.details
    links = {linked(answer, one): one["url"] for one in answer["entities"] if one["type"] == "text_link"}
    assert links == {source.cite: source.address for source in written.sources if source.address}
    assert all(f"• {name} (" in sources for name in links)
    assert "https://" not in answer["text"]


@pytest.mark.parametrize("asked", ["zinc", "/about zinc"])
async def test_at_a_glance(people: People, content: Content, asked: str) -> None:
    """A bare name, or /about and a name, gets amount, limits and caution in view."""
    asker = people.person()
    page = await people.ask(asker, people.private(asker), asked)
    zinc = content.supplements["zinc"]
    for text in ("Zinc at a glance", zinc.answers["dosage/typical-dose"].short, zinc.answers["safety/who-should-avoid"].short):
        assert text in page["text"]
        assert not any(text in part for part in folded(page))
    assert "25 mg (EU and UK), 40 mg (US)" in page["text"]


async def test_about_something_else(people: People, content: Content) -> None:
    """/about and the name of something with a card shows the card."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), "/about kava")
    assert next(card.text for card in content.cards if card.id == "kava") in answer["text"]


async def test_urgent_button(people: People, content: Content) -> None:
    """Where somebody may be in danger, the line on when to call stands above, and the button to help in the style of danger."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), "does Magtein slow your heart down?")
    note, label = content.wording.texts["urgent-note"], content.wording.texts["button-urgent"]
    assert note in answer["text"]
    assert not any(note in part for part in folded(answer))
    styles = {button["text"]: button.get("style") for row in answer["reply_markup"]["inline_keyboard"] for button in row}
    assert styles.pop(label) == "danger"
    assert set(styles.values()) == {None}
    pressed = await people.press(asker, answer, label)
    told = (await people.answer(pressed.before))["text"]
    assert any(action.text in told for action in content.actions.values())


async def test_which_one(people: People, content: Content) -> None:
    """Where nobody knows of which supplement, that is asked back; the one that is chosen answers, and is meant from then on."""
    asker = people.person()
    asked_back = await people.ask(asker, people.private(asker), NAMELESS)
    topic = content.topics["dosage/timing"].title
    assert asked_back["text"].startswith(f"{topic}\n{content.wording.texts['which-one'].format(topic=topic)}")
    assert labels(asked_back)[:3] == [one.name for one in content.most_asked[:3]]
    pressed = await people.press(asker, asked_back, "vitamin D")
    answer = await people.answer(pressed.before)
    assert answer["text"].startswith(f"Vitamin D: {topic}\n{content.supplements['vitamin-d'].answers['dosage/timing'].short}")
    second = await people.ask(asker, people.private(asker), "and how much should I take?")
    assert second["text"].startswith(f"Vitamin D: {content.topics['dosage/typical-dose'].title}")


async def test_all_others(people: People, content: Content) -> None:
    """Those for which there was no room in the question back are a button away."""
    asker = people.person()
    asked_back = await people.ask(asker, people.private(asker), NAMELESS)
    await people.press(asker, asked_back, content.wording.texts["button-more"])
    opened = await people.edited(asked_back)
    assert labels(opened) == [one.name for one in content.most_asked if "dosage/timing" in one.answers]
    pressed = await people.press(asker, opened, "zinc")
    assert (await people.answer(pressed.before))["text"].startswith(f"Zinc: {content.topics['dosage/timing'].title}")


async def test_typo(people: People, content: Content) -> None:
    """Misspelt words are understood."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), "what are the side efects of magnesum threonat")
    assert answer["text"].startswith(title(content, "safety/side-effects"))


async def test_follow_up(people: People, content: Content) -> None:
    """Two people in their own chats do not share a conversation, and a second question is answered as well."""
    asker, ben = people.person("Asker"), people.person("Ben")
    await people.ask(asker, people.private(asker), "how much Magtein do people take?")
    bens = await people.ask(ben, people.private(ben), "can it upset my stomach?")
    assert bens["text"].startswith(f"{content.topics['safety/stomach'].title}\n")
    assert NAME not in bens["text"]
    second = await people.ask(asker, people.private(asker), "and when should I take it?")
    assert second["text"].startswith(title(content))


async def test_start(people: People, content: Content) -> None:
    """/start welcomes."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), "/start")
    assert content.wording.texts["welcome"].splitlines()[0] in answer["text"]


async def test_deep_link(people: People, content: Content) -> None:
    """A deep link to a topic is answered at once; one to nothing welcomes."""
    asker = people.person()
    code = TopicRef(MEANT, "dosage/timing").code
    answer = await people.ask(asker, people.private(asker), f"/start {code}")
    assert answer["text"].startswith(title(content))
    nowhere = await people.ask(asker, people.private(asker), "/start nowhere__at_all")
    assert content.wording.texts["welcome"].splitlines()[0] in nowhere["text"]


@pytest.mark.parametrize("page", ["help", "about", "privacy"])
async def test_pages(people: People, content: Content, page: str) -> None:
    """A command shows its page."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), f"/{page}")
    assert content.wording.texts[page].splitlines()[0] in answer["text"]


@pytest.mark.parametrize("command", ["topics", "mechanism", "dosage", "safety", "sources", "ask", "nonsense"])
async def test_other_commands(people: People, command: str) -> None:
    """Every command gets a word, also one that does not exist."""
    asker = people.person()
    assert (await people.ask(asker, people.private(asker), f"/{command}"))["text"].endswith(DISCLAIMER)


async def test_through_the_menu(people: People, content: Content) -> None:
    """/topics is a menu that is edited in place, by supplement and category, down to an answer in a message of its own."""
    asker = people.person()
    menu = opened = await people.ask(asker, people.private(asker), "/topics")
    assert labels(menu) == [one.name for one in content.most_asked]
    category = next(each for each in content.categories if each.id == "dosage")
    for choice in (content.supplements[MEANT].name, category.title):
        await people.press(asker, opened, next(label for label in labels(opened) if choice in label))
        opened = await people.edited(opened)
        assert opened["message_id"] == menu["message_id"]
        assert opened["text"].endswith(DISCLAIMER)
    timing = content.topics["dosage/timing"].title
    pressed = await people.press(asker, opened, next(label for label in labels(opened) if timing in label))
    answer = await people.answer(pressed.before)
    assert answer["text"].startswith(title(content))


async def test_pressing_twice(people: People, content: Content) -> None:
    """A menu button pressed twice in a row is acknowledged twice and changes nothing the second time."""
    asker = people.person()
    menu = await people.ask(asker, people.private(asker), "/topics")
    await people.press(asker, menu, labels(menu)[0])
    opened = await people.edited(menu)
    again = await people.press(asker, menu, labels(menu)[0])
    await people.ask(asker, people.private(asker), "/help")  # by now the second press is through
    assert len(people.answers(again.before)) == 1
    assert people.world.messages[asker.id, menu["message_id"]]["text"] == opened["text"]


async def test_related_topic(people: People) -> None:
    """The buttons under an answer lead on to other answers."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), WHEN)
    pressed = await people.press(asker, answer, labels(answer)[0])
    related = await people.answer(pressed.before)
    assert related["text"].endswith(DISCLAIMER)
    assert related["text"].splitlines()[0] != answer["text"].splitlines()[0]


@pytest.mark.parametrize("data", ["t:magnesium-l-threonate__dosage_gone", "p:nowhere", "an older version's", "x"])
async def test_old_button(people: People, content: Content, data: str) -> None:
    """A button of an older version says so."""
    asker = people.person()
    message = await people.ask(asker, people.private(asker), WHEN)
    pressed = await people.press_data(asker, message, data)
    assert content.wording.texts["gone"] in (await people.answer(pressed.before))["text"]


async def test_menu_was_deleted(people: People) -> None:
    """A button of a message that is gone still leads somewhere."""
    asker = people.person()
    menu = await people.ask(asker, people.private(asker), "/topics")
    people.delete(menu)
    pressed = await people.press(asker, menu, labels(menu)[0])
    assert (await people.answer(pressed.before))["text"].endswith(DISCLAIMER)


async def test_urgent(people: People, content: Content) -> None:
    """Danger is answered with what to do, before anything else."""
    asker = people.person()
    answer = await people.ask(asker, people.private(asker), "my toddler swallowed the whole bottle of magnesium pills")
    assert any(action.text in answer["text"] for action in content.actions.values())


async def test_many_at_once(telegram: Online) -> None:
    """Twenty people who ask at the same moment each get their own answer, in their own chat."""
    people = telegram.people
    crowd = [people.person(f"Person {number}") for number in range(20)]
    asked = [people.say(each, people.private(each), "how long until Magtein works?") for each in crowd]
    for question in asked:
        assert (await people.answer(question))["chat"]["id"] == question["chat"]["id"]
        assert len(people.answers(question)) == 1


async def test_copy_for_a_pharmacist(people: People) -> None:
    """Once a medicine was named, a button under the answers copies what was asked,."""
    asker = people.person()
    await people.ask(asker, people.private(asker), "how much zinc should I take?")
    answer = await people.ask(asker, people.private(asker), "is it ok with warfarin?")
    [copied] = [
        button["copy_text"]["text"]
        for row in answer["reply_markup"]["inline_keyboard"]
        for button in row
        if "copy_text" in button
    ]
    asked = "Zinc: The usual dose; Zinc with blood thinner (warfarin and others)"
    assert copied == f"I take, or think of taking: zinc, warfarin.\nI asked about: {asked}."
