"""The bot's own matcher on any labelled set."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.answering.engine import Tolerance
from bot.content.model import Content
from bot.evaluation import memory
from bot.evaluation.benchmark import Measured, as_text, measure
from bot.evaluation.labelled import Labelled, LabelledError, read_labelled
from bot.evaluation.labelled_matcher import FOLDS, LabelledMatcher
from bot.matching.cache import Cache
from bot.matching.encoder import DIMENSIONS, Vector
from tests.test_cli import Terminal

# Labels that mean something to the bot, which they must not do here, beside plain ones.
SUBJECTS = {
    "danger": ("book a table for two", "reserve a table tonight", "is a table free at eight"),
    "danger:fall": ("what is the weather", "will it rain tomorrow", "is it sunny outside today"),
    "smalltalk:hello": ("play some music", "put on a jazz song", "turn the music louder"),
    "out-of-scope": ("transfer money to my savings", "what is my bank balance", "pay the bank money that i owe"),
    "Balance / Überweisung": ("set an alarm for six", "wake me at seven", "cancel my morning alarm"),
}
OUTSIDE = ("who wrote hamlet", "how tall is a giraffe", "translate cheese into french")
CARRIERS = ("{}", "please {}", "hey {} now", "could you tell me {}")


def rows(carriers: Iterable[str], outside: bool = True) -> list[dict[str, Any]]:
    """Lines of a set: every subject in every carrier."""
    pairs: list[tuple[str, str | None]] = [(text, label) for label, texts in SUBJECTS.items() for text in texts]
    pairs += [(text, None) for text in OUTSIDE] if outside else []
    return [{"text": carrier.format(text), "label": label} for carrier in carriers for text, label in pairs]


def write(path: Path, lines: Sequence[Any]) -> Path:
    """A file of JSON lines."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return path


def labelled(lines: Iterable[dict[str, Any]]) -> list[Labelled]:
    """The rows of lines, without a file."""
    return [Labelled(line["text"], line["label"], line.get("writer", ""), "made-up.jsonl", 1) for line in lines]


class Counting:
    """An encoder of made-up meanings, which counts its passes."""

    id = "made-up"
    passes = 0

    def encode(self, text: str) -> Vector:
        """A direction that depends on the text alone."""
        self.passes += 1
        vector = np.random.default_rng(list(text.encode())).normal(size=DIMENSIONS).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def encode_all(self, texts: Sequence[str]) -> Iterator[tuple[int, Vector]]:
        """Each text on its own."""
        return enumerate(map(self.encode, texts))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    """A terminal with an empty cache, and without the encoder."""
    for name in list(os.environ):
        if name.startswith(("BOT_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BOT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("BOT_ENCODER", "off")
    return Terminal(monkeypatch, capsys)


@pytest.fixture(scope="module")
def measured(content: Content) -> Measured:
    """The matcher, having learnt three carriers and been asked with the fourth."""
    learn, ask = labelled(rows(CARRIERS[:3])), labelled(rows(CARRIERS[3:]))
    return measure(learn, ask, content, None, Cache(None), Tolerance())


def test_counts(measured: Measured) -> None:
    """The report says what was learnt and asked."""
    assert (measured.texts, measured.texts_out_of_scope, measured.labels) == (54, 9, 5)
    assert (measured.questions, measured.questions_out_of_scope) == (18, 3)
    assert not measured.encoder


def test_labels_are_only_labels(measured: Measured) -> None:
    """Labels named as the bot's own are told apart like any others."""
    assert measured.accuracy == 1
    assert measured.auroc is not None and measured.auroc > 0.9


def test_shares_fit_together(measured: Measured) -> None:
    """Wrong answers are those of the answered that are not right."""
    assert measured.answered and measured.right_when_answered is not None and measured.wrong is not None
    assert measured.wrong == pytest.approx(measured.answered * (1 - measured.right_when_answered))
    assert 0 < measured.ms_median <= measured.ms_p95
    assert measured.size_mb > 0


def test_misspelt_words_are_repaired(content: Content) -> None:
    """Words are repaired by those of the texts that were learnt, and the supplement's names are nothing special."""
    learn = labelled([*rows(CARRIERS[:3]), *[{"text": "xylograph prices", "label": "prints"}] * 3])
    matcher = LabelledMatcher(learn, content, None, Cache(None), None)
    assert matcher.match("xilograph").label == matcher.match("xylograph").label == "label/prints"
    assert matcher.reader.read("magtein or Eliquis").text == "magtein or eliquis"


def test_without_out_of_scope(content: Content) -> None:
    """A set that has nothing out of scope is measured too; what can't be said is left open."""
    learn, ask = (labelled(rows(carriers, outside=False)) for carriers in (CARRIERS[:3], CARRIERS[3:]))
    found = measure(learn, ask, content, None, Cache(None), Tolerance())
    assert found.accuracy == 1
    assert found.auroc is None and found.false is None
    assert "-" in as_text(found)


def test_out_of_scope_that_was_not_learnt(content: Content) -> None:
    """Questions out of scope may be asked where none were learnt; the chance of being right tells them apart."""
    learn, ask = labelled(rows(CARRIERS[:3], outside=False)), labelled(rows(CARRIERS[3:]))
    found = measure(learn, ask, content, None, Cache(None), Tolerance())
    assert found.auroc is not None and found.auroc > 0.5


def test_embeddings_are_kept(content: Content, tmp_path: Path) -> None:
    """The second time only the questions are encoded."""
    learn, ask = labelled(rows(CARRIERS[:3])), labelled(rows(CARRIERS[3:]))
    passes = []
    for _ in range(2):
        encoder = Counting()
        assert measure(learn, ask, content, encoder, Cache(tmp_path), Tolerance()).encoder
        passes.append(encoder.passes)
    assert passes == [54 + 18, 18]


def test_writers_are_held_out(content: Content) -> None:
    """Chances come from texts of writers that were not learnt: they are lower where a writer's texts are unlike all others."""
    lines = rows(CARRIERS[:3])
    alike = [{**line, "writer": str(number % FOLDS)} for number, line in enumerate(lines)]
    apart = [{**line, "writer": str(line["label"])} for line in lines]
    chances = []
    for learn in (alike, apart):
        held_out = LabelledMatcher(labelled(learn), content, None, Cache(None), None).calibration.held_out
        chances.append(held_out[held_out[:, 2] > 0, 1].mean())
    assert chances[0] > 0.8 > chances[1]


def test_command(terminal: Terminal, tmp_path: Path) -> None:
    """A file learnt and a file asked give a report, in words and for machines."""
    train, test = write(tmp_path / "train.jsonl", rows(CARRIERS[:3])), write(tmp_path / "test.jsonl", rows(CARRIERS[3:]))
    result = terminal.run("benchmark", "--train", str(train), "--test", str(test))
    assert (result.code, result.err) == (0, "")
    assert "100.0% of the 15 in scope" in result.out
    assert "tolerated: 4.0%" in result.out
    data = json.loads(terminal.run("benchmark", "--train", str(train), "--test", str(test), "--json").out)
    assert (data["accuracy"], data["questions"], data["tolerance"]["wrong"]) == (1.0, 18, 0.04)


def test_tolerance_is_the_bots(terminal: Terminal, tmp_path: Path) -> None:
    """What is tolerated is what the bot's settings say."""
    train, test = write(tmp_path / "train.jsonl", rows(CARRIERS[:3])), write(tmp_path / "test.jsonl", rows(CARRIERS[3:]))
    terminal.monkeypatch.setenv("BOT_WRONG_ANSWERS", "0.25")
    assert "tolerated: 25.0%" in terminal.run("benchmark", "--train", str(train), "--test", str(test)).out


def test_folder(tmp_path: Path) -> None:
    """A folder is read whole, in the order of its files' names."""
    write(tmp_path / "set" / "b.jsonl", rows(CARRIERS[1:2]))
    write(tmp_path / "set" / "a.jsonl", rows(CARRIERS[:1]))
    found = read_labelled(tmp_path / "set")
    assert [(row.file, row.line) for row in found] == [(file, line) for file in ("a.jsonl", "b.jsonl") for line in range(1, 19)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nonsense", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[1]", "expected {"),
        ('{"label": "a"}', "'text' must be"),
        ('{"text": " ", "label": "a"}', "'text' must be"),
        ('{"text": "a"}', "'label' must be"),
        ('{"text": "a", "label": 7}', "'label' must be"),
        ('{"text": "a", "label": "a", "writer": 7}', "'writer' must be"),
    ],
)
def test_bad_line(tmp_path: Path, line: str, reason: str) -> None:
    """A line that is no good is told with file and line, and so is every other."""
    path = tmp_path / "set.jsonl"
    path.write_text(f'{{"text": "a", "label": null}}\n\n{line}\n{line}\n', encoding="utf-8")
    with pytest.raises(LabelledError) as error:
        read_labelled(path)
    told = [str(problem) for problem in error.value.problems]
    assert [one.partition(": ")[0] for one in told] == ["set.jsonl:3", "set.jsonl:4"]
    assert all(reason in one for one in told)


