"""The engine as everybody meets it: a question in, a reply out."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answering.assembly import build_engine
from bot.answering.conversation import Conversation
from bot.answering.decision import Reason
from bot.answering.engine import Engine
from bot.answering.kinds.first import InDanger
from bot.answering.kinds.topics import Topics
from bot.answering.pages import CATEGORY_PAGE, PLAIN_PAGES, SHELF_PAGE
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Reply, ReplyKind, Scored
from bot.content.model import Content, TopicRef
from bot.evaluation.golden import MEANT, Kind, read_questions
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.matching.points import FoundPoint
from bot.safety.alarm import MENTION, RAISE, Danger
from tests.any_text import ANY_TEXT
from tests.conftest import CACHE, ROOT

EMERGENCIES = ["my husband wont wake up", "crushing chest pain and my left arm is numb", "I took 40 capsules an hour ago"]


def topics(reply: Reply) -> list[str]:
    """The ids of a reply's topics, best first."""
    return [scored.ref.topic for scored in reply.topics]


def title(content: Content, topic: str) -> str:
    """How the answer on a topic is headed where L-threonate is meant."""
    return f"Magnesium L-threonate: {content.topics[topic].title}"


def check(reply: Reply, content: Content) -> None:
    """What holds for every reply."""
    assert reply.blocks()[-1].kind is BlockKind.DISCLAIMER
    assert reply.text.endswith(content.wording.disclaimer)
    assert len(reply.topics) <= 3
    assert len({scored.ref for scored in reply.topics}) == len(reply.topics)
    assert bool(reply.topics) == (reply.kind in (ReplyKind.ANSWER, ReplyKind.SUGGEST))
    scores = [scored.score for scored in reply.topics]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    for choice in reply.choices:
        assert choice.label
        assert bool(choice.topic) != bool(choice.page)


# -- what sort of reply ------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("When should I take it?", "dosage/timing"),
        ("what is magtein", "about/what-is"),
        ("is it ok with blood thinners", "safety/blood-thinners"),
        ("can i take it if my kidneys are bad", "safety/kidney"),
        ("what are the side effects of magnesium threonate", "safety/side-effects"),
        ("Does magnesuim thronate help you slepe?", "benefits/sleep"),
    ],
)
def test_answer(engine: Engine, question: str, topic: str) -> None:
    """A clear question gets the supplement's name, its topic's title, short answer, evidence, details and sources."""
    reply = engine.ask(question)
    assert reply.kind is ReplyKind.ANSWER
    assert topics(reply)[0] == topic
    assert all(other.startswith("with/") for other in topics(reply)[1:])
    answer = engine.content.supplements[MEANT].answers[topic]
    assert reply.title == title(engine.content, topic)
    assert reply.lead == answer.short
    assert answer.details in reply.text
    assert engine.content.wording.evidence[answer.evidence] in reply.text
    assert all(source.cite in reply.text for source in answer.sources)


@pytest.mark.parametrize(
    "question", ["What is the capital of France?", "write me a poem about cats", "asdf qwrtz plkjh", "", " ", "😭", "\u200b"]
)
def test_abstain(engine: Engine, question: str) -> None:
    """What is no question for the FAQ gets no answer, and a way to the menu."""
    reply = engine.ask(question)
    assert reply.kind is ReplyKind.ABSTAIN
    assert [choice.page for choice in reply.choices] == ["topics"]


@pytest.mark.parametrize("text", ["hi", "Hello!", "thank you so much"])
def test_small_talk(engine: Engine, text: str) -> None:
    """A greeting is greeted back."""
    assert engine.ask(text).kind is ReplyKind.SMALLTALK


def test_several_questions(engine: Engine) -> None:
    """Several questions in one message get a short answer each, with its evidence, all their sources and one disclaimer."""
    reply = engine.ask("How much should I take? Is it safe in pregnancy?")
    assert sorted(topics(reply)) == ["dosage/typical-dose", "safety/pregnancy"]
    for topic in topics(reply):
        answer = engine.content.supplements[MEANT].answers[topic]
        assert engine.content.topics[topic].title in reply.text
        assert answer.short in reply.text
        assert engine.content.wording.evidence[answer.evidence] in reply.text
        assert all(reply.text.count(f"• {source.cite}:") == 1 for source in answer.sources)
    assert reply.text.count(engine.content.wording.disclaimer) == 1
    assert [choice.topic for choice in reply.choices] == [scored.ref for scored in reply.topics]


