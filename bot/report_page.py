"""Reports as one HTML page with pictures. It asks nothing of any other address, so it can be kept and sent."""

import importlib.util
import io
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLUE, ORANGE, RED, GREY = "#1f6fb4", "#d9822b", "#c0392b", "#8a8a8a"

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: .2rem .8rem; border-bottom: 1px solid #ddd; text-align: right; vertical-align: top }
th:first-child, td:first-child, .words td { text-align: left }
svg { max-width: 100%; height: auto }
.note { max-width: 45rem }
"""


class PlotsMissing(Exception):
    """The plotting library is not installed. The message says how to install it."""

    def __init__(self) -> None:
        super().__init__("pictures need matplotlib, which is not installed here; install it with: pip install '.[plots]'")


def check_plots() -> None:
    """Raises PlotsMissing where a page can't be drawn."""
    if importlib.util.find_spec("matplotlib") is None:
        raise PlotsMissing


def whole_page(title: str, parts: Iterable[str]) -> str:
    """The page: its title, and what stands on it, in HTML."""
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def note(text: str) -> str:
    """A paragraph."""
    return f'<p class="note">{escape(text)}</p>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table; of the kind "words" where its cells are words rather than numbers."""
    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    lines = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="{kind}">\n<tr>{titles}</tr>\n{lines}\n</table>'


def svg(figure: "Figure", title: str) -> str:
    """A drawing as an SVG element; its text stays text, and equal drawings are equal to the byte."""
    from matplotlib import rc_context

    file = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": title}):
        figure.savefig(
            file, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    drawn = file.getvalue()
    return f'<figure role="img" aria-label="{escape(title)}">\n{drawn[drawn.index("<svg") :]}</figure>'
