"""The command line: run, chat, ask, check, and the editor's tools. Every question walks through the one Engine."""

import argparse
import io
import os
import sys
from collections.abc import Sequence

from bot.command_line.asking import as_telegram_gets_it, ask_lines, chat
from bot.command_line.editors_tools import TOOLS, add_tools
from bot.command_line.servers import SERVER_COMMANDS, add_server_commands, run_server_command
from bot.content import ContentError
from bot.inbox.commands import COMMANDS as INBOX_COMMANDS
from bot.inbox.commands import add_commands as add_inbox_commands
from bot.inbox.commands import run as run_inbox
from bot.logs import set_up
from bot.matching.encoder import EncoderError
from bot.opening import first_at_once, open_engine
from bot.settings import Settings, SettingsError

HOW_TO_GET_ONE = """\
For Telegram, get a token there from @BotFather (/newbot), then run: TELEGRAM_BOT_TOKEN=... make run
No token is set now, so here is the same bot in the browser, on this machine alone (or in this terminal: make chat)."""


def _run(settings: Settings) -> int:
    if settings.token is None:
        from bot import playground

        print(HOW_TO_GET_ONE, file=sys.stderr)
        return playground.run(settings, first_at_once())
    from bot.server.by_polling import run_worker  # telegram is not needed, and not loaded, by the commands for this terminal

    return run_worker(settings, first_at_once())


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Answers questions about supplements from a sourced FAQ.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="answer in Telegram (long polling); without a token, in the playground")
    commands.add_parser("chat", help="answer in this terminal, or questions piped in, one a line")
    ask = commands.add_parser("ask", help="answer one question, or with --jsonl one JSON object a line")
    ask.add_argument("question", nargs="*", help="the question")
    how = ask.add_mutually_exclusive_group()
    how.add_argument("--html", action="store_true", help="print the answer as Telegram gets it: its HTML, with what is folded")
    how.add_argument(
        "--jsonl",
        action="store_true",
        help='read {"question": str, "context": [str, ...], "supplement": id} a line, write JSON a line',
    )
    add_server_commands(commands)
    add_inbox_commands(commands)
    add_tools(commands)
    arguments = parser.parse_args(argv)
    if arguments.command == "ask" and bool(arguments.question) == arguments.jsonl:
        ask.error("give a question, or --jsonl and the questions on standard input")
    return arguments


def _execute(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.command == "run":
        return _run(settings)
    if arguments.command == "chat":
        return chat(open_engine(settings), sys.stdin)
    if arguments.command in SERVER_COMMANDS:
        return run_server_command(arguments, settings, first_at_once())
    if arguments.command in INBOX_COMMANDS:
        return run_inbox(arguments, settings, open_engine)
    if arguments.command == "check":
        from bot.content_review.commands import run_check  # not loaded by the commands that answer people

        return run_check(arguments, settings, open_engine)
    if arguments.command in TOOLS:
        from bot.evaluation.commands import run_tool  # nor this

        return run_tool(arguments, settings, open_engine)
    engine = open_engine(settings)
    if arguments.jsonl:
        return ask_lines(engine, sys.stdin)
    reply = engine.ask(" ".join(arguments.question))
    print(as_telegram_gets_it(reply) if arguments.html else reply.text)
    return 0


def main(argv: Sequence[str] | None = None) -> None:
    """Run a command; problems that people can mend are told in plain lines, without a traceback."""
    arguments = _arguments(argv)
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):  # whatever the terminal's encoding; and a file piped in may hold anything
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        environment = dict(os.environ)
        if getattr(arguments, "content", None):
            environment["BOT_CONTENT"] = str(arguments.content)
        settings = Settings.from_environment(environment)
        level = settings.log_level if arguments.command in ("run", "serve") and settings.token else "WARNING"
        set_up(level, sys.stderr)
        sys.exit(_execute(arguments, settings))
    except (ContentError, EncoderError, SettingsError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