def test_suggest(engine: Engine) -> None:
    """What may mean several things gets them as choices, each by its title and as a button."""
    reply = next(
        reply
        for reply in map(engine.ask, ["is it good for the head", "magtein and water", "is it good for the stomach"])
        if reply.kind is ReplyKind.SUGGEST
    )
    assert 1 <= len(reply.topics) <= 3
    assert [choice.topic for choice in reply.choices] == [scored.ref for scored in reply.topics]
    assert all(title(engine.content, topic) in reply.text for topic in topics(reply))


@pytest.mark.parametrize("name", ["Magtein", "magnesium l-threonate?", "MAGTIEN!!", "mag threonate"])
def test_bare_name(engine: Engine, name: str) -> None:
    """A supplement's name and nothing else gets its overview."""
    assert topics(engine.ask(name)) == [engine.content.supplements[MEANT].overview]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("how much collagen should I take", "Collagen"),
        ("collagen?", "Collagen"),
        ("vitamin b2", "Vitamin B2"),
        ("what does rhodiola do", "Rhodiola"),
        ("side effects of lion's mane", "Lion's mane"),
    ],
)
def test_supplement_off_the_shelf(engine: Engine, question: str, name: str) -> None:
    """A question about a supplement that is not on the shelf is declined by name, and the way to the shelf is told."""
    reply = engine.ask(question)
    assert (reply.kind, reply.topics) == (ReplyKind.ABSTAIN, ())
    assert reply.text.startswith(name)
    assert "/shelf" in reply.text


@pytest.mark.parametrize(
    ("question", "card"), [("is kava safe", "kava"), ("biotin side effects", "biotin"), ("kratom?", "kratom")]
)
def test_card(engine: Engine, question: str, card: str) -> None:
    """What has a card gets it, and never an answer about the supplement that is meant."""
    reply = engine.ask(question)
    assert [scored.ref.id for scored in reply.topics] == [f"card/{card}"]
    assert reply.lead == next(one.text for one in engine.content.cards if one.id == card)


@pytest.mark.parametrize(
    ("question", "other"), [("can I take it with zinc", "zinc"), ("magtein and vitamin d together?", "vitamin-d")]
)
def test_other_supplement_as_companion(engine: Engine, question: str, other: str) -> None:
    """Beside ours, another supplement is a question on combinations: ours answers it, with the row of what it is a form of."""
    reply = engine.ask(question)
    row = engine.content.pair("magnesium", other)
    assert row is not None
    assert reply.topics[0].ref == TopicRef(MEANT, "safety/other-supplements")
    assert row.text in reply.text


def test_one_of_two(engine: Engine) -> None:
    """What may be either of two topics gets both answers in short, that it is not clear which, and the details by button."""
    golden = (one.text for one in read_questions(ROOT / "tests" / "questions") if one.kind in (Kind.ANSWER, Kind.ABSTAIN))
    decisions = ((one, engine.decide(one)) for one in golden)
    unclear = ((one, made) for one, made in decisions if made.reason is Reason.ONE_OF_TWO and not made.understanding.watch)
    question = next(
        one for one, made in unclear if all(told.ref.supplement == MEANT and not told.point for told in made.reply.topics)
    )
    decision, reply = engine.decide(question), engine.ask(question)
    assert (decision.reply, reply.kind) == (reply, ReplyKind.ANSWER)
    assert topics(reply)[:2] == list(decision.understanding.match.topics[:2])
    assert engine.content.wording.texts["one-of-two"] in reply.text
    for topic in topics(reply)[:2]:
        answer = engine.content.supplements[MEANT].answers[topic]
        assert engine.content.topics[topic].title in reply.text
        assert answer.short in reply.text
        assert engine.content.wording.evidence[answer.evidence] in reply.text
    assert reply.text.count(f"{engine.content.supplements[MEANT].name[1:]}: ") == 1  # it is said once of which
    assert [choice.topic for choice in reply.choices] == [scored.ref for scored in reply.topics]
    check(reply, engine.content)


