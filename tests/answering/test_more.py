"""More of what was told, and what is kept for a pharmacist: what a conversation told, and what it left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.conversation import MOST_NAMES, MOST_TOPICS, Conversation, added
from bot.answering.decision import Reason
from bot.answering.engine import Engine
from bot.answering.pharmacist import for_pharmacist
from bot.answering.replies import Replies
from bot.answering.reply import Reply, ReplyKind
from bot.content.model import Content, TopicRef

pytestmark = pytest.mark.slow

ASKING = ["tell me more", "more", "go on", "What else?", "more details please", "anything else I should know about it?"]


def asked(shelf: Engine, *questions: str) -> tuple[Reply, Conversation]:
    """The reply to the last of several questions in one conversation."""
    conversation, reply = Conversation(), None
    for question in questions:
        reply = shelf.ask(question, conversation)
    assert reply
    return reply, conversation


# -- more ---------------------------------------------------------------------------


@pytest.mark.parametrize("words", ASKING)
def test_what_was_not_told(shelf: Engine, words: str) -> None:
    """After an answer comes the first of its related topics, not the same answer again."""
    reply, _ = asked(shelf, "how much zinc should I take?", words)
    first = shelf.content.topics["dosage/typical-dose"].related[0]
    assert [one.ref for one in reply.topics] == [TopicRef("zinc", first)]
    assert shelf.content.wording.texts["more-next"] in reply.text


def test_more_and_more(shelf: Engine) -> None:
    """Whoever asks for more again and again is never told the same twice, and not led to who should ask first while there is
    something else.
    """
    conversation = Conversation()
    told = list(shelf.ask("how much zinc should I take?", conversation).topics)
    for _ in range(8):
        told += shelf.ask("more", conversation).topics
    assert len({one.ref for one in told}) == 9
    assert not conversation.caution


def test_told_in_short(shelf: Engine) -> None:
    """Of several answers that were told in short the details come first, one after the other."""
    conversation = Conversation()
    parts = shelf.ask("how much zinc and when?", conversation).topics
    assert len(parts) == 2
    for part in parts:
        reply = shelf.ask("tell me more", conversation)
        assert [one.ref for one in reply.topics] == [part.ref]
        assert shelf.content.supplements["zinc"].answers[part.ref.topic].details in reply.text


@pytest.mark.parametrize("question", ["melatonin or magnesium for sleep?", "what helps with sleep?"])
def test_several_supplements(shelf: Engine, question: str) -> None:
    """Where there is more on several supplements, the bot asks on which."""
    reply, _ = asked(shelf, question, "tell me more")
    assert reply.kind is ReplyKind.SUGGEST
    assert {"Melatonin: Sleep", "Magnesium: Sleep"} <= {choice.label for choice in reply.choices}


def test_another_supplement(shelf: Engine) -> None:
    """More about another supplement is a question of its own."""
    reply, _ = asked(shelf, "how much zinc should I take?", "tell me more about iron")
    assert reply.topics[0].ref == TopicRef("iron", "about/what-is")


def test_the_same_supplement(shelf: Engine) -> None:
    """More about the same one is not what was told last."""
    reply, _ = asked(shelf, "what is zinc?", "tell me more about zinc")
    assert reply.topics[0].ref != TopicRef("zinc", "about/what-is")


@pytest.mark.parametrize("question", ["how much more can I take?", "is more better?", "what else can I take for sleep?"])
def test_other_questions(shelf: Engine, question: str) -> None:
    """A question with "more" or "else" in it is one."""
    conversation = Conversation()
    shelf.ask("how much zinc should I take?", conversation)
    assert shelf.decide(question, conversation).reason is not Reason.MORE


def test_nothing_was_said(shelf: Engine) -> None:
    """At the beginning there is nothing to tell more of."""
    assert all(shelf.decide(words).reason is not Reason.MORE for words in ASKING)


def test_nothing_is_left(shelf: Engine) -> None:
    """When all was told, that is said, and the menu is a button away."""
    zinc = shelf.content.supplements["zinc"]
    conversation = Conversation("zinc", told=tuple(TopicRef("zinc", topic) for topic in zinc.answers))
    reply = shelf.ask("tell me more", conversation)
    assert shelf.content.wording.texts["more-none"] in reply.text
    assert [choice.page for choice in reply.choices] == ["topics"]


# -- for a pharmacist ---------------------------------------------------------------


@pytest.mark.parametrize(
    "questions",
    [
        ("zinc with warfarin?",),
        ("is iron ok with my blood thinner",),
        ("how much zinc?", "and can I take iron with it?"),
        ("what is collagen?", "how much zinc?"),
    ],
)
def test_worth_showing(shelf: Engine, questions: tuple[str, ...]) -> None:
    """A medicine, or two supplements, are worth a note, which names them and what was asked, in the content's words."""
    _, conversation = asked(shelf, *questions)
    note = shelf.for_pharmacist(conversation)
    assert 1 <= len(note) <= 256
    assert all(name in note for name in (*conversation.supplements, *conversation.medicines))


@pytest.mark.parametrize(
    "questions", [("how much zinc?", "and when?"), ("hello",), ("what helps with sleep?",), ("my dog is ill",)]
)
def test_not_worth_showing(shelf: Engine, questions: tuple[str, ...]) -> None:
    """One supplement, or none, is not."""
    _, conversation = asked(shelf, *questions)
    assert shelf.for_pharmacist(conversation) == ""


def test_whole_note(shelf: Engine) -> None:
    """The note as it is copied."""
    _, conversation = asked(shelf, "how much zinc should I take, I'm Asker?", "is it ok with warfarin?")
    assert shelf.for_pharmacist(conversation) == (
        "I take, or think of taking: zinc, warfarin.\n"
        "I asked about: Zinc: The usual dose; Zinc with blood thinner (warfarin and others)."
    )


NAME = st.text(st.characters(codec="utf-8", categories=["L", "N", "So"]), min_size=1, max_size=80)


@given(st.lists(NAME, max_size=8), st.lists(NAME, min_size=1, max_size=8), st.integers(0, 12))
def test_any_length(content: Content, supplements: list[str], medicines: list[str], told: int) -> None:
    """However much was named and asked, the note fits, and holds whole names, the latest at least where it fits at all."""
    answers = content.supplements["zinc"].answers
    conversation = Conversation(
        told=tuple(TopicRef("zinc", topic) for topic in list(answers)[:told]),
        supplements=tuple(supplements),
        medicines=tuple(medicines),
    )
    note = for_pharmacist(Replies(content), conversation)
    assert 1 <= len(note.encode("utf-16-le")) // 2 <= 256
    named = note.partition("\n")[0].partition(": ")[2].removesuffix(".")
    everything = ", ".join([*supplements, *medicines])
    assert everything == named or everything.endswith(f", {named}")


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)), st.integers(1, 4))
def test_what_is_added(before: list[int], new: list[int], most: int) -> None:
    """The latest stand last, each once, and no more than so many are kept."""
    kept = added(tuple(dict.fromkeys(before)), new, most)
    assert len(kept) == len(set(kept)) <= most
    assert not new or kept[-1] == new[-1]


def test_bounded(shelf: Engine) -> None:
    """A conversation holds so many names and topics, however much is asked."""
    conversation = Conversation()
    for one in shelf.content.supplements.values():
        for topic in list(one.answers)[:5]:
            shelf.ask(TopicRef(one.id, topic), conversation)
    assert len(conversation.told) == MOST_TOPICS
    assert len(conversation.offered) <= MOST_TOPICS
    assert len(conversation.supplements) <= MOST_NAMES
