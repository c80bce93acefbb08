"""sources.yaml -> the works that answers, pairs and cards cite."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.content.answers import HowRead, Source, SourceKind
from bot.content.yaml_reader import NAME, Reader, Section


def read_sources(section: Section) -> dict[str, Source]:
    """The works of a file by their keys."""
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
            url=one.text("url", 400, required=False),
            note=one.text("note", 200, required=False),
            read=one.choice("read", HowRead, HowRead.NOT_READ),
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


def cited(reader: Reader, one: Section, path: Path, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """The works that an entry cites under `sources`; `path` is the file in which they must stand."""
    found = one.texts("sources", NAME, least=1)
    for source, line in found:
        if reader.lacks(path, sources, source):
            one.note(line, f"{source!r} is not in {path.relative_to(reader.folder).as_posix()}")
    return tuple(sources[source] for source, _ in found if source in sources)


def check_cited(works: Section, sources: Mapping[str, Source], used: Iterable[Source]) -> None:
    """Note works that nobody cites."""
    for key in sources.keys() - {source.key for source in used}:
        works.problem(key, f"nothing cites {key!r}")
