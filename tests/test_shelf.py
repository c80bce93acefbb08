"""What people ask a shelf of many supplements: who takes part, what is asked about them, and what comes back."""

import pytest

from bot.answering.conversation import Conversation
from bot.answering.decision import Reason
from bot.answering.engine import Engine
from bot.answering.kinds.over_shelf import MOST_LINES
from bot.answering.kinds.uses import main_uses
from bot.answering.replies import Replies
from bot.answering.reply import BlockKind, Reply, ReplyKind
from bot.content.answers import PairLevel
from bot.content.model import TopicRef
from bot.content.wording import TEXTS

pytestmark = pytest.mark.slow  # a hundred questions


def ids(reply: Reply) -> list[str]:
    """What is answered or offered, best first."""
    return [scored.ref.id for scored in reply.topics]


def labels(reply: Reply) -> list[str]:
    """What the buttons say."""
    return [choice.label for choice in reply.choices]


# The rows of the table of what used to come out wrong.


def test_which_one(shelf: Engine) -> None:
    """A dose without a supplement is asked back: which one? The most asked are buttons, the rest one press away."""
    reply = shelf.ask("how much should I take?")
    assert reply.kind is ReplyKind.SUGGEST
    assert {scored.ref.topic for scored in reply.topics} == {"dosage/typical-dose"}
    assert labels(reply)[:3] == [one.name for one in shelf.content.most_asked[:3]]
    more = shelf.page(reply.choices[-1].page)
    assert len(more.choices) == sum("dosage/typical-dose" in one.answers for one in shelf.content.supplements.values())


def test_which_one_is_the_last_spoken_of(shelf: Engine) -> None:
    """A dose without a supplement is that of the one last spoken of."""
    conversation = Conversation()
    shelf.ask("zinc side effects", conversation)
    assert ids(shelf.ask("how much should I take?", conversation)) == ["zinc/dosage/typical-dose"]


@pytest.mark.parametrize(
    "question",
    [
        "which is better for sleep, melatonin or magnesium?",
        "melatonin vs magnesium for sleep",
        "compare melatonin and magnesium for sleep",
    ],
)
def test_versus(shelf: Engine, question: str) -> None:
    """Of two, each is told, and that no trial has compared them."""
    reply = shelf.ask(question)
    assert sorted(ids(reply)) == ["magnesium/benefits/sleep", "melatonin/benefits/sleep"]
    for one in ("magnesium", "melatonin"):
        assert shelf.content.supplements[one].answers["benefits/sleep"].short in reply.text
    assert "no trial has compared them" in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "I take ramipril. Do calcium and potassium both upset the stomach?",
        "my dad is on metformin. B12 or iron for tiredness, which is better?",
        "I take levothyroxine. do magnesium and iron both make you constipated",
    ],
)
def test_medicine_beside_two_of_ours(shelf: Engine, question: str) -> None:
    """Two side by side come below what is to be heeded with a medicine that is named."""
    rows, decision = shelf.rows.to_heed(shelf.understand(question)), shelf.decide(question)
    assert decision.reason is Reason.SIDE_BY_SIDE
    assert rows and all(row.text in decision.reply.text for row in rows)


@pytest.mark.parametrize(
    ("question", "medicine"),
    [
        ("can I stop metformin and take berberine instead?", "metformin"),
        ("magnesium instead of my blood pressure tablets", "a medicine"),
        ("My mum wants to drop her levothyroxine and take ashwagandha, would that do?", "levothyroxine"),
        ("what natural thing can I take instead of omeprazole", "omeprazole"),
        ("turmeric instead of Eliquis for afib", "Eliquis"),
    ],
)
def test_in_the_place_of_a_medicine(shelf: Engine, question: str, medicine: str) -> None:
    """Before anything else the reply says not to swap the medicine alone, and so does each of a list to pick from."""
    reply = shelf.ask(question)
    assert reply.body[0].text == shelf.content.wording.texts["instead"].format(medicine=medicine)
    assert reply.kind is not ReplyKind.URGENT
    assert all(one.body[0] == reply.body[0] for one in shelf.rank(question, 3))


