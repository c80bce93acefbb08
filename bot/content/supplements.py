"""supplements/<id>/ -> what is answered: names, one file of answers a category, sources."""

import re
from enum import StrEnum
from pathlib import Path

from bot.content.answers import Answer, Evidence, Limit, Limits, Pair, PairLevel, Source
from bot.content.model import Supplement, SupplementKind, Topic
from bot.content.pairs import WITH_MEDICINES, WITH_SUPPLEMENTS, read_pairs
from bot.content.points import POINTS, read_points
from bot.content.register import Register
from bot.content.sources import check_cited, cited, read_sources
from bot.content.topics import ID_LIMIT, OWN_TOPICS, topic_file
from bot.content.yaml_reader import ID, NAME, Reader, Section

MAXIMUM = "dosage/maximum"  # the topic that gives limits with their sources
MOST = 99_999  # of a limit
SHORT, DETAILS = 280, 900  # characters; the product's promise to people on phones


class Unit(StrEnum):
    """What limits are given in."""

    MG = "mg"
    MCG = "mcg"


_NO_ANSWERS = ("supplement.yaml", "sources.yaml", OWN_TOPICS, WITH_MEDICINES, WITH_SUPPLEMENTS, POINTS)


def answers_file(reader: Reader, supplement: str, topic_id: str) -> Path:
    """The file that must hold a supplement's answer to a topic."""
    return reader.folder / "supplements" / supplement / f"{topic_id.partition('/')[0]}.yaml"


def read_supplements(reader: Reader, register: Register, topics: dict[str, Topic]) -> dict[str, Supplement]:
    """The supplements by id."""
    found: dict[str, Supplement] = {}
    place = reader.folder / "supplements"
    for folder in sorted(path for path in place.glob("*") if path.is_dir()):
        section = reader.mapping(folder / "supplement.yaml")
        if not ID.match(folder.name) or len(folder.name) > ID_LIMIT:
            reader.problem(folder, 0, f"a folder's name is an id: small letters, digits, hyphens, at most {ID_LIMIT}")
        owner = f"the supplement {folder.name}"
        name = section.text("name", NAME)
        register.name(section, name, owner, section.line_of("name"))
        others = [other for key in ("aliases", "misspellings") for other in register.names(section, key, owner, required=False)]
        works = reader.mapping(folder / "sources.yaml")
        sources = read_sources(works)
        answers = _answers(reader, folder, topics, sources)
        pairs = [read_pairs(reader, folder / file, sources) for file in (WITH_MEDICINES, WITH_SUPPLEMENTS)]
        written = read_points(reader, folder / POINTS, sources, answers)
        points = tuple(point for point in written if not point.is_draft)
        rows: list[Answer | Pair] = [*answers.values(), *pairs[0].values(), *pairs[1].values()]
        rows += [point.answer for point in points]
        told = {source.key for row in rows for source in row.sources}
        drafts = [point.answer for point in written if point.is_draft]
        if reader.unreadable.isdisjoint(folder.glob("*.yaml")):
            check_cited(works, sources, (source for row in (*rows, *drafts) for source in row.sources))
        overview = section.text("overview", NAME)
        if overview and reader.lacks(answers_file(reader, folder.name, overview), answers, overview):
            section.problem("overview", f"the overview topic {overview!r} has no answer here")
        found[folder.name] = Supplement(
            id=folder.name,
            name=name,
            names=tuple(dict.fromkeys([name, *others])),
            overview=overview,
            answers=answers,
            sources=tuple(source for source in sources.values() if source.key in told),
            kind=section.choice("kind", SupplementKind, SupplementKind.OTHER),
            popular=section.number("popular", 1, 99),
            forms=_forms(section, register, owner),
            limits=_limits(section, answers.get(MAXIMUM)),
            form_of=section.text("form-of", NAME, required=False),
            short_names=_short_names(section, register, owner),
            weak_names=tuple(register.names(section, "weak-names", owner, required=False)),
            with_medicines=pairs[0],
            with_supplements=pairs[1],
            points=points,
            drafts=len(drafts),
        )
        section.finish()
    if not found:
        reader.problem(place, 0, "no supplement folder was found")
    _check_owners(reader, found, topics)
    return found


