"""The statistics as a page: what came back, what people thought of it, what they ask about, and what was not answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.inbox.stats import COLUMNS, Row, Stats
from bot.report_page import BLUE, GREY, ORANGE, RED, note, svg, table, whole_page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 25  # topics in one picture
_KINDS = {
    "answer": ("answers", BLUE),
    "suggest": ("suggestions", ORANGE),
    "abstain": ("no answer", RED),
    "other": ("other", GREY),
}
_VOTES = {"up": ("helpful", BLUE), "down": ("not helpful", RED)}

_Bars = Sequence[tuple[str, Row]]
_Topic = tuple[str, str]  # supplement and topic


def stats_page(found: Stats) -> str:
    """The whole page. Needs the plotting library, see `bot.report_page.check_plots`."""
    days = sorted(found.days.items())
    parts = ["<h1>What the bot was asked, and how it fared</h1>"]
    if not days:
        return whole_page("Statistics", [*parts, note("Nothing was counted in these days.")])
    parts += ["<h2>Kinds of replies</h2>", svg(_stacked(days, _KINDS, "replies"), "Replies of each kind, by day")]
    labels = [label for label, _ in (_KINDS | _VOTES).values()]
    parts.append(table(("day", *labels), [(day, *(str(row.numbers[one]) for one in COLUMNS)) for day, row in days]))
    parts += ["<h2>Votes</h2>", *_votes(found), "<h2>Topics by supplement and week</h2>", *_weeks(found)]
    return whole_page("Statistics", [*parts, "<h2>Most asked that was not answered</h2>", *_unanswered(found)])


def _votes(found: Stats) -> list[str]:
    """The topics with the most votes."""
    voted = _most(found.topics, ("up", "down"))
    if not voted:
        return [note("Nobody voted in these days.")]
    rows, labels = [(name, *_two(row, "up", "down")) for name, row in voted], [label for label, _ in _VOTES.values()]
    return [svg(_lying(voted, _VOTES, "votes"), "Votes, by topic"), table(("topic", *labels), rows)]


def _weeks(found: Stats) -> list[str]:
    """How often the topics that were asked most were answered or offered, week by week."""
    numbers: Counter[tuple[_Topic, str]] = Counter()
    for (day, supplement, topic), row in found.both.items():
        numbers[(supplement, topic), _week(day)] += _asked(row)
    together: Counter[_Topic] = Counter()
    for (ref, _), number in numbers.items():
        together[ref] += number
    topics = sorted(ref for ref, number in together.most_common(SHOWN) if number)
    if not topics:
        return [note("No topic was asked in these days.")]
    weeks = sorted({week for _, week in numbers})
    cells = [[numbers[ref, week] for week in weeks] for ref in topics]
    rows = [(_name(*ref), *map(str, line), str(sum(line))) for ref, line in zip(topics, cells, strict=True)]
    return [
        note(f"Up to {SHOWN} topics, those that were asked most. The darker, the oftener."),
        svg(_squares([_name(*ref) for ref in topics], weeks, cells), "How often topics were asked, by week"),
        table(("topic", *weeks, "all"), rows),
    ]


def _unanswered(found: Stats) -> list[str]:
    """What was offered as a choice because the bot was not sure; of what it did not know at all there is a number only."""
    unsure = _most(found.topics, ("suggest",))
    unknown = found.kinds["abstain"]
    parts = [
        note(
            f"Replies without any answer: {unknown}. Nothing is kept of what those asked; what people sent to the editors is in "
            "the inbox."
        )
    ]
    if unsure:
        parts += [
            note("Topics that were offered as choices, as the bot was not sure of what was meant, or of which supplement:"),
            svg(_lying(unsure, {"suggest": _KINDS["suggest"]}, "times offered"), "What was offered and not answered, by topic"),
            table(("topic", "offered", "answered"), [(name, *_two(row, "suggest", "answer")) for name, row in unsure]),
        ]
    return parts


def _two(row: Row, one: str, other: str) -> tuple[str, str]:
    return str(row.numbers[one]), str(row.numbers[other])


def _asked(row: Row) -> int:
    """How often something came up, votes left aside."""
    return sum(number for what, number in row.numbers.items() if what not in _VOTES)


def _most(topics: Mapping[_Topic, Row], what: Sequence[str]) -> list[tuple[str, Row]]:
    """The topics with the most of these, by name."""
    found = [(sum(row.numbers[one] for one in what), _name(*ref), row) for ref, row in topics.items()]
    return [(name, row) for number, name, row in sorted(found, key=lambda one: (-one[0], one[1])) if number][:SHOWN]


def _name(supplement: str, topic: str) -> str:
    return f"{supplement}: {topic}" if supplement else topic


def _week(day: str) -> str:
    """The week of a day, as 2026-W05."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


def _stacked(bars: _Bars, kinds: Mapping[str, tuple[str, str]], what: str) -> "Figure":
    """A bar a day, one kind upon the other."""
    from matplotlib.figure import Figure  # an extra, and slow to load
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(10, 4))
    axes = figure.add_subplot()
    below = [0] * len(bars)
    for kind, (label, colour) in kinds.items():
        heights = [row.numbers[kind] for _, row in bars]
        axes.bar(range(len(bars)), heights, bottom=below, color=colour, label=label)
        below = [low + height for low, height in zip(below, heights, strict=True)]
    axes.set_xticks(range(len(bars)), [day for day, _ in bars], rotation=90, size=8)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel(what)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def _lying(bars: _Bars, kinds: Mapping[str, tuple[str, str]], what: str) -> "Figure":
    """A lying bar a topic, one kind after the other, the longest on top."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(9, 1 + 0.3 * len(bars)))
    axes = figure.add_subplot()
    left = [0] * len(bars)
    for kind, (label, colour) in kinds.items():
        lengths = [row.numbers[kind] for _, row in bars]
        axes.barh(range(len(bars)), lengths, left=left, color=colour, label=label)
        left = [before + length for before, length in zip(left, lengths, strict=True)]
    axes.set_yticks(range(len(bars)), [name for name, _ in bars], size=9)
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(what)
    if len(kinds) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def _squares(names: Sequence[str], weeks: Sequence[str], cells: Sequence[Sequence[int]]) -> "Figure":
    """A square a topic and week, with its number."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3 + 0.6 * len(weeks), 1 + 0.3 * len(names)))
    axes = figure.add_subplot()
    mesh = axes.pcolormesh(cells, cmap="Blues", vmin=0, edgecolors="white", linewidth=1)
    darkest = mesh.get_clim()[1] or 1
    for y, line in enumerate(cells):
        for x, number in enumerate(line):
            colour = "white" if number > darkest / 2 else "black"
            axes.text(x + 0.5, y + 0.5, str(number), ha="center", va="center", size=8, color=colour)
    axes.set_xticks([x + 0.5 for x in range(len(weeks))], weeks, rotation=90, size=8)
    axes.set_yticks([y + 0.5 for y in range(len(names))], names, size=9)
    axes.invert_yaxis()
    return figure
