"""Cuts a message into pieces, each of which may be a question of its own."""

import re

MOST = 6  # pieces; a message with more is a story, and is read as a whole

_JOINT = re.compile(r"[.?!;:\n]+|\s-+\s|,|\b(?:and|n|or|but|also|plus|then)\b|[&+]", re.IGNORECASE)
LONG = 60  # words from which on a message is looked at in parts too
WINDOW = 30  # words a part, about two sentences
MOST_WINDOWS = 40  # parts; more than fit into the longest message of ordinary words

SHORTEST = 3  # words of a sentence that says something by itself

_SENTENCE = re.compile(r"[^.?!;\n]+[.?!;\n]*")
_WORD = re.compile(r"\w")


def pieces(message: str) -> list[str]:
    """The pieces between punctuation and joining words, in order; none where there are fewer than two or more than `MOST`.

    Whether a piece is a question of its own is not decided here: "with coffee and wine" has two pieces and one question.
    """
    found = [piece.strip() for piece in _JOINT.split(message) if _WORD.search(piece)]
    return found if 2 <= len(found) <= MOST else []


def sentences(message: str) -> list[str]:
    """The first MOST_WINDOWS sentences of a message; none where there are fewer than two that say something by themselves."""
    found = [one.strip() for one in _SENTENCE.findall(message) if len(one.split()) >= SHORTEST]
    return found[:MOST_WINDOWS] if len(found) > 1 else []


def windows(message: str) -> list[str]:
    """Parts of a long message, of some sentences each; none of a short one.

    The encoder reads a limited length, and the sense of a long text is the mean of all of it.
    """
    if len(message.split()) <= LONG:
        return []
    found: list[list[str]] = [[]]
    for sentence in _SENTENCE.findall(message):
        words = sentence.split()
        for start in range(0, len(words), WINDOW):
            part = words[start : start + WINDOW]
            if found[-1] and len(found[-1]) + len(part) > WINDOW:
                found.append([])
            found[-1].extend(part)
    return [" ".join(part) for part in found if part][:MOST_WINDOWS]
