"""`python -m bot check` as editors and machines call it."""

import json
import os
import re

import pytest

from bot.answering.engine import Engine
from bot.content_review.schemas import FOLDER, schemas
from tests.conftest import CACHE, ROOT
from tests.content.tree import SUPPLEMENT, Tree
from tests.test_cli import Terminal

DOSAGE = f"{SUPPLEMENT}/dosage.yaml"

TIMING = "timing:\n  short: Any time.\n  details: As you like.\n  evidence: none\n  sources: [thin-1] # HERE"
THIN = """
thin-1:
  cite: Thin 1
  title: A work
  by: Somebody
  year: 2020
  where: A journal
  doi: 10.1000/1
  kind: review
  read: abstract
"""

pytestmark = pytest.mark.slow  # each run looks at all of the content


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: Engine) -> Terminal:
    """A terminal whose bot has learnt the shipped phrasings."""
    for name in list(os.environ):
        if name.startswith(("BOT_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BOT_CACHE", str(CACHE))
    return Terminal(monkeypatch, capsys)


def test_warnings_do_not_fail(terminal: Terminal, tree: Tree) -> None:
    """A warning is listed with file, line and kind, and the exit code is 0."""
    tree.edit(DOSAGE, "^  reviewed: .*", "  reviewed: 2019-01-01 # HERE")
    result = terminal.run("check", str(tree.folder), "--max-age-days", "2000")
    assert (result.code, result.err) == (0, "")
    place = f"{DOSAGE}:{tree.line(DOSAGE, '# HERE')}"
    (warning,) = (line for line in result.out.splitlines() if line.startswith("warning: "))
    assert warning.startswith(f"warning: {place}: ")
    assert warning.endswith("[review-date]")
    assert "# checked:" in result.out
    assert "warning" not in terminal.run("check", str(tree.folder), "--max-age-days", "9999").out


def test_errors_fail(terminal: Terminal, tree: Tree) -> None:
    """An answer that rests on the seed article alone fails the check."""
    tree.edit(DOSAGE, "^  sources: .*", "  sources: [seed-article] # HERE")
    result = terminal.run("check", str(tree.folder), "--max-age-days", "9999")
    assert result.code == 1
    assert result.err.startswith(f"error: {DOSAGE}:{tree.line(DOSAGE, '# HERE')}: ")
    assert "in order" not in result.out


def test_json(terminal: Terminal, tree: Tree) -> None:
    """JSON holds errors and warnings with path, line, kind and message, and nothing else is printed."""
    tree.edit(DOSAGE, "^  reviewed: .*", "  reviewed: 2019-01-01 # HERE")
    result = terminal.run("check", str(tree.folder), "--json", "--max-age-days", "2000")
    assert (result.code, result.err) == (0, "")
    data = json.loads(result.out)
    assert list(data) == ["errors", "warnings"]
    (warning,) = data["warnings"]
    assert {key: warning[key] for key in ("path", "line", "kind")} == {
        "path": DOSAGE,
        "line": tree.line(DOSAGE, "# HERE"),
        "kind": "review-date",
    }
    assert "reviewed" in warning["message"]


def test_json_of_bad_content(terminal: Terminal, tree: Tree) -> None:
    """Content that can't be used is told as JSON too, with exit code 1."""
    tree.append("bot.yaml", "nonsense: 1 # HERE\n")
    result = terminal.run("check", str(tree.folder), "--json")
    assert (result.code, result.err) == (1, "")
    data = json.loads(result.out)
    assert data["warnings"] == []
    (error,) = data["errors"]
    assert (error["path"], error["line"], error["kind"]) == ("bot.yaml", tree.line("bot.yaml", "# HERE"), "structure")


def test_without_golden_questions(terminal: Terminal, tree: Tree) -> None:
    """The folder of golden questions may be missing; bad ones in it are told in plain lines."""
    questions = tree.folder.parent / "questions"
    assert terminal.run("check", "--questions", str(questions), "--max-age-days", "9999").code == 0
    questions.mkdir()
    (questions / "dosage.yaml").write_text("timing: 5\n", encoding="utf-8")
    result = terminal.run("check", "--questions", str(questions))
    assert result.code == 1
    assert "dosage.yaml:1" in result.err


def test_write_schemas(terminal: Terminal, tree: Tree) -> None:
    """The schemas are written beside the content, and nothing else is done."""
    for path in (tree.folder / FOLDER).iterdir():
        path.unlink()
    result = terminal.run("check", str(tree.folder), "--write-schemas")
    assert (result.code, result.err) == (0, "")
    assert {path.name for path in (tree.folder / FOLDER).iterdir()} == set(schemas())


def test_without_encoder(terminal: Terminal, letters_engine: Engine) -> None:
    """Without the encoder the rest is checked, and one line says what is not."""
    terminal.monkeypatch.setenv("BOT_ENCODER", "off")
    terminal.monkeypatch.setenv("BOT_CACHE", str(CACHE / "letters"))
    result = terminal.run("check", str(ROOT / "content"), "--max-age-days", "9999")
    assert result.code == 0
    assert len(result.err.splitlines()) == 1
    assert "encoder" in result.err


def test_facts(terminal: Terminal, tree: Tree) -> None:
    """`--facts` lists what rests on abstracts or less, with file and line, and says how many of how many."""
    before = _without_lines(terminal.run("check", str(tree.folder), "--facts").out)
    tree.edit(DOSAGE, r"(?s)^timing:.*?  sources: .*?$", TIMING)
    tree.append(f"{SUPPLEMENT}/sources.yaml", THIN)
    result = terminal.run("check", str(tree.folder), "--facts")
    assert (result.code, result.err) == (0, "")
    after = _without_lines(result.out)
    (new,) = after - before
    assert new.startswith(f"{DOSAGE}: timing rests on ") and new.endswith("[read-in-abstract-at-most]")
    assert before <= after
    listed = result.out.splitlines()
    assert listed[-1].startswith(f"{len(listed) - 1} of ")


def _without_lines(printed: str) -> set[str]:
    """What is listed, the places without their lines, and without the count at the end."""
    return {re.sub(r":\d+:", ":", line, count=1) for line in printed.splitlines()[:-1]}
