"""The alarm weighs scores and signs, and errs towards help."""

from dataclasses import replace

import numpy as np
import pytest

from bot.answering.engine import Engine
from bot.answering.reply import ReplyKind
from bot.content.model import Content, HelpAction, RedFlag, Sign
from bot.content.phrasing import Phrasing
from bot.language.reading import QuestionReader
from bot.matching.calibration import Logistic
from bot.matching.lessons import DANGER, DANGER_PREFIX, OUT_OF_SCOPE, Lesson
from bot.safety.alarm import MENTION, NEAR, RAISE, Alarm, learn

LABELS = ("about/a", DANGER, DANGER_PREFIX + "faint", DANGER_PREFIX + "collapse", OUT_OF_SCOPE)
FEATURES = 6  # what the alarm weighs, the constant not counted


@pytest.fixture(scope="module")
def two_situations(content: Content) -> Content:
    """Fainting, to be seen the same day, and a collapse, an emergency, each with a sign."""
    return replace(
        content,
        actions={"number": HelpAction("number", 1, "Call now."), "same-day": HelpAction("same-day", 4, "Call today.")},
        sign_words={"fainting": ("fainted",), "not-waking": ("wont wake",), "in-general": ("can it",)},
        red_flags=(
            RedFlag("faint", "same-day", (), (Sign(("fainting",), ("in-general",)),)),
            RedFlag("collapse", "number", (), (Sign(("not-waking",), ("in-general",)),)),
        ),
    )


@pytest.fixture(scope="module")
def reader(two_situations: Content) -> QuestionReader:
    """A reader that repairs nothing."""
    return QuestionReader(two_situations, frozenset())


@pytest.mark.parametrize(("behind", "situation"), [(0.0, "collapse"), (NEAR / 2, "collapse"), (NEAR * 2, "faint")])
def test_more_urgent_of_near_situations(two_situations: Content, reader: QuestionReader, behind: float, situation: str) -> None:
    """Where the more urgent situation fits nearly as well as the likeliest, it is the one that is answered."""
    alarm = Alarm(two_situations, LABELS, Logistic((0.0,) * (FEATURES + 1)))
    scores = np.array([-1, 0.5, 0.5, 0.5 - behind, -1], dtype=np.float32)
    assert alarm.check(reader.read("what is going on"), scores).situation.id == situation


def test_signs_are_told(two_situations: Content, reader: QuestionReader) -> None:
    """The situations whose signs are there are part of the result."""
    alarm = Alarm(two_situations, LABELS, Logistic((0.0,) * (FEATURES + 1)))
    assert alarm.check(reader.read("she fainted and wont wake"), np.zeros(5, dtype=np.float32)).signs == {"faint", "collapse"}


def test_learn(two_situations: Content, reader: QuestionReader) -> None:
    """Scores and signs that went with danger raise the chance of it."""
    random = np.random.default_rng(1)
    texts = ["she fainted", "he wont wake", "can it be that she fainted", "how much a day"]
    dangerous = [True, True, False, False]
    lessons = [
        Lesson(Phrasing(text, "a"), frozenset({DANGER} if danger else {"about/a"}))
        for text, danger in zip(texts * 50, dangerous * 50, strict=True)
    ]
    held_out = random.normal(-0.5, 0.3, size=(len(lessons), len(LABELS))).astype(np.float32)
    held_out[:, 1] += [0.5 * lesson.is_danger for lesson in lessons]
    weights = learn(two_situations, lessons, [reader.read(lesson.phrasing.text) for lesson in lessons], held_out, LABELS)
    alarm = Alarm(two_situations, LABELS, weights)

    def chance(text: str, danger: float) -> float:
        return alarm.check(reader.read(text), np.array([-0.5, danger, -0.5, -0.5, -0.5], dtype=np.float32)).chance

    assert chance("she fainted", 0.0) > RAISE > MENTION > chance("how much a day", -0.5)
    assert chance("she fainted", 0.0) > chance("can it be that she fainted", 0.0)
    assert chance("she fainted", 0.5) > chance("she fainted", -0.5)


@pytest.mark.parametrize(
    "text",
    [
        "my husband wont wake up",
        "i cant breathe",
        "I took 40 capsules an hour ago",
        "my toddler swallowed a handful of them",
        "crushing chest pain and my left arm is numb",
        "i dont want to live anymore",
        "my dog ate the whole bottle",
    ],
)
def test_danger_is_recognised(engine: Engine, letters_engine: Engine, text: str) -> None:
    """Plain words for danger raise the alarm, with the encoder and without."""
    assert engine.understand(text).danger.chance >= RAISE
    assert letters_engine.understand(text).danger.chance >= RAISE


@pytest.mark.parametrize("text", ["hello", "Hello!", "hey", "hi", "bye", "thanks"])
def test_small_talk_is_no_danger(engine: Engine, letters_engine: Engine, text: str) -> None:
    """A word of small talk raises no alarm, with the encoder and without."""
    for one in (engine, letters_engine):
        assert one.understand(text).danger.chance < MENTION


@pytest.mark.parametrize(
    "text",
    [
        "how much should I take",
        "can it lower my blood pressure too much",
        "is it bad for the heart",
        "what are the signs of taking too much",
        "I took 2 capsules yesterday and slept well",
        "will I wake up groggy",
        "I am 45, is that too old",
    ],
)
def test_ordinary_questions_are_no_alarm(engine: Engine, text: str) -> None:
    """Questions about risks, amounts and ages are not taken for emergencies."""
    assert engine.understand(text).danger.chance < RAISE


@pytest.mark.parametrize("text", ["whats the lethal dose", "i want to die", "most i can take before i die"])
def test_certain_signs(engine: Engine, text: str) -> None:
    """A sign of self-harm is enough, however the rest of the message is worded."""
    assert engine.ask(text).kind is ReplyKind.URGENT


def test_a_story_cannot_drown_danger(engine: Engine) -> None:
    """One sentence of danger in a long message is enough."""
    story = "I have taken these for my sleep since spring and my neighbour likes them too. " * 12
    assert engine.ask(f"{story} I took the whole bottle an hour ago and want to die. {story}").kind is ReplyKind.URGENT
