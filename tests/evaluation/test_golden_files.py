"""Golden questions are read from YAML and from JSON lines, and every problem is named with its file and line."""

import json
from pathlib import Path

import pytest

from bot.evaluation.golden import MEANT, ON_SHELF, WITHOUT_ANSWER, Kind, QuestionsError, check_topics, read_questions


def folder(path: Path, **files: str) -> Path:
    """A folder of YAML files; an underscore in a name stands for a hyphen."""
    for name, text in files.items():
        (path / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """What is wrong with questions, a line each."""
    with pytest.raises(QuestionsError) as error:
        read_questions(path)
    return [str(problem) for problem in error.value.problems]


def test_folder(tmp_path: Path) -> None:
    """A category's questions accept their topic; other files say by their names what they hold."""
    folder(
        tmp_path,
        dosage="timing:\n  - when?\n  - {q: 'at night?', also: [benefits/sleep]}\n",
        abstain="- creatine?\n",
        urgent="breathing:\n  - can't breathe\n",
        smalltalk="greeting:\n  - hi\n",
        multi="- {q: how much and when, accept: [dosage/typical-dose, dosage/timing]}\n",
        followup="- {q: or later?, context: [when?], accept: [dosage/timing]}\n",
        look_alikes="- is it deadly\n- {q: dead tired, accept: [safety/drowsiness]}\n",
        known_failures="- {q: when?, why: no reason}\n",
    )
    found = {one.text: one for one in read_questions(tmp_path)}
    assert {text: one.kind for text, one in found.items()} == {
        "when?": Kind.ANSWER,
        "at night?": Kind.ANSWER,
        "creatine?": Kind.ABSTAIN,
        "can't breathe": Kind.URGENT,
        "hi": Kind.SMALLTALK,
        "how much and when": Kind.MULTI,
        "or later?": Kind.FOLLOWUP,
        "is it deadly": Kind.LOOK_ALIKE,
        "dead tired": Kind.LOOK_ALIKE,
    }
    assert found["at night?"].accepted == {"dosage/timing", "benefits/sleep"}
    assert found["at night?"].place == "dosage.yaml:3"
    assert found["can't breathe"].group == "breathing"
    assert found["or later?"].key == ("when?", "or later?")
    assert found["how much and when"].accept == ("dosage/typical-dose", "dosage/timing")


def test_questions_to_the_shelf(tmp_path: Path) -> None:
    """Names of files tell what is to the shelf: on one, on several, of none, over all of it; no supplement is meant there."""
    folder(
        tmp_path,
        dosage="timing: [when?]\n",
        on_zinc="- {q: zinc at most?, accept: [zinc/dosage/maximum], also: [zinc/safety/too-much]}\n",
        which="- {q: how much?, accept: [dosage/maximum]}\n",
        versus="- {q: zinc or iron?, accept: [zinc/about/what-is, iron/about/what-is]}\n",
        both="- {q: both at night?, context: [zinc and iron], accept: [zinc/dosage/timing, iron/dosage/timing]}\n",
        goal="- {q: for sleep?, accept: [goals/sleep]}\n",
        instead="- zinc for my statin?\n",
        not_instead="- zinc for my skin?\n",
    )
    found = {one.text: one for one in read_questions(tmp_path)}
    assert {text: (one.kind, one.group, one.supplement) for text, one in found.items()} == {
        "when?": (Kind.ANSWER, "", MEANT),
        "zinc at most?": (Kind.SHELF, "on-zinc", ""),
        "how much?": (Kind.WHICH, "which", ""),
        "zinc or iron?": (Kind.SIDE_BY_SIDE, "versus", ""),
        "both at night?": (Kind.SIDE_BY_SIDE, "both", ""),
        "for sleep?": (Kind.SHELF, "goal", ""),
        "zinc for my statin?": (Kind.INSTEAD, "instead", ""),
        "zinc for my skin?": (Kind.NOT_INSTEAD, "not-instead", ""),
    }
    assert found["zinc at most?"].accepted == {"zinc/dosage/maximum", "zinc/safety/too-much"}
    assert found["both at night?"].key == ("zinc and iron", "both at night?")


@pytest.mark.parametrize("name", [*(name for name, kind in ON_SHELF.items() if kind not in WITHOUT_ANSWER), "on-zinc"])
def test_shelf_files_need_what_is_right(tmp_path: Path, name: str) -> None:
    """A question to the shelf without a right answer is named with file and line."""
    assert problems(folder(tmp_path, **{name: "- zinc?\n"}))[0].startswith(f"{name}.yaml:1: 'accept' must name")


def test_one_file_of_the_folder(tmp_path: Path) -> None:
    """One YAML file can be read alone."""
    folder(tmp_path, dosage="timing: [when?]\n", abstain="[creatine?]\n")
    assert [one.text for one in read_questions(tmp_path / "dosage.yaml")] == ["when?"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("dosage", "timing:\n  - when?\n  - {q: why?, allso: [a/b]}\n", "dosage.yaml:3: 'allso' is not known here"),
        ("dosage", "timing:\n  - {also: [a/b]}\n", "dosage.yaml:2: 'q' is missing"),
        ("dosage", "timing:\n  - [when?]\n", "dosage.yaml:2: expected a question"),
        ("dosage", "timing: when?\n", "dosage.yaml:1: under 'timing' must stand a list"),
        ("dosage", "timing: [when?]\ntiming: [why?]\n", "dosage.yaml:2: 'timing' stands twice"),
        ("dosage", "- when?\n", "dosage.yaml:1: expected names, each with a list"),
        ("abstain", "creatine: [creatine?]\n", "abstain.yaml:1: expected a list"),
        ("abstain", "- 'creatine?\n", "abstain.yaml:2: not valid YAML"),
        ("multi", "- how much and when\n", "multi.yaml:1: 'accept' must name"),
        ("followup", "- {q: later?, accept: [dosage/timing]}\n", "followup.yaml:1: 'context' must hold"),
    ],
)
def test_yaml_problems(tmp_path: Path, name: str, text: str, expected: str) -> None:
    """A mistake in a YAML file is named with file and line."""
    assert any(problem.startswith(expected) for problem in problems(folder(tmp_path, **{name: text})))


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Every file's problems are told together."""
    found = problems(folder(tmp_path, dosage="timing: when?\n", multi="- a\n- b\n"))
    assert [problem.partition(": ")[0] for problem in found] == ["dosage.yaml:1", "multi.yaml:1", "multi.yaml:2"]


