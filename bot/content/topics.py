"""topics/*.yaml, and each supplement's own-topics.yaml -> what can be asked."""

from pathlib import Path

from bot.content.model import Category, Topic
from bot.content.register import Register
from bot.content.yaml_reader import ID, NAME, Reader, Section

ID_LIMIT = 30  # characters; the ids of a topic and of a supplement go together into Telegram's 64 bytes of callback data
LEAST_PHRASINGS = 10
GENERAL = 280  # characters of the line that holds whatever the supplement is


OWN_TOPICS = "own-topics.yaml"  # in a supplement's folder


class Topics:
    """The topics while they are read: where each stands, and which are related."""

    def __init__(self, reader: Reader, register: Register) -> None:
        self._reader, self._register = reader, register
        self.found: dict[str, Topic] = {}
        self.places: dict[str, Section] = {}
        self._related: list[tuple[str, str, int]] = []  # from which topic, to which, on which line

    def read(self, group: Section, category: str, owner: str = "") -> None:
        """Read the topics of a group; `owner` is the id of the supplement that alone has them."""
        for key in group.ids():
            topic_id = f"{category}/{key}"
            one = group.section(key)
            if len(topic_id) > ID_LIMIT:
                group.problem(key, f"{topic_id!r} has {len(topic_id)} characters; at most {ID_LIMIT} fit a button")
            if topic_id in self.found:
                group.problem(key, f"there is a topic {topic_id!r} already")
            self.places.setdefault(topic_id, one)
            others = one.texts("related", NAME)
            self._related += [(topic_id, other, line) for other, line in others]
            self.found[topic_id] = Topic(
                id=topic_id,
                category=category,
                title=one.text("title", NAME),
                related=tuple(other for other, _ in others),
                phrasings=self._register.phrasings(one.section("questions"), topic_id, LEAST_PHRASINGS),
                is_caution=one.flag("caution"),
                general=one.text("general", GENERAL, required=False),
                owner=owner,
                parent=one.text("parent", NAME, required=False),
            )
            one.finish()

    def check_links(self) -> None:
        """Note related topics that do not exist, and parents that do not, or that have a parent themselves."""
        for topic_id, topic in self.found.items():
            parent = self.found.get(topic.parent)
            lacking = topic.parent and self._reader.lacks(topic_file(self._reader.folder, topic.parent), self.found, topic.parent)
            if lacking or topic.parent == topic_id or (parent and parent.parent):
                self.places[topic_id].problem("parent", f"parent {topic.parent!r} is not another topic without a parent")
        for topic_id, other, line in self._related:
            if other == topic_id or self._reader.lacks(topic_file(self._reader.folder, other), self.found, other):
                self.places[topic_id].note(line, f"related topic {other!r} is not another topic")


def topic_file(folder: Path, topic_id: str) -> Path:
    """The file that must hold a shared topic."""
    return folder / "topics" / f"{topic_id.partition('/')[0]}.yaml"


def read_topics(reader: Reader, register: Register) -> tuple[tuple[Category, ...], Topics]:
    """The categories in their order, and the topics, the shared ones first."""
    ordered: list[tuple[int, Category]] = []
    topics = Topics(reader, register)
    paths = sorted((reader.folder / "topics").glob("*.yaml"))
    if not paths:
        reader.problem(reader.folder / "topics", 0, "no topic file was found")
    for path in paths:
        section = reader.mapping(path)
        if not ID.match(path.stem):
            reader.problem(path, 0, "the file's name must be small letters, digits and hyphens")
        ordered.append((section.number("order", 1, 99), Category(path.stem, section.text("title", NAME))))
        topics.read(section.section("topics"), path.stem)
        section.finish()
    known = {path.stem for path in paths}
    for path in sorted((reader.folder / "supplements").glob(f"*/{OWN_TOPICS}")):
        section = reader.mapping(path)
        for category in section.ids():
            if category not in known:
                section.problem(category, f"there is no category {category!r} in topics/")
            topics.read(section.section(category), category, path.parent.name)
    topics.check_links()
    ordered.sort(key=lambda pair: (pair[0], pair[1].id))
    return tuple(category for _, category in ordered), topics
