"""The finer questions that people really ask: each gets an answer to what was asked, not to a neighbour of it."""

import pytest

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.answering.reply import Reply, ReplyKind
from bot.content.model import TopicRef
from bot.evaluation.golden import MEANT


def topics(reply: Reply) -> list[str]:
    """The ids of the topics that a reply answers, best first; none where it only offers choices."""
    return [scored.ref.topic for scored in reply.topics] if reply.kind is ReplyKind.ANSWER else []


# What is asked, the topic that answers it (or each that does), and a word of it, or one that means the same, in the reply.
ANSWERED = [
    ("does magtein give you nightmares", "safety/dreams", "nightmares"),
    ("insane vivid dreams since starting, normal?", "safety/dreams", "vivid dreams"),
    ("nightmares when I take it late, how do I stop them", "safety/dreams", "nightmares"),
    ("is it normal to have bad dreams on magtein", "safety/dreams", "dreams"),
    ("it makes me feel wired instead of sleepy, why", "safety/wired", "wired"),
    ("I get more anxious on it", "safety/wired", "anxious"),
    ("tinnitus after threonate?", "safety/ringing-ears", "tinnitus"),
    ("my ears have been ringing since I started", "safety/ringing-ears", "ringing ears"),
    ("my hands tingle since I began", "safety/tingling", "tingling"),
    ("pins and needles in my feet since starting magtein", "safety/tingling", "pins and needles"),
    ("why does it make me pee so much", "safety/urine", "pass more water"),
    ("magtein makes me constipated", "safety/constipation", "constipat"),
    ("I can't poo since I started it", "safety/constipation", "constipat"),
    pytest.param(
        *("does it expire, bottle is from 2022", "about/storage", "date on the pack"),
        marks=pytest.mark.xfail(reason="the point on what is past its date is told as the nearest, above choices"),
    ),
    ("is a bottle from two years ago still good", "about/storage", "date on the pack"),
    ("does it break a fast", "dosage/fasting", "break"),
    ("will it break my intermittent fast", "dosage/fasting", "break"),
    ("is it ok before surgery next week", "safety/surgery", "before an operation"),
    ("I have an operation on Monday, stop magtein?", "safety/surgery", "before an operation"),
    ("does it interfere with thyroid blood test", "safety/lab-tests", "tests"),
    ("could it throw off my TSH test", "safety/lab-tests", "tests"),
    ("it stopped working after 2 months", "dosage/not-working", "more is not the answer"),
    ("I take 3 caps and still can't sleep, should I take more", "dosage/not-working", "more is not the answer"),
    ("it worked at first and now it does nothing", "dosage/not-working", "notice nothing"),
    ("restless legs?", "benefits/restless-legs", "restless legs"),
    ("jumpy legs at night, would magtein help", "benefits/restless-legs", "restless legs"),
    ("tbi recovery magnesium threonate dose", "benefits/head-injury", "head injury"),
    ("concussion last month, is threonate any good", "benefits/head-injury", "concussion"),
    ("is neuro mag same as magtein", "about/brands", "neuro-mag"),
    ("are L-TAMS and magtein the same thing", "about/brands", "l-tams"),
    ("what happens if I take it in the morning by accident", "dosage/by-mistake", "wrong time of day"),
    ("I took my evening dose in the morning by mistake", "dosage/by-mistake", "wrong time of day"),
    ("is 144 mg enough for the day or do I need more from food", "about/need", "144 mg"),
    ("is 144 mg enough for the day or do I need more from food", "dosage/typical-dose about/food-sources", "144 mg"),
    ("is 144 mg enough for the day or do I need more from food", "about/need", "a third to a half"),
    ("is 144 mg enough for the day or do I need more from food", "about/need", "day's need"),
    ("good for dogs with anxiety?", "safety/animals", "dog"),
    ("can I give magtein to my cat", "safety/animals", "cat"),
    ("what is magtein good for", "benefits/overview", "memory"),
    ("magtein benefits", "benefits/overview", "memory"),
    ("what is mag threonate good for", "benefits/overview", "memory"),
    ("what do people take magtein for", "benefits/overview", "memory"),
    ("does threonate really do anything", "about/evidence", "trials"),
    ("Neuro-Mag or the NOW brand, which one to buy", "about/quality", "label"),
    ("20 weeks along, is threonate ok", "safety/pregnancy", "pregnancy"),
    ("28 weeks and can't sleep, is it safe", "safety/pregnancy", "pregnancy"),
    ("kidney stone guy here, will mag make more stones", "safety/kidney-stones", "stones"),
    ("I get kidney stones, is it safe", "safety/kidney-stones", "stones"),
    ("magnesium 0.85 mmol/L normal?", "about/testing", "0.75 to 0.95"),
    ("my magnesium level is 0.78 mmol/L, is that low", "about/testing", "0.75 to 0.95"),
    ("my magnesium level is 0.78 mmol/L, is that low", "about/testing", "0.7 to 1.0 mmol"),
    ("constipated since starting it", "safety/constipation", "constipat"),
    ("can you break open the capsules, over orange juice", "dosage/opening-capsules", "open"),
    ("can I open the capsule and mix it in juice", "dosage/opening-capsules", "open"),
    ("neuro-mag or NOW", "about/brands about/quality", "label"),
    ("does magtein work?", "about/evidence benefits/overview", "trials"),
]


