"""with-medicines.yaml and with-supplements.yaml -> what is known of a supplement together with something else."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.content.answers import Card, Pair, PairLevel, Source
from bot.content.model import MedicineClass, OtherSubstance, Supplement, TopicRef
from bot.content.sources import cited
from bot.content.yaml_reader import Reader

TEXT = 400  # characters
WITH_MEDICINES, WITH_SUPPLEMENTS = "with-medicines.yaml", "with-supplements.yaml"  # in a supplement's folder
LONGEST_HOURS = 72
CODE = 62  # characters of a reference that fit a button


def read_pairs(reader: Reader, path: Path, sources: Mapping[str, Source]) -> dict[str, Pair]:
    """The rows of one file by the id of the other part; none where there is no such file."""
    if not path.exists():
        return {}
    section = reader.mapping(path)
    found = {}
    for other in section.ids():
        one = section.section(other)
        level = one.choice("level", PairLevel, PairLevel.ASK_FIRST)
        hours = one.number("hours", 1, LONGEST_HOURS) if one.holds("hours") else 0
        if bool(hours) != (level is PairLevel.KEEP_APART) and not one.is_absent:
            section.problem(other, f"{other!r}: 'hours' stands with the level {PairLevel.KEEP_APART.value}, always and only")
        found[other] = Pair(
            supplement=path.parent.name,
            other=other,
            level=level,
            hours=hours,
            text=one.text("text", TEXT),
            sources=cited(reader, one, path.parent / "sources.yaml", sources),
            reviewed=one.day("reviewed"),
        )
        if len(TopicRef(path.parent.name, f"with/{other}").code) > CODE:
            section.problem(other, f"{path.parent.name} with {other} is too long for a button")
        one.finish()
    return found


def check_pairs(
    reader: Reader,
    supplements: Mapping[str, Supplement],
    medicines: tuple[MedicineClass, ...],
    others: Iterable[OtherSubstance | Card],
) -> None:
    """Note rows with what does not exist, and rows that stand twice."""
    classes = {one.id for one in medicines}
    known = {*supplements, *(one.id for one in others)}
    seen: set[frozenset[str]] = set()
    for supplement in supplements.values():
        folder = reader.folder / "supplements" / supplement.id
        for other in supplement.with_medicines:
            if reader.lacks(reader.folder / "medicines.yaml", classes, other):
                reader.problem(folder / WITH_MEDICINES, 0, f"there is no class {other!r} in medicines.yaml")
        for other in supplement.with_supplements:
            if other not in known:
                message = f"{other!r} is neither a supplement nor a card nor named in not-covered.yaml"
                reader.problem(folder / WITH_SUPPLEMENTS, 0, message)
            both = frozenset({supplement.id, other})
            if both in seen or len(both) == 1:
                reader.problem(folder / WITH_SUPPLEMENTS, 0, f"{supplement.id} with {other} stands twice, or is no pair")
            seen.add(both)
