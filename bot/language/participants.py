"""Who takes part in a question: the role of each name in it, told by the words before it."""

from collections.abc import Sequence
from enum import StrEnum

# Words between two names that make the second one go along with the first, or stand against it.
_COMPANION = frozenset("with and plus alongside together & n while besides mix combine both from".split())
_ALTERNATIVE = frozenset("or vs versus than instead against over v compared between".split())
# Words that point back at what was spoken of, without naming it.
POINTERS = frozenset("it its it's this these them they mine that that's those".split())
# Words around names that ask nothing by themselves: "and magnesium?", "what about zinc", "no wait, melatonin", "iron tho".
FILLING = frozenset(
    "and or what about how but also then so now ok okay hi hello please same for the a is whats with my n no wait sorry tho "
    "though too instead back going do does that as well aswell actually meant mean".split()
)
# Words that join one name to the next.
JOINING = frozenset("and or n & plus with versus vs".split())
_IS, _ARTICLES = frozenset("it's its is was".split()), frozenset("the my a an".split())
_NEAR = 4  # words before a name that are looked at


class Role(StrEnum):
    """What a name does in a question."""

    SUBJECT = "subject"  # what is asked about
    COMPANION = "companion"  # what it is taken with
    ALTERNATIVE = "alternative"  # what it is weighed against


def role_after(words: Sequence[str], earlier: int) -> Role:
    """The role of a name that follows these words, after `earlier` other names: the nearest telling word decides.

    The first name of a question is its subject, unless the question points at something already spoken of ("it with zinc").
    """
    if not earlier and _names_it(words):
        return Role.SUBJECT
    goes_along = bool(words) and (words[-1] == "with" or (words[-1] == "from" and "apart" in words))
    if not earlier and not goes_along and POINTERS.isdisjoint(words):
        return Role.SUBJECT
    for word in reversed(words[-_NEAR:]):
        if word in _ALTERNATIVE:
            return Role.ALTERNATIVE
        if word in _COMPANION:
            return Role.COMPANION
    return Role.COMPANION if earlier else Role.SUBJECT


def _names_it(words: Sequence[str]) -> bool:
    """Whether a name that follows these words says what "it" is: "and if it's the zinc"."""
    before = [word for word in words if word not in _ARTICLES]
    return bool(before) and before[-1] in _IS
