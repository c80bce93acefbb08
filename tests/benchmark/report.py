"""The figures as people read them, against the goals, and as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from tests.benchmark.contest import Contest, Result
from tests.benchmark.processes import Memory, Starts
from tests.benchmark.run import Report
from tests.benchmark.speed import Speed
from tests.benchmark.timing import Timing

# The goals.
PASSES = 1.3  # encoder passes that a question may cost
LETTERS_MS = 1.0  # median without the encoder, on the reduced content
CACHED_START = 1.5  # seconds
COLD_START = 3.0  # seconds, and COLD_PASSES more for each wording to encode
COLD_PASSES = 1.2  # encoder passes
MEMORY = {True: 350, False: 120}  # MB with and without the encoder

_NAME, _CELL = 46, 10  # widths of a line's name and of each figure


def as_json(report: Report) -> str:
    """All figures, named as in the dataclasses."""
    return json.dumps(asdict(report), indent=2) + "\n"


def as_text(report: Report) -> str:
    """The report as it is printed."""
    machine = report.machine
    lines = [
        f"Measured on {machine.processor}, {machine.cores_used} of {machine.cores} cores, Python {machine.python}",
        f"Questions: {report.source}",
        "",
        _line("Time per question, text in to reply out, ms", "median", "95 %"),
        *(line for speed in report.speed for line in _speed(speed)),
        "",
        "From process start to the first answer, seconds",
        *(line for starts in report.starts for line in _starts(starts, report)),
        "",
        _line("Memory after a cached start and one answer, MB", "resident", "peak"),
        *map(_memory, report.memory),
        "",
        *_contest(report.contest),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _line(name: str, *cells: str, note: str = "") -> str:
    return f"{name:<{_NAME}}" + "".join(f"{cell:>{_CELL}}" for cell in cells) + (f"  {note}" if note else "")


def _goal(value: float, limit: float, unit: str, why: str = "") -> str:
    """What the goal is, and whether it is met."""
    return f"goal {limit:,.4g} {unit}{why}: {'met' if value <= limit else 'NOT MET'}"


def _times(timing: Timing) -> tuple[str, str]:
    return f"{timing.median:.2f}", f"{timing.p95:.2f}"


def _speed(speed: Speed) -> Iterator[str]:
    yield f"content {speed.content}: {speed.phrasings:,} phrasings, {speed.wordings:,} wordings; {speed.questions} questions"
    yield _line("  with the encoder", *_times(speed.with_encoder))
    yield _line("  the encoder's own pass on the same texts", *_times(speed.encoder_pass))
    yield _line("  passes' worth of time a question", f"{speed.ratio:.2f}", "", note=_goal(speed.ratio, PASSES, "passes"))
    if speed.ratio_read_once is not None:
        name = f"  the same, the {speed.read_once:.0%} of questions read once"
        yield _line(name, f"{speed.ratio_read_once:.2f}", "", note=_goal(speed.ratio_read_once, PASSES, "passes"))
    aim = _goal(speed.without_encoder.median, LETTERS_MS, "ms") if speed.content == "reduced" else ""
    yield _line("  without the encoder", *_times(speed.without_encoder), note=aim)


def _starts(starts: Starts, report: Report) -> Iterator[str]:
    yield "with the encoder" if starts.encoder else "without the encoder"
    note = _goal(starts.cached, CACHED_START, "s")
    yield _line(f"  cached, median of {starts.runs}", f"{starts.cached:.2f}", note=note)
    if starts.fit_only is not None:
        yield _line("  cold, embeddings cached", f"{starts.fit_only:.2f}", note=_goal(starts.fit_only, COLD_START, "s"))
    limit, why = COLD_START, ""
    if starts.encoder:
        limit += COLD_PASSES * report.wordings * report.wording_pass / 1000
        why = f" ({COLD_START:g} + {COLD_PASSES:g} x {report.wordings:,} wordings x {report.wording_pass:.2f} ms)"
    yield _line("  cold, nothing cached", f"{starts.cold:.2f}", note=_goal(starts.cold, limit, "s", why))
    yield f"    which takes up to {starts.cold_peak:,.0f} MB of memory"


def _memory(memory: Memory) -> str:
    name = f"  {'with' if memory.encoder else 'without'} the encoder{', Telegram loaded' if memory.telegram else ''}"
    note = _goal(memory.resident, MEMORY[memory.encoder], "MB")
    return _line(name, f"{memory.resident:.0f}", f"{memory.peak:.0f}", note=note)


def _contest(contest: Contest) -> Iterator[str]:
    yield f"Beside others, on {contest.in_scope} questions in scope and {contest.out_of_scope} out of scope, the same phrasings"
    yield _line("", "right", "wrong", "false", "median ms", "95 % ms", "ready s", "MB")
    yield from map(_result, contest.results)
    for name, module in contest.missing.items():
        yield _line(f"  {name}", note=f"left out: {module} is not installed; make bench installs it")
    yield "right, wrong: by the first topic, in scope (the rest: no answer); false: out of scope and answered all the same."
    yield "MB: what the process of each grew by from before it learnt to after the last answer, libraries included, numpy not."
    yield "Peers take the out-of-scope questions of the content as one more topic, which gives no answer."


def _result(result: Result) -> str:
    shares = (f"{share:.1%}" if share is not None else "-" for share in (result.right, result.wrong, result.false))
    return _line(f"  {result.name}", *shares, *_times(result.time), f"{result.ready:.2f}", f"{result.memory:.0f}")
