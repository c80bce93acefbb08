"""The figures as people read them, against the goals."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import median

from tests.load.measure import PACE, WINDOW, Measured
from tests.load.processes import ECHO, ENCODER, LETTERS
from tests.load.soak import FLAT, SETTLING, Soaked

LETTERS_SHARE = 0.7  # of the echo bot's rate
ENCODER_SHARE = 0.8  # of 1 / (the echo bot's time + one answer's time)

_NAME, _CELL = 24, 11


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured."""

    machine: str
    pinned: str
    load_before: float  # of the machine; above 0.5 others worked on it too
    results: dict[str, dict[str, list[Measured]]]  # by way, then by bot; one each round
    answer_ms: dict[str, list[float]]  # of processor time, by bot
    missing: str = ""  # why the echo bot was left out of the webhook


def goal(way: dict[str, list[Measured]], answer_ms: dict[str, list[float]], bot: str) -> float | None:
    """Updates a second that the bot is to reach this way; None where there is nothing to compare with."""
    if bot == ECHO or ECHO not in way:
        return None
    echo = median(each.rate for each in way[ECHO])
    return LETTERS_SHARE * echo if bot == LETTERS else ENCODER_SHARE / (1 / echo + median(answer_ms[bot]) / 1000)


def as_text(report: Report) -> str:
    """The report as it is printed."""
    rounds = max(len(each) for way in report.results.values() for each in way.values())
    lines = [
        f"Measured on {report.machine}; {report.pinned}; medians of {rounds}; load average before: {report.load_before:.2f}",
        f"updates/s: with {WINDOW} questions always waiting; ms: from update to outgoing message, at {PACE:g} a second.",
        "All questions differ; storage is SQLite; echo bot: python-telegram-bot's own example, with its default settings.",
    ]
    for name, way in report.results.items():
        lines += ["", _line(f"by {name}", "updates/s", "CPU ms", "p50 ms", "p99 ms", "answered")]
        lines += [_result(bot, found, goal(way, report.answer_ms, bot)) for bot, found in way.items()]
    lines += [f"  {report.missing}"] if report.missing else []
    alone = ", ".join(f"{bot} {median(found):.2f} ms" for bot, found in report.answer_ms.items())
    lines += ["", f"One answer alone: {alone} of processor time."]
    lines += [f"Goals: {LETTERS}: {LETTERS_SHARE:.0%} of the echo bot's rate; {ENCODER}: {ENCODER_SHARE:.0%} of"]
    lines += ["1 / (the echo bot's time + one answer's time)."]
    return "\n".join(lines)


def as_json(report: Report, soaked: Soaked | None) -> str:
    """All figures, named as in the dataclasses."""
    return json.dumps(asdict(report) | {"soak": asdict(soaked) if soaked else None}, indent=2) + "\n"


def soak_as_text(soaked: Soaked, minutes: float, per_second: float, name: str) -> str:
    """The soak in words."""
    verdict = "flat" if soaked.flat else f"NOT FLAT (more than {SETTLING:g} MB and {FLAT:g} MB a minute)"
    return (
        f"Soak, {name}, {minutes:.3g} min at {per_second:g} updates a second, {soaked.given} of all kinds: {soaked.answered} of "
        f"{soaked.to_answer} answered;\nmemory {soaked.first_mb:.1f} MB after two thirds of it, {soaked.last_mb:.1f} MB at the "
        f"end, {soaked.slope:+.2f} MB a minute: {verdict}"
    )


def _line(name: str, *cells: str, note: str = "") -> str:
    return (f"{name:<{_NAME}}" + "".join(f"{cell:>{_CELL}}" for cell in cells) + note).rstrip()


def _result(bot: str, found: list[Measured], aim: float | None) -> str:
    rate = median(each.rate for each in found)
    note = "" if aim is None else f"   goal {aim:.0f}: {'met' if rate >= aim else 'NOT MET'} ({rate / aim:.0%} of it)"
    return _line(f"  {bot}", f"{rate:.0f}", *_middle(found), _answered(found), note=note)


def _middle(found: list[Measured]) -> Iterator[str]:
    yield f"{median(each.processor_ms for each in found):.2f}"
    yield f"{median(each.p50_ms for each in found):.1f}"
    yield f"{median(each.p99_ms for each in found):.1f}"


def _answered(found: list[Measured]) -> str:
    return f"{sum(each.answered for each in found) / sum(each.asked for each in found):.0%}"
