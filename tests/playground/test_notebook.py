"""What the page can tell of each reply: the question, why, and where its words stand."""

from pathlib import Path

import pytest

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.answering.reply import Reply
from bot.content.model import Content, TopicRef
from bot.content_review.lines import Lines
from bot.evaluation.golden import MEANT
from bot.playground.bot_api.html import parse_text
from bot.playground.notebook import Notebook, explanation
from bot.playground.origins import places
from bot.telegram_bot import render
from tests.playground.conftest import CONTENT

HOW_MUCH = "how much do people usually take per day?"


def sent(reply: Reply, number: int = 1) -> dict[str, object]:
    """The message that holds a reply."""
    return {"chat": {"id": 7}, "message_id": number, "text": parse_text(render.html(reply), "HTML").text}


@pytest.fixture
def notebook(letters_engine: Engine) -> Notebook:
    """A notebook beside an engine."""
    notebook = Notebook()
    notebook.watch(letters_engine)
    return notebook


def test_same_replies(notebook: Notebook, letters_engine: Engine) -> None:
    """The engine that is watched replies as the engine does."""
    for question in (HOW_MUCH, "hello", "", "zinc?", "I took the whole bottle"):
        assert notebook.newest.ask(question) == letters_engine.ask(question)
    assert notebook.newest.rank("sleep", 5) == letters_engine.rank("sleep", 5)
    assert notebook.newest.page("help") == letters_engine.page("help")


def test_explained(notebook: Notebook) -> None:
    """A message that holds a reply is explained by its question."""
    notebook.attach(sent(notebook.newest.ask(HOW_MUCH)))
    note = notebook.of(7, 1)
    assert note is not None
    assert (note.asked, note.way) == (HOW_MUCH, "asked")
    assert len((explanation(note, closely=True) or {})["nearest"]) > 0
    told = explanation(note)
    assert told is not None
    assert told["nearest"] == ()
    assert (told["question"], told["reply"]) == (HOW_MUCH, note.reply.kind.value)


def test_follow_up(notebook: Notebook) -> None:
    """A follow-up is explained in the light of what was spoken of before it, and not of what came after."""
    conversation = Conversation("magnesium-l-threonate", "dosage/typical-dose")
    reply = notebook.newest.ask("is that enough then?", conversation)
    notebook.attach(sent(reply))
    conversation.topic = "mechanism/how-it-works"
    note = notebook.of(7, 1)
    assert note is not None
    told = explanation(note)
    assert told is not None
    assert told["context"] == (notebook.newest.content.topics["dosage/typical-dose"].title,)
    assert told["in_light_of"] == "dosage/typical-dose"
    assert told["replied"] == tuple(one.id for one in reply.topics)


def test_pages_and_buttons(notebook: Notebook) -> None:
    """A page and a topic that was picked are known as such; there is no question to explain."""
    notebook.attach(sent(notebook.newest.page("help"), 1))
    notebook.attach(sent(notebook.newest.ask(TopicRef("magnesium-l-threonate", "dosage/timing")), 2))
    ways = [notebook.of(7, number) for number in (1, 2)]
    assert [note.way for note in ways if note] == ["page", "picked"]
    assert [explanation(note) for note in ways if note] == [None, None]


def test_edited(notebook: Notebook) -> None:
    """A message that was edited is known by what it holds now; of other words nobody knows why."""
    notebook.attach(sent(notebook.newest.page("help")))
    notebook.attach(sent(notebook.newest.page("about")))
    note = notebook.of(7, 1)
    assert note is not None
    assert note.reply == notebook.newest.page("about")
    notebook.attach({"chat": {"id": 7}, "message_id": 1, "text": "something else"})
    assert notebook.of(7, 1) is None


def test_old_engines_are_let_go(notebook: Notebook, letters_engine: Engine) -> None:
    """After the content was replaced twice, the old engine is not kept alive by what it said."""
    notebook.attach(sent(notebook.newest.ask(HOW_MUCH)))
    notebook.watch(letters_engine)
    assert notebook.of(7, 1).engine is not None  # type: ignore[union-attr]
    notebook.watch(letters_engine)
    note = notebook.of(7, 1)
    assert note is not None
    assert note.engine is None
    assert explanation(note) is None