def test_bad_lines_end_the_command(terminal: Terminal, tmp_path: Path) -> None:
    """Bad lines of the command's sets end it with their places and exit code 1."""
    train, test = write(tmp_path / "train.jsonl", rows(CARRIERS[:1])), write(tmp_path / "test.jsonl", [{"text": "a"}, 3])
    result = terminal.run("benchmark", "--train", str(train), "--test", str(test))
    assert (result.code, result.out) == (1, "")
    assert "test.jsonl:1: " in result.err and "test.jsonl:2: " in result.err


@pytest.mark.parametrize("content_of_file", [None, b"", b"\xff\xfe"])
def test_unreadable_set(terminal: Terminal, tmp_path: Path, content_of_file: bytes | None) -> None:
    """A set that is not there, holds nothing or is no text is told by its name."""
    train, test = write(tmp_path / "train.jsonl", rows(CARRIERS[:1])), tmp_path / "other.jsonl"
    if content_of_file is not None:
        test.write_bytes(content_of_file)
    result = terminal.run("benchmark", "--train", str(train), "--test", str(test))
    assert (result.code, result.out) == (1, "")
    assert "other.jsonl" in result.err


def test_label_that_was_not_learnt(content: Content) -> None:
    """A question whose label is on no learnt text is a mistake in the set, and is told."""
    ask = labelled([{"text": "a", "label": "never seen"}])
    with pytest.raises(LabelledError, match="'never seen' is on none"):
        measure(labelled(rows(CARRIERS[:1])), ask, content, None, Cache(None), Tolerance())


def test_one_label_is_no_choice(content: Content) -> None:
    """With one label there is nothing to measure."""
    one = labelled([{"text": "a", "label": "a"}, {"text": "b", "label": None}])
    with pytest.raises(LabelledError, match="at least two"):
        measure(one, one, content, None, Cache(None), Tolerance())


def test_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Memory is told in MB where the system tells it, and left open elsewhere."""
    (tmp_path / "status").write_text("Name:\tbot\nVmHWM:\t  2000 kB\nVmRSS:\t  1000 kB\n", encoding="utf-8")
    monkeypatch.setattr(memory, "_STATUS", tmp_path / "status")
    assert memory.resident() == (1.024, 2.048)
    monkeypatch.setattr(memory, "_STATUS", tmp_path / "nowhere")
    assert memory.resident() is None