def test_json_lines(tmp_path: Path) -> None:
    """A line holds a question with its kind; empty lines and keys of other programs are passed over."""
    path = tmp_path / "questions.jsonl"
    asked = "when? \u2028 😭"
    rows = [
        {"q": asked, "kind": "answer", "accept": ["dosage/timing"], "also": ["benefits/sleep"], "writer": "z"},
        {"q": "creatine?", "kind": "abstain", "accept": [], "also": [], "context": [], "supplement": "zinc"},
    ]
    path.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    first, second = read_questions(path)
    assert (first.text, first.line) == (asked, 1)
    assert first.accepted == {"dosage/timing", "benefits/sleep"}
    assert (second.kind, second.place) == (Kind.ABSTAIN, "questions.jsonl:3")
    assert (first.supplement, second.supplement) == ("", "zinc")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{", "not valid JSON"),
        ("[]", "expected a question"),
        ('{"q": "when?", "kind": "what"}', "'kind' is 'what'; it must be one of: answer, followup"),
        ('{"q": "when?", "kind": ["answer"]}', "'kind' is ['answer']"),
        ('{"q": "when?", "kind": "answer"}', "'accept' must name"),
        ('{"q": "when?", "kind": "answer", "accept": "dosage/timing"}', "'accept' must be a list of texts"),
        ('{"q": "", "kind": "abstain"}', "expected a question"),
    ],
)
def test_json_problems(tmp_path: Path, line: str, expected: str) -> None:
    """A line that is no question is named with its number and what is wrong."""
    path = tmp_path / "questions.jsonl"
    path.write_text(f'{{"q": "hi", "kind": "smalltalk"}}\n{line}\n', encoding="utf-8")
    assert any(problem.startswith(f"questions.jsonl:2: {expected}") for problem in problems(path))


def test_nothing_there(tmp_path: Path) -> None:
    """A folder without questions and a file that is not there are problems of their own."""
    assert "no questions" in problems(tmp_path)[0]
    assert "can't be read" in problems(tmp_path / "none.jsonl")[0]
    assert "can't be read" in problems(tmp_path / "none.yaml")[0]


def test_unknown_topic(tmp_path: Path) -> None:
    """A topic that the content does not have is named with the question's place."""
    found = read_questions(folder(tmp_path, dosage="timing: [when?]\n"))
    check_topics(found, ["dosage/timing"])
    with pytest.raises(QuestionsError, match=r"dosage\.yaml:1: there is no topic 'dosage/timing'"):
        check_topics(found, ["dosage/other"])


def test_ids_of_the_shelf_are_no_topics(tmp_path: Path) -> None:
    """What questions to the shelf accept has supplements in it and is not looked up among the topics."""
    check_topics(read_questions(folder(tmp_path, goal="- {q: 'for sleep?', accept: [goals/sleep]}\n")), [])
