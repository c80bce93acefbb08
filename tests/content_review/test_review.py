"""The review as a whole, and the shipped content under it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.answering.engine import Engine
from bot.content import load
from bot.content.model import Content
from bot.content_review.finding import Kind
from bot.content_review.review import Review, review
from bot.evaluation.golden import read_questions
from tests.conftest import ROOT
from tests.content.tree import SUPPLEMENT, Tree

ABOUT = f"{SUPPLEMENT}/about.yaml"


def last_review(content: Content) -> date:
    """The newest date on an answer, a pair or a card: a day on which nothing was too old yet."""
    rows = [
        row
        for one in content.supplements.values()
        for group in (one.answers, one.with_medicines, one.with_supplements)
        for row in group.values()
    ]
    return max(row.reviewed for row in (*rows, *content.cards))


@pytest.fixture
def reviewed(engine: Engine, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> "Reviewer":
    """Reviews the tree with the engine as it is shipped; answers may have changed, phrasings not."""
    return Reviewer(engine, tree, monkeypatch)


class Reviewer:
    """Reviews a tree."""

    def __init__(self, engine: Engine, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
        self._engine, self._tree, self._monkeypatch = engine, tree, monkeypatch

    def __call__(self) -> Review:
        content = load(self._tree.folder)
        self._monkeypatch.setattr(self._engine, "content", content)
        return review(self._engine, self._tree.folder, (), last_review(content), 365)


def test_shipped_content(shelf: Engine) -> None:
    """Nothing in the shipped content is wrong, and whatever is questionable is explained in its file."""
    found = review(shelf, ROOT / "content", read_questions(ROOT / "tests" / "questions"), last_review(shelf.content), 365)
    assert [str(one) for one in (*found.errors, *found.warnings)] == []
    assert found.explained


def test_a_warning_can_be_explained(reviewed: "Reviewer", tree: Tree) -> None:
    """A comment with a reason on the line above takes a warning off the list, and is counted."""
    before = reviewed().explained
    tree.edit(ABOUT, "^  reviewed: .*", "  reviewed: 2019-01-01")
    (found,) = reviewed().warnings
    assert (found.path, found.kind) == (ABOUT, Kind.REVIEW)
    tree.edit(ABOUT, "^  reviewed: 2019-01-01", "  # checked: nothing new since then\n  reviewed: 2019-01-01")
    after = reviewed()
    assert (after.warnings, after.explained) == ((), before + 1)


def test_an_error_can_not_be_explained(reviewed: "Reviewer", tree: Tree) -> None:
    """The seed article alone stays an error, whatever the comment says."""
    tree.edit(ABOUT, "^  sources: .*", "  # checked: trust me\n  sources: [seed-article]")
    assert [one.kind for one in reviewed().errors] == [Kind.SEED_ALONE]


def test_findings_are_in_order(reviewed: "Reviewer", tree: Tree) -> None:
    """Findings come by file and line, as data and as text."""
    for file in ("safety", "dosage", "about"):
        tree.edit(f"{SUPPLEMENT}/{file}.yaml", "^  reviewed: .*", "  reviewed: 2019-01-01")
    found = reviewed()
    assert [one.path.rpartition("/")[2] for one in found.warnings] == ["about.yaml", "dosage.yaml", "safety.yaml"]
    data = found.as_data()
    assert data["errors"] == []
    assert [list(one) for one in data["warnings"]] == [["path", "line", "kind", "message"]] * 3
    for one, row in zip(found.warnings, data["warnings"], strict=True):
        assert str(one) == f"{row['path']}:{row['line']}: {row['message']} [{row['kind']}]"


def test_without_encoder(letters_engine: Engine, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the encoder, what rests on the trained matcher is left out; everything else is looked at."""
    monkeypatch.setattr(letters_engine.matcher, "calibration", replace(letters_engine.matcher.calibration, misread=()))
    today = last_review(letters_engine.content) + timedelta(400)
    questions = read_questions(ROOT / "tests" / "questions")
    found = review(letters_engine, tree.folder, questions[:1], today, 365)
    assert {one.kind for one in found.warnings} == {Kind.REVIEW}
