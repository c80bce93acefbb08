"""Questions that people really asked are drawn, shown with their replies and marked, and the marks are kept."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.answering.engine import Engine
from bot.content.model import Content
from bot.evaluation.collected import FOLDED, Collected, Mark, Marked, keep_marks, read_collected, read_marks, shares, to_read
from bot.evaluation.golden import QuestionsError
from bot.evaluation.reading_aloud import read_aloud
from tests.conftest import ROOT

SHIPPED = ROOT / "tests" / "questions"
ROW = "- {q: 'how much should I take?', from: a board, as: own-words, topic: dosage/typical-dose}\n"


def folder(path: Path, **files: str) -> Path:
    """A folder with collected questions, a file a supplement; an underscore in a name stands for a hyphen."""
    (path / "asked").mkdir()
    for name, text in files.items():
        (path / "asked" / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """What is wrong with collected questions, a line each."""
    with pytest.raises(QuestionsError) as error:
        read_collected(path)
    return [str(problem) for problem in error.value.problems]


@pytest.fixture(scope="module")
def shipped() -> tuple[Collected, ...]:
    """The collected questions that the project ships."""
    return read_collected(SHIPPED)


# -- the shipped questions ------------------------------------------------------------


def test_shipped_files_are_read_whole(shipped: tuple[Collected, ...]) -> None:
    """Every item of every file is read, once, with where it was found and how it was worded."""
    written = {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for path in (SHIPPED / "asked").glob("*.yaml")
    }
    assert sorted((one.supplement, one.question) for one in shipped) == sorted(
        (supplement, str(item["q"])) for supplement, items in written.items() for item in items
    )
    assert len({(one.supplement, one.question) for one in shipped}) == len(shipped)
    assert all(one.source for one in shipped)
    assert {one.words for one in shipped} == {"own-words", "searched", "turned-round"}


def test_shipped_files_are_on_supplements_that_are_known(shipped: tuple[Collected, ...], content: Content) -> None:
    """Each file is on a supplement of the shelf, of which none is left out, or on one that is to come and is known by name."""
    asked_about = {one.supplement for one in shipped}
    to_come = {name.lower().replace(" ", "-") for one in content.others for name in (one.name, *one.names)}
    to_come |= {card.id for card in content.cards}
    assert set(content.supplements) <= asked_about
    assert asked_about - set(content.supplements) <= to_come


def test_shipped_files_hold_enough(shipped: tuple[Collected, ...]) -> None:
    """There are 250 questions on magnesium and its form, and 30 on each other supplement."""
    asked_about = [one.supplement for one in shipped]
    assert sum(one.startswith("magnesium") for one in asked_about) >= 250
    assert all(asked_about.count(one) >= 30 for one in set(asked_about))


def test_shipped_topics_are_known(shipped: tuple[Collected, ...], content: Content) -> None:
    """What would answer a question is a topic, a pair, a comparison, what there is for a use, or nothing."""
    known = {*content.topics, "none", "goal", "versus"}
    assert not [one for one in shipped if one.topic not in known and not one.topic.startswith("pair/")]


# -- reading ------------------------------------------------------------


def test_read(tmp_path: Path) -> None:
    """A question is read with its supplement, which is the file's name; a note is passed over."""
    noted = "- {q: 'zzz?', from: a shop, as: searched, topic: none, note: no idea}\n"
    assert read_collected(folder(tmp_path, vitamin_d=ROW, zinc=noted)) == (
        Collected("how much should I take?", "vitamin-d", "a board", "own-words", "dosage/typical-dose"),
        Collected("zzz?", "zinc", "a shop", "searched", "none"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ROW + "- {q: a, from: b, as: own-words}\n", "asked/zinc.yaml:2: 'topic' is missing"),
        (ROW + "- q: a\n  as: own-words\n  topic: none\n", "asked/zinc.yaml:2: 'from' is missing"),
        (ROW + ROW[:-2] + ", tpoic: a}\n", "asked/zinc.yaml:2: 'tpoic' is not known here"),
        (ROW + f"- {{q: {'a' * 5000}, from: b, as: own-words, topic: none}}\n", "asked/zinc.yaml:2: 'q' has 5000 characters"),
        ("how: much\n", "asked/zinc.yaml:1: expected a list"),
        (ROW + "- 'a\n", "asked/zinc.yaml:3: not valid YAML"),
        (ROW + "- how much?\n", "asked/zinc.yaml:2: "),
        (ROW + "- [how much?]\n", "asked/zinc.yaml:2: "),
    ],
)
def test_mistake_is_told_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    """A mistake in a file is named with file and line."""
    assert any(problem.startswith(expected) for problem in problems(folder(tmp_path, zinc=text)))


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    """The problems of every file are told together."""
    found = problems(folder(tmp_path, iron="a: b\n", zinc="- {q: a, from: b, as: own-words}\n- {q: a}\n"))
    assert {problem.partition(": ")[0] for problem in found} == {"asked/iron.yaml:1", "asked/zinc.yaml:1", "asked/zinc.yaml:2"}


