"""Finds the questions in a message that holds several.

A sentence counts as a question when it ends in a question mark or begins like one. Inside one sentence, clauses are split at commas and
joining words only where each clause begins like a question, so that "with coffee and wine?" stays whole.
"""

import re

_SENTENCE = re.compile(r"[^.?!;\n]+[.?!;\n]*")
_JOINT = re.compile(r"\s*(?:[,;:-]\s*(?:and|or|but|also|plus|then)?|\b(?:and|n|or|but|also|plus)\b|&|\+)\s*", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:and|or|but|also|plus|so|then|hi|hello|please|pls|ok|oh)*[\s,]*"
    r"(?:how|what|whats|what's|when|where|which|who|why|can|could|is|isn't|are|do|does|did|should|shall|will|would|may|might|am|has|have|any)\b",
    re.IGNORECASE,
)


def _begins_like_a_question(text: str) -> bool:
    return _OPENING.match(text.strip()) is not None


def questions(message: str) -> list[str]:
    """The questions of a message, in order; fewer than two mean that it is to be read as a whole."""
    sentences = [found.group().strip() for found in _SENTENCE.finditer(message)]
    asked = [sentence for sentence in sentences if sentence.endswith("?") or _begins_like_a_question(sentence)]
    found: list[str] = []
    for sentence in asked:
        clauses = [clause for clause in _JOINT.split(sentence) if clause.strip(" ?.!")]
        whole: list[str] = []
        for clause in clauses:
            if whole and not _begins_like_a_question(clause):
                whole[-1] = f"{whole[-1]} {clause}"
            else:
                whole.append(clause)
        if len(whole) > 1 and all(_begins_like_a_question(clause) for clause in whole):
            found.extend(whole)
        else:
            found.append(sentence)
    return found
