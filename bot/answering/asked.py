"""What is asked about the names in a message, and which supplements take part that it only points at ("both")."""

from collections.abc import Mapping

from bot.answering.conversation import Conversation
from bot.content.model import AskedKind, Content, Supplement
from bot.language.phrase_table import PhraseTable
from bot.language.reading import Reading

# How much more, in units of a score, a question has to be like one over the whole shelf than like one about a single supplement
# where the supplement that is meant is known.
CLEARLY = 0.35

_BOTH = PhraseTable[bool](
    (phrase, True) for phrase in ("both", "the two", "the pair", "compare them", "them", "either", "which is", "which one")
)
_OTHER = PhraseTable[bool]((phrase, True) for phrase in ("the other one", "the other", "other one"))


def taking_part(reading: Reading, conversation: Conversation, content: Content) -> tuple[Supplement, ...]:
    """The supplements that a message names, in order; where it names none and points at two, the two that were last named."""
    if reading.supplements or len(conversation.named) < 2:
        return reading.supplements
    points = any(True for _ in _BOTH.find(reading.words))
    return tuple(content.supplements[one] for one in conversation.named if one in content.supplements) if points else ()


def other_one(reading: Reading, conversation: Conversation) -> str:
    """The id of "the other one" of the two last named; empty where a message does not speak of it."""
    others = [one for one in conversation.named if one != conversation.supplement]
    return others[-1] if others and any(True for _ in _OTHER.find(reading.words)) else ""


def what_is_asked(
    reading: Reading, likeness: Mapping[AskedKind, float], taking_part: tuple[Supplement, ...], is_meant: bool
) -> AskedKind:
    """What a message asks: of what its names allow, what its wording is most like. `is_meant`: a supplement is known."""
    possible = _possible(reading, taking_part, is_meant)
    over_shelf = CLEARLY if is_meant and not taking_part else 0.0
    lift = {AskedKind.ONE: over_shelf, AskedKind.PAIR: over_shelf}
    return max(possible, key=lambda kind: likeness[kind] + lift.get(kind, 0.0))


def _possible(reading: Reading, taking_part: tuple[Supplement, ...], is_meant: bool) -> tuple[AskedKind, ...]:
    """What can be asked with so many names."""
    if len(taking_part) > 1:
        return AskedKind.VERSUS, AskedKind.BOTH, AskedKind.PAIR, AskedKind.ONE
    if taking_part:
        if len(reading.forms) > 1:
            return AskedKind.ONE, AskedKind.VERSUS
        return (AskedKind.ONE, AskedKind.PAIR) if reading.medicines or reading.groups or reading.others else (AskedKind.ONE,)
    if reading.medicines and is_meant and reading.is_hardly_more_than_names:
        return (AskedKind.PAIR,)
    if reading.medicines or reading.groups:
        return AskedKind.PAIR, AskedKind.ONE, AskedKind.REVERSE, AskedKind.NONE
    if reading.others:
        return (AskedKind.ONE,)
    return AskedKind.ONE, AskedKind.GOAL, AskedKind.REVERSE, AskedKind.SHELF, AskedKind.NONE
