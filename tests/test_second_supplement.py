"""Adding a supplement is adding a folder of answers: it can be asked about at once, and the others are answered as before."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.assembly import build_engine
from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.answering.replies import Replies
from bot.answering.reply import Reply, ReplyKind, Scored
from bot.content import load
from bot.content.abridged import abridged
from bot.content.model import Content, TopicRef
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from tests.conftest import CACHE, ROOT
from tests.content.tree import Tree

ALANINE, THREONATE = "beta-alanine", "magnesium-l-threonate"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, shelf: Engine) -> Engine:
    """An engine over the shipped content with one more folder, learnt from some of the wordings: from all takes minutes."""
    folder = tmp_path_factory.mktemp("both")
    shutil.copy(CACHE / "embeddings.npz", folder)  # those of the content without it, which `shelf` has made
    tree = Tree(Path(shutil.copytree(ROOT / "content", folder / "content")))
    tree.add_second_supplement()
    return build_engine(replace(abridged(load(tree.folder)), is_abridged=False), encoder, Cache(folder))


def refs(reply: Reply) -> list[TopicRef]:
    """The topics whose answers stand in a reply."""
    return [scored.ref for scored in reply.topics]


def test_folder_is_enough(both: Engine, content: Content) -> None:
    """The content is in order with the new folder, and the shelf holds one more, the others in the order in which they stood."""
    assert [one.id for one in both.content.most_asked] == [*(one.id for one in content.most_asked), ALANINE]
    assert "beta-alanine powder" in both.page("shelf").text
    assert 5 <= len(both.content.supplements[ALANINE].answers) <= 8


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what is beta-alanine", "about/what-is"),
        ("what exactly is CarnoSyn?", "about/what-is"),
        ("beta-alanine side effects", "safety/side-effects"),
        ("is betaalanine bad for my kidneys", "safety/kidney"),
        ("how do I start taking beta-alanine?", "dosage/starting"),
    ],
)
def test_asked_by_name(both: Engine, question: str, topic: str) -> None:
    """A question that names the new supplement, by any of its names, is answered from its folder, and says so."""
    reply = both.ask(question)
    answer = both.content.supplements[ALANINE].answers[topic]
    assert (reply.kind, refs(reply)) == (ReplyKind.ANSWER, [TopicRef(ALANINE, topic)])
    assert reply.title == f"Beta-alanine powder: {both.content.topics[topic].title}"
    assert (reply.lead, reply.blocks()[-1].text) == (answer.short, both.content.wording.disclaimer)
    assert all(source.address in reply.text for source in answer.sources)
    assert "threonate" not in reply.text


@pytest.mark.parametrize("question", ["how much beta-alanine should I take a day?", "side effects of beta-alanine"])
def test_only_its_own_topics_are_offered(both: Engine, question: str) -> None:
    """Buttons and inline results lead to what the named supplement answers, and nowhere else."""
    offered = [choice.topic for choice in both.ask(question).choices]
    listed = [ref for reply in both.rank(question, 10) for ref in refs(reply)]
    assert listed
    for ref in (*offered, *listed):
        assert ref is not None
        assert ref.supplement == ALANINE
        assert both.ask(ref).kind is ReplyKind.ANSWER


@pytest.mark.parametrize(
    ("question", "topic"),
    [("does beta-alanine help with sleep?", "benefits/sleep"), ("Is beta-alanine good for migraine?", "benefits/migraine")],
)
def test_topic_that_it_lacks(both: Engine, question: str, topic: str) -> None:
    """A topic that the named supplement does not answer is not answered from another; both are named."""
    for reply in (both.ask(question), both.ask(TopicRef(ALANINE, topic))):
        assert (reply.kind, refs(reply)) == (ReplyKind.ABSTAIN, [])
        assert "beta-alanine powder" in reply.text
        assert both.content.topics[topic].title in reply.text
        assert not any(
            one.answers[topic].short in reply.text for one in both.content.supplements.values() if topic in one.answers
        )
        assert reply.blocks()[-1].text == both.content.wording.disclaimer


@pytest.mark.parametrize(
    ("question", "supplement", "topic"),
    [
        ("magtein side effects", THREONATE, "safety/side-effects"),
        ("is zinc safe with bad kidneys?", "zinc", "safety/kidney"),
        ("what is magnesium", "magnesium", "about/what-is"),
    ],
)
def test_the_others(both: Engine, question: str, supplement: str, topic: str) -> None:
    """A question that names another supplement is answered from that one's folder, by the topic's answer or a point of it, and
    the title says which that is.
    """
    reply = both.ask(question)
    one = both.content.supplements[supplement]
    finer = (point.answer for point in one.points if point.answer.topic == topic)
    assert refs(reply) == [TopicRef(supplement, topic)]
    assert reply.title == f"{one.name[:1].upper()}{one.name[1:]}: {both.content.topics[topic].title}"
    assert reply.lead in {one.answers[topic].short, *(answer.short for answer in finer)}


@pytest.mark.parametrize(
    ("question", "topic"), [("side effects", "safety/side-effects"), ("how much should I take?", "dosage/typical-dose")]
)
def test_no_supplement_named(both: Engine, question: str, topic: str) -> None:
    """A question without a name is asked back, and the new supplement is one of those that can be picked."""
    reply = both.ask(question)
    assert (reply.kind, {ref.topic for ref in refs(reply)}) == (ReplyKind.SUGGEST, {topic})
    assert TopicRef(ALANINE, topic) in [choice.topic for choice in both.page(reply.choices[-1].page).choices]


def test_known_pair(both: Engine) -> None:
    """What its folder tells of it together with another is told, under the names of both."""
    reply = both.ask("can I take beta-alanine with creatine?")
    row = both.content.pair(ALANINE, "creatine")
    assert row is not None
    assert refs(reply) == [TopicRef("creatine", f"with/{ALANINE}")]  # the one that is asked about most comes first
    assert reply.title == "Creatine with beta-alanine powder"
    assert row.text in reply.text


def test_one_supplement_is_not_named_in_titles(content: Content) -> None:
    """Where there is only one supplement, titles do without its name."""
    one = content.supplements[THREONATE]
    reply = Replies(replace(content, supplements={one.id: one})).answer(Scored(TopicRef(one.id, "safety/side-effects"), 1.0))
    assert reply.title == content.topics["safety/side-effects"].title


def test_conversation_keeps_the_supplement(both: Engine) -> None:
    """A follow-up is about the supplement that was last named, until another one is."""
    conversation = Conversation()
    asked = ["beta-alanine side effects", "is it ok with bad kidneys?", "magtein side effects", "is it ok with bad kidneys?"]
    answered = [refs(both.ask(question, conversation)) for question in asked]
    topics = ["safety/side-effects", "safety/kidney"]
    assert answered == [[TopicRef(supplement, topic)] for supplement in (ALANINE, THREONATE) for topic in topics]


def test_picked_topic_sets_the_supplement(both: Engine) -> None:
    """A topic picked by button is what the conversation is about from then on."""
    conversation = Conversation()
    both.ask(TopicRef(ALANINE, "dosage/typical-dose"), conversation)
    assert refs(both.ask("does it have side effects?", conversation)) == [TopicRef(ALANINE, "safety/side-effects")]


def test_unanswered_question_sets_the_supplement(both: Engine) -> None:
    """A follow-up is about the supplement that was last named even where that question had no answer."""
    conversation = Conversation()
    both.ask("does beta-alanine help with sleep?", conversation)
    assert refs(both.ask("and side effects?", conversation)) == [TopicRef(ALANINE, "safety/side-effects")]
