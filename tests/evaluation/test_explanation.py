"""An explanation tells what led to a reply, and it is the reply that people get."""

import json
from dataclasses import asdict

import pytest

from bot.answering.conversation import Conversation
from bot.answering.decision import Reason
from bot.answering.engine import Engine
from bot.evaluation.explanation import explain
from bot.evaluation.explanation_text import as_text
from bot.evaluation.golden import MEANT
from bot.evaluation.reasons import reason_in_words
from bot.safety.alarm import RAISE

QUESTIONS = {
    "my husband wont wake up": Reason.DANGER,
    "¿Puedo tomarlo con el café por la mañana?": Reason.OTHER_LANGUAGE,
    "asdf qwrtz plkjh": Reason.UNREADABLE,
    "thank you so much": Reason.SMALL_TALK,
    "magtein": Reason.BARE_NAME,
    "rhodiola dosage": Reason.OTHER_SUBJECT,
    "is kava safe?": Reason.CARD,
    "When should I take it?": Reason.SURE,
    "What is the capital of France?": Reason.NOT_OURS,
}
# Questions to the whole shelf, where no supplement is meant.
TO_THE_SHELF = {
    "what do you cover?": Reason.SHELF,
    "which supplements should I avoid with warfarin?": Reason.REVERSE,
    "what can I take for sleep?": Reason.GOAL,
    "zinc": Reason.BARE_NAME,
    "zinc or iron, which is better?": Reason.SIDE_BY_SIDE,
    "is St John's wort ok with the pill?": Reason.PAIR_WITH_MEDICINE,
    "can I take zinc with iron?": Reason.PAIR_OF_SUPPLEMENTS,
    "can I take aspirin with ibuprofen?": Reason.MEDICINES_ALONE,
    "How much zinc a day? And is it safe in pregnancy?": Reason.SEVERAL,
    "what are the side effects?": Reason.WHICH_ONE,
}


@pytest.mark.parametrize(("question", "reason"), QUESTIONS.items())
def test_reason(engine: Engine, question: str, reason: Reason) -> None:
    """The reason is the one by which the engine decided, and kind and topics are those of its reply."""
    found, reply = explain(engine, question), engine.ask(question)
    assert found.reason is reason
    assert found.reply == reply.kind
    assert found.replied == tuple(scored.id for scored in reply.topics)


@pytest.mark.parametrize(("question", "reason"), TO_THE_SHELF.items())
def test_reason_on_the_shelf(shelf: Engine, question: str, reason: Reason) -> None:
    """So it is where no supplement is meant; answers and choices stand there with their supplements."""
    found, reply = explain(shelf, question), shelf.ask(question)
    assert found.reason is reason
    assert found.reply == reply.kind
    assert found.replied == tuple(scored.id for scored in reply.topics)


@pytest.mark.parametrize("question", [*QUESTIONS, *TO_THE_SHELF])
def test_text_and_json(shelf: Engine, question: str) -> None:
    """Every explanation can be read by people and by machines, and ends with the decision and its reason."""
    found = explain(shelf, question)
    text = as_text(found)
    assert f"DECISION: {found.reply}" in text
    assert text.endswith(found.because)
    assert json.loads(json.dumps(asdict(found)))["matched"] == found.matched


def test_what_was_read(engine: Engine) -> None:
    """Repairs, names with what stands for them, and the matched text are those of the reader."""
    found = explain(engine, "Is Magtein ok with ELEQUIS, zinc, kava and rhodiola?")
    assert found.normalised == "is magtein ok with elequis zinc kava and rhodiola"
    assert found.repaired == (("elequis", "eliquis"),)
    assert [(name.name, name.role, name.read_as) for name in found.names] == [
        (engine.content.supplements[MEANT].name, "subject", "magnesium"),
        ("Eliquis", "companion", "blood thinner"),
        ("zinc", "companion", "vitamin"),
        ("Kava", "companion", "vitamin"),
        ("rhodiola", "companion", "vitamin"),
    ]
    assert found.matched == "is magnesium ok with blood thinner vitamin vitamin and vitamin"
    kinds = ["a supplement of this FAQ", "a medicine", "a supplement of this FAQ", "with a card", "does not cover"]
    assert all(kind in name.what for kind, name in zip(kinds, found.names, strict=True))


