"""The HTML page stands on its own, and shows what the report shows."""

import re
import sys
from xml.etree import ElementTree

import pytest

from bot.evaluation.page import page
from bot.evaluation.summary import summarise
from bot.report_page import PlotsMissing, check_plots
from tests.evaluation.samples import outcome, question
from tests.evaluation.test_report import ANSWER, SAMPLE, TIMING

ALLOWED = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}  # names of formats, which nobody fetches


def test_stands_on_its_own() -> None:
    """The page has three pictures drawn in it, and asks no other address for anything."""
    html = page(summarise(SAMPLE, 0.6))
    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(drawings) == 3
    assert all(ElementTree.fromstring(drawing).tag.endswith("svg") for drawing in drawings)  # noqa: S314  # our own drawing
    assert set(re.findall(r"https?://[^\"')<\s]+", html)) <= ALLOWED
    assert not re.search(r"<(script|link|img|iframe|image)|url\((?!#)|@import|src=", html)


def test_shows_the_report() -> None:
    """Misses, topics and situations are there, and the topics' names stand in the heat map as text."""
    html = page(summarise(SAMPLE, 0.6))
    for text in ("wrong, and sure", "not recognised as an emergency", "stroke", "benefits/sleep", "1 (50 %)"):
        assert text in html
    assert TIMING in re.findall(r"<svg.*?</svg>", html, re.DOTALL)[2]


def test_same_page_twice() -> None:
    """Equal outcomes give the same page to the byte, so that versions can be compared."""
    assert page(summarise(SAMPLE, 0.6)) == page(summarise(SAMPLE, 0.6))


def test_questions_are_escaped() -> None:
    """Markup in a question is text on the page."""
    html = page(summarise([outcome(question(text="<script>alert(1)</script> & so"), ANSWER, "about/what-is")], 0.6))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so" in html


def test_nothing_asked_on_topics() -> None:
    """Questions without any topic give a page as well."""
    assert "<svg" in page(summarise(SAMPLE[6:], 0.6))


def test_without_plotting_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library is missing, one line says how to install it."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(PlotsMissing, match=r"pip install '\.\[plots\]'"):
        check_plots()
