"""Outcomes are counted, and the report shows the counts in words."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.reply import ReplyKind
from bot.evaluation import report
from bot.evaluation.golden import Kind
from bot.evaluation.known_failures import read_known_failures, write_known_failures
from bot.evaluation.scoring import Outcome
from bot.evaluation.summary import summarise
from tests.any_text import ANY_TEXT
from tests.evaluation.samples import outcome, question

TIMING, SLEEP, OTHER = "dosage/timing", "benefits/sleep", "about/what-is"
ANSWER, SUGGEST, ABSTAIN, URGENT = ReplyKind.ANSWER, ReplyKind.SUGGEST, ReplyKind.ABSTAIN, ReplyKind.URGENT

SAMPLE = [
    outcome(question(text="right"), ANSWER, TIMING, chance=0.95),
    outcome(question(text="wrong, and sure"), ANSWER, OTHER, chance=0.9),
    outcome(question(text="wrong, less sure"), ANSWER, OTHER, chance=0.7),
    outcome(question(accept=(SLEEP,), text="offered"), SUGGEST, TIMING, SLEEP, chance=0.3),
    outcome(question(Kind.ABSTAIN, text="false"), ANSWER, TIMING, chance=0.8),
    outcome(question(Kind.ABSTAIN, text="rightly none"), ABSTAIN, chance=0.05),
    outcome(question(Kind.URGENT, text="missed", group="stroke"), ABSTAIN, chance=0.1),
    outcome(question(Kind.URGENT, text="caught", group="stroke"), URGENT, situation="chest-pain", chance=0.1),
    outcome(question(Kind.LOOK_ALIKE, (), text="alarm"), URGENT, situation="overdose", chance=0.2),
]

OUTCOMES = st.builds(
    outcome,
    st.builds(question, st.sampled_from(Kind), st.just((TIMING,)), text=ANY_TEXT, group=st.sampled_from(["", "stroke"])),
    st.sampled_from(ReplyKind),
    st.sampled_from([TIMING, SLEEP]),
    chance=st.floats(0, 1),
)


def test_counts() -> None:
    """Each kind and topic has its counts; topics with the smallest share of right ones come first."""
    found = summarise(SAMPLE, 0.6)
    counts = found.kinds[Kind.ANSWER]
    assert (counts.asked, counts.right, counts.helped, counts.wrong, counts.failures) == (4, 1, 2, 2, 2)
    assert list(found.topics) == [SLEEP, TIMING]
    assert found.confusions == [(TIMING, OTHER, 2)]
    assert found.replies == {(TIMING, TIMING): 1, (TIMING, OTHER): 2, (SLEEP, "choices"): 1}


def test_worst_misses_first() -> None:
    """Missed emergencies come first, then wrong answers by how sure the bot was, then false alarms."""
    assert [one.question.text for one in summarise(SAMPLE, 0.6).misses] == [
        "missed",
        "wrong, and sure",
        "false",
        "wrong, less sure",
        "alarm",
    ]


def test_situations() -> None:
    """A situation has its share of recognised messages, and the harmless ones that were taken for it."""
    found = {one.name: one for one in summarise(SAMPLE, 0.6).situations}
    assert (found["stroke"].asked, found["stroke"].recognised, found["stroke"].false_alarms) == (2, 1, 0)
    assert (found["overdose"].asked, found["overdose"].false_alarms) == (0, 1)
    assert summarise(SAMPLE, 0.6).harmless == 7


def test_reliability() -> None:
    """Each range of chances tells how often the best topic was right; danger and small talk do not count."""
    found = {one.low: one for one in summarise(SAMPLE, 0.6).reliability}
    assert (found[0.9].asked, found[0.9].right) == (2, 1)
    assert (found[0.8].asked, found[0.8].right) == (1, 0)
    assert sum(one.asked for one in found.values()) == 6


def test_curve() -> None:
    """The lower the threshold, the more is answered, rightly and falsely."""
    curve = {point.threshold: point for point in summarise(SAMPLE, 0.6).curve}
    assert (curve[0.6].right, curve[0.6].wrong, curve[0.6].false) == (0.25, 0.5, 0.5)
    assert (curve[0.92].right, curve[0.92].wrong, curve[0.92].false) == (0.25, 0.0, 0.0)
    assert (curve[1.0].right, curve[1.0].wrong, curve[1.0].false) == (0.0, 0.0, 0.0)


def test_text() -> None:
    """The report names kinds, topics, confusions and misses in words, each with its numbers."""
    text = report.as_text(summarise(SAMPLE, 0.6))
    assert "0.60" in text
    assert "one question" in text
    assert f"2 x  asked {TIMING}, answered {OTHER}" in text
    assert "not recognised as an emergency" in text
    assert "1 (50 %)" in text
    assert "1 (14 %) of 7" in text


@given(st.lists(OUTCOMES, max_size=8))
def test_any_outcomes(found: list[Outcome]) -> None:
    """Whatever came back, there is a report, and JSON that a machine can read, with every miss in it."""
    summary = summarise(found, 0.5)
    assert report.as_text(summary)
    data = json.loads(json.dumps(report.as_data(summary)))
    assert len(data["misses"]) == sum(bool(one.failure) for one in found)
    assert sum(counts["asked"] for counts in data["kinds"].values()) == len(found)


def test_known_failures(tmp_path: Path) -> None:
    """What is written as known failures is read back, once a question, whatever the questions hold."""
    texts = ["it's: 100 % - 'odd' # \"too\"", "no", "😭 two\nlines", "no"]
    failing = [outcome(question(text=text, context=("before",)), ABSTAIN) for text in texts]
    assert write_known_failures(tmp_path, [*failing, outcome(question(text="fine"), ANSWER, TIMING)]) == 3
    assert read_known_failures(tmp_path) == {("before", text): "not answered" for text in texts}
    assert "--write-known-failures" in (tmp_path / "known-failures.yaml").read_text(encoding="utf-8")
    write_known_failures(tmp_path, [])
    assert read_known_failures(tmp_path) == {}


def test_every_kind_has_words() -> None:
    """Whatever kinds of golden questions there are, the report can name them."""
    assert set(report.KIND_WORDS) == set(Kind)
