"""Contents of other sizes, made out of the shipped one: fewer or more phrasings, more supplements."""

import shutil
from collections.abc import Iterator
from itertools import chain, islice, product, zip_longest
from pathlib import Path
from typing import Any

import yaml

from bot.content import load
from bot.content.model import Content
from bot.content.points import POINTS
from bot.content.register import LONGEST_PHRASING
from bot.content.topics import OWN_TOPICS
from bot.language.normalise import normalise

COPIED = "zinc"  # id of the supplement that others are made of: it has answers of every category, and pairs

# What people put around a question. A real phrasing inside one makes a new one, whose sense and words are nearly the old.
CARRIERS = (
    "Quick question: {}",
    "My sister wants to know, {}",
    "{} Thanks in advance",
    "I could not find this on the label: {}",
    "Sorry if you were asked before, {}",
    "Hi all, {} Any thoughts?",
)

_STARTS, _MIDDLES, _ENDS = (
    ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu"),
    ("vra", "zle", "kri", "plo", "dru"),
    ("nax", "vob", "tiq", "wuz", "gef", "pyx", "juk"),
)


def _phrasings(content: Content) -> Iterator[tuple[str, str, str]]:
    """Topic, writer and text of distinct phrasings: all real ones, a topic after another in turn, then each in other carriers."""
    by_topic = [[(topic.id, phrasing.writer, phrasing.text) for phrasing in topic.phrasings] for topic in content.topics.values()]
    real = [row for turn in zip_longest(*by_topic) for row in turn if row]
    carried = (
        (topic, writer, CARRIERS[(shift + number) % len(CARRIERS)].format(text))
        for shift in range(len(CARRIERS))
        for number, (topic, writer, text) in enumerate(real)
    )
    seen: set[str] = set()
    for topic, writer, text in chain(real, carried):
        key = normalise(text)
        if key not in seen and len(text) <= LONGEST_PHRASING:
            seen.add(key)
            yield topic, writer, text


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  # texts stay texts
    return data


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, width=1000), encoding="utf-8")


def write_phrasings(source: Path, target: Path, number: int) -> Path:
    """A copy of a content folder whose topics have so many distinct phrasings in all; everything else as it is.

    Raises ValueError where there are not so many even with carriers.
    """
    shutil.copytree(source, target)
    content = load(source)
    kept: dict[str, dict[str, list[str]]] = {topic: {} for topic in content.topics}
    taken = list(islice(_phrasings(content), number))
    if len(taken) < number:
        raise ValueError(f"only {len(taken)} distinct phrasings can be made")
    for topic, writer, text in taken:
        kept[topic].setdefault(writer, []).append(text)
    for path in (target / "topics").glob("*.yaml"):
        data = _read(path)
        _put(kept, path.stem, data["topics"])
        _write(path, data)
    for path in (target / "supplements").glob(f"*/{OWN_TOPICS}"):
        data = _read(path)
        for category, topics in data.items():
            _put(kept, category, topics)
        _write(path, data)
    return target


def _put(kept: dict[str, dict[str, list[str]]], category: str, topics: dict[str, Any]) -> None:
    """Give each topic the phrasings that are kept of it."""
    for name, topic in topics.items():
        topic["questions"] = kept[f"{category}/{name}"]


def made_up_names() -> list[str]:
    """Names that no supplement has, and no word is like."""
    return ["".join(parts) for parts in product(_STARTS, _MIDDLES, _ENDS)]


def write_supplements(source: Path, target: Path, more: int) -> Path:
    """A copy of a content folder with so many supplements more: copies of one of them under made-up names.

    Each has a misspelling for every letter that may be missed, and all answers and pairs but those to topics that the copied one
    alone has.
    """
    shutil.copytree(source, target)
    shelf = target / "supplements"
    names = made_up_names()
    for name in names[:: len(names) // (more + 1)][:more]:
        _write_copy(shelf / COPIED, shelf / name)
    return target


def _write_copy(copied: Path, folder: Path) -> None:
    shutil.copytree(copied, folder)
    own = {f"{category}/{name}" for category, topics in _read(folder / OWN_TOPICS).items() for name in topics}
    (folder / OWN_TOPICS).unlink()
    name, one = folder.name, _read(folder / "supplement.yaml")
    slips = sorted({name[:place] + name[place + 1 :] for place in range(1, len(name))})
    kept = {key: one[key] for key in ("kind", "overview")}
    _write(folder / "supplement.yaml", {**kept, "name": name, "popular": "99", "misspellings": slips})
    cited: set[str] = set()
    for path in folder.glob("*.yaml"):
        if path.name == POINTS:  # {topic: {id: point}}
            points = {topic: rows for topic, rows in _read(path).items() if topic not in own}
            every = [row for rows in points.values() for row in rows.values()]
            cited.update(source for row in every for source in row["sources"])
            for row in every:
                row.pop("calm", None)  # a copy teaches nothing
            _write(path, points)
        elif path.name not in ("supplement.yaml", "sources.yaml"):
            rows = {key: row for key, row in _read(path).items() if f"{path.stem}/{key}" not in own}
            cited.update(source for row in rows.values() for source in row["sources"])
            _write(path, rows)
    works = _read(folder / "sources.yaml")
    _write(folder / "sources.yaml", {key: work for key, work in works.items() if key in cited})
