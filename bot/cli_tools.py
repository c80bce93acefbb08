"""The editor's tools of the command line: explain, evaluate, diff."""

import argparse
import json
import sys
from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answering.engine import Engine
from bot.evaluation import difference, explanation_text, report
from bot.evaluation.explanation import explain
from bot.evaluation.golden import QuestionsError, check_topics, read_questions
from bot.evaluation.known_failures import write_known_failures
from bot.evaluation.page import PlotsMissing, page
from bot.evaluation.scoring import outcomes
from bot.evaluation.summary import summarise
from bot.settings import Settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions"
TOOLS = ("explain", "evaluate", "diff")


def add_tools(commands: "Commands") -> None:
    """Add the tools' commands to the command line."""
    one = commands.add_parser("explain", help="show step by step why a question is answered as it is")
    one.add_argument("question", nargs="+", help="the question")
    one.add_argument("--after", action="append", default=[], metavar="QUESTION", help="what was asked before; may be given again")
    many = commands.add_parser("evaluate", help="ask the golden questions, and report what is right and what is missed")
    many.add_argument(
        "file", nargs="?", type=Path, help='other questions: JSON lines of {"q", "kind", "accept", "also", "context"}'
    )
    many.add_argument("--html", type=Path, metavar="PAGE", help="write the report with pictures to this file too")
    many.add_argument(
        "--write-known-failures", action="store_true", help="write known-failures.yaml in the questions' folder anew"
    )
    two = commands.add_parser("diff", help="which golden questions are answered otherwise from another version of the content")
    two.add_argument("old", type=Path, help="a content folder")
    two.add_argument("new", type=Path, help="another content folder")
    for tool in (one, many, two):
        tool.add_argument("--json", action="store_true", help="write JSON, for machines")
    for tool in (many, two):
        tool.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FOLDER", help="the golden questions")


def run_tool(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    """Run one of the tools; the exit code. `open_engine` builds the engine that settings describe."""
    try:
        if arguments.command == "explain":
            return _explain(arguments, open_engine(settings))
        if arguments.command == "evaluate":
            return _evaluate(arguments, settings, open_engine)
        return _diff(arguments, settings, open_engine)
    except (QuestionsError, PlotsMissing, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _show(as_json: bool, data: dict[str, Any], text: str) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2) if as_json else text)


def _explain(arguments: argparse.Namespace, engine: Engine) -> int:
    found = explain(engine, " ".join(arguments.question), arguments.after)
    _show(arguments.json, asdict(found), explanation_text.as_text(found))
    return 0


def _evaluate(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    questions = read_questions(arguments.file or arguments.questions)
    engine = open_engine(settings)
    check_topics(questions, engine.content.topics)
    asked = outcomes(engine, questions)
    summary = summarise(asked, engine.answer_from)
    if arguments.html:
        arguments.html.write_text(page(summary), encoding="utf-8")
        print(f"The page is in {arguments.html}.", file=sys.stderr)
    if arguments.write_known_failures:
        number = write_known_failures(arguments.questions, asked)
        print(f"known-failures.yaml now lists {number} questions.", file=sys.stderr)
    _show(arguments.json, report.as_data(summary), report.as_text(summary))
    return 0


def _diff(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    questions = read_questions(arguments.questions)
    # A cache of its own, so that a comparison leaves the bot's as it is.
    engines = [
        open_engine(replace(settings, content=folder, cache=settings.cache / "diff")) for folder in (arguments.old, arguments.new)
    ]
    check_topics(questions, _topics(engines))
    old, new = (outcomes(engine, questions) for engine in engines)
    found = difference.changes(old, new)
    _show(arguments.json, difference.as_data(found, len(questions)), difference.as_text(found, len(questions)))
    return 0


def _topics(engines: list[Engine]) -> Collection[str]:
    return {topic for engine in engines for topic in engine.content.topics}
