"""A small content to measure."""

import shutil
from pathlib import Path

import pytest
import yaml

from bot.content.model import AskedKind
from tests.conftest import ROOT

# What holds wordings, by writer, in the content's files.
WORDINGS = frozenset({"questions", "examples", "phrasings", "look-alikes", *AskedKind})
A_WRITER = 4  # wordings that the small content keeps of each writer and page; a topic needs ten
A_POINT = 4  # of a point that one writer alone worded, half of that of several; a point needs four


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


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content with few wordings, so that a cold start takes seconds."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("small") / "content"))
    for path in folder.rglob("*.yaml"):
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        assert node
        _cut(node)
        path.write_text(yaml.serialize(node, Dumper=yaml.CSafeDumper, allow_unicode=True, width=1000), encoding="utf-8")
    return folder