def test_nearest_choice(engine: Engine) -> None:
    """Of choices, one that may well be meant is answered above the others; what the others say folds below their titles."""
    found = engine.understand("it makes my tongue furry of an evening, is that a known thing")
    found = replace(found, watch=None, point=None, match=replace(found.match, chance_in_scope=0.9))
    topics = Topics(engine.content, engine.rows, Replies(engine.content))
    refs = [TopicRef(MEANT, topic) for topic in ("safety/taste-teeth", "safety/side-effects", "dosage/mixing")]
    answer, text = engine.content.supplements[MEANT].answers["safety/taste-teeth"], engine.content.wording.texts
    likely = topics.suggest([Scored(refs[0], 0.6), Scored(refs[1], 0.2), Scored(refs[2], 0.1)], found)
    assert (likely.kind, [one.ref for one in likely.topics]) == (ReplyKind.SUGGEST, refs)
    assert all(part in likely.text for part in (text["suggest-nearest"], answer.short, answer.sources[0].cite))
    assert [choice.topic for choice in likely.choices] == refs
    check(likely, engine.content)
    only = topics.suggest([Scored(refs[0], 0.6)], found)
    assert text["suggest-others"] not in only.text
    check(only, engine.content)
    unlikely = topics.suggest([Scored(refs[0], 0.35), Scored(refs[1], 0.3)], found)
    assert text["suggest"] in unlikely.text
    for ref in refs[:2]:
        told = engine.content.supplements[MEANT].answers[ref.topic]
        below = next(block for block in unlikely.body if told.short in block.text)
        assert below.kind.folds
        assert all(source.cite in unlikely.text for source in told.sources)


@pytest.mark.parametrize(("chance", "is_named", "place"), [(0.3, True, 0), (0.3, False, 1), (0.55, False, 0), (0.1, True, None)])
def test_point_among_choices(engine: Engine, chance: float, is_named: bool, place: int | None) -> None:
    """A point that may be asked is answered above the choices; an unlikely one of another topic where its supplement is named,
    else it is the last of them.
    """
    point = engine.content.supplements[MEANT].points[0]
    found = engine.understand("it makes my tongue furry of an evening, is that a known thing")
    found = replace(
        found,
        watch=None,
        match=replace(found.match, chance_in_scope=0.9),
        subject=replace(found.subject, is_named=is_named),
        point=FoundPoint(MEANT, point, chance),
    )
    other = TopicRef(MEANT, next(topic for topic in engine.content.supplements[MEANT].answers if topic != point.answer.topic))
    reply = Topics(engine.content, engine.rows, Replies(engine.content)).suggest([Scored(other, 0.3)], found)
    told = [number for number, one in enumerate(reply.topics) if one.point == point.name]
    assert (point.answer.short in reply.text, told) == (place is not None, [] if place is None else [place])
    assert other in [choice.topic for choice in reply.choices]
    check(reply, engine.content)


def test_child_is_spoken_of(engine: Engine) -> None:
    """Where a child's age is given and something else is answered, the caution for children stands above it, a press away."""
    text = "my 4 year old daughter has trouble with sleep, does magtein help with that"
    found = engine.understand(text)
    assert found.speaks_of == "safety/children"
    topics = Topics(engine.content, engine.rows, Replies(engine.content))
    general = engine.content.topics["safety/children"].general
    reply = topics.answer(Scored(TopicRef(MEANT, "benefits/sleep"), 1.0), found)
    assert general in reply.text
    assert TopicRef(MEANT, "safety/children") in [choice.topic for choice in reply.choices]
    assert general not in topics.answer(Scored(TopicRef(MEANT, "safety/children"), 1.0), found).text
    assert not engine.understand("does magtein help with sleep").speaks_of


def test_when_to_call_is_said_once(engine: Engine) -> None:
    """Where only a word speaks for danger, an answer that says by itself when to call for help has no line above it besides."""
    replies, line = Replies(engine.content), engine.content.wording.texts["urgent-note"]
    flag = engine.content.red_flags[0]
    notes = replies.notes(watch=flag)
    says, silent = TopicRef(MEANT, "safety/heartbeat"), TopicRef(MEANT, "about/price")
    assert line in replies.answer(Scored(says, 1.0), notes).text
    assert line not in replies.said_once(replies.answer(Scored(says, 1.0), notes)).text
    assert line in replies.said_once(replies.answer(Scored(silent, 1.0), notes)).text
    folded = Block(BlockKind.DETAILS, engine.content.wording.texts["emergency-words"])
    choices = replies.reply(ReplyKind.SUGGEST, [*notes, folded], [], [])
    assert line in replies.said_once(choices).text  # what is folded below a choice is not told yet


