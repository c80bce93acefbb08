"""Content to question."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.content.tree import Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A copy of the shipped content, in which nothing is left to question."""
    return Tree(Path(shutil.copytree(ROOT / "content", tmp_path / "content")))
