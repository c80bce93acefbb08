"""Runs check as the command line asks for it."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.answering.engine import Engine
from bot.content import ContentError, load
from bot.content.loader import counts
from bot.content.model import Content
from bot.content_review.answers import review_facts
from bot.content_review.lines import Lines
from bot.content_review.review import Review, review, structure
from bot.content_review.schemas import write_schemas
from bot.evaluation.golden import QuestionsError, read_questions
from bot.settings import Settings

NO_ENCODER = "Without the sentence encoder, misplaced phrasings, medicines led astray and unreached topics are not looked for."


def run_check(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    """Check the content; the exit code. `open_engine` builds the engine that settings describe.

    Raises ContentError for content that can't be used at all, unless JSON is asked for.
    """
    try:
        if arguments.write_schemas:
            print(f"{write_schemas(settings.content)} schemas were written.")
            return 0
        if arguments.facts:
            return _facts(load(settings.content), settings.content, as_json=arguments.json)
        found = _review(arguments, settings, open_engine)
    except ContentError as error:
        if not arguments.json:
            raise
        found = structure(error)
    except BrokenPipeError:  # nobody reads on; the command line knows what to do
        raise
    except (QuestionsError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
    else:
        _report(found)
    return 1 if found.errors else 0


def _facts(content: Content, folder: Path, *, as_json: bool) -> int:
    """Print what rests on abstracts at most; no mistake, but what to read next."""
    found = Review(warnings=tuple(sorted(review_facts(content, Lines(folder)))))
    if as_json:
        print(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
        return 0
    for one in found.warnings:
        print(one)
    number = dict(counts(content))
    told = sum(number[what] for what in ("answers", "points", "pairs with medicines", "pairs of supplements", "cards"))
    of_what = f"{len(found.warnings)} of {told} answers, points, pairs and cards"
    print(f"{of_what} rest on sources of which nobody read more than an abstract.")
    return 0


def _review(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> Review:
    engine = open_engine(settings)
    if engine.matcher.classifier.meanings is None:
        print(NO_ENCODER, file=sys.stderr)
    if not arguments.json:
        print("\n".join(f"{number:6} {what}" for what, number in counts(engine.content)))
    questions = read_questions(arguments.questions) if arguments.questions.is_dir() else ()
    return review(engine, settings.content, questions, date.today(), arguments.max_age_days)


def _report(found: Review) -> None:
    """The findings for people; errors go where those go that keep the bot from starting."""
    for warning in found.warnings:
        print(f"warning: {warning}")
    if found.warnings:
        print("Mend what is wrong; where it is right, write '# checked: why' on the line above.")
    for error in found.errors:
        print(f"error: {error}", file=sys.stderr)
    print(f"Warnings: {len(found.warnings)}; explained in the files: {found.explained} more.")
    if not found.errors:
        print("The content is in order.")