def test_one_of_two_needs_a_supplement(shelf: Engine) -> None:
    """Where nobody can tell of which supplement, what may be either of two topics is asked back instead."""
    decision = shelf.decide("what is the safe dose")
    assert decision.reason is not Reason.ONE_OF_TWO
    assert decision.reply.kind is ReplyKind.SUGGEST


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("iron and zinc before bed, fine?", "iron", "zinc"),
        ("magnesium and iron before bed, fine?", "magnesium", "iron"),
        ("iron and magnesium before bed, fine?", "iron", "magnesium"),
        ("taking zinc and magnesium at the same time of day?", "zinc", "magnesium"),
    ],
)
def test_pair_above_both(shelf: Engine, question: str, one: str, other: str) -> None:
    """Where it may be asked of the two together, what is known of the two is told, above the answers of each where those are."""
    reply = shelf.ask(question)
    row = shelf.content.pair(one, other)
    assert row is not None
    refs = {scored.ref for scored in reply.topics}
    assert refs & {TopicRef(one, f"with/{other}"), TopicRef(other, f"with/{one}")}
    place = reply.text.index(row.text)
    for supplement in (one, other):
        if TopicRef(supplement, "dosage/timing") not in refs:
            continue
        assert place < reply.text.index(shelf.content.supplements[supplement].answers["dosage/timing"].short)
    check(reply, shelf.content)


@pytest.mark.parametrize(
    "question",
    [
        "Magtein and mag glycinate together",
        "magtein and magnesium glycinate at the same time?",
        "can I take magtein together with my mag citrate",
    ],
)
def test_two_forms_together(engine: Engine, shelf: Engine, question: str) -> None:
    """The brand beside another form of the same is a pair, whichever supplement is meant, and not a comparison."""
    for asked in (engine, shelf):
        decision = asked.decide(question)
        row = asked.content.pair(MEANT, "magnesium")
        assert row is not None
        assert decision.reason is Reason.PAIR_OF_SUPPLEMENTS
        assert decision.reply.topics[0].ref == TopicRef(MEANT, "with/magnesium")
        assert row.text in decision.reply.text


@pytest.mark.parametrize(
    ("question", "name", "stand_in"),
    [
        ("is Magtein ok with eliquis", "Eliquis", "blood thinner"),
        ("can I take it with warfarin", "warfarin", "blood thinner"),
        ("I am on NORVASC, is it safe", "Norvasc", "blood pressure tablet"),
    ],
)
def test_medicine_note(engine: Engine, question: str, name: str, stand_in: str) -> None:
    """The answer repeats which medicine was recognised, and as what."""
    reply = engine.ask(question)
    assert reply.kind is ReplyKind.ANSWER
    note = next(block.text for block in reply.body if block.kind is BlockKind.NOTE)
    assert engine.content.wording.texts["medicine"].format(**{"medicine": name, "class": stand_in}) == note


@pytest.mark.parametrize(
    ("before", "question", "pair"),
    [
        ("I take levothyroxine, can I have iron?", "how long should I wait", TopicRef("iron", "with/thyroid-hormones")),
        ("is calcium ok with levothyroxine", "what gap do I need", TopicRef("calcium", "with/thyroid-hormones")),
        ("zinc with doxycycline?", "and the hours between?", TopicRef("zinc", "with/tetracyclines")),
    ],
)
def test_hours_after_a_medicine(shelf: Engine, before: str, question: str, pair: TopicRef) -> None:
    """How long to keep apart is asked of the medicine last spoken of."""
    conversation = Conversation()
    shelf.ask(before, conversation)
    assert shelf.ask(question, conversation).topics[0].ref == pair


def test_same_for_another_medicine(shelf: Engine) -> None:
    """A message that names nothing but another medicine goes on about the supplement where "same" ties it to what was said."""
    conversation = Conversation()
    shelf.ask("can I take magtein with levothyroxine", conversation)
    decision = shelf.decide("doxycycline same rule?", conversation)
    assert decision.reason is Reason.PAIR_WITH_MEDICINE
    assert {scored.ref.supplement for scored in decision.reply.topics} <= {MEANT, "magnesium"}


