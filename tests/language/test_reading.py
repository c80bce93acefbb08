"""A question is read: spelling repaired, names recognised and replaced, lay words put in the topics' words."""

import pytest
from hypothesis import given, settings

from bot.content.model import Content, Supplement
from bot.evaluation.golden import MEANT
from bot.language.participants import Role
from bot.language.reading import QuestionReader
from bot.matching.english import english_words
from tests.any_text import ANY_TEXT


@pytest.fixture(scope="module")
def reader(content: Content) -> QuestionReader:
    """A reader of the shipped content's names and words."""
    return QuestionReader(content, english_words())


@pytest.mark.parametrize(
    "name",
    ["Magtein", "magnesium l-threonate", "MAG THREONATE", "magtien", "L-threonate"],
)
def test_every_name_reads_the_same(reader: QuestionReader, content: Content, name: str) -> None:
    """Whatever the supplement is called, the matched text is the same."""
    reading = reader.read(f"when should I take {name}?")
    assert reading.supplements == (content.supplements[MEANT],)
    assert reading.text == reader.read_phrasing("when should I take {supplement}").text


@pytest.mark.parametrize("name", ["Eliquis", "eliquis", "warfarin", "Plavix", "warfarrin"])
def test_medicine_reads_as_its_class(reader: QuestionReader, name: str) -> None:
    """A medicine's name gives way to its class."""
    assert reader.read(f"is {name} ok with it").text == reader.read("is blood thinner ok with it").text


def test_medicine_is_named_as_printed(reader: QuestionReader) -> None:
    """The content's spelling of a medicine is kept for the answer, each once, in the order of the question."""
    reading = reader.read("ELIQUIS or xarelto? eliquis!")
    assert [mention.name for mention in reading.medicines] == ["Eliquis", "Xarelto"]


def test_other_supplements(reader: QuestionReader) -> None:
    """What is not on the shelf is told by name, and all of it reads alike."""
    reading = reader.read("can I take taurine or kava kava")
    assert [other.name for other in reading.others] == ["taurine", "Kava"]
    assert reading.text == reader.read("can I take glycine or rhodiola").text
    assert not reading.supplements


def test_supplements(reader: QuestionReader) -> None:
    """Every supplement of the shelf that is named is told, in the order of the question, with its role."""
    reading = reader.read("can I take zinc with vit d")
    assert [one.id for one in reading.supplements] == ["zinc", "vitamin-d"]
    assert [mention.role for mention in reading.mentions] == [Role.SUBJECT, Role.COMPANION]


def test_other_forms_keep_their_name(reader: QuestionReader) -> None:
    """A form leads to its supplement, is kept for the answer, and stays in the text where another supplement is a form too."""
    reading = reader.read("is glycinate better")
    assert [(one.id, reading.forms) for one in reading.supplements] == [("magnesium", ("magnesium glycinate",))]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("iron or d", ["iron", "vitamin-d"]),
        ("Iron or D?", ["iron", "vitamin-d"]),
        ("d and zinc", ["vitamin-d", "zinc"]),
        ("iron, zinc or d", ["iron", "zinc", "vitamin-d"]),
        ("does zinc plus d help", ["zinc", "vitamin-d"]),
        ("zinc & D", ["zinc", "vitamin-d"]),
        ("and d?", ["vitamin-d"]),
        ("what about D", ["vitamin-d"]),
        ("vitamin d and zinc", ["vitamin-d", "zinc"]),
        ("zinc with vitamin d", ["zinc", "vitamin-d"]),
    ],
)
def test_short_name(reader: QuestionReader, text: str, named: list[str]) -> None:
    """A short name counts beside another name and alone among filling words, and a long one that holds it counts once."""
    assert [one.named.id for one in reader.read(text).mentions if isinstance(one.named, Supplement)] == named


@pytest.mark.parametrize("text", ["i got a d in maths", "d", "is grade d ok", "d day and then rest"])
def test_no_short_name(reader: QuestionReader, text: str) -> None:
    """Elsewhere it is no name."""
    assert not reader.read(text).mentions


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ferritin 9, what now", ["iron"]),
        ("my feritin is low", ["iron"]),
        ("Ferritin came back at 14, vitamin d 34", ["iron", "vitamin-d"]),
        ("25(OH)D 31 nmol/l", ["vitamin-d"]),
        ("is green tea bad with thyroid tablets", ["green-tea-extract"]),
        ("does vitamin c raise ferritin", ["vitamin-c"]),
        ("does it raise ferritin", []),
        ("iron 20 mg a day and ferritin 12", ["iron"]),
    ],
)
def test_weak_name(reader: QuestionReader, text: str, named: list[str]) -> None:
    """A weak name counts where no supplement is named or pointed at, or before a number, and stays in what is matched."""
    reading = reader.read(text)
    assert [one.id for one in reading.supplements] == named
    assert any(mention.is_weak for mention in reading.mentions) == (
        named != ["vitamin-c"] and named != [] and "iron 20" not in text
    )
    assert ("ferritin" in reading.text) == ("ferritin" in reading.words)