# -- drawing ------------------------------------------------------------


def test_drawing(shipped: tuple[Collected, ...]) -> None:
    """The same seed draws the same questions, another seed others; none is drawn twice, and all are on the shelf."""
    drawn = to_read(shipped, ["zinc", "iron"], 20, seed=7)
    assert drawn == to_read(shipped, ["zinc", "iron"], 20, seed=7)
    assert drawn != to_read(shipped, ["zinc", "iron"], 20, seed=8)
    assert len(set(drawn)) == 20
    assert {one.supplement for one in drawn} == {"zinc", "iron"}


def test_drawing_more_than_there_are(shipped: tuple[Collected, ...]) -> None:
    """Where there are fewer than were asked for, all are drawn."""
    of_zinc = [one for one in shipped if one.supplement == "zinc"]
    assert set(to_read(shipped, ["zinc"], 10_000, seed=1)) == set(of_zinc)
    assert to_read(shipped, [], 10, seed=1) == []


# -- marks ------------------------------------------------------------


def marked(mark: Mark, reader: str = "ann", question: str = "when?") -> Marked:
    """A mark of one day."""
    return Marked(question, "zinc", reader, "2026-01-31", "abc1234", mark)


def test_marks_are_kept(tmp_path: Path) -> None:
    """Marks are read back as they were given, those of an earlier time first, whatever a question holds."""
    folder(tmp_path)
    assert read_marks(tmp_path) == ()
    first = [marked(Mark.YES), marked(Mark.ELSE, question='with "quotes", commas,\nlines and 😭')]
    second = [marked(Mark.NO, reader="bob"), marked(Mark.PARTLY)]
    keep_marks(tmp_path, first)
    keep_marks(tmp_path, second)
    assert read_marks(tmp_path) == (*first, *second)


def test_shares() -> None:
    """Each reader has a line with the number of replies and the share of each mark."""
    marks = [*[marked(Mark.YES)] * 2, marked(Mark.NO), marked(Mark.ELSE), marked(Mark.PARTLY, reader="bob")]
    assert shares(marks).splitlines() == [
        "ann: 4 replies: yes 50 %, partly 0 %, no 25 %, else 25 %",
        "bob: 1 replies: yes 0 %, partly 100 %, no 0 %, else 0 %",
    ]
    assert shares([]) == ""


# -- reading aloud ------------------------------------------------------------


