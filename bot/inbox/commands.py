"""The commands inbox, stats and new-keys. What is heavy is loaded by the command that needs it."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.answering.engine import Engine
from bot.report_page import PlotsMissing, check_plots
from bot.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

T = TypeVar("T")

COMMANDS = ("inbox", "stats", "new-keys")
USUAL_DAYS = 30

NO_KEY = "The questions are encrypted: set BOT_QUESTION_KEYS to the keys that the bot runs with."
NEW_KEYS = """\
# Keep these two lines where the bot's other settings are, and nowhere else: whoever has them and the database can read what
# people sent. BOT_QUESTION_KEYS takes several keys, newest first, split by commas: to change keys, put the new one before the
# old one; after a day the old one can go. If BOT_HASH_KEY changes, earlier votes and questions can't be deleted on request."""


def add_commands(commands: "Commands") -> None:
    """Add the commands to the command line."""
    inbox = commands.add_parser("inbox", help="show the questions that people sent to the editors, or export them as YAML")
    inbox.add_argument(
        "action",
        nargs="?",
        choices=["export", "suggest"],
        help="export: YAML to paste into the content and the golden questions; suggest: the skeleton of a new topic for a group",
    )
    inbox.add_argument("group", nargs="?", type=int, default=1, help="which group to suggest a topic for (1: the largest)")
    numbers = commands.add_parser("stats", help="show answers, abstentions and votes by day and by topic")
    numbers.add_argument("--days", type=_days, default=USUAL_DAYS, metavar="N", help=f"of the last N days ({USUAL_DAYS})")
    numbers.add_argument("--html", type=Path, metavar="PAGE", help="write the numbers with pictures to this file too")
    for command in (inbox, numbers):
        command.add_argument("--json", action="store_true", help="write JSON, for machines")
    commands.add_parser("new-keys", help="make keys for BOT_HASH_KEY and BOT_QUESTION_KEYS")


def run(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    """Run one of the COMMANDS; the exit code. `open_engine` builds the engine that settings describe."""
    if arguments.command == "new-keys":
        from bot.storage.secrets import new_keys

        hash_key, question_key = new_keys()
        print(f"{NEW_KEYS}\nBOT_HASH_KEY={hash_key}\nBOT_QUESTION_KEYS={question_key}")
        return 0
    from bot.storage.database import Away

    try:
        return _inbox(arguments, settings, open_engine) if arguments.command == "inbox" else _stats(arguments, settings)
    except Away as problem:
        print(f"The database can't be read: {problem}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # nobody reads on; the command line knows what to do
        raise
    except (PlotsMissing, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _inbox(arguments: argparse.Namespace, settings: Settings, open_engine: Callable[[Settings], Engine]) -> int:
    from bot.inbox.export import export
    from bot.inbox.inbox import as_data, as_text, decrypt, grouped
    from bot.inbox.suggestion import suggest
    from bot.storage.records import read_questions
    from bot.storage.secrets import Vault

    if not settings.question_keys:
        print(NO_KEY, file=sys.stderr)
        return 1
    kept = _read(settings, read_questions)
    asked, unreadable = decrypt(kept, Vault(*(key.reveal() for key in settings.question_keys)))
    engine = open_engine(settings) if asked else None
    together = grouped(engine, asked) if engine else []
    if arguments.action == "suggest" and engine:
        try:
            print(suggest(engine, together, arguments.group), end="")
        except LookupError as problem:
            print(problem, file=sys.stderr)
            return 1
    elif arguments.action and engine:
        print(export(engine, together), end="")
    elif arguments.json:
        _print_json(as_data(together, unreadable))
    else:
        print(as_text(together, unreadable), file=sys.stderr if arguments.action else sys.stdout)
    return 0


def _stats(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.inbox.stats import as_data, as_text, stats
    from bot.inbox.stats_page import stats_page
    from bot.storage.records import read_counts, read_votes

    if arguments.html:
        check_plots()  # before the work, not after it
    first = datetime.now(UTC).date() - timedelta(days=arguments.days - 1)
    counts, votes = _read(settings, lambda open_: (read_counts(open_, first.isoformat()), read_votes(open_, first.isoformat())))
    found = stats(counts, votes)
    if arguments.html:
        arguments.html.write_text(stats_page(found), encoding="utf-8")
        print(f"The page is in {arguments.html}.", file=sys.stderr)
    if arguments.json:
        _print_json(as_data(found))
    else:
        print(as_text(found))
    return 0


def _read(settings: Settings, work: "Callable[[Connection], T]") -> T:
    """Run `work` on the database that the settings name. Raises Away."""
    from bot.storage.database import Database

    async def read() -> T:
        database = Database(settings.database_url)
        try:
            return await database.transact(work)
        finally:
            await database.close()

    return asyncio.run(read())


def _print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def _days(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days")
    return int(text)