@pytest.mark.parametrize(
    "question",
    [
        "is berberine ok with metformin",
        "magnesium citrate instead of oxide, I'm also on amlodipine",
        "how long after my last amoxicillin can I start probiotics",
        "do I have to stop st johns wort before I start sertraline",
    ],
)
def test_not_in_the_place_of_a_medicine(shelf: Engine, question: str) -> None:
    """It does not say so where both are taken, or something else is swapped or stopped."""
    assert not shelf.understand(question).is_instead


def test_certain_question_in_little_danger(shelf: Engine) -> None:
    """What is certainly asked, and hardly an emergency, is answered below the line on when to call for help."""
    question = (
        "My crohns is quiet just now and I tried berberine, got the trots for a day. Stopped and it settled. "
        "Guess it's not for me, or smaller amount?"
    )
    reply = shelf.ask(question)
    assert reply.kind is ReplyKind.ANSWER
    assert ids(reply)[0] == "berberine/safety/diarrhoea"
    assert shelf.content.wording.texts["urgent-note"] in reply.text


def test_medicine_alone_is_no_danger(shelf: Engine) -> None:
    """Who only tells of a medicine is told about it."""
    reply = shelf.ask("im on warfarin", Conversation("magnesium-l-threonate"))
    assert reply.kind is ReplyKind.ANSWER
    assert ids(reply)[0] == "magnesium-l-threonate/safety/blood-thinners"


@pytest.mark.parametrize(
    ("question", "supplement"),
    [
        ("I have green tea twice a day and it seems to work, is the extract good for a fatty liver?", "green-tea-extract"),
        ("used to take a multi every day but quit it, ok to start again?", "multivitamin"),
        ("they found I'm low in D, can you overdo it", "vitamin-d"),
    ],
)
def test_weak_name_beside_a_pronoun(shelf: Engine, question: str, supplement: str) -> None:
    """Where nothing was spoken of before, what only hints at a supplement tells which is meant."""
    assert shelf.understand(question).subject.id == supplement


def test_weak_name_after_another(shelf: Engine) -> None:
    """Where something was spoken of, a pronoun points at that."""
    assert shelf.understand("is it ok with green tea?", Conversation("zinc")).subject.id == "zinc"


def test_versus_goes_on(shelf: Engine) -> None:
    """A bare comparison is on the topic last spoken of where that was of one of the two, and else on what each is."""
    conversation = Conversation()
    shelf.ask("is 5-htp ok for cats?", conversation)
    assert ids(shelf.ask("zinc or iron", conversation)) == ["zinc/about/what-is", "iron/about/what-is"]
    shelf.ask("does iron help with energy?", conversation)
    assert ids(shelf.ask("iron or vitamin b12?", conversation)) == ["iron/benefits/energy", "vitamin-b12/benefits/energy"]


@pytest.mark.parametrize("question", ["iron with zinc", "can I take zinc and iron together?"])
def test_pair_of_supplements(shelf: Engine, question: str) -> None:
    """Two together are told as a pair, in whichever order."""
    reply = shelf.ask(question)
    assert ids(reply)[0] == "zinc/with/iron"
    row = shelf.content.pair("zinc", "iron")
    assert row is not None
    assert row.text in reply.text
    assert shelf.content.wording.levels[row.level] in reply.text


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what's the dose of both?", "dosage/typical-dose"),
        ("are both ok for kidneys?", "safety/kidney"),
    ],
)
def test_both(shelf: Engine, question: str, topic: str) -> None:
    """The two that were last named are "both"."""
    conversation = Conversation()
    shelf.ask("can I take zinc and iron together?", conversation)
    assert sorted(ids(shelf.ask(question, conversation))) == [f"iron/{topic}", f"zinc/{topic}"]


