"""Names and lay words: medicines.yaml, not-covered.yaml, vocabulary.yaml."""

from bot.content.model import MedicineClass, OtherSubstance, Phrasing, Topic
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
        found.append(MedicineClass(key, one.text("stand-in", NAME), topic, tuple(names)))
        one.finish()
        if not (names or one.is_absent):
            section.problem(key, f"{key!r} names no medicine")
    return tuple(found)


def read_not_covered(reader: Reader, register: Register) -> tuple[tuple[OtherSubstance, ...], tuple[Phrasing, ...]]:
    """What the FAQ knows of and does not answer for, and questions that no topic answers."""
    section = reader.mapping(reader.folder / "not-covered.yaml")
    found = []
    for group, form in (("supplements", False), ("forms", True)):
        substances = section.section(group)
        for name in substances.names():
            owner = f"{name} (not covered, {group})"
            register.name(substances, name, owner, substances.line_of(name))
            found.append(OtherSubstance(name, (name, *register.names(substances, name, owner)), form))
    phrasings = register.phrasings(section.section("questions"), "not-covered.yaml", least=1)
    section.finish()
    return tuple(found), phrasings


def read_vocabulary(reader: Reader) -> dict[str, str]:
    """Lay words -> the words that the topics use."""
    section = reader.mapping(reader.folder / "vocabulary.yaml")
    return {key: section.text(key, NAME) for key in section.names()}