@pytest.mark.parametrize(
    "text",
    ["is it a vitamin, a mineral", "is it a vitamin, a mineral or what", "is a vitamin a mineral", "which vitamin a man needs"],
)
def test_article(reader: QuestionReader, text: str) -> None:
    """The article after "vitamin" is not the A of vitamin A."""
    assert not reader.read(text).mentions


@pytest.mark.parametrize(
    "text", ["is vitamin a safe", "vitamin a", "vitamin A?", "vitamin a and its dose", "can I take vitamin a with"]
)
def test_vitamin_a(reader: QuestionReader, text: str) -> None:
    """Where no noun follows it is vitamin A."""
    assert [other.name for other in reader.read(text).others] == ["Vitamin A"]


@pytest.mark.parametrize(
    ("text", "supplement", "form"),
    [
        ("threonate magnesium", MEANT, ""),
        ("magtein mag", MEANT, ""),
        ("magnesum threonate", MEANT, ""),
        ("citrate mag", "magnesium", "magnesium citrate"),
        ("zinc picolinate zinc", "zinc", "zinc picolinate"),
    ],
)
def test_form_beside_its_supplement(reader: QuestionReader, text: str, supplement: str, form: str) -> None:
    """A form and what it is a form of, side by side in either order, are one name."""
    (mention,) = reader.read(text).mentions
    assert isinstance(mention.named, Supplement)
    assert (mention.named.id, mention.form) == (supplement, form)
    assert reader.read(text).is_bare_name
    assert len(reader.read(f"can I take {text} in the evening").mentions) == 1


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Magtein?", True),
        ("zinc", True),
        ("is it zinc", False),
        ("zinc, magtein", False),
    ],
)
def test_bare_name(reader: QuestionReader, text: str, bare: bool) -> None:
    """A name and nothing else is recognised as that."""
    assert reader.read(text).is_bare_name is bare


def test_lay_words(reader: QuestionReader) -> None:
    """Lay words become the words that the topics use."""
    assert reader.read("ok with water pills?").text == "ok with diuretics"


def test_repairs_are_told(reader: QuestionReader) -> None:
    """What was repaired is told, as typed and as read; words that nobody knows are told too."""
    reading = reader.read("melatonni for qzxwvk")
    assert reading.repairs == (("melatonni", "melatonin"),)
    assert reading.words == ("melatonin", "for", "qzxwvk")
    assert reading.unknown == ("qzxwvk",)


@given(ANY_TEXT)
@settings(deadline=None)
def test_any_text_is_read(reader: QuestionReader, text: str) -> None:
    """No text is refused, and what nobody named is not found."""
    reading = reader.read(text)
    assert len(reading.unknown) <= len(reading.words)
    assert 0 <= reading.named_words <= len(reading.words)
    assert bool(reading.mentions) == bool(reading.named_words)


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("zinc oxide versus bisglycinate", [("zinc", "zinc oxide"), ("zinc", "zinc bisglycinate")]),
        ("calcium carbonate or citrate?", [("calcium", "calcium carbonate"), ("calcium", "calcium citrate")]),
        ("zinc with citrate", [("zinc", ""), ("magnesium", "magnesium citrate")]),
        ("citrate or carbonate for my calcium?", [("calcium", "calcium citrate"), ("calcium", "")]),
        ("citrate with my calcium", [("magnesium", "magnesium citrate"), ("calcium", "")]),
    ],
)
def test_forms_named_by_half(reader: QuestionReader, question: str, forms: list[tuple[str, str]]) -> None:
    """Half a form's name, weighed against another form, is a form of the same."""
    named = [(one.named.id, one.form) for one in reader.read(question).mentions]
    assert named == forms


@pytest.mark.parametrize(
    ("question", "name"),
    [("melatonin's giving me dreams", "melatonin"), ("what is iron's job", "iron"), ("is St John's wort ok", "st-johns-wort")],
)
def test_owner(reader: QuestionReader, question: str, name: str) -> None:
    """A name is heard where it owns something, or "is" is drawn together with it; a name that ends so stays whole."""
    assert [one.id for one in reader.read(question).supplements] == [name]
