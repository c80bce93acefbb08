"""`python -m tests.load [--seconds N] [--rounds N] [--minutes N] [--soak N] [--json FILE]`: measure, print the report."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Coroutine, Sequence
from pathlib import Path

from tests.load.processes import ENCODER
from tests.load.report import Report, as_json, as_text, soak_as_text
from tests.load.run import Plan, measure, soak
from tests.load.soak import Soaked


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print; progress goes to standard error. The exit code is 1 where the soak found something."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.load",
        description="How many updates a second one process bears, beside python-telegram-bot's own echo bot; then a soak.",
    )
    parser.add_argument("--seconds", type=float, default=6.0, metavar="N", help="of each measurement (6)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of all measurements; medians are shown (3)")
    parser.add_argument("--minutes", type=float, default=2.0, metavar="N", help="of the soak that follows (2; 0 for none)")
    parser.add_argument("--soak", type=float, metavar="N", help="soak alone, for so many minutes; the full length is 30")
    parser.add_argument("--per-second", type=float, default=30.0, metavar="N", help="updates while soaking (30)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE too")
    given = parser.parse_args(argv)
    minutes = given.minutes if given.soak is None else given.soak
    plan = None if given.soak is not None else Plan(given.seconds, given.rounds)
    try:
        report, soaked = _run(_all(plan, minutes, given.per_second))
    except RuntimeError as problem:
        sys.exit(str(problem))
    if given.json and report:
        given.json.write_text(as_json(report, soaked), encoding="utf-8")
    sys.exit(0 if soaked is None or soaked.sound else 1)


async def _all(plan: Plan | None, minutes: float, per_second: float) -> tuple[Report | None, Soaked | None]:
    report = soaked = None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if plan:
            report = await measure(plan, Path(folder), lambda line: print(line, file=sys.stderr, flush=True))
            print(as_text(report), flush=True)
        if minutes:
            (room := Path(folder, "soak")).mkdir()
            soaked = await soak(60 * minutes, per_second, room)
            print("\n" + soak_as_text(soaked, minutes, per_second, f"{ENCODER} by webhook"))
    return report, soaked


def _run(work: Coroutine[None, None, tuple[Report | None, Soaked | None]]) -> tuple[Report | None, Soaked | None]:
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


if __name__ == "__main__":
    main()