@pytest.mark.parametrize(("question", "topic", "word"), ANSWERED)
def test_answer_to_what_was_asked(engine: Engine, question: str, topic: str, word: str) -> None:
    """The topic that was asked is answered, alone or as one of two beside a point, and what was asked stands in the reply."""
    reply = engine.ask(question)
    assert reply.kind is ReplyKind.ANSWER
    right = [one for one in reply.topics if one.ref.topic in topic.split()]
    assert right
    assert len([one for one in reply.topics if not one.point]) <= 2
    answers = {one.ref: engine.content.supplements[one.ref.supplement].answers[one.ref.topic] for one in right}
    assert all(one.point or answers[one.ref].short in reply.text for one in right)
    assert word in reply.text.lower()


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("does it help with anxiety", "benefits/anxiety"),
        ("I get more anxious on it", "safety/wired"),
        ("could it make my anxiety worse", "safety/wired"),
        ("can it cause anxiety?", "safety/wired"),
    ],
)
def test_direction(engine: Engine, question: str, best: str) -> None:
    """Whether it helps and whether it causes the same thing are two questions, and the one that was asked is answered first."""
    assert topics(engine.ask(question))[:1] == [best]


@pytest.mark.parametrize(
    "question",
    [
        "does it interfere with thyroid blood test",
        "kidney stone guy here, will mag make more stones",
        "does it break a fast",
        "can I take it while fasting before a blood test?",
        "what happens if I take it in the morning by accident",
        "magnesium 0.85 mmol/L normal?",
    ],
)
def test_no_line_on_when_to_call(engine: Engine, question: str) -> None:
    """A question in which nobody is in danger is answered without the line on when to call for help."""
    reply = engine.ask(question)
    assert reply.kind is ReplyKind.ANSWER
    assert engine.content.wording.texts["urgent-note"] not in reply.text


@pytest.mark.parametrize("question", ["does threonate lower blood pressure", "will magtein bring my blood pressure down"])
def test_blood_pressure(engine: Engine, question: str) -> None:
    """Whether it lowers blood pressure is answered for magnesium, as the form has no answer of its own, and the title says so."""
    reply = engine.ask(question)
    assert [scored.ref for scored in reply.topics] == [TopicRef("magnesium", "benefits/blood-pressure")]
    assert reply.title == f"Magnesium: {engine.content.topics['benefits/blood-pressure'].title}"
    assert reply.lead == engine.content.supplements["magnesium"].answers["benefits/blood-pressure"].short


@pytest.mark.parametrize(
    ("question", "medicine", "word"),
    [
        ("is it true it weakens levodopa", "levodopa", "levodopa"),
        ("can magtein weaken my levodopa", "levodopa", "levodopa"),
        ("magnesium with vyvanse", "adhd-and-wakefulness-medicines", "amphetamines"),
        ("is magtein ok with adderall", "adhd-and-wakefulness-medicines", "amphetamines"),
        ("with the pill", "contraceptives", "the pill"),
        ("magnesium with the pill", "contraceptives", "the pill"),
        ("magtein and birth control", "contraceptives", "the pill"),
    ],
)
def test_named_medicine(engine: Engine, question: str, medicine: str, word: str) -> None:
    """A named medicine gets what is known of it with magnesium, in words on it, before what holds for medicines in general."""
    reply = engine.ask(question)
    row = engine.content.supplements["magnesium"].with_medicines[medicine]
    assert word in row.text
    assert TopicRef("magnesium", f"with/{medicine}") in [scored.ref for scored in reply.topics]
    general = engine.content.supplements[MEANT].answers["safety/interactions"].short
    assert 0 <= reply.text.find(row.text) < reply.text.index(general)


@pytest.mark.parametrize("before", ["can I take it with doxycycline", "is it ok with doxycycline", "doxycycline and magtein?"])
def test_follow_up_keeps_the_medicine(engine: Engine, before: str) -> None:
    """What to do when both were taken together already is still about the antibiotic that was asked about before."""
    conversation = Conversation()
    engine.ask(before, conversation)
    reply = engine.ask("and if I already took them together this morning?", conversation)
    assert topics(reply) == ["safety/antibiotics", "with/tetracyclines"]
    assert "tetracyclines" in reply.text
