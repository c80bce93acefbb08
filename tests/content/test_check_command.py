"""`python -m bot check` tells editors what is wrong, and the bot does not start until it is right."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.content import ContentError, load
from tests.conftest import CACHE, ROOT
from tests.content.tree import Tree


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot` on a content folder, as a user would start it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "TELEGRAM_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**kept, "BOT_CONTENT": str(folder), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def bad(tree: Tree) -> Tree:
    """Content with mistakes in three files, one of them a missing file."""
    tree.edit("topics/safety.yaml", "^order: .*", "order: soon # HERE")
    tree.edit("bot.yaml", "^disclaimer: .*", "disclaimer: # HERE\nzz: >-")
    (tree.folder / "vocabulary.yaml").unlink()
    return tree


@pytest.mark.usefixtures("engine")  # so that all is learnt
def test_good_content(tree: Tree) -> None:
    """Good content: counts on standard output, nothing on standard error, exit 0."""
    done = run(tree.folder, "check", BOT_CACHE=str(CACHE))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(load(tree.folder).topics)} topics" in done.stdout
    assert done.stdout.endswith("The content is in order.\n")


def test_bad_content(bad: Tree) -> None:
    """Bad content: every problem with file and line on standard error, nothing on standard output, exit 1."""
    done = run(bad.folder, "check")
    assert (done.returncode, done.stdout) == (1, "")
    disclaimer, order = bad.line("bot.yaml", "# HERE"), bad.line("topics/safety.yaml", "# HERE")
    head, *problems = done.stderr.splitlines()
    assert head == f"4 problems in the content folder {bad.folder}:"
    assert [problem.strip() for problem in problems[:1]] == [f"bot.yaml:{disclaimer}: 'disclaimer' is empty"]
    assert problems[1].strip().startswith(f"bot.yaml:{disclaimer + 1}: 'zz' is not known here")
    assert [problem.strip() for problem in problems[2:]] == [
        f"topics/safety.yaml:{order}: 'order' must be a whole number from 1 to 99",
        "vocabulary.yaml: the file is missing",
    ]


def test_a_folder_can_be_named(bad: Tree, tmp_path: Path) -> None:
    """`check FOLDER` looks at that folder instead of the one in use."""
    assert run(ROOT / "content", "check", str(bad.folder)).stderr == run(bad.folder, "check").stderr
    nowhere = run(ROOT / "content", "check", str(tmp_path / "nowhere"))
    assert nowhere.returncode == 1
    assert str(tmp_path / "nowhere") in nowhere.stderr


@pytest.mark.parametrize("arguments", [("run",), ("chat",), ("ask", "how much?"), ("ask", "--jsonl")])
def test_no_start_on_bad_content(bad: Tree, arguments: tuple[str, ...]) -> None:
    """Nothing starts on bad content: the same report as from `check`, exit 1."""
    token = {"TELEGRAM_BOT_TOKEN": "4242:AAA", "TELEGRAM_API_BASE_URL": "http://127.0.0.1:9"}
    done = run(bad.folder, *arguments, **token)
    with pytest.raises(ContentError) as error:
        load(bad.folder)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{error.value}\n")
