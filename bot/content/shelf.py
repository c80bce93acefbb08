"""What is said over the whole shelf: goals.yaml, asked.yaml, and the cards of what is not on it (cards/)."""

from bot.content.answers import Card, Source
from bot.content.model import AskedKind, Goal, Topic
from bot.content.phrasing import Phrasing
from bot.content.register import Register
from bot.content.sources import check_cited, cited, read_sources
from bot.content.topics import topic_file
from bot.content.yaml_reader import NAME, Reader

CARD, SEE_DOCTOR = 500, 300  # characters
PLACEHOLDERS = ("a", "b", "c", "medicine")  # what stands for names in wordings of what is asked about them


def read_goals(reader: Reader, topics: dict[str, Topic]) -> tuple[tuple[Goal, ...], tuple[str, ...]]:
    """The uses that people look for something for, and the names of illnesses."""
    section = reader.mapping(reader.folder / "goals.yaml")
    found = []
    group = section.section("goals")
    for key in group.ids():
        one = group.section(key)
        topic = one.text("topic", NAME)
        if topic and reader.lacks(topic_file(reader.folder, topic), topics, topic):
            one.problem("topic", f"there is no topic {topic!r}")
        found.append(Goal(key, topic, one.text("name", NAME), one.text("see-doctor", SEE_DOCTOR)))
        one.finish()
    diseases = tuple(name for name, _ in section.texts("diseases", NAME))
    section.finish()
    return tuple(found), diseases


def read_asked(reader: Reader, register: Register) -> dict[AskedKind, tuple[Phrasing, ...]]:
    """Wordings of each thing that can be asked about the names in a message."""
    section = reader.mapping(reader.folder / "asked.yaml")
    found = {
        kind: register.phrasings(section.section(kind.value), f"what is asked ({kind.value})", 1, PLACEHOLDERS)
        for kind in AskedKind
    }
    section.finish()
    return found


def read_cards(reader: Reader, register: Register) -> tuple[Card, ...]:
    """Cards on what is not on the shelf."""
    folder = reader.folder / "cards"
    works = reader.mapping(folder / "sources.yaml")
    sources: dict[str, Source] = read_sources(works)
    section = reader.mapping(folder / "cards.yaml")
    found = []
    for key in section.ids():
        one = section.section(key)
        owner = f"the card {key}"
        name = one.text("name", NAME)
        register.name(one, name, owner, one.line_of("name"))
        found.append(
            Card(
                id=key,
                name=name,
                names=tuple(dict.fromkeys([name, *register.names(one, "aliases", owner, required=False)])),
                text=one.text("text", CARD),
                sources=cited(reader, one, folder / "sources.yaml", sources),
                reviewed=one.day("reviewed"),
            )
        )
        one.finish()
    if reader.unreadable.isdisjoint(folder.glob("*.yaml")):
        check_cited(works, sources, (source for card in found for source in card.sources))
    return tuple(found)
