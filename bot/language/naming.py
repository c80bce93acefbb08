"""Finds the names in a question: of supplements and their forms, of medicines, of other things."""

from collections.abc import Sequence

from bot.content.model import Content, Supplement
from bot.language.mentions import Mention, Named, is_article, names
from bot.language.normalise import normalise
from bot.language.participants import FILLING, JOINING, POINTERS
from bot.language.phrase_table import PhraseTable, Span

_BELONGS = frozenset("for of as".split())  # in front of what a form that was named is a form of
_WITHIN = 4  # words after a weak name among which a number makes it count


class NameFinder:
    """Finds names in words that are normalised and repaired. Built once from the content."""

    def __init__(self, content: Content) -> None:
        self._names = PhraseTable[Mention]((normalise(name), mention) for name, mention in names(content))
        self._short_names = {
            normalise(name): Mention(one, one.name) for one in content.supplements.values() for name in one.short_names
        }
        self._weak_names = PhraseTable[Mention](
            (normalise(name), Mention(one, one.name, is_weak=True))
            for one in content.supplements.values()
            for name in one.weak_names
        )
        self.words = frozenset(self._names.words() | self._weak_names.words())
        """The words that names are made of."""

    def find(self, words: list[str]) -> list[Span[Mention]]:
        """The names in a question; short ones count where another name stands beside them, or nothing but filling."""
        found = [span for span in self._names.find(words) if not is_article(words[span.start : span.end], words[span.end :])]
        ends, starts = {span.end for span in found}, {span.start for span in found}
        inside = {place for span in found for place in range(span.start, span.end)}
        for place, word in enumerate(words):
            mention = self._short_names.get(word)
            if mention is None or place in inside:
                continue
            follows = place in ends or (place - 1 in ends and words[place - 1] in JOINING)  # "iron/D", "iron or D"
            leads = place + 1 in starts or (place + 2 in starts and words[place + 1] in JOINING)
            alone = not found and 1 < len(words) == 1 + sum(other in FILLING for other in words)
            if follows or leads or alone:
                found.append(Span(place, place + 1, mention))
        return sorted([*found, *self._weak(words, found)], key=lambda span: span.start)

    def _weak(self, words: list[str], named: list[Span[Mention]]) -> list[Span[Mention]]:
        """Weak names of supplements that are not named otherwise, one of each: where no supplement is named or pointed at, or
        before a number ("ferritin is 14, b12 250").
        """
        ours = {span.value.named for span in named if isinstance(span.value.named, Supplement)}
        inside = {place for span in named for place in range(span.start, span.end)}
        is_alone = not ours and POINTERS.isdisjoint(words)
        found: dict[Named, Span[Mention]] = {}
        for span in self._weak_names.find(words):
            has_number = any(word[0].isdigit() for word in words[span.end : span.end + _WITHIN])
            if (is_alone or has_number) and span.value.named not in ours and inside.isdisjoint(range(span.start, span.end)):
                found.setdefault(span.value.named, span)
        return list(found.values())

    def hinted(self, words: Sequence[str]) -> Supplement | None:
        """The supplement that the first weak name hints at, whatever else the words point at; None where there is none."""
        found = next(self._weak_names.find(words), None)
        return found.value.named if found and isinstance(found.value.named, Supplement) else None

    def form_of(self, named: Named, name: list[str]) -> Mention | None:
        """The form of a supplement that a word means which, alone, names another's: "zinc oxide or bisglycinate"."""
        if len(name) != 1 or not isinstance(named, Supplement):
            return None
        whole = [*normalise(named.name).split(), *name]
        found = next(self._names.find(whole), None)
        return found.value if found and found.end == len(whole) and found.value.named is named and found.value.form else None

    def of_named_after(self, form: Span[Mention], spans: list[Span[Mention]], words: list[str]) -> Mention | None:
        """The same where the supplement is named behind the form: "citrate or carbonate for my calcium"."""
        behind = [span for span in spans if span.start > form.start and not span.value.form]
        if not form.value.form or len(behind) != 1 or _BELONGS.isdisjoint(words[behind[0].start - 2 : behind[0].start]):
            return None
        return self.form_of(behind[0].value.named, words[form.start : form.end])
