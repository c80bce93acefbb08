"""Pages: menus lead from supplement to category to topic, and there is no menu of supplements where there is only one."""

from dataclasses import replace

import pytest

from bot.answering.pages import Pages
from bot.answering.replies import Replies
from bot.answering.reply import Choice, Reply, ReplyKind
from bot.content.model import Content
from bot.evaluation.golden import MEANT

SECOND = "collagen"
LONGEST = 64 - len("p:")  # bytes of a page's name that fit into callback data


@pytest.fixture
def two(content: Content) -> Content:
    """The content with a second supplement, which answers less."""
    first = content.supplements[MEANT]
    fewer = {topic: answer for topic, answer in first.answers.items() if topic.startswith("safety/")}
    second = replace(first, id=SECOND, name="collagen peptides", answers=fewer, sources=first.sources[:2], popular=99)
    return replace(content, supplements={first.id: first, second.id: second})


def page(content: Content, name: str) -> Reply:
    """A page."""
    return pages(content).page(name)


def pages(content: Content) -> Pages:
    """All pages of a content."""
    return Pages(content, Replies(content))


def alone(content: Content) -> Content:
    """The content with magnesium L-threonate as its only supplement."""
    return replace(content, supplements={MEANT: replace(content.supplements[MEANT], form_of="")})


def press(content: Content, reply: Reply, label: str) -> Reply:
    """What stands behind a button that leads to a page."""
    return page(content, next(choice.page for choice in reply.choices if choice.label == label))


@pytest.mark.parametrize("name", ["topics", "sources", "category/safety"])
def test_supplements_first(two: Content, name: str) -> None:
    """Where there are several supplements, menus offer them first; behind each stands its own page."""
    menu = page(two, name)
    assert menu.lead == two.wording.texts["which-supplement"]
    assert [choice.label for choice in menu.choices] == [each.name for each in two.most_asked]
    first, second = (press(two, menu, each.name) for each in two.supplements.values())
    assert first != second
    assert (first.kind, len(first.choices)) == (ReplyKind.SMALLTALK, len(page(alone(two), name).choices))


def test_way_to_a_topic(two: Content) -> None:
    """From supplement to category to that supplement's topics, and back to its categories."""
    categories = press(two, page(two, "topics"), "collagen peptides")
    assert "collagen peptides" in categories.lead
    title = next(each.title for each in two.categories if each.id == "safety")
    topics = press(two, categories, title)
    refs = [choice.topic for choice in topics.choices if choice.topic]
    assert {ref.supplement for ref in refs} == {SECOND}
    assert len(refs) == len(two.supplements[SECOND].answers)
    assert press(two, topics, "←") == categories


def test_category_that_it_does_not_answer(two: Content) -> None:
    """A category in which a supplement answers nothing holds no topics, and leads back."""
    empty = page(two, f"in/{SECOND}/benefits")
    assert empty.choices == (Choice("←", page=f"in/{SECOND}/topics"),)


def test_one_supplement(content: Content) -> None:
    """Where there is one supplement, menus begin with its categories, and sources are listed at once."""
    content = alone(content)
    assert page(content, "topics").lead == content.wording.texts["topics"].format(supplement=content.supplements[MEANT].name)
    assert page(content, "sources").lead == content.wording.texts["sources"]
    assert content.supplements[MEANT].sources[0].address in page(content, "sources").text


@pytest.mark.parametrize("name", ["in/", "in//topics", "in/other/topics", f"in/{SECOND}/nonsense", "in/x", "dosage", "category/"])
def test_no_such_page(two: Content, name: str) -> None:
    """Any other name is a KeyError."""
    with pytest.raises(KeyError):
        page(two, name)


def test_names_fit_into_a_button(two: Content) -> None:
    """The longest ids that the content may have make a page's name that Telegram takes."""
    category = replace(two.categories[0], id="c" * 28)  # with "/" and one letter more it is a topic id of 30
    first, second = (replace(two.supplements[MEANT], id=letter * 30, form_of="") for letter in "st")
    long = replace(two, categories=(category,), supplements={first.id: first, second.id: second})
    menu = page(long, f"category/{category.id}")
    assert [len(choice.page) for choice in menu.choices] == [LONGEST] * 2


@pytest.mark.parametrize(("votes", "days"), [(True, 30), (True, None), (False, 30), (False, None)])
def test_privacy(content: Content, votes: bool, days: int | None) -> None:
    """/privacy tells what is on, and that nothing is where nothing is."""
    text = pages(content).privacy(votes, days).text
    assert ("👍" in text) is votes
    assert ("30 days" in text) is (days is not None)
    assert (content.wording.texts["privacy-nothing"] in text) is (not votes and days is None)
    assert text.endswith(content.wording.disclaimer)


def test_privacy_fits_in_one_message(content: Content) -> None:
    """The longest /privacy is not cut."""
    assert len(pages(content).privacy(True, 365).text) < 4096


def test_forgotten(content: Content) -> None:
    """How much was deleted is said in numbers; nothing is said to be nothing."""
    replies = pages(content)
    assert "Votes deleted: 3. Questions deleted: 1." in replies.forgotten(3, 1).text
    assert replies.forgotten(0, 0).lead == content.wording.texts["deleted-nothing"]
