"""`python -m tests.benchmark [QUESTIONS.jsonl] [--scale] [--json FILE]`: measure on one core, print the report."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.evaluation.golden import Question, QuestionsError
from tests.benchmark.questions import GOLDEN, single_questions


def use_one_core() -> None:
    """Keep this process, and those that it starts, on one core; linear algebra too, if this is called before numpy loads."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print; progress goes to standard error."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmark", description="Measures time, memory and accuracy on one core; takes some minutes."
    )
    parser.add_argument(
        "questions", nargs="?", type=Path, help="golden questions of your own: JSON lines, or a folder; else tests/questions"
    )
    parser.add_argument(
        "--scale", action="store_true", help="measure what more phrasings and more supplements cost instead; about ten minutes"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE too")
    arguments = parser.parse_args(argv)
    if not sys.platform.startswith("linux"):
        parser.error("the benchmark pins itself to a core and reads /proc, so it runs on Linux only")
    try:
        questions = single_questions(arguments.questions or GOLDEN)
    except QuestionsError as error:
        parser.error(str(error))
    if not questions:
        parser.error(f"{arguments.questions} has no question of kind answer or abstain")
    use_one_core()
    source = arguments.questions.name if arguments.questions else "the golden questions"
    try:
        text, figures = _scale(questions, source) if arguments.scale else _all(questions, source)
    except RuntimeError as error:
        sys.exit(str(error))
    print(text)
    if arguments.json:
        arguments.json.write_text(figures, encoding="utf-8")


def _all(questions: Sequence[Question], source: str) -> tuple[str, str]:
    """The report in words, and as JSON."""
    from tests.benchmark.report import as_json, as_text  # loads numpy, so not before there is one core
    from tests.benchmark.run import Plan, run

    report = run(Plan(), questions, source)
    return as_text(report), as_json(report)


def _scale(questions: Sequence[Question], source: str) -> tuple[str, str]:
    """The same of other sizes."""
    from tests.benchmark.scale import ScalePlan, run_scale
    from tests.benchmark.scale_report import as_json, as_text

    report = run_scale(ScalePlan(), [question.text for question in questions], source)
    return as_text(report), as_json(report)


if __name__ == "__main__":
    main()
