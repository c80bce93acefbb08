"""Content to damage."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.content.tree import Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A copy of the shipped content, which is in order."""
    return Tree(Path(shutil.copytree(ROOT / "content", tmp_path / "content")))
