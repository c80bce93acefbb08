"""The names that are recognised, and what a name in a question stands for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.answers import Card
from bot.content.model import Content, MedicineClass, OtherSubstance, Supplement
from bot.language.participants import FILLING, JOINING, Role

# Words that follow the name of vitamin A rather than an article.
_AFTER_A = (
    FILLING
    | JOINING
    | frozenset(
        "is in are can does do did will while during when if safe safety good bad dose doses dosage overdose toxicity deficiency "
        "tablet tablets capsule capsules pill pills cream creams supplement supplements drops injection palmitate retinol per "
        "daily level levels test cause causes side interact interactions help helps".split()
    )
)

Named = Supplement | MedicineClass | OtherSubstance | Card


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a question: what was named, and the name as the content prints it."""

    named: Named
    name: str
    form: str = ""  # the form of the supplement that was named; may be empty
    role: Role = Role.SUBJECT
    is_weak: bool = False  # whether its blood test or its plant was named, and it is only meant


def names(content: Content) -> Iterator[tuple[str, Mention]]:
    """Every name that is recognised, and what it names; of equal names the first counts."""
    for one in content.supplements.values():
        yield from ((name, Mention(one, one.name)) for name in one.names)
        yield from ((name, Mention(one, one.name, form)) for form, others in one.forms.items() for name in others)
    for medicine in content.medicines:
        yield from ((name, Mention(medicine, name)) for name in medicine.names)
    beyond: tuple[Card | OtherSubstance, ...] = (*content.cards, *content.others)
    for other in beyond:
        yield from ((name, Mention(other, other.name)) for name in other.names)


def is_of(form: Mention, whole: Mention) -> bool:
    """Whether a name is of a form of the supplement that is named right before it."""
    if not isinstance(form.named, Supplement) or not isinstance(whole.named, Supplement) or whole.form:
        return False
    return form.named.form_of == whole.named.id or (form.named == whole.named and bool(form.form))


def is_article(name: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the last word of a name is no part of it: the article in "which vitamin a man needs", not the A of vitamin A, nor
    that of "vitamin A 800".
    """
    return name[-1] == "a" and bool(after) and after[0] not in _AFTER_A and not after[0][0].isdigit()
