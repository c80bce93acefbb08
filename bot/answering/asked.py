"""What is asked about the names in a message, and which supplements take part that it only points at ("both")."""

from collections.abc import Mapping

from bot.answering.conversation import Conversation
from bot.answering.remembering import SUPPLEMENTS
from bot.content.model import AskedKind, Content, Supplement
from bot.language.participants import FILLING, Role
from bot.language.phrase_table import PhraseTable
from bot.language.reading import Reading

# How much more, in units of a score, a question has to be like one over the whole shelf, or like one about nothing of ours, than
# like one about a single supplement where the supplement that is meant is known.
CLEARLY, LIKELY = 0.8, 0.35
# What the topic says on whether two supplements are asked about together or each by itself, in units of a score.
TOPIC_SAYS = 0.8
# Within so much of a score of the most likely, something else may be asked as well.
NEARLY = 0.5
# How much more like a comparison than like anything else a message that names one supplement has to be, to weigh it against the
# one spoken of before: "would zinc be better?", and not "what about zinc instead?".
WEIGHS = 0.8
# How much like one that puts something in the place of a medicine a message has to be, in units of a score; less where that
# stands behind "instead of", "than" or "or". Of 1,108 golden questions that name medicines and were not asked for it some 75
# are, and most of these do put something there.
INSTEAD_FROM, WEIGHED_FROM = -0.35, -0.75
_OVER_SHELF = (AskedKind.GOAL, AskedKind.REVERSE, AskedKind.SHELF)

# "Each" by itself may be each day.
_EACH = ("of each", "for each", "each of", "each one", "till each", "until each", "does each", "do each", "each separately")
_BOTH = PhraseTable[bool](
    (phrase, True)
    for phrase in ("both", "the two", "the pair", "compare them", "them", "either", "which is", "which one", *_EACH)
)
_OF_TWO = PhraseTable[int](
    [
        *((phrase, 0) for phrase in ("the first one", "first one", "the first", "the former")),
        *((phrase, 1) for phrase in ("the second one", "second one", "the second", "the latter", "the last one")),
        *((phrase, -1) for phrase in ("the other one", "the other", "other one")),
    ]
)


def taking_part(
    reading: Reading, likeness: Mapping[AskedKind, float], conversation: Conversation, content: Content, topic: str
) -> tuple[Supplement, ...]:
    """The supplements that a message is about, in order: those that it names.

    Where it names none and points at two, they are the two that were last named; where it adds one to a pair ("and if I add
    melatonin?", `topic` being the best topic of it), they come before it, and where it weighs one, the one spoken of does.
    `likeness` is how much the message by itself is like each kind of question.
    """
    before = tuple(content.supplements[one] for one in conversation.named if one in content.supplements)
    adds = len(reading.supplements) == 1 and topic == conversation.topic == SUPPLEMENTS
    if adds and reading.supplements[0] not in before:
        return (*before, *reading.supplements)
    spoken_of = content.supplements.get(conversation.supplement)
    if spoken_of and conversation.topic and not conversation.medicine and _weighs_one(reading, likeness):
        return tuple(dict.fromkeys((spoken_of, *reading.supplements)))
    if reading.supplements or len(before) < 2:
        return reading.supplements
    return before if any(True for _ in _BOTH.find(reading.words)) else ()


def _weighs_one(reading: Reading, likeness: Mapping[AskedKind, float]) -> bool:
    """Whether a message names one supplement, and compares it with what it does not name."""
    if len(reading.supplements) != 1 or reading.weighs_forms or reading.others:
        return False
    return likeness[AskedKind.VERSUS] - max(likeness[kind] for kind in (AskedKind.ONE, AskedKind.BOTH, AskedKind.PAIR)) >= WEIGHS


def one_of_two(reading: Reading, conversation: Conversation) -> str:
    """The id of "the other one" or "the first one" of the two last named; empty where a message does not speak of such."""
    found = next(_OF_TWO.find(reading.words), None)
    if found is None or len(conversation.named) < 2:
        return ""
    if found.value >= 0:
        return conversation.named[found.value]
    return next((one for one in conversation.named[::-1] if one != conversation.supplement), "")


def is_one_of_two_alone(reading: Reading) -> bool:
    """Whether a message says "the other one" or "the first one" and hardly anything else."""
    found = next(_OF_TWO.find(reading.words), None)
    return found is not None and all(
        word in FILLING for place, word in enumerate(reading.words) if not found.start <= place < found.end
    )


def what_is_asked(
    reading: Reading,
    likeness: Mapping[AskedKind, float],
    taking_part: tuple[Supplement, ...],
    *,
    is_meant: bool,
    leans: bool = False,
    together: float = 0.0,
) -> tuple[AskedKind, ...]:
    """What a message asks: of what its names allow, what its wording is most like; then what it is nearly as much like.

    `is_meant`: a supplement is known; `leans`: the message was read in the light of what was said before, and goes on with it;
    `together`: the chance that its topic is what goes together, or, below nought, that it is another topic; -1 to 1.
    """
    possible = _possible(reading, taking_part, is_meant)
    if leans:
        possible = tuple(kind for kind in possible if kind not in (*_OVER_SHELF, AskedKind.NONE))
    lift = {**dict.fromkeys(_OVER_SHELF, -CLEARLY), AskedKind.NONE: -LIKELY} if is_meant else {}
    if len(taking_part) > 1:
        lift[AskedKind.PAIR] = TOPIC_SAYS * together
    scores = {kind: likeness[kind] + lift.get(kind, 0.0) for kind in possible}
    ranked = sorted(scores, key=scores.__getitem__, reverse=True)
    return tuple(kind for kind in ranked if scores[kind] >= scores[ranked[0]] - NEARLY)


def is_instead(reading: Reading, likeness: Mapping[AskedKind, float]) -> bool:
    """Whether a message that names medicines may put something in the place of one, whatever else it asks."""
    is_weighed = any(one.role is Role.ALTERNATIVE for one in reading.medicines)
    enough = likeness[AskedKind.INSTEAD] >= (WEIGHED_FROM if is_weighed else INSTEAD_FROM)
    return bool(reading.medicines or reading.groups) and enough


def _possible(reading: Reading, taking_part: tuple[Supplement, ...], is_meant: bool) -> tuple[AskedKind, ...]:
    """What can be asked with so many names."""
    if len(taking_part) > 1:
        return AskedKind.VERSUS, AskedKind.BOTH, AskedKind.PAIR, AskedKind.SHELF
    if taking_part:
        if reading.weighs_forms:
            return AskedKind.ONE, AskedKind.VERSUS
        goes_along = any(one.role is Role.COMPANION for one in reading.mentions)
        beside = reading.medicines or reading.groups or reading.others or (is_meant and goes_along)
        return (AskedKind.ONE, AskedKind.PAIR) if beside else (AskedKind.ONE, AskedKind.SHELF)
    if reading.medicines and is_meant and reading.is_hardly_more_than_names:
        return (AskedKind.PAIR,)
    if reading.others:
        return (AskedKind.PAIR, AskedKind.ONE) if reading.medicines or reading.groups else (AskedKind.ONE,)
    if reading.medicines or reading.groups:
        return AskedKind.PAIR, AskedKind.ONE, AskedKind.REVERSE, AskedKind.GOAL, AskedKind.NONE
    return AskedKind.ONE, AskedKind.GOAL, AskedKind.REVERSE, AskedKind.SHELF, AskedKind.NONE
