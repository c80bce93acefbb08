"""Where things stand is looked up in the files."""

from pathlib import Path

import pytest

from bot.content_review.lines import Lines

FILE = """\
# A comment.
first:
  text: >-
    Some words,
    and more.
  list: [one, 'two words']
second:
  questions:
    a:
      - plain
      # checked: it is right
      - 'quoted: it''s'
      # checked:
      - "double"
"""


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """The lines of a folder with one file."""
    (tmp_path / "file.yaml").write_text(FILE, encoding="utf-8")
    return Lines(tmp_path)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("first",), 2),
        (("first", "text"), 3),
        (("first", "list", "two words"), 6),
        (("second", "questions", "a", "plain"), 10),
        (("second", "questions", "a", "quoted: it's"), 12),
        (("second", "questions", "a", "double"), 14),
        (("second", "nowhere"), 0),
        ((), 0),
    ],
)
def test_lines(lines: Lines, keys: tuple[str, ...], line: int) -> None:
    """Keys and items are found by what leads to them; what is not there has line 0."""
    assert lines.of("file.yaml", *keys) == line


def test_explained(lines: Lines) -> None:
    """Only a comment with a reason, on the line right above, explains."""
    assert [number for number in range(16) if lines.is_explained("file.yaml", number)] == [12]
