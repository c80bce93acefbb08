"""Words and medicines that make no difference, or the wrong one."""

from dataclasses import replace

import pytest

from bot.answering.engine import Engine
from bot.content import load
from bot.content.model import MedicineClass
from bot.content_review.finding import Kind
from bot.content_review.lines import Lines
from bot.content_review.names import review_medicines, review_vocabulary
from tests.conftest import ROOT
from tests.content.tree import Tree


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("in-tray: in tray", "the same to the bot"),
        ("blahblah: quux", "no phrasing has a word of 'quux'"),
        ("blahblah: coffee quux", ""),
        ("blahblah: coffees", ""),
    ],
)
def test_vocabulary(tree: Tree, entry: str, said: str) -> None:
    """An entry that changes nothing, or leads to words that nobody uses, is named; a plural counts as the word."""
    tree.append("vocabulary.yaml", f"{entry} # HERE\n")
    found = list(review_vocabulary(load(tree.folder), ["is coffee ok"], Lines(tree.folder)))
    line = tree.line("vocabulary.yaml", "# HERE")
    assert [said in one.message for one in found if one.line == line] == [True] * bool(said)
    assert {one.kind for one in found} == {Kind.IDLE_WORD}


def test_medicines(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class whose plain words lead elsewhere is named with what they lead to."""
    classes = (
        MedicineClass("quinolones", "antibiotic", "safety/antibiotics", ("cipro",)),
        MedicineClass("digoxin", "antibiotic", "safety/heart", ("digoxin",)),
    )
    monkeypatch.setattr(engine, "content", replace(engine.content, medicines=classes))
    (astray,) = review_medicines(engine, Lines(ROOT / "content"))
    assert "leads to safety/antibiotics, not to safety/heart" in astray.message
    text = (ROOT / "content" / "medicines.yaml").read_text(encoding="utf-8").splitlines()
    assert text[astray.line - 2 : astray.line - 1] == ["digoxin:"]
    assert astray.kind is Kind.MEDICINE
