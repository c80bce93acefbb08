"""The figures of the sizes as people read them, against the goals, and as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from tests.benchmark.scale import ScaleReport, Size
from tests.benchmark.scale_content import CARRIERS, COPIED

CACHED_START = 3.0  # seconds, at any number of phrasings
MORE = 1.2  # times what the shipped supplements take, at any number of them

_NAME, _CELL = 34, 11  # widths of a line's name and of each figure


def as_json(report: ScaleReport) -> str:
    """All figures, named as in the dataclasses."""
    return json.dumps(asdict(report), indent=2) + "\n"


def as_text(report: ScaleReport) -> str:
    """The report as it is printed."""
    machine, first = report.machine, report.supplements[0]
    lines = [
        f"Measured on {machine.processor}, {machine.cores_used} of {machine.cores} cores, Python {machine.python}",
        f"{report.questions} questions of {report.source}, every second one behind a supplement's name; medians",
        "",
        *_table("Distinct phrasings of topics", [f"{size.phrasings:,}" for size in report.phrasings], report.phrasings),
        f"goal: cached start within {CACHED_START:g} s: {_met(all(size.cached <= CACHED_START for size in report.phrasings))}",
        "Real phrasings come first, about as many of every topic; where these don't suffice, they come again inside other words:",
        *(f"  {carrier.format('...')}" for carrier in CARRIERS),
        "Dangers, small talk and what is out of scope are learnt as shipped, at every size.",
        "",
        *_table("Supplements", [f"{size.supplements:,}" for size in report.supplements], report.supplements),
        *(line for size in report.supplements[1:] for line in _times_first(size, first)),
        f"Those that are added to the shipped ones are copies of {COPIED} under made-up names.",
    ]
    return "\n".join(line.rstrip() for line in lines)


def _met(is_met: bool) -> str:
    return "met" if is_met else "NOT MET"


def _line(name: str, cells: Sequence[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)


def _table(title: str, heads: Sequence[str], sizes: Sequence[Size]) -> Iterator[str]:
    yield _line(title, heads)
    yield _line("  distinct wordings in all", [f"{size.wordings:,}" for size in sizes])
    yield _line("  ms a question, with the encoder", [f"{size.with_encoder.median:.2f}" for size in sizes])
    yield _line("  ms a question, without", [f"{size.without_encoder.median:.2f}" for size in sizes])
    yield _line("  cached start, s", [f"{size.cached:.2f}" for size in sizes])
    yield _line("  cold start, s", ["-" if size.cold is None else f"{size.cold:.1f}" for size in sizes])
    yield _line("  cold start without encoder, s", [f"{size.cold_without:.1f}" for size in sizes])
    yield _line("  MB after a cached start", [f"{size.resident:.0f}" for size in sizes])
    yield _line("  MB at most while learning", [f"{size.cold_peak:,.0f}" for size in sizes])


def _times_first(size: Size, first: Size) -> Iterator[str]:
    figures = (
        ("a question with the encoder", size.with_encoder.median / first.with_encoder.median),
        ("a question without", size.without_encoder.median / first.without_encoder.median),
        ("cached start", size.cached / first.cached),
    )
    for name, times in figures:
        yield f"{size.supplements:,} supplements, {name}: {times:.2f} times what {first.supplements:,} take" + (
            f" (goal {MORE:g}: {_met(times <= MORE)})"
        )
