"""supplements/<id>/ -> what is answered: names, one file of answers a category, sources."""

from pathlib import Path

from bot.content.model import Answer, Evidence, Source, SourceKind, Supplement, Topic
from bot.content.register import Register
from bot.content.topics import ID_LIMIT, topic_file
from bot.content.yaml_reader import ID, NAME, Reader, Section

SHORT, DETAILS = 280, 900  # characters; the product's promise to people on phones

_NO_ANSWERS = ("supplement.yaml", "sources.yaml")


def answers_file(reader: Reader, supplement: str, topic_id: str) -> Path:
    """The file that must hold a supplement's answer to a topic."""
    return reader.folder / "supplements" / supplement / f"{topic_id.partition('/')[0]}.yaml"


def read_supplements(reader: Reader, register: Register, topics: dict[str, Topic]) -> tuple[dict[str, Supplement], str]:
    """The supplements by id, and the id of the default one (empty, with the problem noted, where it is not clear)."""
    found: dict[str, Supplement] = {}
    defaults: list[str] = []
    place = reader.folder / "supplements"
    for folder in sorted(path for path in place.glob("*") if path.is_dir()):
        section = reader.mapping(folder / "supplement.yaml")
        if not ID.match(folder.name) or len(folder.name) > ID_LIMIT:
            reader.problem(folder, 0, f"a folder's name is an id: small letters, digits, hyphens, at most {ID_LIMIT}")
        if section.flag("default"):
            if defaults:
                section.problem("default", f"{defaults[0]} is the default already; there can be one")
            defaults.append(folder.name)
        owner = f"the supplement {folder.name}"
        name = section.text("name", NAME)
        register.name(section, name, owner, section.line_of("name"))
        others = [other for key in ("aliases", "misspellings") for other in register.names(section, key, owner, required=False)]
        works = reader.mapping(folder / "sources.yaml")
        sources = _sources(works)
        answers = _answers(reader, folder, topics, sources)
        if reader.unreadable.isdisjoint(folder.glob("*.yaml")):
            cited = {source.key for answer in answers.values() for source in answer.sources}
            for key in sources.keys() - cited:
                works.problem(key, f"no answer cites {key!r}")
        overview = section.text("overview", NAME)
        if overview and reader.lacks(answers_file(reader, folder.name, overview), answers, overview):
            section.problem("overview", f"the overview topic {overview!r} has no answer here")
        section.finish()
        found[folder.name] = Supplement(
            id=folder.name,
            name=name,
            names=tuple(dict.fromkeys([name, *others])),
            overview=overview,
            answers=answers,
            sources=tuple(sources.values()),
        )
    if not found:
        reader.problem(place, 0, "no supplement folder was found")
    if len(found) > 1 and not defaults:
        reader.problem(place, 0, f"one of the {len(found)} supplements must say 'default: true'")
    candidates = defaults or list(found)
    return found, candidates[0] if len(candidates) == 1 else ""


def _sources(section: Section) -> dict[str, Source]:
    found = {}
    for key in section.ids():
        one = section.section(key)
        source = found[key] = Source(
            key=key,
            cite=one.text("cite", 40),
            title=one.text("title", 300),
            by=one.text("by", 200),
            kind=one.choice("kind", SourceKind, SourceKind.LABEL),
            year=one.number("year", 1900, 2100),
            where=one.text("where", 120, required=False),
            doi=one.text("doi", 100, required=False),
            pmid=one.text("pmid", 12, required=False),
            url=one.text("url", 200, required=False),
            note=one.text("note", 200, required=False),
        )
        if source.doi and not source.doi.startswith("10."):
            one.problem("doi", "a DOI begins with 10. (without https://doi.org/)")
        if source.pmid and not (source.pmid.isascii() and source.pmid.isdecimal()):
            one.problem("pmid", "a PMID is a number")
        if source.url and not source.url.startswith("https://"):
            one.problem("url", "an address must begin with https://")
        if not (one.is_absent or source.address or source.kind is SourceKind.SEED_ARTICLE):
            section.problem(key, f"{key!r} needs a doi, a pmid or the authority's own url, so that it can be looked up")
        one.finish()
    return found


def _answers(reader: Reader, folder: Path, topics: dict[str, Topic], sources: dict[str, Source]) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for path in sorted(path for path in folder.glob("*.yaml") if path.name not in _NO_ANSWERS):
        section = reader.mapping(path)
        for key in section.ids():
            topic_id = f"{path.stem}/{key}"
            if reader.lacks(topic_file(reader.folder, topic_id), topics, topic_id):
                section.problem(key, f"there is no topic {topic_id!r} in topics/{path.stem}.yaml")
            one = section.section(key)
            cited = one.texts("sources", NAME, least=1)
            for source, line in cited:
                if reader.lacks(folder / "sources.yaml", sources, source):
                    one.note(line, f"{source!r} is not in {folder.name}/sources.yaml")
            found[topic_id] = Answer(
                topic=topic_id,
                short=one.text("short", SHORT),
                details="\n\n".join(one.text("details", DETAILS).split("\n")),
                evidence=one.choice("evidence", Evidence, Evidence.NONE),
                sources=tuple(sources[source] for source, _ in cited if source in sources),
                reviewed=one.day("reviewed"),
            )
            one.finish()
    return found
