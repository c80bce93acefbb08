"""Wording that promises health: what a supplement may not be said to do."""

import re
from collections.abc import Iterator

_CLAIM = re.compile(
    r"\b(?:treat(?:s|ing)?|cur(?:es?|ing)|prevent(?:s|ing)?|heal(?:s|ing)?|revers(?:es?|ing)|"
    r"(?:clinically|scientifically|medically) proven|proven to|promising|guarantee[ds]?|miracles?|"
    r"wonder (?:cure|drug)|breakthrough|boost(?:s|ing)?|detox\w*)\b",
    re.IGNORECASE,
)
# A word before the claim, in the same clause, that takes it back. "Not only" does not.
_TAKEN_BACK = re.compile(
    r"\b(?:not(?! only)|never|no(?! doubt| wonder)|none|nobody|nor|neither|cannot|without|whether|hardly)\b|n[’']t\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.!?;:](?=\s|$)|\n+|\bbut\b|, and\b|[–—]", re.IGNORECASE)


def claims(text: str) -> Iterator[str]:
    """The words of a text that claim an effect on health and are not taken back ("has not been shown to prevent"), in order."""
    for clause in _CLAUSE_END.split(text):
        for found in _CLAIM.finditer(clause):
            if not _TAKEN_BACK.search(clause, 0, found.start()):
                yield found[0]