@pytest.mark.parametrize("question", ["what supplements do you cover?", "which supplements can I ask about", "/shelf"])
def test_shelf(shelf: Engine, question: str) -> None:
    """What is covered is told by kind, each a button."""
    reply = shelf.page("shelf") if question.startswith("/") else shelf.ask(question)
    assert set(labels(reply)) == {one.name for one in shelf.content.supplements.values()}
    assert question.startswith("/") or ids(reply) == ["shelf"]


@pytest.mark.parametrize(("question", "goal"), [("what helps sleep?", "goals/sleep"), ("something for stress?", "goals/stress")])
def test_goal(shelf: Engine, question: str, goal: str) -> None:
    """A use gets the supplements with an answer on it, first those mostly taken for it, how strong the evidence is, and when to
    see somebody.
    """
    reply = shelf.ask(question)
    assert ids(reply) == [goal]
    one = next(one for one in shelf.content.goals if f"goals/{one.id}" == goal)
    having = [each for each in shelf.content.supplements.values() if one.topic in each.answers]
    shown = [each for each in having if each.name in labels(reply)]
    assert [each.name for each in shown] and len(shown) == min(len(having), MOST_LINES)
    assert all(shelf.content.wording.evidence[each.answers[one.topic].evidence] in reply.text for each in shown)
    taken = [any(answer.topic == one.topic for answer in main_uses(each)) for each in shown]
    by_name = dict(zip((each.name for each in shown), taken, strict=True))
    in_order = [by_name[label] for label in labels(reply) if label in by_name]
    assert in_order == sorted(in_order, reverse=True)
    assert one.see_doctor in reply.text


@pytest.mark.parametrize("question", ["which supplements interact with warfarin?", "what must I not take with warfarin"])
def test_reverse(shelf: Engine, question: str) -> None:
    """A medicine gets what must not meet it, the worst first, and that the rest is unknown."""
    reply = shelf.ask(question)
    assert ids(reply) == ["reverse/vitamin-k-antagonists"]
    assert labels(reply)[0] == "St John's wort"
    lines = next(block.text for block in reply.in_view if block.kind is BlockKind.LIST)
    assert lines.startswith(f"{shelf.content.wording.levels[PairLevel.DO_NOT_COMBINE]}\n• St John's wort")
    assert "Unknown does not mean safe" in reply.text


def test_pair_with_medicine(shelf: Engine) -> None:
    """A supplement with a medicine gets the row of the two, and the supplement's own answer on medicines by button."""
    reply = shelf.ask("is St John's wort ok with warfarin?")
    row = shelf.content.supplements["st-johns-wort"].with_medicines["vitamin-k-antagonists"]
    assert ids(reply)[0] == "st-johns-wort/with/vitamin-k-antagonists"
    assert row.text in reply.text
    assert TopicRef("st-johns-wort", "safety/interactions") in [choice.topic for choice in reply.choices]


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("St John's wort and the pill", "st-johns-wort/with/contraceptives"),
        ("st johns wort with sertraline for low mood", "st-johns-wort/with/antidepressants"),
        ("how much st john's wort should I take, I'm on ciclosporin", "st-johns-wort/with/transplant-medicines"),
    ],
)
def test_never_together(shelf: Engine, question: str, pair: str) -> None:
    """What must not be combined is said, whatever was asked."""
    reply = shelf.ask(question)
    assert ids(reply)[0] == pair
    assert shelf.content.wording.levels[PairLevel.DO_NOT_COMBINE] in reply.text


@pytest.mark.parametrize("question", ["turmeric and blood thinners", "ashwagandha with sertraline"])
def test_calm_pairs(shelf: Engine, question: str) -> None:
    """A pair that is asked about calmly is answered without the line on when to call for help."""
    reply = shelf.ask(question)
    assert reply.kind is ReplyKind.ANSWER
    assert shelf.content.wording.texts["urgent-note"] not in reply.text


