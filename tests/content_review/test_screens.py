"""What is in view of an answer fits a phone."""

from dataclasses import replace

import pytest

from bot.content import load
from bot.content.model import Content
from bot.content_review import screens
from bot.content_review.finding import Kind
from bot.content_review.lines import Lines
from bot.content_review.screens import MOST_IN_VIEW, in_view, review_screens, told
from tests.content.tree import Tree


def test_shipped_content(content: Content) -> None:
    """Nine answers and pairs of ten fit a screen, disclaimer and all."""
    fits = [in_view(reply) <= MOST_IN_VIEW for _, reply in told(content)]
    assert sum(fits) >= 0.9 * len(fits)


@pytest.mark.parametrize(("file", "key"), [("dosage.yaml", "timing"), ("with-medicines.yaml", "tetracyclines")])
def test_more_than_a_screen(tree: Tree, monkeypatch: pytest.MonkeyPatch, file: str, key: str) -> None:
    """What is longer is named with its line, and by how much; what folds does not count."""
    content = load(tree.folder)
    monkeypatch.setattr(screens, "MOST_IN_VIEW", 100)
    path = f"supplements/zinc/{file}"
    (found,) = (
        one for one in review_screens(content, Lines(tree.folder)) if one.path == path and one.message.startswith(f"{key} has ")
    )
    assert (found.line, found.kind) == (tree.line(path, f"{key}:"), Kind.SCREEN)
    assert "down to 100" in found.message
    answer = content.supplements["zinc"].answers["dosage/timing"]
    longer = replace(content.supplements["zinc"], answers={"dosage/timing": replace(answer, details="word " * 500)})
    monkeypatch.setattr(screens, "MOST_IN_VIEW", MOST_IN_VIEW)
    assert not list(review_screens(replace(content, supplements={"zinc": longer}), Lines(tree.folder)))