def test_each_medicine_has_a_row(shelf: Engine) -> None:
    """Of several rows the worst are told, and no medicine that is named goes without one for a second row on another."""
    reply = shelf.ask("Is the vitamin K in a multivitamin a worry on Eliquis as it is on warfarin?")
    told = {scored.ref.topic for scored in reply.topics}
    assert {"with/vitamin-k-antagonists", "with/direct-anticoagulants-and-heparins"} <= told


@pytest.mark.parametrize(
    ("question", "answered", "other"),
    [
        ("ciclosporin since 2019. does berberine help pcos", "benefits/pcos", "transplant-medicines"),
        pytest.param(
            *("which illnesses is b6 given for? my father has sinemet for his parkinson", "benefits/other-illnesses", "levodopa"),
            marks=pytest.mark.xfail(reason="the row is told, and below it a point on another illness"),
        ),
        ("metformin since 2019. does berberine help pcos", "benefits/pcos", "metformin"),
    ],
)
def test_row_above_another_answer(shelf: Engine, question: str, answered: str, other: str) -> None:
    """Where a medicine is named and something else is asked for certain, the row that asks for caution stands above that."""
    reply = shelf.ask(question)
    ref = reply.topics[0].ref
    one = shelf.content.supplements[ref.supplement]
    assert ref.topic == answered
    assert reply.text.index(one.with_medicines[other].text) < reply.text.index(one.answers[answered].short)
    check(reply, shelf.content)


def test_two_questions(engine: Engine) -> None:
    """Two questions in one message get one reply with both short answers in view, their details folded, and a button each."""
    reply = engine.ask("When should I take it? And is it safe for my kidneys?")
    assert set(topics(reply)) == {"dosage/timing", "safety/kidney"}
    for topic in topics(reply):
        answer = engine.content.supplements[MEANT].answers[topic]
        assert Block(BlockKind.LEAD, answer.short) in reply.in_view
        assert Block(BlockKind.DETAILS, answer.details) in reply.body
    assert [choice.topic for choice in reply.choices] == [scored.ref for scored in reply.topics]
    check(reply, engine.content)


def test_follow_up(engine: Engine) -> None:
    """A question that leans on the one before is read with it; alone it means something else or nothing."""
    conversation = Conversation()
    assert topics(engine.ask("should I take it in the morning", conversation)) == ["dosage/timing"]
    assert topics(engine.ask("or before bed", conversation))[0] == "dosage/timing"


@pytest.mark.parametrize(("before", "question"), [("foods high in zinc", "and d?"), ("foods high in iron", "what about d?")])
def test_short_name_in_conversation(shelf: Engine, before: str, question: str) -> None:
    """A supplement's short name, after a question on another one, is the same question on that supplement."""
    conversation = Conversation()
    assert topics(shelf.ask(before, conversation)) == ["about/food-sources"]
    reply = shelf.ask(question, conversation)
    assert [scored.ref for scored in reply.topics] == [TopicRef("vitamin-d", "about/food-sources")]
    assert reply.lead == shelf.content.supplements["vitamin-d"].answers["about/food-sources"].short


# -- danger ------------------------------------------------------------


@pytest.mark.parametrize("emergency", EMERGENCIES)
@pytest.mark.parametrize("also", ["{}", "hi! {} thanks", "how much magtein should I take a day? also {}", "{}. is zinc better?"])
def test_urgent_beats_all(engine: Engine, emergency: str, also: str) -> None:
    """Whatever else a message asks, danger comes first, and nothing on supplements is said."""
    conversation = Conversation()
    engine.ask("when should I take it", conversation)
    reply = engine.ask(also.format(emergency), conversation)
    assert reply.kind is ReplyKind.URGENT
    assert reply.text.removesuffix(engine.content.wording.disclaimer).strip() in [a.text for a in engine.content.actions.values()]
    check(reply, engine.content)