@pytest.mark.parametrize("question", ["my cat gets insulin, can I give her b12", "my dog is on prednisone, is b12 ok?"])
def test_medicine_of_a_pet(shelf: Engine, question: str) -> None:
    """Of a pet on a medicine the answer on animals is told, and no row that holds for people."""
    assert ids(shelf.ask(question))[0].startswith("vitamin-b12/safety/animals")
    assert "vitamin-b12/with/" not in " ".join(ids(shelf.ask(question)))


@pytest.mark.parametrize("medicine", ["cefdinir", "baloxavir", "deferasirox", "ketamine"])
def test_rarer_medicines(shelf: Engine, medicine: str) -> None:
    """Medicines that people seldom name are known as such, so that a pair with them is told or told to be unknown."""
    assert [one.name for one in shelf.reader.read(f"zinc with {medicine}").medicines] == [medicine]
    assert medicine in shelf.ask(f"zinc with {medicine}").text.lower()


@pytest.mark.parametrize("question", ["does zinc raise testosterone", "ashwagandha for low testosterone"])
def test_testosterone(shelf: Engine, question: str) -> None:
    """Testosterone is no stress hormone."""
    assert ids(shelf.ask(question))[0].partition("/")[2] in ("benefits/fertility-libido", "safety/hormones")


def test_unknown_pair(shelf: Engine) -> None:
    """A pair of which nothing is known is told as unknown, never as safe."""
    reply = shelf.ask("can I take zinc with finasteride?")
    assert "unknown" in reply.text
    assert "does not mean safe" in reply.text


@pytest.mark.parametrize("question", ["can I take magtein with eliquis?", "is it ok with eliquis?"])
def test_pair_of_what_it_is_a_form_of(shelf: Engine, question: str) -> None:
    """A form that has no row with a medicine of its own is answered with that of what it is a form of, named or spoken of."""
    conversation = Conversation()
    shelf.ask("magtein", conversation)
    reply = shelf.ask(question, conversation)
    row = shelf.content.supplements["magnesium"].with_medicines["direct-anticoagulants-and-heparins"]
    assert "magnesium/with/direct-anticoagulants-and-heparins" in ids(reply)
    assert row.text in reply.text


def test_change_of_supplement(shelf: Engine) -> None:
    """A bare name keeps the topic."""
    conversation = Conversation()
    shelf.ask("melatonin side effects", conversation)
    assert ids(shelf.ask("and magnesium?", conversation)) == ["magnesium/safety/side-effects"]
    assert ids(shelf.ask("how about zinc", conversation)) == ["zinc/safety/side-effects"]


def test_change_of_topic(shelf: Engine) -> None:
    """A bare topic keeps the supplement."""
    conversation = Conversation()
    shelf.ask("when should I take iron?", conversation)
    assert ids(shelf.ask("and side effects?", conversation)) == ["iron/safety/side-effects"]


def test_change_of_supplement_with_a_medicine(shelf: Engine) -> None:
    """After a pair with a medicine a bare name is asked about with that medicine."""
    conversation = Conversation()
    shelf.ask("iron with levothyroxine?", conversation)
    assert ids(shelf.ask("and zinc?", conversation))[0] == "zinc/with/thyroid-hormones"


@pytest.mark.parametrize(
    "question",
    [
        "what time of day do I take the other one?",
        pytest.param(
            "when do I take the other one?",
            marks=pytest.mark.xfail(reason="right, and how long to take it is told below, as it is a hair short of certain"),
        ),
    ],
)
def test_the_other_one(shelf: Engine, question: str) -> None:
    """The other of the two last named is "the other one"."""
    conversation = Conversation()
    shelf.ask("zinc side effects", conversation)
    shelf.ask("iron side effects", conversation)
    assert ids(shelf.ask(question, conversation)) == ["zinc/dosage/timing"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("would vit d be a better bet for my knees", ["magnesium", "vitamin-d"]),
        ("what about vitamin d instead?", ["vitamin-d"]),
    ],
)
def test_weighed_against_what_was_spoken_of(shelf: Engine, question: str, expected: list[str]) -> None:
    """What is compared with something that is not named is set beside the one spoken of; what is only turned to is not."""
    conversation = Conversation()
    shelf.ask("can magnesium help achy joints", conversation)
    reply = shelf.ask(question, conversation)
    assert reply.topics[0].ref.topic == "benefits/joints"
    assert list(dict.fromkeys(one.ref.supplement for one in reply.topics)) == expected