def _short_names(section: Section, register: Register, owner: str) -> tuple[str, ...]:
    """Single words, each of which stands for one thing."""
    found = register.names(section, "short-names", owner, required=False)
    for name in found:
        if len(name.split()) != 1:
            section.problem("short-names", f"{name!r} is not a single word")
    return tuple(found)


def _limits(section: Section, maximum: Answer | None) -> Limits | None:
    """The limits; each has to stand in the answer on the most to take, which gives their sources."""
    if not section.holds("limits"):
        return None
    one = section.section("limits")
    daily = one.section("daily")
    limits = Limits(
        unit=one.choice("unit", Unit, Unit.MG),
        daily=tuple(Limit(whose, daily.number(whose, 1, MOST)) for whose in daily.names()),
        iu=one.number("iu", 1, MOST) if one.holds("iu") else 0,
        compound_from=one.number("compound-from", 1, MOST) if one.holds("compound-from") else 0,
        held=one.number("held", 1, 1000) if one.holds("compound-from") else 0,
        unclear_from=one.number("unclear-from", 1, MOST) if one.holds("unclear-from") else 0,
    )
    if not limits.daily:
        one.problem("daily", "'daily' names no limit")
        return None
    told = f"{maximum.short} {maximum.details}" if maximum else ""
    for limit in limits.daily:  # 1 stands for what is no number, which has been told
        if limit.amount > 1 and str(limit.amount) not in re.findall(r"\d+", told.replace(",", "")):
            daily.problem(limit.whose, f"the answer to {MAXIMUM!r} does not name the limit {limit.amount}")
    one.finish()
    return limits


def _forms(section: Section, register: Register, owner: str) -> dict[str, tuple[str, ...]]:
    if not section.holds("forms"):
        return {}
    forms = section.section("forms")
    found = {}
    for name in forms.names():
        register.name(forms, name, owner, forms.line_of(name))
        found[name] = tuple(dict.fromkeys([name, *register.names(forms, name, owner)]))
    return found


def _check_owners(reader: Reader, supplements: dict[str, Supplement], topics: dict[str, Topic]) -> None:
    """Note answers to topics of another supplement's own (a form may answer those of what it is a form of), and forms of what
    does not exist.
    """
    for one in supplements.values():
        path = reader.folder / "supplements" / one.id / "supplement.yaml"
        if one.form_of and (one.form_of not in supplements or one.form_of == one.id):
            reader.problem(path, 0, f"'form-of' names {one.form_of!r}, which is no other supplement")
            continue  # which topics it may answer can't be told
        if path in reader.unreadable:
            continue  # whether it is a form of another can't be told either
        for topic in one.answers:
            owner = topics[topic].owner if topic in topics else ""
            if owner not in ("", one.id, one.form_of):
                reader.problem(answers_file(reader, one.id, topic), 0, f"{topic!r} is a topic of {owner} alone")


def _answers(reader: Reader, folder: Path, topics: dict[str, Topic], sources: dict[str, Source]) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for path in sorted(path for path in folder.glob("*.yaml") if path.name not in _NO_ANSWERS):
        section = reader.mapping(path)
        for key in section.ids():
            topic_id = f"{path.stem}/{key}"
            if reader.lacks(topic_file(reader.folder, topic_id), topics, topic_id):
                section.problem(key, f"there is no topic {topic_id!r} in topics/{path.stem}.yaml")
            one = section.section(key)
            found[topic_id] = Answer(
                topic=topic_id,
                short=one.text("short", SHORT),
                details="\n\n".join(one.text("details", DETAILS).split("\n")),
                evidence=one.choice("evidence", Evidence, Evidence.NONE),
                sources=cited(reader, one, folder / "sources.yaml", sources),
                reviewed=one.day("reviewed"),
                level=one.choice("level", PairLevel, PairLevel.ASK_FIRST) if one.holds("level") else None,
            )
            one.finish()
    return found
