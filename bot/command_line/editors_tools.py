"""The editor's tools on the command line: check, explain, evaluate, diff, benchmark. What they do is in
bot.content_review.commands and bot.evaluation.commands.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

QUESTIONS = Path(__file__).parents[2] / "tests" / "questions"
MAX_AGE = 365  # days; a year is what people take for fresh in advice on health
LABELLED = """\
Sets are lines of {"text": "...", "label": "..."}, the label null for a text out of scope; "writer" may name who worded it. Texts
are read as the bot reads questions: normalised, and misspelt words repaired by the words of the texts to learn from. Left out is
what belongs to the bot's own content: names of supplements and medicines, lay words, danger, small talk, other languages,
several questions in one message, follow-ups. What is tolerated (BOT_WRONG_ANSWERS, BOT_FALSE_ANSWERS) is calibrated as the
bot's: on texts held out writer by writer, or in five parts."""
TOOLS = ("explain", "evaluate", "diff", "benchmark")


def add_tools(commands: "Commands") -> None:
    """Add the tools' commands to the command line."""
    check = commands.add_parser("check", help="check the content; list what is questionable, exit 1 if anything is wrong")
    check.add_argument("content", nargs="?", type=Path, help="a content folder other than the one in use")
    check.add_argument(
        "--max-age-days", type=int, default=MAX_AGE, metavar="DAYS", help="after how many days sources are to be checked again"
    )
    check.add_argument("--facts", action="store_true", help="only list what rests on sources read in abstract at most")
    check.add_argument("--write-schemas", action="store_true", help="only write the content's JSON Schemas anew")
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
    many.add_argument(
        "--read", type=int, metavar="NUMBER", help="show so many collected questions with the replies, to be marked"
    )
    many.add_argument("--reader", default="", metavar="NAME", help="under which name the marks are kept")
    many.add_argument("--seed", type=int, default=1, metavar="NUMBER", help="draws other questions to read")
    two = commands.add_parser("diff", help="which golden questions are answered otherwise from another version of the content")
    two.add_argument("old", type=Path, help="a content folder")
    two.add_argument("new", type=Path, help="another content folder")
    other = commands.add_parser(
        "benchmark", help="measure the bot's matcher on any labelled set, such as a published one", description=LABELLED
    )
    other.add_argument(
        "--train", type=Path, required=True, metavar="SET", help="what to learn from: a file, or a folder of *.jsonl"
    )
    other.add_argument("--test", type=Path, required=True, metavar="SET", help="what to ask: a file, or a folder of *.jsonl")
    for tool in (check, one, many, two, other):
        tool.add_argument("--json", action="store_true", help="write JSON, for machines")
    for tool in (check, many, two):
        tool.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FOLDER", help="the golden questions")
