"""How the bot fares, in numbers."""

from bot.inbox.stats import as_data, as_text, stats
from bot.storage.records import Counted, Votes

MAGTEIN = "magnesium-l-threonate"
COUNTS = {
    Counted("2026-05-01", "answer", MAGTEIN, "dosage/timing"): 5,
    Counted("2026-05-02", "answer", MAGTEIN, "dosage/timing"): 2,
    Counted("2026-05-02", "suggest", MAGTEIN, "benefits/sleep"): 3,
    Counted("2026-05-02", "abstain", "", ""): 4,
    Counted("2026-05-02", "smalltalk", "", ""): 1,
}
VOTES = [Votes("2026-05-02", MAGTEIN, "dosage/timing", True, 2), Votes("2026-05-03", MAGTEIN, "dosage/timing", False, 1)]


def test_numbers_for_machines() -> None:
    """Every day, every topic and every topic of a day has a row; replies without a topic count for their day."""
    data = as_data(stats(COUNTS, VOTES))
    assert data["kinds"] == {"abstain": 4, "answer": 7, "smalltalk": 1, "suggest": 3}
    assert data["days"][1] == {"day": "2026-05-02", "answer": 2, "suggest": 3, "abstain": 4, "other": 1, "up": 2, "down": 0}
    assert data["topics"][0] == {
        "supplement": MAGTEIN, "topic": "dosage/timing", "answer": 7, "suggest": 0, "abstain": 0, "other": 0, "up": 2, "down": 1
    }  # fmt: skip
    assert [(row["day"], row["topic"]) for row in data["days_and_topics"]] == [
        ("2026-05-01", "dosage/timing"),
        ("2026-05-02", "benefits/sleep"),
        ("2026-05-02", "dosage/timing"),
        ("2026-05-03", "dosage/timing"),
    ]


def test_numbers_for_people() -> None:
    """Two tables, with their sums, the busiest topic first."""
    lines = as_text(stats(COUNTS, VOTES)).splitlines()
    assert lines[0].split() == ["day", "answers", "suggestions", "abstained", "other", "👍", "👎"]
    assert [line.split() for line in lines[1:5]] == [
        ["2026-05-01", "5", "0", "0", "0", "0", "0"],
        ["2026-05-02", "2", "3", "4", "1", "2", "0"],
        ["2026-05-03", "0", "0", "0", "0", "0", "1"],
        ["all", "7", "3", "4", "1", "2", "1"],
    ]
    assert [line.split()[0] for line in lines[6:]] == ["topic", "dosage/timing", "benefits/sleep"]


def test_several_supplements_are_told_apart() -> None:
    """Where more than one supplement was asked about, topics say of which they are."""
    counts = {**COUNTS, Counted("2026-05-02", "answer", "creatine", "dosage/timing"): 1}
    assert "dosage/timing, creatine" in as_text(stats(counts, []))


def test_nothing_was_counted() -> None:
    """No rows give a sentence, not an empty table."""
    assert "Nothing" in as_text(stats({}, []))
    assert as_data(stats({}, [])) == {"kinds": {}, "days": [], "topics": [], "days_and_topics": []}