def saying(keys: Iterable[str]) -> Callable[[str], str]:
    """A reader who types these lines, and no more."""
    lines = iter(keys)
    return lambda _: next(lines)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with two questions on each of two supplements of the shelf, and one on none of it."""
    rows = ROW + ROW.replace("how much should I take?", "what are the side effects?")
    return folder(tmp_path, zinc=rows, iron=rows, collagen=ROW)


def test_reading_aloud(engine: Engine, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each question is shown with the reply about its supplement, what folds behind a bar; marks have reader and day."""
    told = read_aloud(engine, small, 10, 1, "ann", saying(["y", "Partly", "n", " e "]))
    shown = capsys.readouterr().out
    drawn = to_read(read_collected(small), ["zinc", "iron"], 10, 1)
    assert [f"{place} of 4 ({one.supplement}): {one.question}" for place, one in enumerate(drawn, 1)] == [
        line for line in shown.splitlines() if " of 4 (" in line
    ]
    for supplement in ("zinc", "iron"):
        for topic in ("dosage/typical-dose", "safety/side-effects"):
            answer = engine.content.supplements[supplement].answers[topic]
            assert shown.count(answer.short) == 1
            assert FOLDED + answer.details.partition("\n")[0] in shown
    assert shown.count(engine.content.wording.disclaimer) == 4
    kept = read_marks(small)
    assert [(one.question, one.supplement) for one in kept] == [(one.question, one.supplement) for one in drawn]
    assert [one.mark for one in kept] == [Mark.YES, Mark.PARTLY, Mark.NO, Mark.ELSE]
    assert {(one.reader, one.day) for one in kept} == {("ann", date.today().isoformat())}
    assert told == shares(kept) == "ann: 4 replies: yes 25 %, partly 25 %, no 25 %, else 25 %"


def test_what_was_learnt_is_not_read(engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question that is a topic's wording by now is not shown to readers."""
    topic = engine.content.topics["dosage/typical-dose"]
    learnt = next(one.text for one in topic.phrasings if one.is_collected and "'" not in one.text and ":" not in one.text)
    rows = ROW.replace("how much should I take?", learnt)
    read_aloud(engine, folder(tmp_path, zinc=ROW + rows), 10, 1, "ann", saying("y"))
    shown = capsys.readouterr().out
    assert "1 of 1 (zinc): how much should I take?" in shown
    assert learnt not in shown


def test_skipping_and_stopping(engine: Engine, small: Path) -> None:
    """What is no answer is asked again, a skipped question has no mark, and who stops keeps the marks given so far."""
    drawn = to_read(read_collected(small), ["zinc", "iron"], 4, 1)
    told = read_aloud(engine, small, 4, 1, "ann", saying(["s", "", "what?", "y", "q"]))
    assert [(one.question, one.supplement, one.mark) for one in read_marks(small)] == [
        (drawn[1].question, drawn[1].supplement, Mark.YES)
    ]
    assert told == "ann: 1 replies: yes 100 %, partly 0 %, no 0 %, else 0 %"


def test_second_reader(engine: Engine, small: Path) -> None:
    """A second reader's marks stand beside the first's, and the shares told are the reader's own."""
    read_aloud(engine, small, 1, 1, "ann", saying("y"))
    told = read_aloud(engine, small, 1, 1, "bob", saying("n"))
    assert [(one.reader, one.mark) for one in read_marks(small)] == [("ann", Mark.YES), ("bob", Mark.NO)]
    assert told == "bob: 1 replies: yes 0 %, partly 0 %, no 100 %, else 0 %"


def test_nobody_at_the_terminal(
    engine: Engine, small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody can answer, all are shown, none is asked about, and nothing is marked."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\ny\ny\ny\n"))
    assert read_aloud(engine, small, 4, 1, "ann") == ""
    shown = capsys.readouterr().out
    assert all(f"{place} of 4 (" in shown for place in range(1, 5))
    assert "answers what was asked?" not in shown
    assert read_marks(small) == ()


def test_marks_name_the_commit(engine: Engine, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark is kept with the commit that is checked out; with none where there is no repository, or no git."""
    monkeypatch.chdir(small)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small.parent))
    read_aloud(engine, small, 1, 1, "ann", saying("y"))
    who = ["-c", "user.name=ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", *who, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    read_aloud(engine, small, 1, 1, "ann", saying("y"))
    monkeypatch.setenv("PATH", str(small))
    read_aloud(engine, small, 1, 1, "ann", saying("y"))
    without, with_commit, without_git = (one.commit for one in read_marks(small))
    assert (without, without_git) == ("", "")
    assert len(with_commit) >= 7
    assert commit.startswith(with_commit)
