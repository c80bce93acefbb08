"""Everything that a review looks at, in one go."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.answering.engine import Engine
from bot.content.problems import ContentError
from bot.content_review import answers, names, phrasings, screens
from bot.content_review.finding import ERRORS, Finding, Kind
from bot.content_review.lines import Lines
from bot.evaluation.golden import Question
from bot.matching.lessons import lessons


@dataclass(frozen=True, slots=True)
class Review:
    """What was found, in the order of files and lines."""

    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()  # without those that are explained
    explained: int = 0  # how many more warnings are explained in the files that they concern

    def as_data(self) -> dict[str, Any]:
        """The findings for machines: {"errors": [{path, line, kind, message}], "warnings": [...]}."""
        return {"errors": [asdict(one) for one in self.errors], "warnings": [asdict(one) for one in self.warnings]}


def structure(error: ContentError) -> Review:
    """The review of content that can't be used at all."""
    return Review(tuple(Finding(one.path, one.line, Kind.STRUCTURE, one.message) for one in error.problems))


def review(engine: Engine, folder: Path, questions: Sequence[Question], today: date, max_age: int) -> Review:
    """Review the content of an engine, which was read from `folder`.

    `questions` are the golden ones; without any, topics are not asked for. `max_age`: days after which an answer's sources should
    have been checked again. What rests on the trained matcher is left out where that has no sentence encoder, and so is another.
    """
    lines = Lines(folder)
    found = set(_findings(engine, lines, questions, today, max_age))
    errors = {one for one in found if one.kind in ERRORS}
    open_ = {one for one in found - errors if not lines.is_explained(one.path, one.line)}
    return Review(tuple(sorted(errors)), tuple(sorted(open_)), len(found) - len(errors) - len(open_))


def _findings(engine: Engine, lines: Lines, questions: Sequence[Question], today: date, max_age: int) -> Iterator[Finding]:
    content = engine.content
    taught = list(lessons(content))
    texts = engine.matcher.classifier.texts
    yield from answers.review_sources(content, lines)
    yield from answers.review_reading(content, lines)
    yield from answers.review_claims(content, lines)
    yield from answers.review_grades(content, lines)
    yield from answers.review_dates(content, lines, today, max_age)
    yield from screens.review_screens(content, lines)
    yield from phrasings.review_duplicates(content, taught, texts, lines)
    yield from names.review_vocabulary(content, texts, lines)
    if engine.matcher.classifier.meanings is not None:
        yield from phrasings.review_places(engine, lines)
        yield from names.review_medicines(engine, lines)
        if questions:
            yield from phrasings.review_reach(engine, questions, lines)
