"""The medicines that people take are known by name: a list of the most prescribed ones, made apart from the content."""

from bot.content.model import Content, MedicineClass
from bot.language.reading import QuestionReader
from bot.matching.encoder import english_words
from tests.conftest import ROOT

PRESCRIBED = ROOT / "tests" / "data" / "prescribed.txt"
KNOWN = 0.98  # the share that has to be known


def test_most_prescribed_medicines_are_known(content: Content) -> None:
    """Of 300 generics, and of their brands, 98 in a hundred are read as a medicine in a question."""
    reader = QuestionReader(content, english_words())
    lines = [line.split("\t") for line in PRESCRIBED.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 300
    generics = [line[0] for line in lines]
    brands = [brand for line in lines for brand in line[1:]]
    for names in (generics, brands):
        unknown = [name for name in names if not _is_medicine(reader, name)]
        assert len(unknown) <= (1 - KNOWN) * len(names), unknown


def _is_medicine(reader: QuestionReader, name: str) -> bool:
    mentions = reader.read(f"can I take it with {name}?").mentions
    return any(isinstance(mention.named, MedicineClass) for mention in mentions)
