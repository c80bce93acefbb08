"""Signs of danger are combinations of word lists."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.content.model import Content, RedFlag, Sign
from bot.language.normalise import normalise
from bot.language.reading import QuestionReader
from bot.matching.english import english_words
from bot.safety.signs import MANY, SignReader, Signs
from tests.any_text import ANY_TEXT


@pytest.fixture(scope="module")
def reader(content: Content) -> SignReader:
    """Two situations: many pills taken, or somebody who does not wake; neither if it is asked in general."""
    return SignReader(
        replace(
            content,
            sign_words={
                "taken": ("took", "i've had"),
                "many": (MANY, "handful", "too many"),
                "not-waking": ("won't wake up",),
                "in-general": ("what if", "can it"),
            },
            units=("mg", "o'clock", "years"),
            red_flags=(
                RedFlag("overdose", "call", (), (Sign(("taken", "many"), ("in-general",)), Sign(("many", "not-waking"), ()))),
                RedFlag("collapse", "call", (), (Sign(("not-waking",), ("in-general",)),)),
            ),
        )
    )


def read(reader: SignReader, text: str) -> Signs:
    """The signs in a text as a person types it."""
    return reader.read(normalise(text).split())


@pytest.mark.parametrize(
    "text",
    [
        "I took 4",
        "took 30 of them",
        "she took twelve pills",
        "took a handful",
        "I’ve had too many",
        "ive had too many",  # the apostrophe left out
        "took 1,000 of them",
        "took 5 mg, then 20 pills",  # one number is an amount, the other a count
        "took " + "9" * 5000,
    ],
)
def test_many(reader: SignReader, text: str) -> None:
    """Four and more of no unit are many, in digits and in words, and so are the words of the list."""
    assert read(reader, text).situations == {"overdose"}


@pytest.mark.parametrize(
    "text",
    [
        "I took 3",
        "took three",
        "took 500 mg",
        "took 500mg",
        "took one at 9 o'clock",
        "took one at 9 oclock",
        "he is 40 years old and took one",
        "took 7.5",
        "30 of them",
        "",
    ],
)
def test_not_many(reader: SignReader, text: str) -> None:
    """Few, an amount of something, or a number that nobody took is no sign."""
    assert not read(reader, text).situations


def test_held_back(reader: SignReader) -> None:
    """A word that holds a sign back does so wherever it stands, and only for the signs that name it."""
    assert not read(reader, "he won't wake up, what if").situations
    assert not read(reader, "what if I took 30").situations
    assert read(reader, "can it be that he wont wake up from 30").situations == {"overdose"}


def test_several(reader: SignReader) -> None:
    """All situations whose signs are there are told, and all word lists that were touched."""
    signs = read(reader, "took 30 and won't wake up")
    assert signs.situations == {"overdose", "collapse"}
    assert signs.lists == {"taken", "many", "not-waking"}


def test_whole_words_only(reader: SignReader) -> None:
    """A phrase is found where its words stand in a row, not inside other words."""
    assert not read(reader, "mistook 30").situations
    assert not read(reader, "won't she wake up").situations


@given(ANY_TEXT)
@settings(deadline=None)
def test_any_text(reader: SignReader, text: str) -> None:
    """Any text is read, and a situation is told only with all the lists of one of its signs."""
    signs = read(reader, text)
    if "overdose" in signs.situations:
        assert "many" in signs.lists
    if "collapse" in signs.situations:
        assert "not-waking" in signs.lists


def test_no_entry_is_repaired_away(content: Content) -> None:
    """Every word of danger in the shipped lists survives being read as part of a message."""
    signs, questions = SignReader(content), QuestionReader(content, english_words())
    lost = [
        (name, entry)
        for name, entries in content.sign_words.items()
        for entry in entries
        if entry != MANY and name not in signs.read(questions.read(f"please {entry} help").words).lists
    ]
    assert lost == []


def test_asked_about(content: Content) -> None:
    """A sign that is only asked about in general is held back, and told as such."""
    signs = SignReader(content).read("can it cause chest pain".split())
    assert "chest-pain" in signs.asked_about
    assert "chest-pain" not in signs.situations
