"""A conversation remembers ids and names of the content for a quarter of an hour, and never a person's words."""

from dataclasses import fields

import pytest

from bot.answering.conversation import MOST, REMEMBERED, Conversation, Conversations
from bot.answering.engine import Engine
from bot.content.model import TopicRef
from bot.evaluation.golden import MEANT


class Clock:
    """A clock that stands still until it is moved; seconds."""

    now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


def test_remembers_for_fifteen_minutes(clock: Clock) -> None:
    """Up to 15 minutes after the last word it is the same conversation, and each word starts them anew."""
    assert REMEMBERED == 15 * 60
    conversations = Conversations(clock)
    first = conversations.of("asker")
    first.topic = "dosage/timing"
    for _ in range(3):
        clock.now += 15 * 60
        assert conversations.of("asker") is first


def test_forgets_after_fifteen_minutes(clock: Clock) -> None:
    """After that it is a new one that knows nothing."""
    conversations = Conversations(clock)
    conversations.of("asker").topic = "dosage/timing"
    clock.now += 15 * 60 + 1
    assert conversations.of("asker") == Conversation()


def test_people_apart(clock: Clock) -> None:
    """Each person in each chat has a conversation of their own."""
    conversations = Conversations(clock)
    conversations.of(("chat", "asker")).topic = "dosage/timing"
    assert conversations.of(("chat", "neighbour")) == conversations.of(("other", "asker")) == Conversation()


def test_silence_is_cleared_away(clock: Clock) -> None:
    """What is older than 15 minutes is not kept, whoever speaks next."""
    conversations = Conversations(clock)
    conversations.of("asker").topic = "dosage/timing"
    clock.now += 15 * 60 + 1
    conversations.of("neighbour")
    assert list(conversations._known) == ["neighbour"]


def test_bounded(clock: Clock) -> None:
    """With more conversations than can be kept, the one that was quiet longest is forgotten, and no other."""
    conversations = Conversations(clock)
    kept = [conversations.of(number) for number in range(MOST)]
    conversations.of(0)  # speaks again, so number 1 is the quietest now
    conversations.of("one more")
    assert conversations.of(0) is kept[0]
    assert conversations.of(2) is kept[2]
    assert conversations.of(1) is not kept[1]


@pytest.mark.parametrize(
    "question",
    [
        "how much magtein should I take, my name is Asker",
        "is it ok with Eliquis",
        "and with ibuprofin and my blood thinner",
        "collagen or kava?",
        "zinc?",
        "he wont wake up",
        "xyzzy",
        "how much?? and when?",
    ],
)
def test_holds_what_the_content_has(engine: Engine, question: str) -> None:
    """Whatever is asked, what is remembered is empty, or an id or a name of the content."""
    conversation = Conversation()
    engine.ask("when should I take it", conversation)
    engine.ask(question, conversation)
    values = [getattr(conversation, one.name) for one in fields(conversation)]
    remembered = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    content = engine.content
    ids = {*content.supplements, *content.topics, *(flag.id for flag in content.red_flags)}
    ids |= {medicine.id for medicine in content.medicines}
    names = {one.name for one in (*content.supplements.values(), *content.others, *content.cards)}
    names |= {name for medicine in content.medicines for name in (medicine.stand_in, *medicine.names)}
    assert (ids | names).issuperset(value for value in remembered if value and not isinstance(value, TopicRef)), remembered
    assert all(engine.knows(value) for value in remembered if isinstance(value, TopicRef))


def test_picked_topics_are_remembered(engine: Engine) -> None:
    """A topic that was picked by button is what a follow-up is about."""
    conversation = Conversation()
    topic = "safety/blood-thinners"
    engine.ask(TopicRef(MEANT, topic), conversation)
    assert (conversation.supplement, conversation.topic, conversation.caution) == (MEANT, topic, topic)
    assert conversation.told == (TopicRef(MEANT, topic),)
