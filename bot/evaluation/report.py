"""Summaries as plain text, and as plain data for machines."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from bot.evaluation.golden import Kind
from bot.evaluation.scoring import Outcome
from bot.evaluation.summary import ALL, Summary, came_back

MOST = 25  # rows of a list that goes on; the JSON has all of them
LONGEST = 110  # characters of a question in a list

KIND_WORDS = {
    Kind.ANSWER: "one question",
    Kind.FOLLOWUP: "follow-up",
    Kind.MULTI: "several questions",
    Kind.SMALLTALK: "small talk",
    Kind.ABSTAIN: "not covered",
    Kind.URGENT: "in danger",
    Kind.LOOK_ALIKE: "only looks like danger",
    Kind.ABOUT_DANGER: "asks about a danger",
    Kind.INSTEAD: "in the place of a medicine",
    Kind.NOT_INSTEAD: "only looks like that",
    Kind.SHELF: "to the whole shelf",
    Kind.SIDE_BY_SIDE: "of several supplements",
    Kind.WHICH: "of no supplement",
    Kind.POINT: "finer than a topic",
}

EXPLAINED = """\
right: what should come back (of several questions: every part). strict: the topic named first. helped: right, or at least
offered as a choice. wrong: something else was answered. Messages that only look like danger are right where they are not
taken for danger, and questions about a danger where, besides, the reply says when to call for help."""

EXPLAINED_SHELF = """\
right supplement: the first that is answered or offered is one that was asked about. right kind: a topic, a pair, a goal and so
on, as asked; of no supplement: asked back which one."""


def share(part: int, whole: int) -> str:
    """A share as people read it: "12 (80 %)"."""
    return f"{part} ({part / whole:.0%})".replace("%", " %") if whole else "0"


def shortened(text: str) -> str:
    """A question on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def asked(one: Outcome) -> str:
    """A question with what was asked before it."""
    return shortened(" / ".join(one.question.key))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns of equal width: the first to the left, the others to the right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join("  " + "  ".join(_cells(line, widths)) for line in lines)


def _cells(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]


def kind_rows(summary: Summary) -> list[list[str]]:
    """Kind, asked, right, strict, helped, wrong, failures."""
    return [
        [
            KIND_WORDS[kind],
            str(one.asked),
            *(share(number, one.asked) for number in (one.right, one.strict, one.helped, one.wrong)),
        ]
        for kind, one in summary.kinds.items()
    ]


KIND_HEAD = ("kind", "asked", "right", "strict", "helped", "wrong")
TOPIC_HEAD = ("topic", "asked", "right", "strict", "helped", "wrong")
SITUATION_HEAD = ("situation", "asked", "recognised", "false alarms")
SHELF_HEAD = ("questions", "asked", "right supplement", "right kind", "right", "helped", "wrong")
BIN_HEAD = ("the bot's chance", "questions", "mean chance", "right")


def topic_rows(summary: Summary) -> list[list[str]]:
    """Topic, asked, right, strict, helped, wrong; the least right first."""
    return [
        [topic, str(one.asked), *(share(number, one.asked) for number in (one.right, one.strict, one.helped, one.wrong))]
        for topic, one in summary.topics.items()
    ]


def situation_rows(summary: Summary) -> list[list[str]]:
    """Situation, asked, recognised, false alarms; the least recognised first, and the sum of all."""
    rows = [[one.name, str(one.asked), share(one.recognised, one.asked), str(one.false_alarms)] for one in summary.situations]
    total, recognised = sum(one.asked for one in summary.situations), sum(one.recognised for one in summary.situations)
    alarms = sum(one.false_alarms for one in summary.situations)
    return [*rows, ["all", str(total), share(recognised, total), f"{share(alarms, summary.harmless)} of {summary.harmless}"]]


def shelf_rows(summary: Summary) -> list[list[str]]:
    """File of questions to the shelf, asked, right supplement, right kind, right, helped, wrong; and the sum of all."""
    return [
        [
            group,
            str(one.asked),
            share(one.right_supplement, one.of_one),
            *(share(number, one.asked) for number in (one.right_kind, one.right, one.helped, one.wrong)),
        ]
        for group, one in summary.shelf.items()
    ]


