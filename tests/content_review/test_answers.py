"""What people read is plain, promises nothing, and rests on sources that were checked."""

import re
from datetime import date, timedelta

import pytest

from bot.content import load
from bot.content.model import Content
from bot.content_review.answers import review_claims, review_dates, review_grades, review_reading, review_sources
from bot.content_review.finding import Kind
from bot.content_review.lines import Lines
from tests.content.tree import SUPPLEMENT, Tree

ABOUT = f"{SUPPLEMENT}/about.yaml"
ZINC = "supplements/zinc"
PAIRS, CARDS = f"{ZINC}/with-medicines.yaml", "cards/cards.yaml"
HARD = "Contraindications necessitate individualised evaluation by appropriately qualified professionals beforehand."


def opened(tree: Tree) -> tuple[Content, Lines]:
    """A tree's content and its lines."""
    return load(tree.folder), Lines(tree.folder)


def test_hard_words(tree: Tree) -> None:
    """An answer above grade 8 is named with its grade and its line."""
    tree.edit(ABOUT, r"^  short: >-\n(    .*\n)+  details: >-\n(    .*\n|\n)+", f"  short: {HARD}\n  details: {HARD}\n")
    (found,) = (one for one in review_grades(*opened(tree)) if one.path == ABOUT)
    assert (found.line, found.kind) == (tree.line(ABOUT, "what-is:"), Kind.GRADE)
    assert "grade" in found.message


@pytest.mark.parametrize(
    ("file", "field", "where"),
    [
        (ABOUT, "  short: It cures colds. # HERE", r"^  short: >-\n(    .*\n)+"),
        ("smalltalk.yaml", "  reply: This is a miracle. # HERE", r"^  reply: .*"),
        ("bot.yaml", "  gone: This boosts your brain. # HERE", r"^  gone: .*"),
        (PAIRS, "  text: It heals. # HERE", r"^  text: >-\n(    .*\n)+"),
        (CARDS, "  text: A breakthrough. # HERE", r"^  text: >-\n(    .*\n)+"),
    ],
)
def test_promises(tree: Tree, file: str, field: str, where: str) -> None:
    """A promise is found wherever the bot may speak, at the line of the text that makes it."""
    tree.edit(file, where, f"{field}\n")
    line = tree.line(file, "# HERE")
    (found,) = (one for one in review_claims(*opened(tree)) if (one.path, one.line) == (file, line))
    assert found.kind is Kind.CLAIM


@pytest.mark.parametrize("file", [ABOUT, PAIRS, f"{ZINC}/with-supplements.yaml", CARDS])
@pytest.mark.parametrize(("days", "said"), [(-2, "still to come"), (-1, ""), (0, ""), (365, ""), (366, "366 days ago")])
def test_dates(tree: Tree, file: str, days: int, said: str) -> None:
    """Answers, pairs and cards checked too long ago, or in the future, are named; today is tomorrow somewhere."""
    today = date(2030, 6, 1)
    tree.edit(file, "^  reviewed: .*", f"  reviewed: {today - timedelta(days)} # HERE")
    content, lines = opened(tree)
    line = tree.line(file, "# HERE")
    found = [one.message for one in review_dates(content, lines, today, 365) if (one.path, one.line) == (file, line)]
    assert [said in message for message in found] == [True] * bool(said)


def test_seed_article_alone(tree: Tree) -> None:
    """An answer may cite the seed article beside other works, never alone."""
    assert list(review_sources(*opened(tree))) == []
    tree.edit(ABOUT, "^  sources: .*", "  sources: [seed-article] # HERE")
    (found,) = review_sources(*opened(tree))
    assert (found.path, found.line, found.kind) == (ABOUT, tree.line(ABOUT, "# HERE"), Kind.SEED_ALONE)


def test_sources_that_nobody_read(tree: Tree) -> None:
    """Doses, harms and pairs rest on something that was read, at least in part; other answers may do without."""
    assert list(review_reading(*opened(tree))) == []
    path = tree.folder / ZINC / "sources.yaml"
    path.write_text(re.sub("(?m)^  read: .*", "  read: not-read", path.read_text(encoding="utf-8")), encoding="utf-8")
    found = list(review_reading(*opened(tree)))
    assert {one.path for one in found} == {
        f"{ZINC}/{name}.yaml" for name in ("dosage", "safety", "points", "with-medicines", "with-supplements")
    }
    assert all(one.line and one.kind is Kind.NOT_READ for one in found)
