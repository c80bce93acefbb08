"""Runs explain, evaluate, diff and benchmark as the command line asks for them."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from bot.answering.engine import Engine, Tolerance
from bot.content import load
from bot.evaluation import benchmark, difference, explanation_text, report
from bot.evaluation.explanation import explain
from bot.evaluation.golden import QuestionsError, check_topics, known_ids, read_questions
from bot.evaluation.known_failures import write_known_failures
from bot.evaluation.labelled import LabelledError, read_labelled
from bot.evaluation.page import page
from bot.evaluation.reading_aloud import read_aloud
from bot.evaluation.scoring import outcomes
from bot.evaluation.summary import summarise
from bot.matching.cache import Cache
from bot.matching.encoder import open_encoder
from bot.report_page import PlotsMissing, check_plots
from bot.settings import Settings


def run_tool(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    """Run one of the tools; the exit code. `open_engine` builds the engine that settings describe."""
    try:
        if arguments.command == "explain":
            return _explain(arguments, open_engine(settings))
        if arguments.command == "evaluate":
            return _evaluate(arguments, settings, open_engine)
        if arguments.command == "benchmark":
            return _benchmark(arguments, settings)
        return _diff(arguments, settings, open_engine)
    except BrokenPipeError:  # nobody reads on; the command line knows what to do
        raise
    except (QuestionsError, LabelledError, PlotsMissing, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _show(as_json: bool, data: dict[str, Any], text: str) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2) if as_json else text)


def _say(line: str) -> None:
    """Tell people at a terminal what takes its time."""
    if sys.stderr.isatty():
        print(line, file=sys.stderr, flush=True)


def _explain(arguments: argparse.Namespace, engine: Engine) -> int:
    found = explain(engine, " ".join(arguments.question), arguments.after)
    _show(arguments.json, asdict(found), explanation_text.as_text(found))
    return 0


def _evaluate(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    if arguments.file and arguments.write_known_failures:
        print("--write-known-failures is about the golden questions; leave the file out", file=sys.stderr)
        return 2
    if arguments.read:
        print(read_aloud(open_engine(settings), arguments.questions, arguments.read, arguments.seed, arguments.reader))
        return 0
    if arguments.html:
        check_plots()  # before the work, not after it
    questions = read_questions(arguments.file or arguments.questions)
    engine = open_engine(settings)
    check_topics(questions, known_ids(engine.content))
    _say(f"asking {len(questions)} questions ...")
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
    check_topics(questions, {one for engine in engines for one in known_ids(engine.content)})
    _say(f"asking {len(questions)} questions, of both ...")
    old, new = (outcomes(engine, questions) for engine in engines)
    found = difference.changes(old, new)
    _show(arguments.json, difference.as_data(found, len(questions)), difference.as_text(found, len(questions)))
    return 0


def _benchmark(arguments: argparse.Namespace, settings: Settings) -> int:
    learn, ask = read_labelled(arguments.train), read_labelled(arguments.test)
    found = benchmark.measure(
        learn,
        ask,
        load(settings.content),
        open_encoder() if settings.use_encoder else None,
        Cache(settings.cache / "benchmark"),  # its own, so that the bot's embeddings stay
        Tolerance(settings.wrong_answers, settings.false_answers),
        lambda done, total: _say(f"{done:,} of {total:,} texts encoded ...") if done % 1000 == 0 else None,
    )
    _show(arguments.json, asdict(found), benchmark.as_text(found))
    return 0
