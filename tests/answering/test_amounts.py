"""An amount that a message states is held against the limits for a day, and said above the answer."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.amounts import OF_AMOUNTS, Amounts
from bot.answering.engine import Engine
from bot.answering.replies import Replies
from bot.answering.reply import BlockKind
from bot.content.model import Content
from bot.evaluation.golden import MEANT
from tests.any_text import ANY_TEXT

MAXIMUM = "dosage/maximum"
LIMITS = {
    "zinc": {"25 mg (EU and UK)": 25, "40 mg (US)": 40},
    "magnesium": {"250 mg (EU)": 250, "350 mg (US)": 350, "400 mg (UK advice)": 400},
    MEANT: {"250 mg (EU)": 250, "350 mg (US)": 350},
}
PIECES = st.one_of(
    st.sampled_from("mg g mcg ug iu k x . per day 10k 0.5 500mg 1e9 9,999 ,5 ½ ٣ ² 5000iu grams units \ud800".split()),
    st.integers(0, 10**400).map(str),
    st.floats().map(str),
)
AMOUNT_TEXT = st.one_of(ANY_TEXT, st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=8).map("".join))


def said(content: Content, text: str, supplement: str, topic: str = MAXIMUM) -> list[str]:
    """What is said of a message's amount above a supplement's answer to a topic."""
    notes = Amounts(Replies(content)).notes(text, content.supplements[supplement], topic)
    assert all(note.kind is BlockKind.NOTE for note in notes)
    return [note.text for note in notes]


def wording(content: Content, amount: str, **named: str) -> list[str]:
    """The note on an amount; `named`: the limits that it is `above` and `within`, as they are printed."""
    texts = content.wording.texts
    which = "between" if len(named) > 1 else next(iter(named))
    return [f"{texts['amount'].format(amount=amount)} {texts[f'amount-{which}'].format(**named)}"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("is 20 mg ok", "20 mg"),
        ("20mg", "20 mg"),
        ("I take 20 milligrams a day", "20 milligrams"),
        ("20 mgs daily", "20 mgs"),
        ("7.5mg every day", "7.5 mg"),
        ("0.02 g", "0.02 g = 20 mg"),
        ("0.02 grams each night", "0.02 grams = 20 mg"),
        ("15,000 mcg per day", "15,000 mcg = 15 mg"),
        ("15000 micrograms", "15,000 micrograms = 15 mg"),
        ("15k mcg", "15,000 mcg = 15 mg"),
        ("15000 µg", "15,000 μg = 15 mg"),
        ("15000 μg", "15,000 μg = 15 mg"),
    ],
)
def test_units(content: Content, text: str, amount: str) -> None:
    """Milligrams, grams and micrograms are understood however they are written, and said in that unit and in milligrams."""
    (note,) = said(content, text, "zinc")
    assert note.startswith(content.wording.texts["amount"].format(amount=amount))
    assert note.endswith(content.wording.texts["amount-within"].format(within=", ".join(LIMITS["zinc"])))


def test_large_amount_in_a_smaller_unit(content: Content) -> None:
    """A gram of what is counted in micrograms is said in full, not as a power of ten."""
    (note,) = said(content, "is 2 g ok", "vitamin-d")
    assert "2 g = 2,000,000 mcg" in note


@pytest.mark.parametrize(
    ("text", "amount", "limit"),
    [
        ("10k iu", "10,000 IU", "above"),
        ("10K IU daily", "10,000 IU", "above"),
        ("5,000iu", "5,000 IU", "above"),
        ("4000 IU", "4,000 IU", "within"),
        ("1.5k ius", "1,500 IU", "within"),
        ("400 units a day", "400 IU", "within"),
        ("100000 ui", "100,000 IU", "above"),
        ("1,000,000 IU", "1,000,000 IU", "above"),
    ],
)
def test_international_units(content: Content, text: str, amount: str, limit: str) -> None:
    """Amounts in international units are held against the limit in the same units; "k" is a thousand."""
    named = "4,000 IU (US, EU and UK)"
    assert said(content, text, "vitamin-d") == wording(content, amount, **{limit: named})


@pytest.mark.parametrize(
    ("supplement", "text"), [("zinc", "5000 iu"), ("magnesium", "400 units"), ("melatonin", "200 mg"), ("st-johns-wort", "9 g")]
)
def test_nothing_to_hold_against(content: Content, supplement: str, text: str) -> None:
    """Nothing is said where no authority gives limits, or none in such units."""
    assert said(content, text, supplement) == []


@pytest.mark.parametrize(
    ("supplement", "text", "amount", "above"),
    [
        ("zinc", "24.9 mg", "24.9 mg", 0),
        ("zinc", "25 mg", "25 mg", 0),
        ("zinc", "25.1 mg", "25.1 mg", 1),
        ("zinc", "40 mg", "40 mg", 1),
        ("zinc", "41 mg", "41 mg", 2),
        ("magnesium", "0.3 g", "0.3 g = 300 mg", 1),
        ("magnesium", "375 mg", "375 mg", 2),
        ("magnesium", "0.4 g", "0.4 g = 400 mg", 2),
        ("magnesium", "1 g", "1 g = 1,000 mg", 3),
        ("magnesium", "1,000,000 mg", "1,000,000 mg", 3),
        (MEANT, "144 mg", "144 mg", 0),
        (MEANT, "499 mg", "499 mg", 2),
    ],
)
def test_above_within_between(content: Content, supplement: str, text: str, amount: str, above: int) -> None:
    """Every limit is named, those that the amount is above, and those that it is within; a limit itself is within."""
    limits = list(LIMITS[supplement])
    named = {"above": ", ".join(limits[:above]), "within": ", ".join(limits[above:])}
    assert said(content, text, supplement) == wording(content, amount, **{key: text for key, text in named.items() if text})


@pytest.mark.parametrize(
    ("supplement", "text"),
    [
        ("zinc", "25 mg"),
        ("zinc", "0.025 g"),
        ("zinc", "25,000 mcg"),
        ("iron", "17 mg"),
        ("iron", "0.017 g"),
        ("iron", "17,000 mcg"),
        ("vitamin-d", "100 mcg"),
        ("vitamin-d", "0.1 mg"),
        ("vitamin-d", "4000 IU"),
        ("magnesium", "0.25 g"),
        ("magnesium", "250000 mcg"),
    ],
)
def test_lowest_limit_itself(content: Content, supplement: str, text: str) -> None:
    """Exactly the lowest limit is within all limits, whatever the unit."""
    (note,) = said(content, text, supplement)
    assert content.wording.texts["amount-within"].partition("{")[0] in note


@pytest.mark.parametrize("text", ["325 mg", "ferrous sulfate 200 mg", "322mg ferrous fumarate", "0.3 g"])
def test_salt(content: Content, text: str) -> None:
    """An amount as large as that of a whole iron salt is held against no limit, as it is mostly not iron."""
    assert not said(content, f"I take {text} a day", "iron")
    assert said(content, "I take 65 mg a day", "iron")


@pytest.mark.parametrize(
    ("text", "amount", "part", "above"),
    [
        ("500 mg", "500 mg", "36 mg", 0),
        ("2000mg", "2,000 mg", "144 mg", 0),
        ("2 g", "2 g = 2,000 mg", "144 mg", 0),
        ("2k mg", "2,000 mg", "144 mg", 0),
        ("4 g", "4 g = 4,000 mg", "288 mg", 1),
        ("5000 mg", "5,000 mg", "360 mg", 2),
    ],
)
def test_compound(content: Content, text: str, amount: str, part: str, above: int) -> None:
    """An amount as large as doses of the whole compound are is held against the limits by the magnesium in it."""
    texts, limits = content.wording.texts, list(LIMITS[MEANT])
    (note,) = said(content, f"I take {text} a day", MEANT)
    assert note.startswith(texts["amount-of-compound"].format(amount=amount, part=part))
    above_these, within_these = ", ".join(limits[:above]), ", ".join(limits[above:])
    key = "amount-within" if not above_these else "amount-above" if not within_these else "amount-between"
    assert note.endswith(texts[key].format(above=above_these, within=within_these))


@pytest.mark.parametrize(
    "text",
    [
        "is it 200 mg or 400 mg",
        "200 mg and then 50 mcg",
        "20 mg 20 mg",
        "5 g, no, 50 mg",
        "200 mg twice a day",
        "200mg three times daily",
        "2 x 200 mg",
        "500 mg a week",
        "50 mg weekly",
        "1000 mg per month",
        "50 mg every other day",
        "50 mg every 8 hours",
        "100 mg per capsule",
        "100 mg each",
        "5 mg per kg",
        "my level is 30 mcg",
        "a 20 mg/ml syrup",
        "two 200 mg capsules",
        "2 capsules of 200 mg",
        "200 mg tablets, 3 a day",
        "200 mg morning and night",
    ],
)
def test_no_amount_for_a_day(content: Content, text: str) -> None:
    """Of several amounts, and of one that is not all that is taken in a day, nothing is said."""
    assert said(content, text, "magnesium") == []


@pytest.mark.parametrize(
    "text", ["", "is 200 too much", "mg", "how many mg", "200", "200 k", "10k", "200 mega", "is it with vitamin b12 mg", "1 kg"]
)
def test_no_amount(content: Content, text: str) -> None:
    """A number without a unit, or a unit without a number, is no amount."""
    assert said(content, text, "magnesium") == []


@pytest.mark.parametrize(("text", "amount"), [(".5 g", "0.5 g = 500 mg"), ("1 000 mg", "1,000 mg")])
def test_no_other_amount(content: Content, text: str, amount: str) -> None:
    """A number that is written in another way is understood, or nothing is said of it; it is not taken for another number."""
    assert said(content, text, "magnesium") in ([], wording(content, amount, above=", ".join(LIMITS["magnesium"])))


@pytest.mark.parametrize(
    "topic",
    [
        "about/what-is",
        "benefits/sleep",
        "dosage/timing",
        "safety/pregnancy",
        "safety/children",
        "safety/kidney",
        "safety/interactions",
    ],
)
def test_other_topics(content: Content, topic: str) -> None:
    """Above an answer that is not on amounts for healthy adults nothing is said."""
    assert said(content, "200 mg", "magnesium", topic) == []


def test_topics_on_amounts(content: Content) -> None:
    """The topics on amounts exist, none is on people for whom the limits do not hold, and each gets the note."""
    assert set(content.topics) >= OF_AMOUNTS
    assert not any(content.topics[topic].is_caution for topic in OF_AMOUNTS)
    assert all(said(content, "200 mg", "zinc", topic) == said(content, "200 mg", "zinc") != [] for topic in OF_AMOUNTS)


@given(AMOUNT_TEXT, st.data())
@settings(deadline=None)
def test_any_text(content: Content, text: str, data: st.DataObject) -> None:
    """No text is refused; what is said is one note at most, and it names every limit."""
    supplement = data.draw(st.sampled_from(sorted(content.supplements)))
    notes, limits = said(content, text, supplement), content.supplements[supplement].limits
    assert len(notes) <= (limits is not None)
    for note in notes:
        assert limits
        assert all(f"({limit.whose})" in note for limit in limits.daily)


def test_shipped_limits(content: Content) -> None:
    """Each shipped limit stands, with its unit, in the answer on the most to take, and so does what a compound holds."""
    having = {one.id: one.limits for one in content.supplements.values() if one.limits}
    assert having.keys() >= {"zinc", "iron", "magnesium", "vitamin-d", MEANT}
    for name, limits in having.items():
        answer = content.supplements[name].answers[MAXIMUM]
        told = f"{answer.short} {answer.details}"
        unit = {"mg": "(mg|milligrams)", "mcg": "(mcg|micrograms)"}[limits.unit]
        for limit in limits.daily:
            assert re.search(rf"(?<![\d,.]){limit.amount:,} {unit}\b", told), (name, limit)
            assert not limits.iu or f"{limit.amount * limits.iu:,} IU" in told, (name, limit)
        if limits.compound_from:
            found = re.search(r"([\d,]+) mg of the compound gives about (\d+) mg", told)
            assert found, name
            assert round(int(found[1].replace(",", "")) * limits.held / 1000) == int(found[2]), name


@pytest.mark.parametrize(
    ("question", "amount", "named"),
    [
        ("is 200 mg of zinc too much", "200 mg", {"above": "25 mg (EU and UK), 40 mg (US)"}),
        ("is 10k iu of vitamin d too much", "10,000 IU", {"above": "4,000 IU (US, EU and UK)"}),
        ("is 30mg of zinc within the limit?", "30 mg", {"above": "25 mg (EU and UK)", "within": "40 mg (US)"}),
        ("I had 200 mg of zinc, is that too much?", "200 mg", {"above": "25 mg (EU and UK), 40 mg (US)"}),
    ],
)
def test_in_a_reply(engine: Engine, question: str, amount: str, named: dict[str, str]) -> None:
    """The note stands above the answer, also where two topics are answered."""
    blocks = engine.ask(question).blocks()
    (expected,) = wording(engine.content, amount, **named)
    place = [block.text for block in blocks].index(expected)
    assert place < [block.kind for block in blocks].index(BlockKind.LEAD)


@pytest.mark.parametrize(
    "question",
    [
        "how much zinc is too much",
        "how much vitamin d3 iu is too much",
        "can i take 200 mg of magnesium while pregnant",
        "is 10 mg of melatonin too much",
    ],
)
def test_not_in_a_reply(engine: Engine, question: str) -> None:
    """A reply says nothing of amounts where none is stated, on people who should ask first, and where no limit is known."""
    head = engine.content.wording.texts["amount"].partition("{")[0]
    assert not any(block.text.startswith(head) for block in engine.ask(question).blocks() if block.kind is BlockKind.NOTE)