def test_compared_before_anything_was_asked(shelf: Engine) -> None:
    """Where nothing was asked before, nothing is compared: the supplement that is named is answered alone."""
    reply = shelf.ask("would zinc be better?", Conversation(supplement="magnesium-l-threonate"))
    assert {one.ref.supplement for one in reply.topics} == {"zinc"}


def test_titles_fit(shelf: Engine) -> None:
    """Nothing of one supplement is offered for another, and titles of shared topics name none."""
    names = [name.lower() for one in shelf.content.supplements.values() for name in (one.name, *one.forms)]
    shared = [topic for topic in shelf.content.topics.values() if not topic.owner]
    assert not [topic.title for topic in shared if any(name in topic.title.lower() for name in names)]
    for one in shelf.content.supplements.values():
        for topic in one.answers:
            related = shelf.content.topics[topic].related
            assert all(shelf.content.topics[other].owner in ("", one.id) for other in related if other in one.answers)


@pytest.mark.parametrize("disease", ["what cures diabetes?", "best supplement against cancer"])
def test_disease_as_a_goal(shelf: Engine, disease: str) -> None:
    """Nothing is offered for an illness; who to ask is said."""
    reply = shelf.ask(disease)
    assert reply.kind is ReplyKind.ABSTAIN
    assert "doctor" in reply.text


@pytest.mark.parametrize(
    ("question", "general"),
    [("is it safe in pregnancy?", "safety/pregnancy"), ("can I give it to my 6 year old?", "safety/children")],
)
def test_general_line(shelf: Engine, question: str, general: str) -> None:
    """Where caution holds whatever the supplement is, it stands above the question of which."""
    reply = shelf.ask(question)
    assert reply.kind is ReplyKind.SUGGEST
    assert shelf.content.topics[general].general in reply.text


@pytest.mark.parametrize(
    ("question", "form", "supplement"),
    [
        ("magnesium citrate side effects", "magnesium citrate", "magnesium"),
        ("how much vit d3 a day", "vitamin D3", "vitamin-d"),
        ("ferrous sulfate and constipation", "ferrous sulfate", "iron"),
    ],
)
def test_forms(shelf: Engine, question: str, form: str, supplement: str) -> None:
    """A form leads to its supplement, and the reply names it."""
    reply = shelf.ask(question)
    assert reply.topics[0].ref.supplement == supplement
    assert form.lower() in reply.text.lower()


@pytest.mark.parametrize(
    ("question", "supplement"),
    [
        ("mk4 vs mk7", "vitamin-k"),
        ("is d3 better than d2?", "vitamin-d"),
        ("creatine hcl or monohydrate?", "creatine"),
        ("krill oil vs fish oil", "omega-3"),
        ("methylfolate or folic acid, which is better", "folic-acid"),
        ("ubiquinol vs coq10", "coenzyme-q10"),
    ],
)
def test_two_forms_of_one(shelf: Engine, question: str, supplement: str) -> None:
    """Forms of one supplement that are weighed against each other, or against it, are what its topic on forms answers."""
    assert ids(shelf.ask(question)) == [f"{supplement}/about/other-forms"]


@pytest.mark.parametrize(
    ("question", "topic"), [("iron infusion vs ferrous fumarate, how much quicker is it?", "iron/about/drip")]
)
def test_forms_weighed_in_some_way(shelf: Engine, question: str, topic: str) -> None:
    """Forms that are weighed in a way that has its own topic get that answer, and the one on forms below it."""
    supplement = topic.partition("/")[0]
    assert ids(shelf.ask(question)) == [topic, f"{supplement}/about/other-forms"]