def line_at(folder: Path, path: str, line: int) -> str:
    """What stands there."""
    return (folder / path).read_text(encoding="utf-8").splitlines()[line - 1].strip()


def test_places_of_an_answer(notebook: Notebook, content: Content) -> None:
    """An answer comes from its entry, its topic and its sources, each with file and line; the disclaimer is there too."""
    reply = notebook.newest.ask(TopicRef("magnesium-l-threonate", "dosage/timing"))
    notebook.attach(sent(reply))
    found = {one.what: one for one in places(Lines(CONTENT), content, str(sent(reply)["text"]), notebook.of(7, 1))}
    answer, topic, disclaimer = found["Answer"], found["Topic and its wordings"], found["Disclaimer"]
    assert answer.path == "supplements/magnesium-l-threonate/dosage.yaml"
    assert line_at(CONTENT, answer.path, answer.line) == line_at(CONTENT, topic.path, topic.line) == "timing:"
    assert line_at(CONTENT, disclaimer.path, disclaimer.line).startswith("disclaimer:")
    source = content.supplements[MEANT].answers["dosage/timing"].sources[0]
    assert line_at(CONTENT, found[f"Source: {source.cite}"].path, found[f"Source: {source.cite}"].line) == f"{source.key}:"


@pytest.mark.parametrize(
    ("ref", "path", "key"),
    [
        (TopicRef("magnesium", "benefits/constipation"), "supplements/magnesium/benefits.yaml", "constipation"),
        (TopicRef("st-johns-wort", "with/contraceptives"), "supplements/st-johns-wort/with-medicines.yaml", "contraceptives"),
        (TopicRef("zinc", "with/iron"), "supplements/iron/with-supplements.yaml", "zinc"),
        (TopicRef("", "card/kava"), "cards/cards.yaml", "kava"),
        (TopicRef("", "goals/sleep"), "goals.yaml", "sleep"),
    ],
)
def test_places_on_the_shelf(notebook: Notebook, content: Content, ref: TopicRef, path: str, key: str) -> None:
    """Answers that one supplement alone has, rows of pairs, cards and goals have their place too."""
    reply = notebook.newest.ask(ref)
    notebook.attach(sent(reply))
    found = {one.what: one for one in places(Lines(CONTENT), content, str(sent(reply)["text"]), notebook.of(7, 1))}
    answer = found["Answer"]
    assert answer.path == path
    assert line_at(CONTENT, answer.path, answer.line) == f"{key}:"


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("I want to kill myself", "Help: crisis-line"),
        ("hello", "Small talk: greeting"),
        ("hola, como estas, gracias", "Language: spanish"),
        ("how do I fix my bicycle chain", "Text “abstain”"),
        ("zinc or iron for energy?", "Text “versus”"),
        ("tell me about rhodiola", "Text “other-substance”"),
    ],
)
def test_places_of_other_replies(notebook: Notebook, content: Content, question: str, what: str) -> None:
    """Other replies come from the bot's own words, each with file and line, whatever was filled in."""
    reply = notebook.newest.ask(question)
    found = {one.what: one for one in places(Lines(CONTENT), content, str(sent(reply)["text"]), None)}
    assert what in found
    key = what.rpartition(" ")[2].strip("“”")
    assert line_at(CONTENT, found[what].path, found[what].line).startswith(f"{key}:")


def test_places_in_broken_files(notebook: Notebook, content: Content, tmp_path: Path) -> None:
    """While a file is being edited and can't be read, it is named without a line."""
    (tmp_path / "bot.yaml").write_text("texts: [", encoding="utf-8")
    found = places(Lines(tmp_path), content, content.wording.texts["help"], None)
    assert [(one.path, one.line) for one in found] == [("bot.yaml", 0)]
