"""Finer questions: a supplement's points come first, the topic's own answer below, and nothing that must be said is lost."""

from dataclasses import replace

import pytest

from bot.answering.conversation import Conversation
from bot.answering.decision import Reason
from bot.answering.engine import Engine
from bot.answering.kinds.finer import Finer
from bot.answering.kinds.topics import LIKELY_POINT, Topics, with_point
from bot.answering.replies import MOST_NEAR, NEAR_POINTS, Replies
from bot.answering.reply import BlockKind, PointPlace, ReplyKind, Scored
from bot.content.answers import Point
from bot.content.model import Supplement, TopicRef
from bot.content.phrasing import Phrasing
from bot.matching.points import FoundPoint


def of(engine: Engine, supplement: str, point: str) -> tuple[Supplement, Point]:
    """A point by its id, and its supplement."""
    one = engine.content.supplements[supplement]
    return one, next(each for each in one.points if each.id == point)


ASKED = [
    ("i eat two eggs a day, enough b12?", "vitamin-b12", "about/food-sources/eggs-and-milk"),
    ("can I get vitamin D through a closed window", "vitamin-d", "about/sun/window"),
    ("the lab sheet says K 4.1, is that potassium or the vitamin?", "potassium", "about/what-is/letter-k"),
]


@pytest.mark.parametrize(("question", "supplement", "name"), ASKED)
def test_point_comes_first(shelf: Engine, question: str, supplement: str, name: str) -> None:
    """The point answers first, with its own evidence; the topic's answer and the sources of both stand below."""
    one, point = of(shelf, supplement, name)
    reply = shelf.ask(question)
    general = one.answers[point.answer.topic]
    assert (reply.kind, reply.lead) == (ReplyKind.ANSWER, point.answer.short)
    assert [scored.ref for scored in reply.topics] == [TopicRef(supplement, point.answer.topic)]
    kinds = [block.kind for block in reply.body]
    assert kinds[:3] == [BlockKind.TITLE, BlockKind.LEAD, BlockKind.EVIDENCE]
    assert reply.text.index(point.answer.short) < reply.text.index(shelf.content.wording.texts["in-general"])
    assert general.short in reply.text
    for source in (*point.answer.sources, *general.sources):
        assert source.address in reply.text
    assert reply.blocks()[-1].text == shelf.content.wording.disclaimer


def test_less_likely_point(shelf: Engine) -> None:
    """A point that may be asked stands below the topic's own answer, and says so."""
    one, point = of(shelf, "vitamin-d", "about/sun/window")
    reply = Replies(shelf.content).answer(Scored(TopicRef(one.id, "about/sun"), 0.9, point.name, PointPlace.BELOW))
    places = [one.answers["about/sun"].short, shelf.content.wording.texts["more-closely"], point.answer.short]
    assert sorted(places, key=reply.text.index) == places


@pytest.mark.parametrize(("chance", "place"), [(0.2, None), (0.3, 1), (0.65, 0)])
def test_point_of_another_topic(shelf: Engine, chance: float, place: int | None) -> None:
    """A point of another topic is told behind the answer where it may be meant, and says so; ahead of it where it is likely."""
    one, point = of(shelf, "vitamin-d", "about/sun/window")
    found = replace(shelf.understand("vitamin D side effects"), point=FoundPoint(one.id, point, chance))
    topics = Topics(shelf.content, shelf.rows, Replies(shelf.content))
    reply = topics.answer(Scored(TopicRef(one.id, "safety/side-effects"), 0.9), found)
    assert [scored.point for scored in reply.topics].index(point.name) == place if place is not None else len(reply.topics) == 1
    assert (point.answer.short in reply.text) == (place is not None)
    assert (shelf.content.wording.texts["more-closely"] in reply.text) == (place == 1)
    assert one.answers["safety/side-effects"].short in reply.text


@pytest.mark.parametrize(("chance", "place"), [(0.1, None), (0.2, PointPlace.BELOW), (0.55, PointPlace.FIRST)])
def test_point_of_one_of_several_topics(shelf: Engine, chance: float, place: PointPlace | None) -> None:
    """Of several topics that are told, a point of one of them stands below that, or in its place where it is likely."""
    one, point = of(shelf, "vitamin-d", "about/sun/window")
    found = replace(shelf.understand("vitamin D side effects"), point=FoundPoint(one.id, point, chance))
    topics = ("about/sun", "safety/side-effects", "dosage/maximum")
    parts = [Scored(TopicRef(one.id, topic), 0.9) for topic in topics]
    told = with_point(parts, found)
    assert [part.ref for part in told] == [part.ref for part in parts]
    assert [(part.point, part.place) for part in told if part.point] == ([(point.name, place)] if place else [])
    text = Replies(shelf.content).answers(told).text
    assert (point.answer.short in text) == (place is not None)
    assert (one.answers["about/sun"].short in text) == (place is not PointPlace.FIRST)


@pytest.mark.parametrize(("chance_right", "place"), [(0.5, 0), (0.9, 2)])
def test_point_where_topics_are_in_doubt(shelf: Engine, chance_right: float, place: int) -> None:
    """Of another topic than several that are told, a point comes first where these are in doubt, and else behind them."""
    one, point = of(shelf, "vitamin-d", "about/sun/window")
    found = shelf.understand(NEAR)
    found = replace(found, match=replace(found.match, chance_right=chance_right), point=FoundPoint(one.id, point, 0.4))
    told = with_point([Scored(TopicRef(one.id, topic), 0.9) for topic in ("safety/side-effects", "dosage/maximum")], found)
    assert [part.point for part in told].index(point.name) == place
    assert told[place].place is (PointPlace.BEHIND if place else PointPlace.FIRST)


