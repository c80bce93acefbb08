"""What is questionable about the texts that people read: hard words, promises, old dates, thin sources."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.content.answers import Answer, Card, HowRead, Pair, SourceKind
from bot.content.model import Content, TopicRef
from bot.content.places import Place, answer_place
from bot.content.points import POINTS
from bot.content_review.claims import claims
from bot.content_review.finding import Finding, Kind
from bot.content_review.lines import Lines
from bot.content_review.reading_grade import grade, name_pattern

HIGHEST_GRADE = 8.0  # US school grade; what a worried person reads without effort
_ANYWHERE = timedelta(days=1)  # today is tomorrow somewhere


_OF_DOSE_OR_HARM = ("dosage/", "safety/")  # how topics begin whose answers have to rest on something that was read


def _rows(content: Content) -> Iterator[tuple[Place, Pair | Card]]:
    """Every row of a pair, and every card, with its place."""
    for supplement in content.supplements.values():
        for row in (*supplement.with_medicines.values(), *supplement.with_supplements.values()):
            if place := answer_place(content, TopicRef(supplement.id, f"with/{row.other}")):
                yield place, row
    for card in content.cards:
        yield ("cards/cards.yaml", (card.id,)), card


def _answers(content: Content) -> Iterator[tuple[Place, Answer]]:
    """Every answer on a topic or a point, with its place."""
    for supplement in content.supplements.values():
        folder = f"supplements/{supplement.id}"
        for answer in supplement.answers.values():
            category, _, key = answer.topic.partition("/")
            yield (f"{folder}/{category}.yaml", (key,)), answer
        for point in supplement.points:
            yield (f"{folder}/{POINTS}", (point.answer.topic, point.name)), point.answer


def _told(content: Content) -> Iterator[tuple[Place, Answer | Pair | Card]]:
    """Every row, card and answer, with its place."""
    yield from _rows(content)
    yield from _answers(content)


def _texts(content: Content) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every text that the bot says: its file, the keys that lead to it, and the text."""
    for (path, keys), answer in _answers(content):
        yield path, (*keys, "short"), answer.short
        yield path, (*keys, "details"), answer.details
    for (path, keys), row in _rows(content):
        yield path, (*keys, "text"), row.text
    for name, text in content.wording.texts.items():
        yield "bot.yaml", ("texts", name), text
    yield "bot.yaml", ("description",), content.wording.description
    yield "bot.yaml", ("short-description",), content.wording.short_description
    for talk in content.small_talk:
        yield "smalltalk.yaml", (talk.id, "reply"), talk.reply


def review_claims(content: Content, lines: Lines) -> Iterator[Finding]:
    """Texts that say or promise that a supplement treats, cures or prevents something."""
    for path, keys, text in _texts(content):
        if words := ", ".join(f"“{words}”" for words in dict.fromkeys(claims(text))):
            message = (
                f"{' of '.join(reversed(keys))} says {words}: no supplement may be said to treat, cure or prevent, nor be praised"
            )
            yield Finding(path, lines.of(path, *keys), Kind.CLAIM, message)


def review_grades(content: Content, lines: Lines) -> Iterator[Finding]:
    """Answers that are hard to read; names of supplements and medicines are left out of the count."""
    names = [
        name for group in (content.supplements.values(), content.medicines, content.others) for one in group for name in one.names
    ]
    pattern = name_pattern(names)
    for (path, keys), answer in _answers(content):
        if (found := grade(f"{answer.short}\n{answer.details}", pattern)) > HIGHEST_GRADE:
            mend = f"use shorter sentences and plainer words, down to {HIGHEST_GRADE:.0f}"
            message = f"{keys[-1]} reads at school grade {found:.1f}; {mend}"
            yield Finding(path, lines.of(path, *keys), Kind.GRADE, message)


def review_dates(content: Content, lines: Lines, today: date, max_age: int) -> Iterator[Finding]:
    """Answers whose sources nobody has checked for more than `max_age` days, or whose date is still to come."""
    for (path, keys), row in _told(content):
        if (age := (today - row.reviewed).days) > max_age or row.reviewed > today + _ANYWHERE:
            when = f"{age} days ago" if age > 0 else f"on a day that is still to come, {row.reviewed}"
            message = f"{keys[-1]} was reviewed {when}; check its sources again and write the new date"
            yield Finding(path, lines.of(path, *keys, "reviewed"), Kind.REVIEW, message)


def review_sources(content: Content, lines: Lines) -> Iterator[Finding]:
    """Answers that rest on the seed article and nothing else."""
    for (path, keys), answer in _answers(content):
        if all(source.kind is SourceKind.SEED_ARTICLE for source in answer.sources):
            message = (
                f"{keys[-1]} cites the seed article alone, which has no sources itself; cite what supports it, or take it out"
            )
            yield Finding(path, lines.of(path, *keys, "sources"), Kind.SEED_ALONE, message)


def review_facts(content: Content, lines: Lines) -> Iterator[Finding]:
    """Answers, rows and cards of whose sources nobody read more than an abstract."""
    for (path, keys), one in _told(content):
        if all(source.read in (HowRead.ABSTRACT, HowRead.NOT_READ) for source in one.sources):
            how = ", ".join(f"{source.cite}: {source.read}" for source in one.sources)
            yield Finding(path, lines.of(path, *keys, "sources"), Kind.THIN, f"{keys[-1]} rests on {how}")


def review_reading(content: Content, lines: Lines) -> Iterator[Finding]:
    """Doses, limits, interactions and harms of whose sources nobody read any, not even in part."""
    for (path, keys), one in _told(content):
        is_of_use = isinstance(one, Answer) and not one.topic.startswith(_OF_DOSE_OR_HARM)
        if not is_of_use and all(source.read is HowRead.NOT_READ for source in one.sources):
            message = f"{keys[-1]} rests on sources that nobody read; cite one that was read at least in part, or say less"
            yield Finding(path, lines.of(path, *keys, "sources"), Kind.NOT_READ, message)
