"""Names and lay words: medicines.yaml, not-covered.yaml, vocabulary.yaml."""

import re

from bot.content.model import MedicineClass, OtherSubstance, Topic
from bot.content.phrasing import Phrasing
from bot.content.register import Register
from bot.content.topics import topic_file
from bot.content.yaml_reader import NAME, Reader


def read_medicines(reader: Reader, register: Register, topics: dict[str, Topic]) -> tuple[MedicineClass, ...]:
    """Classes of medicines with the topics that answer for them."""
    section = reader.mapping(reader.folder / "medicines.yaml")
    found = []
    for key in section.ids():
        one = section.section(key)
        owner = f"the medicines {key}"
        names = [name for part in ("generics", "brands") for name in register.names(one, part, owner, required=False)]
        topic = one.text("topic", NAME)
        if topic and reader.lacks(topic_file(reader.folder, topic), topics, topic):
            one.problem("topic", f"there is no topic {topic!r}")
        words = tuple(word for word, _ in one.texts("words", NAME, required=False))
        found.append(MedicineClass(key, one.text("stand-in", NAME), topic, tuple(names), words))
        one.finish()
        if not (names or one.is_absent):
            section.problem(key, f"{key!r} names no medicine")
    return tuple(found)


def read_not_covered(reader: Reader, register: Register) -> tuple[tuple[OtherSubstance, ...], tuple[Phrasing, ...]]:
    """What the FAQ knows of and does not answer for, and questions that no topic answers."""
    section = reader.mapping(reader.folder / "not-covered.yaml")
    found = []
    substances = section.section("supplements")
    for name in substances.names():
        owner = f"{name} (not covered)"
        register.name(substances, name, owner, substances.line_of(name))
        found.append(OtherSubstance(_id_of(name), name, (name, *register.names(substances, name, owner))))
    phrasings = register.phrasings(section.section("questions"), "not-covered.yaml", least=1)
    section.finish()
    return tuple(found), phrasings


def _id_of(name: str) -> str:
    """A name as an id: "L-theanine" -> l-theanine; what stands in brackets is left out."""
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"\(.*?\)", "", name).lower()))


def read_vocabulary(reader: Reader) -> dict[str, str]:
    """Lay words -> the words that the topics use."""
    section = reader.mapping(reader.folder / "vocabulary.yaml")
    return {key: section.text(key, NAME) for key in section.names()}
