"""An amount that a message states, held against the daily limits that editors wrote: "I had 200 mg, is that too much?"."""

import re
import unicodedata
from dataclasses import dataclass

from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind
from bot.content.answers import Limit, Limits
from bot.content.model import Supplement

# Answers on amounts for adults; above others a limit would be out of place, or not hold (pregnancy, children, kidneys).
OF_AMOUNTS = frozenset(
    "dosage/typical-dose dosage/maximum dosage/elemental dosage/starting dosage/by-mistake dosage/not-working safety/too-much "
    "safety/long-term safety/general".split()
)

_MICROGRAMS = {
    "g": 1_000_000,
    "gram": 1_000_000,
    "grams": 1_000_000,
    "mg": 1000,
    "mgs": 1000,
    "milligram": 1000,
    "milligrams": 1000,
}
_MICROGRAMS |= dict.fromkeys(("mcg", "mcgs", "ug", "μg", "microgram", "micrograms"), 1)
_IU = frozenset("iu ius ui units".split())
_MOST = 10_000_000  # a number beyond is no amount that anybody takes
# A number that no letter, sign or other number touches, then a unit that is not one of a level ("mcg/l").
_AMOUNT = re.compile(
    rf"(?<![\w.,/+-])(\d{{1,3}}(?:[ ,]\d{{3}})+|\d+(?:\.\d+)?|\.\d+) ?(k(?= |i))? ?({'|'.join((*_MICROGRAMS, *_IU))})\b(?! ?/)"
)
_UNCLEAR = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # a thousand where people write a point for it
# Words by which an amount is not what is taken in a day, or not all of it.
_NOT_A_DAY = re.compile(
    r"\b(weeks?|weekly|fortnight|months?|monthly|years?|yearly|twice|thrice|times|x|hours|levels?|test|ml"
    r"|(each|per|every)(?! (day|night|morning|evening)))\b|\b(morning|am)\b.*\b(night|evening|pm)\b"
)
_PIECES = re.compile(r"\b(tablet|tab|capsule|cap|pill|gummy|gummie|drop|spray|sachet|scoop)s?\b")
_NUMBER = re.compile(r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|couple|both|double)\b")


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount in the unit of a supplement's limits, and as it was written."""

    amount: float
    written: str  # in the unit of the limits too, where it was in another
    in_iu: bool = False


def stated_amount(question: str, limits: Limits) -> Stated | None:
    """The amount that a message states for a day; None where it states none, several, or not a day's."""
    text = unicodedata.normalize("NFKC", question).lower()
    found = list(_AMOUNT.finditer(text))
    if len(found) != 1 or _NOT_A_DAY.search(text):
        return None
    number, thousand, unit = found[0].groups()
    besides = text[: found[0].start()] + text[found[0].end() :]
    if _UNCLEAR.fullmatch(number) or (_PIECES.search(text) and _NUMBER.search(besides)):
        return None
    amount = float(re.sub("[ ,]", "", number)) * (1000 if thousand else 1)
    if not 0 < amount <= _MOST:
        return None
    written = _number(amount)
    if unit in _IU:
        return Stated(amount / limits.iu, f"{written} IU", in_iu=True) if limits.iu else None
    in_theirs = round(amount * _MICROGRAMS[unit] / _MICROGRAMS[limits.unit], 6)
    is_theirs = _MICROGRAMS[unit] == _MICROGRAMS[limits.unit]
    return Stated(in_theirs, f"{written} {unit}" if is_theirs else f"{written} {unit} = {_number(in_theirs)} {limits.unit}")


def _number(amount: float) -> str:
    return f"{amount:,.0f}" if amount.is_integer() else f"{amount:,g}"


def worded(limits: Limits) -> str:
    """The limits in one line, each with whose it is, and in both units where two are in use."""
    units = (False, True) if limits.iu else (False,)
    return ", ".join(f"{' = '.join(_amount(one, limits, in_iu) for in_iu in units)} ({one.whose})" for one in limits.daily)


def _amount(limit: Limit, limits: Limits, in_iu: bool) -> str:
    scale, unit = (limits.iu, "IU") if in_iu else (1, limits.unit)
    return f"{limit.amount * scale:,} {unit}"


class Amounts:
    """Words what a stated amount is beside the limits of the supplement that answers."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    def notes(self, question: str, supplement: Supplement, topic: str) -> list[Block]:
        """A note above the answer; none where the topic is not on amounts, or nothing can be held against a limit."""
        limits = supplement.limits
        stated = stated_amount(question, limits) if limits and topic in OF_AMOUNTS else None
        if limits is None or stated is None:
            return []
        amount, text = round(stated.amount, 6), self._replies.text
        if 0 < limits.unclear_from <= amount:  # "325 mg" of an iron tablet is the salt, of which a tenth to a third is iron
            return []
        first = text("amount", amount=stated.written)
        if limits.compound_from and amount >= limits.compound_from:
            amount = round(amount * limits.held / 1000)
            first = text("amount-of-compound", amount=stated.written, part=f"{amount:,.0f} {limits.unit}")
        above = [limit for limit in limits.daily if amount > limit.amount]
        within = [limit for limit in limits.daily if amount <= limit.amount]
        named = {
            key: ", ".join(f"{_amount(one, limits, stated.in_iu)} ({one.whose})" for one in ones)
            for key, ones in (("above", above), ("within", within))
        }
        which = "between" if above and within else "above" if above else "within"
        return [Block(BlockKind.NOTE, f"{first} {text(f'amount-{which}', **{key: name for key, name in named.items() if name})}")]
