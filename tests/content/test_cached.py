"""Content that was checked once is taken from the cache, and never where it may be something else."""

import pickle
from pathlib import Path

import pytest

from bot.content import ContentError
from bot.content import cached as module
from bot.content.cached import NAME, load_cached
from bot.content.model import Content
from bot.evaluation.golden import MEANT
from tests.content.tree import Tree


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were really read, as they come."""
    read: list[Path] = []

    def load(folder: Path) -> Content:
        read.append(folder)
        return real(folder)

    real = module.load
    monkeypatch.setattr(module, "load", load)
    return read


def test_same_content(tree: Tree, tmp_path: Path, loads: list[Path]) -> None:
    """The second time nothing is read, and what comes back says the same."""
    first, second = load_cached(tree.folder, tmp_path), load_cached(tree.folder, tmp_path)
    assert len(loads) == 1
    assert second.topics == first.topics
    assert second.supplements[MEANT].answers == first.supplements[MEANT].answers
    assert [one.id for one in second.most_asked] == [one.id for one in first.most_asked]


def test_changed_content(tree: Tree, tmp_path: Path, loads: list[Path]) -> None:
    """A changed file is read again, and a mistake in it is told as ever, each time."""
    load_cached(tree.folder, tmp_path)
    tree.append("bot.yaml", "zz: 1\n")
    for _ in range(2):
        with pytest.raises(ContentError, match="'zz' is not known here"):
            load_cached(tree.folder, tmp_path)
    assert len(loads) == 3


@pytest.mark.parametrize("damage", [b"", b"nonsense", pickle.dumps("no content")])
def test_damaged(tree: Tree, tmp_path: Path, loads: list[Path], damage: bytes) -> None:
    """A damaged file is made again."""
    load_cached(tree.folder, tmp_path)
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole[:32] + damage)
    assert load_cached(tree.folder, tmp_path).topics
    assert len(loads) == 2
    assert (tmp_path / NAME).read_bytes() == whole


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_written_by_others(tree: Tree, tmp_path: Path, loads: list[Path], mode: int) -> None:
    """A file that others may have written is not opened as one of ours."""
    load_cached(tree.folder, tmp_path)
    (tmp_path / NAME).chmod(mode)
    load_cached(tree.folder, tmp_path)
    assert len(loads) == 2


def test_cache_that_can_not_be_written(tree: Tree, tmp_path: Path) -> None:
    """Without a cache the content is read each time."""
    (tmp_path / "file").touch()
    assert load_cached(tree.folder, tmp_path / "file").topics
