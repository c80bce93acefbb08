"""Takes out of a text what points at a person: addresses, links, @names, telephone and other long numbers.

Names and stories can't be recognised by a program; an editor has to read what is pasted.
"""

import re
import unicodedata

BLANK = "..."

_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_LINK = re.compile(
    r"\b(?:https?|tg|ftp)://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|me|io|info|ru|de|uk|eu|co)\b(?:/\S*)?", re.I
)
_NAME = re.compile(r"(?<!\w)@\w+")
# Seven digits or more, with the usual marks between them. An amount ("1000 - 2000 mg") is none, nor a list of short numbers.
_NUMBER = re.compile(
    r"\+?\(?\d(?:[\s().\-–/]{0,3}\d){6,}\b(?!\s*(?:mg|mcg|µg|ug|g|gr|grams?|milligrams?|iu|ml|l|hours?|days?)\b)", re.I
)


def blank(text: str) -> str:
    """A text without what points at a person, on one line, without characters that do something to a terminal or to YAML."""
    text = one_line(text)
    for pattern in (_MAIL, _LINK, _NAME, _NUMBER):
        text = pattern.sub(BLANK, text)
    return text


def one_line(text: str) -> str:
    """A text as people can safely look at it: one line, nothing that can't be seen."""
    seen = "".join(char if char.isspace() or unicodedata.category(char)[0] != "C" or char == "\u200d" else " " for char in text)
    return " ".join(seen.split())