@pytest.mark.parametrize(("chance_in_scope", "is_told"), [(0.4, True), (0.3, False)])
def test_point_of_a_message_that_may_be_ours(shelf: Engine, chance_in_scope: float, is_told: bool) -> None:
    """A likely point is told though a message by itself may be another's business, but not where it most likely is."""
    one, point = of(shelf, "vitamin-d", "about/sun/window")
    found = shelf.understand("does it come through a window", Conversation("vitamin-d"))
    found = replace(found, match=replace(found.match, chance_in_scope=chance_in_scope), point=FoundPoint(one.id, point, 0.65))
    finer = Finer(Topics(shelf.content, shelf.rows, Replies(shelf.content)), shelf.rows, LIKELY_POINT)
    assert (finer.reply(found) is not None) == is_told


NEAR = "2000 units of vitamin D a day for ages and my level is still only 17. what am I doing wrong"


def test_near_points(shelf: Engine) -> None:
    """Where a message says much, points near it fold at the end, as questions with answers, evidence and sources; each once."""
    found = shelf.understand(NEAR)
    assert found.point and found.point.near
    reply = shelf.ask(NEAR)
    near = next(block for block in reply.body if block.text.startswith(shelf.content.wording.texts["near"]))
    assert near.kind.folds
    assert reply.body.index(near) == len(reply.body) - 2
    told = [point for point in found.point.near if point.answer.short in near.text]
    assert 1 <= len(told) <= NEAR_POINTS
    assert len(told) <= near.text.count(shelf.content.wording.texts["evidence"].partition("{")[0]) <= MOST_NEAR
    for point in told:
        assert point.question.replace("{supplement}", "vitamin D") in near.text
        assert reply.text.count(point.answer.short) == 1
        for source in point.answer.sources:
            assert reply.text.count(source.address or source.cite) == 1
    names = {source.address: source.cite for source in shelf.content.supplements["vitamin-d"].sources}
    for link in reply.body[-1].links:
        assert reply.body[-1].text[link.start : link.end] == names[link.address]


@pytest.mark.parametrize("question", ["vitamin D side effects", "can I get vitamin D through a closed window", "hello"])
def test_no_near_points(shelf: Engine, question: str) -> None:
    """A brief question, one whose point is sure, and what is none get no further points."""
    assert shelf.content.wording.texts["near"] not in shelf.ask(question).text


@pytest.mark.parametrize(
    ("texts", "question"),
    [
        (["is it ok with milk", "Can I drink milk with it?"], "Can I drink milk with it?"),
        (["is it ok with milk", "MILK?", "milk then"], "MILK?"),
        (["is it ok with milk", "Milk " * 30 + "?"], "Is it ok with milk?"),
        (["tastes of soap.", "soap"], "Tastes of soap."),
    ],
)
def test_question_of_a_point(shelf: Engine, texts: list[str], question: str) -> None:
    """A point is shown as a whole question of one line, or else as its first wording with a capital and a question mark."""
    point = shelf.content.supplements["zinc"].points[0]
    assert replace(point, asked=tuple(Phrasing(text, "a") for text in texts)).question == question


@pytest.mark.parametrize(("age", "name"), [("2 year old", "toddler"), ("9 year old", "school-age"), ("15 year old", "teenager")])
def test_age(shelf: Engine, age: str, name: str) -> None:
    """Of a child whose age is given, what holds for that age is told."""
    reply = shelf.ask(f"how much vitamin D for my {age}?")
    assert [scored.id for scored in reply.topics] == [f"vitamin-d/safety/children/{name}"]
    assert of(shelf, "vitamin-d", f"safety/children/{name}")[1].answer.short in reply.text


def test_topic_alone(shelf: Engine) -> None:
    """A question that asks for no point is answered as before."""
    reply = shelf.ask("what is vitamin B12?")
    assert reply.lead == shelf.content.supplements["vitamin-b12"].answers["about/what-is"].short
    assert shelf.content.wording.texts["in-general"] not in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "two eggs and a glass of milk every day, is that b12 enough, and what is the usual dose",
        pytest.param(
            "two eggs and a glass of milk every day, is that b12 enough",
            marks=pytest.mark.xfail(reason="the point alone, which answers it; the usual dose is no longer told beside it"),
        ),
    ],
)
def test_among_several_questions(shelf: Engine, question: str) -> None:
    """Where several things are asked, a point is told in the place of its topic's answer."""
    reply = shelf.ask(question)
    one, point = of(shelf, "vitamin-b12", "about/food-sources/eggs-and-milk")
    assert [scored.id for scored in reply.topics] == [f"vitamin-b12/{point.id}", "vitamin-b12/dosage/typical-dose"]
    assert point.answer.short in reply.text
    assert one.answers["about/food-sources"].short not in [block.text for block in reply.in_view]


def test_in_a_conversation(shelf: Engine) -> None:
    """A finer question that names nothing is about the supplement spoken of."""
    conversation = Conversation()
    shelf.ask("what is vitamin D for?", conversation)
    reply = shelf.ask("can I get it through a closed window", conversation)
    assert reply.lead == of(shelf, "vitamin-d", "about/sun/window")[1].answer.short


def test_danger_and_dangerous_pairs_come_before_it(shelf: Engine) -> None:
    """No point stands where somebody is in danger, or instead of two things that must not be combined."""
    assert shelf.ask("two eggs and a glass of milk for b12, and now I can't breathe").kind is ReplyKind.URGENT
    found = shelf.decide("tablets in a hot car, and can I take potassium with spironolactone?")
    assert found.reason is not Reason.FINER