def test_who_takes_part(shelf: Engine) -> None:
    """The subject, what is asked about the names and the rows that belong to them are the engine's; a form stands by its name."""
    found = explain(shelf, "can I take zinc picolinate with ciprofloxacin and iron?")
    assert (found.subject, found.asked) == ("zinc", "pair")
    assert "by its form zinc picolinate" in found.names[0].what
    assert found.rows == tuple(
        f"{row} (keep-apart)" for row in ("zinc/with/quinolones", "iron/with/quinolones", "zinc/with/iron")
    )
    assert all(row in as_text(found) for row in found.rows)
    assert explain(shelf, "how much should I take?").subject == "", "nobody can tell"


def test_numbers(engine: Engine) -> None:
    """Chances, thresholds and scores are the engine's own; topics and wordings come best first."""
    found = explain(engine, "When should I take it?")
    understood = engine.understand("When should I take it?")
    assert found.certainty == understood.match.certainty >= found.answers_from == engine.answer_from
    assert found.danger.chance == understood.danger.chance < found.danger.urgent_from == RAISE
    assert [topic.label for topic in found.topics] == list(understood.match.topics[:5])
    assert found.topics[0].score == understood.match.score("dosage/timing")
    assert found.beyond[0].label == "not covered"
    assert len(found.nearest) == 10
    assert found.nearest[0].belongs_to == "dosage/timing"


def test_nearest_wordings(engine: Engine) -> None:
    """A wording of the content is nearest to itself, by words and by meaning, under its topic and its writer."""
    for topic in list(engine.content.topics.values())[::19]:
        for phrasing in topic.phrasings[:1]:
            nearest = explain(engine, phrasing.text.replace("{supplement}", engine.content.supplements[MEANT].name)).nearest[0]
            assert (nearest.text, nearest.belongs_to, nearest.writer) == (phrasing.text, topic.id, phrasing.writer)
            assert nearest.words == pytest.approx(1, abs=1e-3)
            assert nearest.meaning == pytest.approx(1, abs=1e-3)


def test_without_encoder(letters_engine: Engine) -> None:
    """Without the sentence encoder there is no likeness of meaning, and the explanation says so."""
    found = explain(letters_engine, "When should I take it?")
    assert {near.meaning for near in found.nearest} == {None}
    assert "none" in as_text(found)


def test_what_is_only_told(shelf: Engine) -> None:
    """Names are those of the whole message, and the text that was matched is what is left of it."""
    found = explain(shelf, "Heart failure, bisoprolol, in bed by nine. Is the morning a better time of day for CoQ10?")
    assert [name.name for name in found.names] == ["bisoprolol", "coenzyme Q10"]
    assert found.left_out
    assert "heart failure" not in found.matched
    assert "without what is only told" in as_text(found)


def test_earlier_question(engine: Engine) -> None:
    """What was asked before bears on the question as it does in a chat."""
    conversation = Conversation()
    engine.ask("should I take it in the morning", conversation)
    reply = engine.ask("why?", conversation)
    found = explain(engine, "why?", ["should I take it in the morning"])
    assert found.in_light_of == "dosage/timing"
    assert found.replied == tuple(scored.id for scored in reply.topics)
    assert "should I take it in the morning" in as_text(found)


def test_pieces(engine: Engine) -> None:
    """The pieces of a message are shown with their topics, and which of them count as questions."""
    question = "How many capsules a day? And is it safe in pregnancy?"
    found = explain(engine, question)
    assert [part.text for part in found.parts] == ["How many capsules a day", "is it safe in pregnancy"]
    assert {f"{MEANT}/{part.topic}" for part in found.parts if part.is_question} == {
        scored.ref.id for scored in engine.ask(question).topics
    }
    assert "How many capsules a day" in as_text(found).partition("PIECES")[2]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    """Whatever was decided, there is one sentence for it."""
    of_danger, of_reading = ("danger", "danger_from", "situation"), ("language", "small_talk", "supplement", "others")
    of_match = ("best", "certainty", "answers_from", "ours", "ours_from")
    sentence = reason_in_words(reason, **dict.fromkeys((*of_danger, *of_reading, *of_match), "X"))
    assert sentence.endswith(".")
    assert "{" not in sentence
