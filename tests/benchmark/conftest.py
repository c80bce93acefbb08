"""A small content to measure."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.model import AskedKind
from tests.conftest import ROOT

# What holds wordings, by writer, in the content's files.
WORDINGS = frozenset({"questions", "examples", "phrasings", "look-alikes", *AskedKind})
A_WRITER = 4  # wordings that the small content keeps of each writer and page; a topic needs ten
A_POINT = 4  # of a point that one writer alone worded, half of that of several; a point needs four
POINTS = 12  # of a supplement, which needs ten


def _cut(node: yaml.Node) -> None:
    """Keep the first few wordings of each writer, wherever wordings stand below a node."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in (*WORDINGS, "asked") and isinstance(value, yaml.MappingNode):
                most = A_WRITER if key.value != "asked" else A_POINT if len(value.value) == 1 else A_POINT // 2
                for _, wordings in value.value:
                    if isinstance(wordings, yaml.SequenceNode):
                        del wordings.value[most:]
            else:
                _cut(value)


def _few_points(folder: Path) -> None:
    """Keep the first POINTS of a supplement, and of its sources those that are cited still."""
    path, works = folder / "points.yaml", folder / "sources.yaml"
    left, points = POINTS, _composed(path)
    for _, group in points.value:
        group.value = group.value[:left]
        left -= len(group.value)
    points.value = [(topic, group) for topic, group in points.value if group.value]
    _write(path, points)
    cited = {
        source
        for other in folder.glob("*.yaml")
        if other != works
        for row in _rows(yaml.load(other.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
        for source in row["sources"]
    }
    sources = _composed(works)
    sources.value = [(key, work) for key, work in sources.value if key.value in cited]
    _write(works, sources)


def _rows(part: Any) -> Iterator[dict[str, Any]]:
    """Whatever cites sources, wherever it stands."""
    if isinstance(part, dict):
        if "sources" in part:
            yield part
        for below in part.values():
            yield from _rows(below)


def _composed(path: Path) -> yaml.MappingNode:
    node = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert isinstance(node, yaml.MappingNode)
    return node


def _write(path: Path, node: yaml.Node) -> None:
    path.write_text(yaml.serialize(node, Dumper=yaml.CSafeDumper, allow_unicode=True, width=1000), encoding="utf-8")


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content with few wordings, so that a cold start takes seconds."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("small") / "content"))
    for path in folder.rglob("*.yaml"):
        node = _composed(path)
        _cut(node)
        _write(path, node)
    for supplement in (folder / "supplements").iterdir():
        _few_points(supplement)
    return folder