@pytest.mark.parametrize(
    ("chance", "signs", "action", "is_offered"),
    [
        (0.8, [], "emergency-number", True),
        (0.96, [], "emergency-number", False),
        (0.6, ["child-ate-supplements"], "emergency-number", False),
        (0.6, [], "crisis-line", False),
    ],
)
def test_doubtful_danger(engine: Engine, chance: float, signs: list[str], action: str, is_offered: bool) -> None:
    """Where the danger is doubtful, what was asked is a button below the urgent words, and nothing of it is told."""
    found = engine.understand("how much magtein should I take a day")
    situation = next(flag for flag in engine.content.red_flags if flag.action == action)
    kind = InDanger(engine.rows, Replies(engine.content))
    decided = kind.reply(replace(found, danger=Danger(chance, situation, frozenset(signs))))
    assert decided
    _, reply = decided
    assert (reply.kind, reply.topics) == (ReplyKind.URGENT, ())
    assert reply.text.removesuffix(engine.content.wording.disclaimer).strip() == engine.content.actions[action].text
    assert (TopicRef(MEANT, "dosage/typical-dose") in [choice.topic for choice in reply.choices]) == is_offered
    assert all(choice.label.startswith("Nobody is in danger") for choice in reply.choices)


def test_very_doubtful_danger(engine: Engine) -> None:
    """Where it is certain what is asked and the danger is very doubtful, the urgent reply does not come; of a crisis it does."""
    found = engine.understand("how much magtein should I take a day")
    kind = InDanger(engine.rows, Replies(engine.content))
    for action, is_urgent in (("emergency-number", False), ("crisis-line", True)):
        situation = next(flag for flag in engine.content.red_flags if flag.action == action)
        assert bool(kind.reply(replace(found, danger=Danger(0.6, situation, frozenset())))) is is_urgent


@pytest.mark.parametrize(("chance", "is_told"), [(0.6, True), (0.96, False)])
def test_doubtful_danger_with_a_pair(engine: Engine, chance: float, is_told: bool) -> None:
    """Where a crisis is doubtful, what must not be combined is told below its words, with its sources; else they stand alone."""
    found = engine.understand("so unhappy for a year now, I take St John's wort and I am on the pill too")
    situation = next(flag for flag in engine.content.red_flags if flag.action == "crisis-line")
    kind = InDanger(engine.rows, Replies(engine.content))
    decided = kind.reply(replace(found, danger=Danger(chance, situation, frozenset())))
    assert decided
    row = engine.content.supplements["st-johns-wort"].with_medicines["contraceptives"]
    text = decided[1].text
    assert text.startswith(engine.content.actions["crisis-line"].text)
    assert (row.text in text, row.sources[0].cite in text) == (is_told, is_told)


IN_DOUBT = "felt a bit dizzy and my heart was pounding after my first one, is that normal"


def test_in_doubt(engine: Engine) -> None:
    """What may be danger, and is not clear, gets a first line on when to call for help and a button to the urgent reply."""
    found = engine.understand(IN_DOUBT)
    assert MENTION <= found.danger.chance < RAISE
    reply = engine.ask(IN_DOUBT)
    assert reply.kind is not ReplyKind.URGENT
    assert engine.content.wording.texts["urgent-note"] in reply.text
    urgent = engine.page(reply.choices[0].page)
    assert urgent.kind is ReplyKind.URGENT
    assert urgent.text.startswith(engine.content.actions[found.danger.situation.action].text)


def test_danger_a_moment_ago(engine: Engine) -> None:
    """After an urgent reply the next three answers still carry the line on when to call for help."""
    conversation = Conversation()
    assert engine.ask("my toddler swallowed a handful of them", conversation).kind is ReplyKind.URGENT
    replies = [engine.ask("when should I take it", conversation) for _ in range(4)]
    assert [reply.kind for reply in replies] == [ReplyKind.ANSWER] * 4
    line = engine.content.wording.texts["urgent-note"]
    assert [line in reply.text for reply in replies] == [True, True, True, False]
    assert line not in engine.ask("when should I take it").text


def test_danger_in_the_light_of_the_subject(engine: Engine) -> None:
    """A follow-up that sounds like danger by itself alone is read with what it is about; what is danger stays danger."""
    conversation = Conversation()
    engine.ask("is it safe with kidney disease", conversation)
    assert engine.ask("and if they had failed", conversation).kind is not ReplyKind.URGENT
    assert engine.ask("and now my chest hurts", conversation).kind is ReplyKind.URGENT


