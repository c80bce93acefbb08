"""The benchmark measures what it says it measures."""

import json
from pathlib import Path

import pytest

from bot.content.model import Content
from bot.evaluation.golden import Kind, Question
from tests.benchmark.__main__ import main
from tests.benchmark.peers import PEERS, Peer
from tests.benchmark.questions import single_questions
from tests.benchmark.report import as_json, as_text
from tests.benchmark.run import Plan, Report, run
from tests.benchmark.speed import reduced
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def ten_questions() -> list[Question]:
    """Nine golden questions in scope, and one that must not be answered."""
    questions = single_questions()
    inside = [question for question in questions if question.kind is Kind.ANSWER]
    return [*inside[:9], next(question for question in questions if question.kind is Kind.ABSTAIN)]


@pytest.fixture(scope="module")
def report(small_content: Path, ten_questions: list[Question]) -> Report:
    """A benchmark of ten questions."""
    return run(Plan(small_content, starts=1, timed_questions=6, phrasings=5, sampled_passes=5), ten_questions, "ten questions")


@pytest.mark.slow
class TestReport:
    """One run of everything, on little."""

    def test_speed(self, report: Report, content: Content) -> None:
        """A question is timed with and without the encoder, on the content as it is and on the reduced one."""
        shipped, few = report.speed
        assert (shipped.content, few.content) == ("as shipped", "reduced")
        assert few.phrasings == len(content.topics) * 5 < shipped.phrasings < shipped.wordings
        for speed in report.speed:
            assert speed.questions == 6
            assert 0 < speed.without_encoder.median <= speed.without_encoder.p95
            assert 0 < speed.with_encoder.median <= speed.with_encoder.p95
            assert 0 < speed.encoder_pass.median <= speed.encoder_pass.p95
            assert 0 <= speed.read_once <= 1
            assert (speed.ratio_read_once is None) == (speed.read_once == 0)

    def test_starts(self, report: Report) -> None:
        """Starts are measured with and without the encoder, from an empty cache and from full ones."""
        with_encoder, without = report.starts
        assert with_encoder.encoder and not without.encoder
        assert with_encoder.fit_only is not None and without.fit_only is None
        assert all(starts.cached > 0 and starts.cold > 0 and starts.runs == 1 for starts in report.starts)
        assert all(starts.cold_peak > 20 for starts in report.starts)
        assert report.wordings > 500
        assert report.wording_pass > 0

    def test_memory(self, report: Report) -> None:
        """Memory is measured in MB, with and without the encoder and the Telegram library, each of which takes some."""
        sizes = {(memory.encoder, memory.telegram): memory.resident for memory in report.memory}
        assert len(sizes) == 4
        assert 20 < sizes[False, False] < sizes[False, True] < sizes[True, True] < 2000
        assert sizes[False, False] < sizes[True, False]
        assert all(memory.resident <= memory.peak for memory in report.memory)

    def test_contest(self, report: Report) -> None:
        """Every peer that is installed, and the bot twice, answer all questions; a peer that is not is named."""
        contest = report.contest
        assert (contest.in_scope, contest.out_of_scope) == (9, 1)
        names = {result.name for result in contest.results}
        assert names | contest.missing.keys() == {peer.name for peer in PEERS} | {
            "this bot, best topic",
            "this bot, as it decides",
        }
        for result in contest.results:
            assert result.right is not None and result.wrong is not None
            assert 0 <= result.right + result.wrong <= 1.0001
            assert result.false in (0, 1)
            assert 0 <= result.memory < 2000
        best = next(result for result in contest.results if result.name == "this bot, best topic")
        assert best.memory > 50, "the encoder alone takes more"
        assert best.right is not None and best.right >= 0.5
        assert best.false == 1

    def test_text(self, report: Report) -> None:
        """The printed report names the machine, every goal and every matcher, in lines that fit a wide terminal."""
        text = as_text(report)
        for part in ("Python 3.", "ten questions", "goal 1.5 s", "goal 350 MB", "goal 120 MB", "goal 1 ms"):
            assert part in text
        assert all(result.name in text for result in report.contest.results)
        assert max(map(len, text.splitlines())) <= 150

    def test_json(self, report: Report) -> None:
        """The JSON holds the same figures and no name of a machine or a folder."""
        text = as_json(report)
        figures = json.loads(text)
        assert figures["speed"][0]["with_encoder"]["median"] == report.speed[0].with_encoder.median
        assert [row["name"] for row in figures["contest"]["results"]] == [result.name for result in report.contest.results]
        assert str(ROOT) not in text


TEXTS = ("how much should i take", "does it help sleep", "what is the weather like")
LABELS = ("dosage/typical-dose", "benefits/sleep", None)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_peer_finds_what_it_learnt(peer: type[Peer]) -> None:
    """A peer finds its own phrasings again, those out of scope too, and takes any text."""
    for module in peer.needs:
        pytest.importorskip(module)
    learnt = peer(TEXTS, LABELS)
    assert [learnt.best(text) for text in TEXTS] == list(LABELS)
    for text in ("", "zzz", "sleep"):
        assert learnt.best(text) in LABELS


def test_questions() -> None:
    """By default the single golden questions are asked, in scope and out of scope, each once."""
    questions = single_questions()
    assert {question.kind for question in questions} == {Kind.ANSWER, Kind.ABSTAIN}
    assert len({question.text for question in questions}) == len(questions) > 500


def test_questions_of_a_file(tmp_path: Path) -> None:
    """Of a file, questions of other kinds are left out, and one that comes twice is asked once."""
    rows = [
        {"q": "how much?", "kind": "answer", "accept": ["dosage/typical-dose"], "also": ["dosage/maximum"]},
        {"q": "creatine?", "kind": "abstain"},
        {"q": "hello", "kind": "smalltalk"},
        {"q": "creatine?", "kind": "abstain"},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    assert [(question.text, question.kind) for question in single_questions(path)] == [
        ("how much?", Kind.ANSWER),
        ("creatine?", Kind.ABSTAIN),
    ]


@pytest.mark.parametrize("text", ["", "no JSON", "[1]", '{"q": "hello", "kind": "smalltalk"}'])
def test_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """A file without single questions is refused with its name, before anything is measured."""
    path = tmp_path / "questions.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        main([str(path)])
    assert "questions.jsonl" in capsys.readouterr().err


def test_reduced_content(content: Content) -> None:
    """The reduced content keeps every topic and the other wordings, and phrasings of several writers."""
    few = reduced(content, 10)
    assert few.topics.keys() == content.topics.keys()
    assert few.out_of_scope == content.out_of_scope
    for topic in few.topics.values():
        all_phrasings = content.topics[topic.id].phrasings
        assert len(topic.phrasings) == 10 == len(set(topic.phrasings) & set(all_phrasings))
        assert len({phrasing.writer for phrasing in topic.phrasings}) > 2
