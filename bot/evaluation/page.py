"""The report on the golden questions as a page."""

from typing import TYPE_CHECKING

from bot.evaluation import report
from bot.evaluation.summary import CHOICES, NO_ANSWER, SMALL_TALK, URGENT, Summary, came_back
from bot.report_page import BLUE, GREY, RED, note, svg, table, whole_page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def page(summary: Summary) -> str:
    """The whole page. Needs the plotting library, see `check_plots`."""
    from matplotlib.figure import Figure  # an extra, and slow to load

    misses = ([one.failure, f"{one.chance:.2f}", report.asked(one), report.wanted(one), came_back(one)] for one in summary.misses)
    parts = [
        "<h1>How well the golden questions are answered</h1>",
        note(f"The bot answers from a certainty of {summary.threshold:.2f} on."),
        table(report.KIND_HEAD, report.kind_rows(summary)),
        note(report.EXPLAINED),
        *(["<h2>On the shelf</h2>", table(report.SHELF_HEAD, report.shelf_rows(summary))] if summary.shelf else []),
        "<h2>Right against false answers</h2>",
        note(
            "The bot answers when it is sure enough. The further left, the surer it has to be: fewer questions are answered, "
            "and fewer that the FAQ does not cover are answered by mistake. The dot is where the bot stands."
        ),
        svg(_draw_curve(Figure(figsize=(8, 4.5)), summary), "Right and wrong answers against false answers"),
        "<h2>Is the bot as sure as it should be?</h2>",
        note("On the grey line the bot is right as often as it believes. Below it is too sure of itself, above it too modest."),
        svg(_draw_reliability(Figure(figsize=(6, 5)), summary), "How often the bot is right, by how sure it is"),
        table(report.BIN_HEAD, report.bin_rows(summary)),
        "<h2>Which topic was asked, and what came back</h2>",
        note(
            "Each row is a topic that was asked. Blue squares are right; red ones were answered with another topic; grey ones "
            "got choices, no answer, small talk or the urgent reply. The darker, the larger the share of that topic's questions."
        ),
        svg(_draw_confusions(Figure(figsize=(15, 13)), summary), "Topics asked against what came back"),
        "<h2>By topic</h2>",
        table(report.TOPIC_HEAD, report.topic_rows(summary)),
        "<h2>Danger</h2>",
        table(report.SITUATION_HEAD, report.situation_rows(summary)),
        "<h2>All misses</h2>",
        table(("what is wrong", "chance", "question", "wanted", "what came"), misses, "words"),
    ]
    return whole_page("Golden questions", parts)


def _as_shares(axes: "Axes", x: str, y: str) -> None:
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.grid(color="#dddddd")
    axes.set_axisbelow(True)


def _draw_curve(figure: "Figure", summary: Summary) -> "Figure":
    axes = figure.add_subplot()
    points = summary.curve
    here = min(points, key=lambda point: abs(point.threshold - summary.threshold))
    for name, colour in (("right", BLUE), ("wrong", RED)):
        axes.plot(
            [point.false for point in points], [getattr(point, name) for point in points], color=colour, label=f"{name} answers"
        )
        axes.plot(here.false, getattr(here, name), "o", color=colour)
    axes.annotate(f" threshold {here.threshold:.2f}", (here.false, here.right), va="top")
    _as_shares(axes, "questions that the FAQ does not cover, answered", "questions on one topic")
    axes.legend()
    return figure


def _draw_reliability(figure: "Figure", summary: Summary) -> "Figure":
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color=GREY)
    expected = [one.expected for one in summary.reliability]
    right = [one.right / one.asked for one in summary.reliability]
    axes.plot(expected, right, "o-", color=BLUE)
    for x, y, one in zip(expected, right, summary.reliability, strict=True):
        axes.annotate(f" {one.asked}", (x, y), va="top")
    _as_shares(axes, "how sure the bot was (numbers: questions)", "how often its best topic was right")
    return figure


def _draw_confusions(figure: "Figure", summary: Summary) -> "Figure":
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    axes = figure.add_subplot()
    asked = sorted(summary.topics) or ["nothing on a topic"]
    others = [CHOICES, NO_ANSWER, URGENT, SMALL_TALK]
    topics = sorted({came for _, came in summary.replies if came not in others} | set(asked))
    rows = {topic: place for place, topic in enumerate(asked)}
    columns = {name: place for place, name in enumerate([*topics, *others])}
    squares, colours = [], []
    for (topic, came), number in summary.replies.items():
        colour = BLUE if came == topic else GREY if came in others else RED
        part = number / summary.topics[topic].asked
        squares.append(Rectangle((columns[came] - 0.5, rows[topic] - 0.5), 1, 1))
        colours.append((colour, 0.15 + 0.85 * part))
        axes.text(
            columns[came], rows[topic], str(number), ha="center", va="center", size=7, color="white" if part > 0.5 else "black"
        )
    axes.add_collection(PatchCollection(squares, facecolors=colours, edgecolors="none"))
    axes.set_xticks(range(len(columns)), list(columns), rotation=90, size=8)
    axes.set_yticks(range(len(rows)), list(rows), size=8)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel("what came back")
    axes.set_ylabel("what was asked")
    axes.grid(color="#eeeeee")
    axes.set_axisbelow(True)
    return figure
