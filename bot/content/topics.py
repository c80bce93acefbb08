"""topics/*.yaml -> what can be asked. One file a category."""

from pathlib import Path

from bot.content.model import Category, Topic
from bot.content.register import Register
from bot.content.yaml_reader import ID, NAME, Reader, Section

ID_LIMIT = 30  # characters; the ids of a topic and of a supplement go together into Telegram's 64 bytes of callback data
LEAST_PHRASINGS = 10


def topic_file(folder: Path, topic_id: str) -> Path:
    """The file that must hold a topic."""
    return folder / "topics" / f"{topic_id.partition('/')[0]}.yaml"


def read_topics(reader: Reader, register: Register) -> tuple[tuple[Category, ...], dict[str, Topic], dict[str, Section]]:
    """The categories in their order, the topics by id, and where each topic stands."""
    ordered: list[tuple[int, Category]] = []
    topics: dict[str, Topic] = {}
    places: dict[str, Section] = {}
    related: list[tuple[str, str, int]] = []  # from which topic, to which, on which line
    paths = sorted((reader.folder / "topics").glob("*.yaml"))
    if not paths:
        reader.problem(reader.folder / "topics", 0, "no topic file was found")
    for path in paths:
        section = reader.mapping(path)
        if not ID.match(path.stem):
            reader.problem(path, 0, "the file's name must be small letters, digits and hyphens")
        ordered.append((section.number("order", 1, 99), Category(path.stem, section.text("title", NAME))))
        group = section.section("topics")
        for key in group.ids():
            topic_id = f"{path.stem}/{key}"
            one = places[topic_id] = group.section(key)
            if len(topic_id) > ID_LIMIT:
                group.problem(key, f"{topic_id!r} has {len(topic_id)} characters; at most {ID_LIMIT} fit a button")
            others = one.texts("related", NAME)
            related += [(topic_id, other, line) for other, line in others]
            topics[topic_id] = Topic(
                id=topic_id,
                category=path.stem,
                title=one.text("title", NAME),
                related=tuple(other for other, _ in others),
                phrasings=register.phrasings(one.section("questions"), topic_id, LEAST_PHRASINGS),
                is_caution=one.flag("caution"),
            )
            one.finish()
        section.finish()
    for topic_id, other, line in related:
        if other == topic_id or reader.lacks(topic_file(reader.folder, other), topics, other):
            places[topic_id].note(line, f"related topic {other!r} is not another topic")
    ordered.sort(key=lambda pair: (pair[0], pair[1].id))
    return tuple(category for _, category in ordered), topics, places
