"""Contents of other sizes, made out of the shipped one: fewer or more phrasings, more supplements."""

import shutil
from collections.abc import Iterator
from itertools import chain, islice, product, zip_longest
from pathlib import Path
from typing import Any

import yaml

from bot.content import load
from bot.content.model import Content
from bot.content.register import LONGEST_PHRASING
from bot.evaluation.golden import MEANT
from bot.language.normalise import normalise

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


def _rewrite(path: Path, change: dict[str, Any]) -> None:
    """Put other values in the place of a file's, at the top."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  # texts stay texts
    path.write_text(yaml.dump({**data, **change}, Dumper=yaml.CSafeDumper, allow_unicode=True, width=1000), encoding="utf-8")


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
        topics = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["topics"]  # noqa: S506
        for name, topic in topics.items():
            topic["questions"] = kept[f"{path.stem}/{name}"]
        _rewrite(path, {"topics": topics})
    return target


def made_up_names() -> list[str]:
    """Names that no supplement has, and no word is like."""
    return ["".join(parts) for parts in product(_STARTS, _MIDDLES, _ENDS)]


def write_supplements(source: Path, target: Path, number: int) -> Path:
    """A copy of a content folder with so many supplements: the shipped one, and copies of its folder under made-up names.

    Each has a misspelling for every letter that may be missed.
    """
    shutil.copytree(source, target)
    shipped = target / "supplements" / MEANT
    names = made_up_names()
    for name in names[:: len(names) // number][: number - 1]:
        folder = Path(shutil.copytree(shipped, shipped.parent / name))
        slips = sorted({name[:place] + name[place + 1 :] for place in range(1, len(name))})
        _rewrite(folder / "supplement.yaml", {"name": name, "default": "false", "aliases": [], "misspellings": slips})
    return target