def test_caution_is_brought_to_mind(engine: Engine) -> None:
    """Who asked about pregnancy and then about the dose is told to read the first again, and can with one press."""
    conversation = Conversation()
    assert topics(engine.ask("is it safe in pregnancy", conversation)) == ["safety/pregnancy"]
    reply = engine.ask("how much should I take", conversation)
    assert topics(reply) == ["dosage/typical-dose"]
    pregnancy = engine.content.topics["safety/pregnancy"].title
    caution = engine.content.wording.texts["caution"].format(topic=pregnancy)
    assert caution in reply.text
    assert reply.choices[0].topic == TopicRef(MEANT, "safety/pregnancy")
    assert caution not in engine.ask("is it safe in pregnancy", conversation).text
    both = engine.ask("how much should I take? and when should I take it?", conversation)
    assert topics(both) == ["dosage/typical-dose", "dosage/timing"]
    assert caution in both.text
    assert both.choices[0].topic == TopicRef(MEANT, "safety/pregnancy")


@pytest.mark.parametrize("emergency", EMERGENCIES)
def test_urgent_without_encoder(letters_engine: Engine, emergency: str) -> None:
    """Danger is recognised without the encoder too."""
    assert letters_engine.ask(emergency).kind is ReplyKind.URGENT


# -- topics by reference and pages ------------------------------------------------------------


def test_every_topic_answers(engine: Engine) -> None:
    """Each topic that a supplement answers can be picked, and comes with its short answer and the disclaimer."""
    for supplement in engine.content.supplements.values():
        for topic, answer in supplement.answers.items():
            reply = engine.ask(TopicRef(supplement.id, topic))
            assert (reply.kind, topics(reply), reply.lead) == (ReplyKind.ANSWER, [topic], answer.short)
            check(reply, engine.content)


@given(st.builds(TopicRef, ANY_TEXT, ANY_TEXT))
@settings(deadline=None)
def test_unknown_reference(engine: Engine, ref: TopicRef) -> None:
    """A button from another time is answered kindly."""
    reply = engine.ask(ref)
    assert engine.content.wording.texts["gone"] in reply.text


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("does it help with eyesight", TopicRef(MEANT, "benefits/eyes")),
        ("does berberine help with focus", TopicRef("berberine", "benefits/focus")),
    ],
)
def test_topic_without_answer(engine: Engine, question: str, ref: TopicRef) -> None:
    """Where the supplement has no answer on a topic, both are named, asked in words or picked; those that do are a press away."""
    supplement, topic = engine.content.supplements[ref.supplement], engine.content.topics[ref.topic]
    said = engine.content.wording.texts["no-answer-yet"].format(supplement=supplement.name, topic=topic.title)
    for reply in (engine.ask(question), engine.ask(ref)):
        assert (reply.kind, reply.lead) == (ReplyKind.ABSTAIN, said)
        others = [choice.topic for choice in engine.page(reply.choices[0].page).choices]
        having = [one.id for one in engine.content.most_asked if topic.id in one.answers]
        assert others == [TopicRef(one, topic.id) for one in having]


def without(content: Content, supplement: str, topic: str) -> Content:
    """The content, less a supplement's answer on a topic; points on it go to its overview, so that nothing is learnt anew."""
    one = content.supplements[supplement]
    rest = {known: answer for known, answer in one.answers.items() if known != topic}
    topics = {point: one.overview if point.answer.topic == topic else point.answer.topic for point in one.points}
    points = tuple(replace(point, answer=replace(point.answer, topic=topics[point])) for point in one.points)
    return replace(content, supplements={**content.supplements, supplement: replace(one, answers=rest, points=points)})


def test_wider_topic(content: Content, encoder: Encoder) -> None:
    """Where a supplement has no answer on a finer topic, in words or picked, that is said above its answer on the wider one."""
    finer, wider = content.topics["safety/dreams"], content.topics["safety/side-effects"]
    assert finer.parent == wider.id
    engine = build_engine(without(content, "zinc", finer.id), encoder, Cache(CACHE))
    said = content.wording.texts["wider"].format(topic=finer.title, supplement="zinc")
    for reply in (engine.ask("does zinc give you nightmares"), engine.ask(TopicRef("zinc", finer.id))):
        assert (reply.kind, reply.title) == (ReplyKind.ANSWER, f"Zinc: {wider.title}")
        assert [scored.ref for scored in reply.topics] == [TopicRef("zinc", wider.id)]
        assert reply.lead == content.supplements["zinc"].answers[wider.id].short
        assert reply.text.index(said) < reply.text.index(reply.lead)
        check(reply, content)


