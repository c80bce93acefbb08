"""points.yaml -> finer questions on a supplement's topics, each with its own answer."""

from collections.abc import Mapping
from pathlib import Path

from bot.content.answers import Answer, Evidence, Point, Source
from bot.content.register import Register
from bot.content.sources import cited
from bot.content.yaml_reader import Reader

POINTS = "points.yaml"  # in a supplement's folder
SHORT, DETAILS = 280, 400  # characters
LEAST_POINTS = 10  # of a supplement: how near a message is to one is judged by how near it is to the next
LEAST_ASKED = 4  # wordings; they are compared with, not learnt from, so a few by two writers do


def read_points(reader: Reader, path: Path, sources: Mapping[str, Source], answers: Mapping[str, Answer]) -> tuple[Point, ...]:
    """The points of one file in their order, drafts too; none where there is no such file."""
    if not path.exists():
        return ()
    section, register = reader.mapping(path), Register(reader)  # a wording may stand once in a file
    found = []
    for topic in section.names():
        group = section.section(topic)
        if reader.lacks(path.with_name(f"{topic.partition('/')[0]}.yaml"), answers, topic):
            section.problem(topic, f"{topic!r} is no topic that this supplement answers")
        for name in group.ids():
            one = group.section(name)
            answer = Answer(
                topic=topic,
                short=one.text("short", SHORT),
                details="\n\n".join(one.text("details", DETAILS, required=False).split("\n")),
                evidence=one.choice("evidence", Evidence, Evidence.NONE),
                sources=cited(reader, one, path.parent / "sources.yaml", sources),
                reviewed=one.day("reviewed"),
            )
            asked = register.phrasings(one.section("asked"), f"{topic}/{name}", LEAST_ASKED)
            found.append(Point(name, asked, answer, one.flag("calm"), one.flag("draft")))
            one.finish()
    told = sum(not point.is_draft for point in found)
    if 0 < told < LEAST_POINTS:
        section.note(
            section.line, f"there are {told} points; at least {LEAST_POINTS} are needed, as each is told from the others"
        )
    return tuple(found)