@pytest.mark.parametrize(
    ("question", "asked", "pair"),
    [
        (
            "is red yeast rice just a statin in disguise",
            "red-yeast-rice/about/natural-statin",
            "red-yeast-rice/with/cholesterol-medicines",
        ),
        (
            "thinking of dropping my lipitor n doing red yeast rice bad idea",
            "red-yeast-rice/safety/statin-swap",
            "red-yeast-rice/with/cholesterol-medicines",
        ),
    ],
)
def test_asked_besides_a_danger(shelf: Engine, question: str, asked: str, pair: str) -> None:
    """That two things must not be combined is read first; what a supplement alone is asked is what the reply is on."""
    reply = shelf.ask(question)
    assert ids(reply) == [asked, pair]
    answer = shelf.content.supplements[reply.topics[0].ref.supplement].answers[reply.topics[0].ref.topic]
    assert reply.text.index(shelf.content.wording.levels[PairLevel.DO_NOT_COMBINE]) < reply.text.index(answer.short)


def test_asked_besides_a_pair(shelf: Engine) -> None:
    """What is asked for certain of a pair is answered below its row."""
    reply = shelf.ask("magnesium and coq10 for migraine, do they go together?")
    assert {"magnesium/with/coenzyme-q10", "magnesium/benefits/migraine"} <= set(ids(reply))


@pytest.mark.parametrize(
    "question", ["5-htp or st john's wort for low mood?", "5-htp vs st john's wort for low mood, which is better?"]
)
def test_versus_what_must_not_be_combined(shelf: Engine, question: str) -> None:
    """Of two that must not be combined that is told first, and then what was asked of each."""
    reply = shelf.ask(question)
    assert ids(reply) == ["st-johns-wort/with/5-htp", "5-htp/benefits/mood", "st-johns-wort/benefits/mood"]
    assert shelf.content.wording.levels[PairLevel.DO_NOT_COMBINE] in [block.text for block in reply.in_view]


def test_no_danger_gives_way_to_a_comparison(shelf: Engine) -> None:
    """Every pair that must not be combined is told, however many supplements are weighed besides."""
    reply = shelf.ask("does 5-htp or st john's wort help more with migraine, on zoloft")
    assert {"5-htp", "st-johns-wort"} <= {choice.topic.supplement for choice in reply.choices if choice.topic}
    assert [block.text for block in reply.in_view].count(shelf.content.wording.levels[PairLevel.DO_NOT_COMBINE]) == 3


@pytest.mark.parametrize(
    "question", ["creatine with furosemide and spironolactone", "zinc with ciprofloxacin, warfarin and penicillamine"]
)
def test_every_pair_is_in_reach_of_a_group(shelf: Engine, question: str) -> None:
    """Where only what is in view is shown, each pair is there with its text, or a button leads to it in the private chat."""
    reply = shelf.ask(question).in_short("more")
    rows = [one.ref for one in reply.topics if one.ref.topic.startswith("with/")]
    assert len(rows) > 1
    offered = [choice.topic for choice in reply.choices if choice.is_apart]
    for ref in rows:
        row = shelf.content.supplements[ref.supplement].with_medicines[ref.topic.removeprefix("with/")]
        assert row.text in reply.text or ref in offered


def test_every_button_leads_on(shelf: Engine) -> None:
    """From any answer a related one is one press away, and every button leads to a reply with the disclaimer."""
    for question in ("what helps sleep?", "zinc or iron", "iron with levothyroxine", "what not with warfarin", "zinc"):
        reply = shelf.ask(question)
        assert reply.choices
        for choice in reply.choices:
            led = shelf.ask(choice.topic) if choice.topic else shelf.page(choice.page)
            assert led.blocks()[-1].text == shelf.content.wording.disclaimer
            assert led.kind is not ReplyKind.ABSTAIN


