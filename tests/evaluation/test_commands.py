"""The tools as editors call them."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answering.engine import Engine
from bot.evaluation.golden import MEANT
from tests.conftest import CACHE, ROOT
from tests.test_cli import Terminal

ROWS = [
    {"q": "when should I take it", "kind": "answer", "accept": ["dosage/timing"], "supplement": MEANT},
    {"q": "my husband wont wake up", "kind": "urgent"},
    {"q": "What is the capital of France?", "kind": "abstain"},
]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], letters_engine: Engine) -> Terminal:
    """A terminal whose bot matches by letters, and has learnt."""
    for name in list(os.environ):
        if name.startswith(("BOT_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BOT_CACHE", str(CACHE / "letters"))
    monkeypatch.setenv("BOT_ENCODER", "off")
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def questions(tmp_path: Path) -> str:
    """A file of three questions."""
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return str(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of golden questions, two of which are bound to fail."""
    path = tmp_path / "golden"
    path.mkdir()
    (path / "dosage.yaml").write_text("timing: [when should I take it, what is the capital of France]\n", encoding="utf-8")
    (path / "urgent.yaml").write_text("any: [when may I take it]\n", encoding="utf-8")
    return path


def test_explain(terminal: Terminal) -> None:
    """The question needs no quotes, and the decision comes last."""
    result = terminal.run("explain", "when", "should", "I", "take", "zinc?")
    assert (result.code, result.err) == (0, "")
    assert "when should I take zinc?" in result.out
    assert "DECISION: answer (zinc/dosage/timing)" in result.out


def test_explain_where_one_is_meant(terminal: Terminal) -> None:
    """Where no supplement is named, which one has to be asked; with BOT_SUPPLEMENT that is the one that is meant."""
    question = ("explain", "when", "should", "I", "take", "it?")
    assert "DECISION: suggest (" in terminal.run(*question).out
    terminal.monkeypatch.setenv("BOT_SUPPLEMENT", "iron")
    assert "DECISION: answer (iron/dosage/timing)" in terminal.run(*question).out


def test_explain_as_json(terminal: Terminal) -> None:
    """For machines it is JSON; what was asked before can be given."""
    result = terminal.run("explain", "or before bed", "--after", "should I take it in the morning", "--json")
    assert json.loads(result.out)["context"] == ["should I take it in the morning"]


def test_evaluate_a_file(terminal: Terminal, questions: str) -> None:
    """A file of questions gets its report."""
    result = terminal.run("evaluate", questions)
    assert (result.code, result.err) == (0, "")
    assert "in danger" in result.out


def test_evaluate_as_json(terminal: Terminal, questions: str) -> None:
    """For machines the report is JSON."""
    data = json.loads(terminal.run("evaluate", questions, "--json").out)
    assert data["kinds"]["answer"]["right"] == 1
    assert data["kinds"]["urgent"]["right"] == 1


def test_evaluate_the_shelf(terminal: Terminal, tmp_path: Path) -> None:
    """A file of questions to the whole shelf gets its part of the report."""
    path = tmp_path / "on-zinc.yaml"
    path.write_text("- {q: 'when should I take zinc?', accept: [zinc/dosage/timing]}\n", encoding="utf-8")
    assert "ON THE SHELF" in terminal.run("evaluate", str(path)).out
    data = json.loads(terminal.run("evaluate", str(path), "--json").out)
    assert data["shelf"]["on-zinc"]["right"] == data["shelf"]["all"]["right_supplement"] == 1


def test_evaluate_with_page(terminal: Terminal, questions: str, tmp_path: Path) -> None:
    """The page is written where it was asked for."""
    result = terminal.run("evaluate", questions, "--html", str(tmp_path / "page.html"))
    assert result.code == 0
    assert "page.html" in result.err
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_page_without_plotting_library(terminal: Terminal, questions: str, tmp_path: Path) -> None:
    """Where the library is missing, one line says how to install it, and nothing is written."""
    terminal.monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = terminal.run("evaluate", questions, "--html", str(tmp_path / "page.html"))
    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
    assert "pip install '.[plots]'" in result.err
    assert not (tmp_path / "page.html").exists()


