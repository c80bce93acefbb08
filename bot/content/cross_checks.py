"""Checks that need the whole content: what nobody can reach."""

from collections.abc import Mapping

from bot.content.model import Supplement
from bot.content.supplements import answers_file
from bot.content.yaml_reader import Reader, Section


def check_answered(reader: Reader, topics: Mapping[str, Section], supplements: Mapping[str, Supplement]) -> None:
    """A topic that no supplement answers can only disappoint. `topics` tells where each stands."""
    for topic, section in topics.items():
        if all(reader.lacks(answers_file(reader, one.id, topic), one.answers, topic) for one in supplements.values()):
            section.note(section.line, f"no supplement answers {topic!r}")


def check_all_read(reader: Reader) -> None:
    """A YAML file that nobody reads is in the wrong place or has a slip in its name."""
    for path in reader.folder.rglob("*.y*ml"):
        if path.suffix in (".yaml", ".yml") and path not in reader.asked:
            reader.problem(path, 0, "nothing reads this file; mend its name or its place, or take it away")
