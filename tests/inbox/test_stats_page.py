"""The statistics as a page: it stands on its own, and each picture has its table."""

import re
from xml.etree import ElementTree

from bot.inbox.stats import stats
from bot.inbox.stats_page import SHOWN, stats_page
from bot.storage.records import Counted, Votes
from tests.evaluation.test_page import ALLOWED
from tests.inbox.test_stats import COUNTS, MAGTEIN, VOTES

OTHERS = {
    Counted("2026-05-12", "answer", "zinc", "dosage/timing"): 9,
    Counted("2026-05-12", "answer", "", "goals/sleep"): 2,
}


def tables(html: str) -> list[list[list[str]]]:
    """The cells of the page's tables."""
    rows = [re.findall("<tr>(.*?)</tr>", table) for table in re.findall("<table.*?</table>", html, re.DOTALL)]
    return [[re.findall("<t[hd]>(.*?)</t[hd]>", row) for row in table] for table in rows]


def drawings(html: str) -> list[str]:
    """The page's pictures."""
    return re.findall("<svg.*?</svg>", html, re.DOTALL)


def test_stands_on_its_own() -> None:
    """Four pictures, each with its table, and nothing that would be fetched from elsewhere."""
    html = stats_page(stats(COUNTS | OTHERS, VOTES))
    assert len(drawings(html)) == len(tables(html)) == 4
    assert all(ElementTree.fromstring(drawing).tag.endswith("svg") for drawing in drawings(html))  # noqa: S314  # our own
    assert set(re.findall(r"https?://[^\"')<\s]+", html)) <= ALLOWED
    assert not re.search(r"<(script|link|img|iframe|image)|url\((?!#)|@import|src=", html)


def test_numbers() -> None:
    """The tables hold kinds by day, votes by topic, topics by supplement and week, and what was offered and not answered."""
    days, votes, weeks, unanswered = tables(stats_page(stats(COUNTS | OTHERS, VOTES)))
    assert days[0] == ["day", "answers", "suggestions", "no answer", "other", "helpful", "not helpful"]
    assert days[2] == ["2026-05-02", "2", "3", "4", "1", "2", "0"]
    assert votes[1] == [f"{MAGTEIN}: dosage/timing", "2", "1"]
    assert weeks[0] == ["topic", "2026-W18", "2026-W20", "all"]
    assert ["zinc: dosage/timing", "0", "9", "9"] in weeks
    assert ["goals/sleep", "0", "2", "2"] in weeks
    assert unanswered == [["topic", "offered", "answered"], [f"{MAGTEIN}: benefits/sleep", "3", "0"]]


def test_pictures_hold_the_same() -> None:
    """Names stand in the pictures as text."""
    for drawing, name in zip(
        drawings(stats_page(stats(COUNTS, VOTES))), ["2026-05-01", "timing", "2026-W18", "sleep"], strict=True
    ):
        assert name in drawing


def test_same_page_twice() -> None:
    """Equal numbers give the same page to the byte."""
    assert stats_page(stats(COUNTS, VOTES)) == stats_page(stats(COUNTS, VOTES))


def test_many_topics() -> None:
    """Of many topics the busiest are drawn."""
    counts = {Counted("2026-05-01", "suggest", "zinc", f"dosage/{number}"): number + 1 for number in range(100)}
    votes = [Votes("2026-05-01", "zinc", f"dosage/{number}", True, number + 1) for number in range(100)]
    for table in tables(stats_page(stats(counts, votes)))[1:]:
        assert len(table) == SHOWN + 1
        assert "zinc: dosage/99" in [row[0] for row in table]


def test_nothing_was_counted() -> None:
    """Without numbers, and with some only, there is a page that says so."""
    assert "Nothing was counted" in stats_page(stats({}, []))
    html = stats_page(stats({Counted("2026-05-01", "abstain", "", ""): 4}, []))
    assert "Nobody voted" in html
    assert "No topic was asked" in html
    assert "Replies without any answer: 4." in html
