"""The ages that a message speaks of: "my 2 year old", "she's 14", "aged 72", "my newborn"."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum


class Age(StrEnum):
    """A time of life in which another amount, or another caution, holds."""

    BABY = "baby"  # in the first year
    TODDLER = "toddler"  # from 1 to 3 years
    CHILD = "child"  # from 4 to 12
    TEENAGER = "teenager"  # from 13 to 17
    ADULT = "adult"
    OLDER = "older"  # from 65 on


YOUNG = frozenset({Age.BABY, Age.TODDLER, Age.CHILD, Age.TEENAGER})

_FROM = {65: Age.OLDER, 18: Age.ADULT, 13: Age.TEENAGER, 4: Age.CHILD, 1: Age.TODDLER, 0: Age.BABY}  # years
_IN_WORDS = {
    Age.BABY: "baby baby's babies newborn newborns infant infants preemie preemies",
    Age.TODDLER: "toddler toddler's toddlers",
    Age.TEENAGER: "teen teens teenager teenagers teenage adolescent adolescents",
    Age.OLDER: "elderly pensioner pensioners gran granny grandma grandmother nan grandad granddad grandpa grandfather",
}
_WORDS = {word: age for age, words in _IN_WORDS.items() for word in words.split()}

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_NUMBER = rf"(?P<number>\d{{1,2}}(?:\.\d+)?|{'|'.join(_NUMBERS)})"
_UNITS = "years?|yrs?|y|months?|mths?|mos?|weeks?|wks?|days?"
_UNIT = rf"(?P<unit>{_UNITS})"
_WHO = "baby|boy|child|daughter|girl|grandson|granddaughter|kid|lad|nephew|niece|son|toddler"
_THINGS = "bottles?|box|capsules|jars?|packs?|packets?|pills|tablets|tubs?"
# "2 year old", "14 yo", "a 6 month baby"; a bottle may be two years old as well.
_OLD = re.compile(rf"\b{_NUMBER} (?:yo|y o|{_UNIT} (?:olds?|of age|{_WHO}))\b(?! (?:{_THINGS})\b)")
# "aged 7", "he's 4", "i'm 72"; not "she's 12 weeks pregnant", nor "i'm 2 weeks in".
_NO_AGE = rf"{_UNITS}|along|gone|in|into|on|pregnant|post\w*"
_IS = re.compile(rf"\b(?:aged?|he's|hes|she's|shes|i'm|im) {_NUMBER}(?: {_UNIT})?\b(?! (?:{_NO_AGE})\b)")


def ages(words: Sequence[str]) -> frozenset[Age]:
    """The ages that normalised words speak of; empty where they speak of none."""
    return frozenset({*(_WORDS[word] for word in words if word in _WORDS), *_in_numbers(" ".join(words))})


def _in_numbers(text: str) -> Iterator[Age]:
    for found in (*_OLD.finditer(text), *_IS.finditer(text)):
        said, unit = found["number"], found["unit"] or "y"
        number = float(said) if said[0].isdigit() else 1.0 + _NUMBERS.index(said)
        years = number if unit[0] == "y" else number / 12 if unit[0] == "m" else number / 365
        yield next(age for lowest, age in _FROM.items() if years >= lowest)
