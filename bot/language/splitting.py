"""Cuts a message into pieces, each of which may be a question of its own."""

import re

MOST = 6  # pieces; a message with more is a story, and is read as a whole

_JOINT = re.compile(r"[.?!;:\n]+|\s-+\s|,|\b(?:and|n|or|but|also|plus|then)\b|[&+]", re.IGNORECASE)
_WORD = re.compile(r"\w")


def pieces(message: str) -> list[str]:
    """The pieces between punctuation and joining words, in order; none where there are fewer than two or more than `MOST`.

    Whether a piece is a question of its own is not decided here: "with coffee and wine" has two pieces and one question.
    """
    found = [piece.strip() for piece in _JOINT.split(message) if _WORD.search(piece)]
    return found if 2 <= len(found) <= MOST else []