def test_inline(shelf: Engine) -> None:
    """Inline results are the named supplement's; with two names the pair and the comparison; without one the most asked."""
    assert {ref.split("/")[0] for reply in shelf.rank("zinc side effects", 10) for ref in ids(reply)} == {"zinc"}
    assert next(ids(reply)[0] for reply in shelf.rank("zinc with iron", 10)) == "zinc/with/iron"
    assert any(len(ids(reply)) == 2 for reply in shelf.rank("zinc or iron", 10))
    without = [ids(reply)[0] for reply in shelf.rank("side effects", 10)]
    assert without[:2] == [f"{one.id}/safety/side-effects" for one in shelf.content.most_asked[:2]]
    assert [ids(reply)[0] for reply in shelf.rank("", 3)] == [f"{one.id}/{one.overview}" for one in shelf.content.most_asked[:3]]


# What is not on the shelf, and what is no question.


@pytest.mark.parametrize(
    ("question", "medicine"), [("can I take collagen with ibuprofen?", "ibuprofen"), ("collagen and my statin", "")]
)
def test_not_covered_beside_a_medicine(shelf: Engine, question: str, medicine: str) -> None:
    """Something that is not covered, beside a medicine: unknown, not safe; no invitation to ask about the two again."""
    text = shelf.ask(question).text
    assert "That means unknown. It does not mean safe." in text
    assert medicine in text
    assert "taking it together with one of those" not in text


def test_not_covered(shelf: Engine) -> None:
    """Something that is not covered by itself: its name begins the sentence with a capital."""
    assert shelf.ask("what is collagen?").text.startswith("Collagen is not something")


def test_texts_that_begin_with_a_name(shelf: Engine) -> None:
    """Whatever name is filled in, no text of the bot begins with a small letter."""
    replies = Replies(shelf.content)
    for name, holes in TEXTS.items():
        assert not replies.text(name, **dict.fromkeys(holes, "zinc"))[0].islower(), name


@pytest.mark.parametrize(
    "question",
    [
        *("what is zinc?", "zinc or iron?", "iron with zinc", "zinc with warfarin?", "what is kava?", "what is collagen?"),
        *("what helps with sleep?", "what not to take with warfarin", "melatonin with collagen", "is it ok with statins?"),
        *("how much?", "can I open the capsules of vitamin d", "melatonin and hair loss", "50 mg zinc every day, too much?"),
    ],
)
def test_blocks_begin_with_a_capital(shelf: Engine, question: str) -> None:
    """Whatever is asked, no part of the reply begins with a small letter."""
    assert not [block.text for block in shelf.ask(question).blocks() if block.text[:1].islower()]


@pytest.mark.parametrize("question", ["what do you know?", "what do you know about?", "what can you tell me?"])
def test_what_do_you_know(shelf: Engine, question: str) -> None:
    """All that is known is named, not one product."""
    text = shelf.ask(question).text
    assert all(one.name in text for one in shelf.content.supplements.values())


@pytest.mark.parametrize("text", ["a" * 4096, "aaaa", "x" * 4096, "A A A A", "qqqq ?"])
def test_letters_that_are_no_words(shelf: Engine, text: str) -> None:
    """One letter over and over says nothing: neither small talk nor a topic."""
    reply = shelf.ask(text)
    assert reply.kind is ReplyKind.ABSTAIN
    assert shelf.content.wording.texts["gibberish"].splitlines()[0] in reply.text


@pytest.mark.parametrize("text", ["zzz", "hmmm", "ok", "BBB"])
def test_short_words(shelf: Engine, text: str) -> None:
    """What has few letters and means something is read as before."""
    assert shelf.content.wording.texts["gibberish"].splitlines()[0] not in shelf.ask(text).text


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("I've had reflux for years and live on omeprazole. Is magnesium any good for leg cramps at night?", "benefits/muscles"),
        pytest.param(
            "I take lisinopril every morning without fail. If I forget my vitamin D, do I take double the next day?",
            "dosage/missed-dose",
            marks=pytest.mark.xfail(reason="reads as one about tablets for blood pressure"),
        ),
        ("Heart failure, bisoprolol, in bed by nine. Is the morning a better time of day for CoQ10?", "dosage/timing"),
    ],
)
def test_told_of_a_medicine(shelf: Engine, question: str, topic: str) -> None:
    """A medicine that is only told of does not take the place of what is asked; its row, where it asks for anything, is told."""
    found = shelf.understand(question)
    rows = [row for row in shelf.rows.with_medicines(found)[0] if row.level is not PairLevel.NO_KNOWN_PROBLEM]
    reply = shelf.ask(question)
    assert reply.topics[0].ref.topic == topic
    assert all(row.text in reply.text for row in rows)