def shelf_lines(summary: Summary) -> list[str]:
    """What else matters of questions to the shelf: which one? asked where needed and where not, and dangerous pairs."""
    one = summary.shelf[ALL]
    return [
        f"asked back which one, where no supplement was named: {share(one.which_rightly, one.of_none)} of {one.of_none}",
        f"asked back which one, though a supplement was named: {share(one.which_wrongly, one.of_one)} of {one.of_one}",
        f"pairs that must not be combined, told: {share(one.dangers_told, one.dangers)} of {one.dangers}",
    ]


def bin_rows(summary: Summary) -> list[list[str]]:
    """Range of chances, questions, mean chance, right."""
    return [
        [
            f"{one.low:.1f} to {one.high:.1f}",
            str(one.asked),
            f"{one.expected:.0%}".replace("%", " %"),
            share(one.right, one.asked),
        ]
        for one in summary.reliability
    ]


def as_text(summary: Summary) -> str:
    """The report for a terminal."""
    parts = [
        f"The bot answers from a certainty of {summary.threshold:.2f} on.",
        "HOW MANY ARE RIGHT\n" + table(KIND_HEAD, kind_rows(summary)) + "\n\n" + EXPLAINED,
    ]
    if summary.shelf:
        rows = table(SHELF_HEAD, shelf_rows(summary))
        parts.append("\n".join(["ON THE SHELF", rows, "", *shelf_lines(summary), "", EXPLAINED_SHELF]))
    if summary.topics:
        parts.append("BY TOPIC, the least right first\n" + table(TOPIC_HEAD, topic_rows(summary)))
    if summary.confusions:
        lines = [f"  {number} x  asked {topic}, answered {got}" for topic, got, number in summary.confusions]
        parts.append(_listed("TOPICS THAT ARE TAKEN FOR ANOTHER", lines))
    if summary.situations:
        parts.append("DANGER, the least recognised first\n" + table(SITUATION_HEAD, situation_rows(summary)))
    if summary.reliability:
        parts.append("IS THE BOT AS SURE AS IT SHOULD BE?\n" + table(BIN_HEAD, bin_rows(summary)))
    misses = [
        f"  {one.failure} (chance {one.chance:.2f}, {one.question.place})\n      {asked(one)}\n"
        f"      wanted: {wanted(one)}; came: {came_back(one)}"
        for one in summary.misses
    ]
    parts.append(_listed("WORST MISSES", misses) if misses else "Every question came back as it should.")
    return "\n\n".join(parts)


def _listed(head: str, lines: Sequence[str]) -> str:
    rest = f"\n  ... and {len(lines) - MOST} more (--json lists all)" if len(lines) > MOST else ""
    return "\n".join([f"{head} ({len(lines)})", *lines[:MOST]]) + rest


def wanted(one: Outcome) -> str:
    """What should have come back."""
    question = one.question
    if question.kind is Kind.MULTI:
        return " + ".join(question.accept)
    if question.accept:
        return " or ".join(question.accept + question.also)
    return KIND_WORDS[question.kind] + (f": {question.group}" if question.group else "")


def outcome_data(one: Outcome) -> dict[str, Any]:
    """An outcome as JSON holds it."""
    question = one.question
    return {
        "q": question.text,
        "kind": question.kind,
        "accept": question.accept,
        "also": question.also,
        "context": question.context,
        "place": question.place,
        "reply": one.kind,
        "topics": one.topics,
        "best": one.best,
        "chance": round(one.chance, 4),
        "failure": one.failure,
    }


def as_data(summary: Summary) -> dict[str, Any]:
    """The report as JSON holds it, with nothing left out."""
    return {
        "threshold": summary.threshold,
        "kinds": {kind.value: asdict(counts) for kind, counts in summary.kinds.items()},
        "shelf": {group: asdict(counts) for group, counts in summary.shelf.items()},
        "topics": {topic: asdict(counts) for topic, counts in summary.topics.items()},
        "confusions": [{"asked": topic, "answered": got, "times": number} for topic, got, number in summary.confusions],
        "situations": [asdict(one) for one in summary.situations],
        "harmless": summary.harmless,
        "reliability": [asdict(one) for one in summary.reliability],
        "curve": [asdict(one) for one in summary.curve],
        "misses": [outcome_data(one) for one in summary.misses],
    }
