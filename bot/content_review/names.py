"""Entries of vocabulary.yaml and medicines.yaml that make no difference, or the wrong one."""

from collections.abc import Iterable, Iterator

from bot.answering.engine import Engine
from bot.content.model import Content
from bot.content_review.finding import Finding, Kind
from bot.content_review.lines import Lines
from bot.language.normalise import normalise

_STEM = 6  # letters; words that share so many at their start look nearly the same to the matcher
_VOCABULARY, _MEDICINES = "vocabulary.yaml", "medicines.yaml"


def _stems(text: str) -> set[str]:
    return {word[:_STEM].removesuffix("s") for word in text.split()}


def review_vocabulary(content: Content, texts: Iterable[str], lines: Lines) -> Iterator[Finding]:
    """Lay words whose replacement changes nothing, or gives words that no phrasing has.

    `texts` are the phrasings as the bot reads them.
    """
    used = {stem for text in texts for stem in _stems(text)}
    for lay, standard in content.vocabulary.items():
        if normalise(lay) == normalise(standard):
            message = f"{lay!r} and {standard!r} are the same to the bot without this"
        elif _stems(normalise(standard)).isdisjoint(used):
            message = f"no phrasing has a word of {standard!r}, so {lay!r} is no better understood with it"
        else:
            continue
        yield Finding(_VOCABULARY, lines.of(_VOCABULARY, lay), Kind.IDLE_WORD, message)


def review_medicines(engine: Engine, lines: Lines) -> Iterator[Finding]:
    """Classes of medicines whose plain words lead to another topic than the one that answers for them, where the supplement that
    is meant has no topics of its own.
    """
    shared = frozenset(topic.id for topic in engine.content.topics.values() if not topic.owner)
    for medicine in engine.content.medicines:
        question = f"can I take it with {medicine.stand_in}"
        best = engine.matcher.among(engine.understand(question).match, shared).topics[0]
        if best != medicine.topic:
            message = f"{question!r}, as every medicine of {medicine.id} is read, leads to {best}, not to {medicine.topic}"
            yield Finding(_MEDICINES, lines.of(_MEDICINES, medicine.id, "stand-in"), Kind.MEDICINE, message)
