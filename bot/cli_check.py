"""The command line's `check`: is the content in order, and what in it would a good editor question?"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.engine import Engine
from bot.cli_tools import QUESTIONS
from bot.content import ContentError
from bot.content.loader import counts
from bot.content_review.review import Review, review, structure
from bot.content_review.schemas import write_schemas
from bot.evaluation.golden import QuestionsError, read_questions
from bot.settings import Settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

MAX_AGE = 365  # days; a year is what people take for fresh in advice on health
NO_ENCODER = "Without the sentence encoder, misplaced phrasings, medicines led astray and unreached topics are not looked for."


def _days(text: str) -> int:
    days = int(text)
    if days < 0:
        raise ValueError
    return days


def add_check(commands: "Commands") -> None:
    """Add the command to the command line."""
    check = commands.add_parser("check", help="check the content; exit 1 if anything in it is wrong, list what is questionable")
    check.add_argument("content", nargs="?", type=Path, help="a content folder other than the one in use")
    check.add_argument("--json", action="store_true", help="write JSON, for machines")
    check.add_argument(
        "--max-age-days", type=_days, default=MAX_AGE, metavar="DAYS", help="after how many days sources are checked again"
    )
    check.add_argument(
        "--questions", type=Path, default=QUESTIONS, metavar="FOLDER", help="the golden questions; the folder may be missing"
    )
    check.add_argument("--write-schemas", action="store_true", help="only write the content's JSON Schemas anew")


def run_check(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    """Check the content; the exit code. `open_engine` builds the engine that settings describe."""
    if arguments.write_schemas:
        print(f"{write_schemas(settings.content)} schemas were written.", file=sys.stderr)
        return 0
    try:
        engine = open_engine(settings)
        questions = read_questions(arguments.questions) if arguments.questions.is_dir() else ()
    except ContentError as error:
        if not arguments.json:
            raise
        found = structure(error)
    except QuestionsError as error:
        print(error, file=sys.stderr)
        return 1
    else:
        found = review(engine, settings.content, questions, date.today(), arguments.max_age_days)
        if engine.matcher.classifier.embeddings is None:
            print(NO_ENCODER, file=sys.stderr)
        if not arguments.json:
            print("\n".join(f"{number:6} {what}" for what, number in counts(engine.content)))
    if arguments.json:
        print(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
    else:
        _report(found)
    return 1 if found.errors else 0


def _report(found: Review) -> None:
    """The findings for people: errors to standard error, as those that keep the bot from starting are."""
    for warning in found.warnings:
        print(f"warning: {warning}")
    if found.warnings:
        print("Mend these, or write '# checked: why it is right' on the line above.")
    for error in found.errors:
        print(f"error: {error}", file=sys.stderr)
    if not found.errors:
        number = len(found.warnings)
        print(f"The content is in order, with {number or 'no'} warning{'s' if number != 1 else ''}.")
    if found.explained:
        print(f"Explained in the files: {found.explained} more.")
