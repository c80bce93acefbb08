"""YAML folder -> Content. Every problem is found before any is reported.

The layout of the folder is described in content/README.md.
"""

from collections.abc import Sequence
from pathlib import Path

from bot.content.cross_checks import check_all_read, check_answered
from bot.content.languages import read_languages
from bot.content.lexicon import read_medicines, read_not_covered, read_vocabulary
from bot.content.model import Content
from bot.content.pairs import check_pairs
from bot.content.problems import ContentError
from bot.content.red_flags import read_red_flags
from bot.content.register import Register
from bot.content.shelf import read_asked, read_cards, read_goals
from bot.content.supplements import read_supplements
from bot.content.topics import read_topics, topic_file
from bot.content.wording import read_small_talk, read_wording
from bot.content.yaml_reader import NAME, Reader


def load(folder: Path) -> Content:
    """Read and check a content folder. Raises ContentError with every problem, each with file and line."""
    reader = Reader(folder.resolve())
    if not reader.folder.is_dir():
        reader.problem(reader.folder, 0, "there is no such folder")
        raise ContentError(reader.folder, reader.problems)
    content = _read(reader)
    if reader.problems:
        raise ContentError(reader.folder, reader.problems)
    return content


def _read(reader: Reader) -> Content:
    """All files, in an order in which each finds the ids that it refers to. Where there are problems, the content has gaps."""
    register = Register(reader)
    categories, topics = read_topics(reader, register)
    supplements = read_supplements(reader, register, topics.found)
    bot = reader.mapping(reader.folder / "bot.yaml")
    popular = bot.texts("popular", NAME, least=1)
    for topic, line in popular:
        if reader.lacks(topic_file(reader.folder, topic), topics.found, topic):
            bot.note(line, f"there is no topic {topic!r}")
    wording = read_wording(bot)
    bot.finish()
    others, out_of_scope = read_not_covered(reader, register)
    goals, diseases = read_goals(reader, topics.found)
    danger = read_red_flags(reader, register)
    calm = (wording for one in supplements.values() for point in one.points if point.calm for wording in point.asked)
    languages, english = read_languages(reader)
    content = Content(
        wording=wording,
        categories=categories,
        topics=topics.found,
        supplements=supplements,
        popular=tuple(topic for topic, _ in popular),
        medicines=read_medicines(reader, register, topics.found),
        vocabulary=read_vocabulary(reader),
        others=others,
        out_of_scope=out_of_scope,
        cards=read_cards(reader, register),
        goals=goals,
        diseases=diseases,
        asked=read_asked(reader, register),
        small_talk=read_small_talk(reader, register),
        languages=languages,
        english=english,
        **danger._replace(look_alikes=(*danger.look_alikes, *calm))._asdict(),
    )
    check_answered(reader, topics.places, supplements)
    check_pairs(reader, supplements, content.medicines, (*others, *content.cards))
    check_all_read(reader)
    return content


def counts(content: Content) -> Sequence[tuple[str, int]]:
    """What is in the content, for people: (what, how many)."""
    drafts = sum(supplement.drafts for supplement in content.supplements.values())
    return (
        ("supplements", len(content.supplements)),
        ("topics", len(content.topics)),
        ("answers", sum(len(supplement.answers) for supplement in content.supplements.values())),
        ("points", sum(len(supplement.points) for supplement in content.supplements.values())),
        *([("points that are drafts", drafts)] if drafts else []),
        ("pairs with medicines", sum(len(supplement.with_medicines) for supplement in content.supplements.values())),
        ("pairs of supplements", sum(len(supplement.with_supplements) for supplement in content.supplements.values())),
        ("cards", len(content.cards)),
        ("phrasings", sum(len(topic.phrasings) for topic in content.topics.values())),
        ("out-of-scope questions", len(content.out_of_scope)),
        ("sources", sum(len(supplement.sources) for supplement in content.supplements.values())),
        ("medicines", sum(len(medicine.names) for medicine in content.medicines)),
        ("other supplements and forms", len(content.others)),
        ("red-flag wordings", sum(len(flag.examples) for flag in content.red_flags)),
    )