def test_what_it_is_a_form_of_comes_before_the_wider_topic(content: Content, encoder: Encoder) -> None:
    """Where a form has no answer on a finer topic, that of what it is a form of stands in, and not the form's wider one."""
    engine = build_engine(without(content, MEANT, "safety/dreams"), encoder, Cache(CACHE), supplement=MEANT)
    reply = engine.ask("does magtein give you nightmares")
    assert [scored.ref for scored in reply.topics] == [TopicRef("magnesium", "safety/dreams")]
    assert reply.lead == content.supplements["magnesium"].answers["safety/dreams"].short


def test_pages(engine: Engine) -> None:
    """Every page in the bot's own voice ends with the disclaimer, and its buttons lead somewhere."""
    categories = [CATEGORY_PAGE + category.id for category in engine.content.categories]
    for name in [*PLAIN_PAGES, SHELF_PAGE, "sources", "topics", *categories]:
        page = engine.page(name)
        assert page.kind is ReplyKind.SMALLTALK
        check(page, engine.content)
        for choice in page.choices:
            check(engine.ask(choice.topic) if choice.topic else engine.page(choice.page), engine.content)


@pytest.mark.parametrize("name", ["", "nonsense", "category/", "category/nonsense"])
def test_no_such_page(engine: Engine, name: str) -> None:
    """Any other page is a KeyError."""
    with pytest.raises(KeyError):
        engine.page(name)


# -- inline results ------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_rank(engine: Engine, limit: int) -> None:
    """Inline results are whole answers, each topic once, best first, no more than were asked for."""
    found = engine.rank("when should I take it", limit)
    assert 1 <= len(found) <= limit
    assert topics(found[0]) == topics(engine.ask("when should I take it"))
    assert all(reply.kind is ReplyKind.ANSWER and len(reply.topics) == 1 for reply in found)
    scores = [reply.topics[0].score for reply in found]
    assert scores == sorted(scores, reverse=True)
    assert len({reply.topics[0].ref for reply in found}) == len(found)
    for reply in found:
        check(reply, engine.content)


@pytest.mark.parametrize("query", ["", "  "])
def test_rank_of_nothing(engine: Engine, query: str) -> None:
    """An empty query gives the most useful topics of the supplement that is meant, in the editors' order."""
    popular = list(engine.content.popular)
    assert [topic for reply in engine.rank(query, 10) for topic in topics(reply)] == popular[:10]
    assert [topic for reply in engine.rank(query, 2) for topic in topics(reply)] == popular[:2]


@pytest.mark.parametrize("emergency", EMERGENCIES)
def test_rank_of_danger(engine: Engine, emergency: str) -> None:
    """In danger there is one result, the urgent one."""
    assert [reply.kind for reply in engine.rank(emergency, 10)] == [ReplyKind.URGENT]


@pytest.mark.parametrize("query", ["What is the capital of France?", "asdf qwrtz plkjh", "😭"])
def test_rank_finds_nothing(engine: Engine, query: str) -> None:
    """What is no question for the FAQ has no results."""
    assert engine.rank(query, 10) == []


# -- any text ------------------------------------------------------------


@given(ANY_TEXT, ANY_TEXT)
@example("\ud800 \udfff", "\u200b" * 50)
@example("㉑" * 4096, "9" * 100_000)
@example("how much " * 12_000, "a" * 100_000)
@example("?" * 100_000, "\n" * 4096)
@settings(deadline=None, max_examples=40)
def test_any_text(engine: Engine, shelf: Engine, first: str, second: str) -> None:
    """Any text gets a reply with the disclaimer, at the start of a conversation and later in it, and inline too."""
    for asked in (engine, shelf):
        conversation = Conversation()
        check(asked.ask(first, conversation), asked.content)
        check(asked.ask(second, conversation), asked.content)
        for reply in asked.rank(first, 3):
            check(reply, asked.content)


@given(ANY_TEXT)
@example("how much:mg")
@example("W:AUCH:MG")
@settings(deadline=None, max_examples=100)
def test_any_text_without_encoder(letters_engine: Engine, text: str) -> None:
    """The same holds without the encoder."""
    check(letters_engine.ask(text), letters_engine.content)


@pytest.mark.parametrize(
    "question", ["how much should I take", "is it ok with Eliquis", "zinc?", "my husband wont wake up", "hi"]
)
def test_same_reply_twice(engine: Engine, question: str) -> None:
    """A question gets the same reply every time, whatever was asked in between."""
    first = engine.ask(question)
    engine.ask("something else altogether")
    assert engine.ask(question) == first