@pytest.mark.parametrize(
    ("question", "row", "said"),
    [
        (
            "Can metoprolol be taken with berberine, and with saffron (its in an eye supplement) against macular degeneration",
            "berberine/with/beta-blockers-and-others",
            "no answer yet on this topic (Eyes)",
        ),
        (
            "I take losartan. would berberine do anything for my cataracts",
            "berberine/with/ace-inhibitors-and-arbs",
            "no answer yet on this topic (Eyes)",
        ),
        (
            "I take warfarin. why is my poo bright yellow since i started vitamin C",
            "vitamin-c/with/vitamin-k-antagonists",
            "On this alone (Colour of stools) I have nothing",
        ),
    ],
)
def test_medicine_beside_what_has_no_answer(shelf: Engine, question: str, row: str, said: str) -> None:
    """Where there is no answer on what is asked, or a wider one, what is to be heeded with a medicine named is told too."""
    reply = shelf.ask(question)
    assert row in [f"{one.ref.supplement}/{one.ref.topic}" for one in reply.topics]
    assert said in reply.text


@pytest.mark.parametrize(
    ("question", "supplement", "topics"),
    [
        ("On vitamin D, magnesium and ashwagandha. Do I take zinc before or after breakfast?", "zinc", "dosage/with-food"),
        (
            "I run zinc and omega 3. Starting creatine tomorrow, do I need to load it?",
            "creatine",
            "dosage/loading dosage/starting",
        ),
        ("B12 and vitamin C, plus turmeric for my knees. Now I bought iron. How long until it works?", "iron", "benefits/onset"),
    ],
)
def test_told_of_other_supplements(shelf: Engine, question: str, supplement: str, topics: str) -> None:
    """Of several supplements the one that is asked about is answered, and not those that are only told of."""
    reply = shelf.ask(question)
    assert reply.topics[0].ref.topic in topics.split()
    assert {one.ref.supplement for one in reply.topics} == {supplement}


@pytest.mark.parametrize(
    ("question", "is_stated"),
    [
        ("On magnesium 400 mg. How much zinc a day is right for a man?", False),
        ("I take magnesium. Now I bought zinc of 50 mg. Is that too much of it for a man?", True),
        ("I take lisinopril and 600 mg of magnesium at night. Is that more than I should have?", True),
    ],
)
def test_amount_of_what_is_only_told(shelf: Engine, question: str, is_stated: bool) -> None:
    """An amount of another supplement is not held against the limits of the one that is asked about."""
    assert ("You wrote" in shelf.ask(question).text) == is_stated


def test_told_of_what_must_not_be_combined(shelf: Engine) -> None:
    """What must not be combined is told, though it is only told of."""
    row = shelf.content.supplements["st-johns-wort"].with_medicines["antidepressants"]
    reply = shelf.ask("I take sertraline and St John's wort. How much vitamin D does a woman of 50 need a day?")
    assert row.text in reply.text


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("I take ramipril every morning. May I add a potassium tablet for my cramps?", "with/ace-inhibitors-and-arbs"),
        ("I take levothyroxine at six every morning. How long after it may I take my iron?", "with/thyroid-hormones"),
    ],
)
def test_asked_about_a_medicine(shelf: Engine, question: str, other: str) -> None:
    """Where the sentence that asks leans on a medicine that is told of, the row of the two comes first."""
    assert shelf.ask(question).topics[0].ref.topic == other
