"""An amount that a message states, held against the daily limits that editors wrote: "I had 200 mg, is that too much?"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind
from bot.content.answers import Limits
from bot.content.model import Supplement

# Answers on amounts for adults; above others a limit would be out of place, or not hold (pregnancy, children, kidneys).
OF_AMOUNTS = frozenset(
    "dosage/typical-dose dosage/maximum dosage/elemental dosage/starting dosage/by-mistake dosage/not-working safety/too-much "
    "safety/long-term safety/general".split()
)

_GRAMS = {"g": 1.0, "gram": 1.0, "grams": 1.0, "mg": 1e-3, "milligram": 1e-3, "milligrams": 1e-3, "mgs": 1e-3}
_GRAMS |= dict.fromkeys(("mcg", "ug", "microgram", "micrograms", "mcgs"), 1e-6)
_IU = frozenset("iu ius ui units".split())
# Words by which a number is not what is taken in a day, or not all of it; the second ones unless a word for a day follows.
_NOT_A_DAY = frozenset(
    "week weeks weekly fortnight month months monthly year yearly twice thrice times x hours level levels test ml".split()
)
_EACH, _DAY = frozenset("each per every".split()), frozenset("day days night nights morning evening".split())


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount in the unit of a supplement's limits, and as it was written."""

    amount: float
    written: str
    in_iu: bool = False


def stated_amount(words: Sequence[str], limits: Limits) -> Stated | None:
    """The amount that normalised words state for a day; None where they state none, several, or not a day's."""
    if not _NOT_A_DAY.isdisjoint(words) or any(one in _EACH and other not in _DAY for one, other in pairwise([*words, ""])):
        return None
    found = list(_amounts(words, limits))
    return found[0] if len(found) == 1 else None


def _amounts(words: Sequence[str], limits: Limits) -> Iterator[Stated]:
    for place, word in enumerate(words[:-1]):
        if not word.replace(".", "", 1).isdecimal():
            continue
        thousands = words[place + 1] == "k" and len(words) > place + 2
        unit = words[place + 2] if thousands else words[place + 1]
        number = float(word) * (1000 if thousands else 1)
        if unit in _GRAMS:
            yield Stated(number * _GRAMS[unit] / _GRAMS[limits.unit], f"{number:,g} {unit}")
        elif unit in _IU and limits.iu:
            yield Stated(number / limits.iu, f"{number:,g} IU", in_iu=True)


class Amounts:
    """Words what a stated amount is beside the limits of the supplement that answers."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    def notes(self, words: Sequence[str], supplement: Supplement, topic: str) -> list[Block]:
        """A note above the answer; none where the topic is not on amounts, or nothing can be held against a limit."""
        limits = supplement.limits
        stated = stated_amount(words, limits) if limits and topic in OF_AMOUNTS else None
        if limits is None or stated is None:
            return []
        amount, text = stated.amount, self._replies.text
        first = text("amount", amount=stated.written)
        if limits.compound_from and amount >= limits.compound_from:
            amount *= limits.held / 1000
            first = text("amount-of-compound", amount=stated.written, part=f"{amount:,.0f} {limits.unit}")
        above = [limit for limit in limits.daily if amount > limit.amount]
        within = [limit for limit in limits.daily if amount <= limit.amount]
        scale, unit = (limits.iu, "IU") if stated.in_iu else (1, limits.unit)
        named = {
            key: ", ".join(f"{one.amount * scale:,g} {unit} ({one.whose})" for one in ones)
            for key, ones in (("above", above), ("within", within))
        }
        which = "between" if above and within else "above" if above else "within"
        return [Block(BlockKind.NOTE, f"{first} {text(f'amount-{which}', **{key: name for key, name in named.items() if name})}")]
