"""What the classifier learns from."""

from bot.content.model import Content
from bot.matching.lessons import lessons


def test_what_is_on_danger_alone_comes_last(content: Content) -> None:
    """The classifier is told how many rows teach topics, so they have to come first."""
    only_danger = [lesson.only_danger for lesson in lessons(content)]
    assert only_danger == sorted(only_danger)
    assert any(only_danger)
    assert not all(only_danger)