def test_write_known_failures(terminal: Terminal, folder: Path) -> None:
    """The failures of a folder's questions are listed beside them; the list holds no questions of its own."""
    for _ in range(2):
        result = terminal.run("evaluate", "--questions", str(folder), "--write-known-failures")
        assert result.code == 0
        listed = (folder / "known-failures.yaml").read_text(encoding="utf-8")
        assert "- q: when may I take it\n  why: not recognised as an emergency\n" in listed
        assert listed.count("- q:") == 2


def test_known_failures_are_about_golden_questions(terminal: Terminal, questions: str, folder: Path) -> None:
    """The failures of another file are not written into the list."""
    result = terminal.run("evaluate", questions, "--questions", str(folder), "--write-known-failures")
    assert result.code == 2
    assert not (folder / "known-failures.yaml").exists()


def test_bad_questions(terminal: Terminal, folder: Path) -> None:
    """Mistakes in the questions are told with file and line, and exit code 1."""
    (folder / "dosage.yaml").write_text("timing: [when?]\nnever: [how?]\n", encoding="utf-8")
    result = terminal.run("evaluate", "--questions", str(folder))
    assert (result.code, result.out) == (1, "")
    assert "dosage.yaml:2: there is no topic 'dosage/never'" in result.err


def thinned(part: Any, fewest: int) -> Any:
    """A part of the content with about so many wordings of each label, from each writer as many, learnt in a moment."""
    if isinstance(part, dict):
        is_wordings = all(len(key.removeprefix("page-")) <= 2 and isinstance(value, list) for key, value in part.items())
        kept = fewest // max(1, len(part)) + 1
        return {key: value[:kept] if is_wordings else thinned(value, fewest) for key, value in part.items()}
    return part


def write_thinned(folder: Path, swapped: bool) -> Path:
    """A small copy of the content; where it is `swapped`, two topics have each other's wordings."""
    shutil.copytree(ROOT / "content", folder)
    shared = (*folder.glob("topics/*.yaml"), *(folder / f"{name}.yaml" for name in ("asked", "red-flags", "not-covered")))
    of_one = (*folder.glob("supplements/*/own-topics.yaml"), *folder.glob("supplements/*/points.yaml"))
    for path in (*shared, *of_one):
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  # texts stay texts
        part = thinned(read, 4 if path.stem == "points" else 12)
        if swapped and path.stem == "dosage":
            timing, starting = part["topics"]["timing"], part["topics"]["starting"]
            timing["questions"], starting["questions"] = starting["questions"], timing["questions"]
        path.write_text(yaml.dump(part, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def test_diff(terminal: Terminal, folder: Path, tmp_path: Path) -> None:
    """Questions whose answer changes between two contents are listed as better or worse, and the exit code is 0."""
    terminal.monkeypatch.setenv("BOT_CACHE", str(tmp_path))
    old, new = write_thinned(tmp_path / "old", False), write_thinned(tmp_path / "new", True)
    result = terminal.run("diff", str(old), str(new), "--questions", str(folder), "--json")
    assert result.code == 0
    data = json.loads(result.out)
    assert data["questions"] == 3
    assert "dosage/timing" in {change["old"]["best"] for change in data["changes"] if change["turn"] == "worse"}
    assert (tmp_path / "diff").is_dir()
    assert not list(tmp_path.glob("*.npz")), "the bot's own cache is left alone"


def test_diff_of_no_folder(terminal: Terminal, folder: Path, tmp_path: Path) -> None:
    """A content that is not there is told by its folder."""
    result = terminal.run("diff", str(tmp_path / "nowhere"), str(ROOT / "content"), "--questions", str(folder))
    assert (result.code, result.out) == (1, "")
    assert "nowhere" in result.err
