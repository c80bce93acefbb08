"""The command line, as a person and as a program use it."""

import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.engine import Engine
from bot.answering.reply import ReplyKind
from bot.cli import main
from tests.conftest import CACHE, ROOT


@dataclass
class Result:
    """What a command did."""

    code: int
    out: str
    err: str


@dataclass
class Terminal:
    """Runs commands in this process."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str, piped: str | bytes = "") -> Result:
        """Run a command with this standard input."""
        data = piped.encode() if isinstance(piped, str) else piped
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        with pytest.raises(SystemExit) as exit_:
            main(arguments)
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        code = exit_.value.code
        assert isinstance(code, int)
        return Result(code, captured.out, captured.err)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal without a token, which shares the tests' cache."""
    for name in list(os.environ):
        if name.startswith(("BOT_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BOT_CACHE", str(CACHE))
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def warm(terminal: Terminal, engine: Engine) -> Terminal:
    """The same, with everything learnt."""
    return terminal


# -- ask ------------------------------------------------------------


def test_ask(warm: Terminal, engine: Engine) -> None:
    """The reply is printed as the engine gives it, the disclaimer last; the question needs no quotes."""
    result = warm.run("ask", "when", "should", "I", "take", "it?")
    assert result == Result(0, engine.ask("when should I take it?").text + "\n", "")
    assert result.out.rstrip().endswith(engine.content.wording.disclaimer)


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "--jsonl", "when should I take it")])
def test_ask_how(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    """No question, or two ways of asking at once, is told in a line."""
    result = terminal.run(*arguments)
    assert result.code == 2
    assert "give a question, or --jsonl" in result.err


def test_jsonl(warm: Terminal, engine: Engine) -> None:
    """Each line gets one line, in order, with kind, topics and text and nothing else; empty lines are passed over."""
    questions = ["when should I take it", "my husband wont wake up", "café 😭\u2028 zinc?", "hi"]
    rows = [json.dumps({"question": question}, ensure_ascii=False) for question in questions]
    result = warm.run("ask", "--jsonl", piped="\n".join([rows[0], "", *rows[1:]]) + "\n")
    assert (result.code, result.err) == (0, "")
    lines = result.out.removesuffix("\n").split("\n")
    for question, line in zip(questions, lines, strict=True):
        reply, expected = json.loads(line), engine.ask(question)
        assert list(reply) == ["kind", "topics", "text"]
        assert reply["kind"] == expected.kind.value
        assert reply["text"] == expected.text
        assert reply["text"].endswith(engine.content.wording.disclaimer)
        assert reply["topics"] == [
            {"id": scored.ref.topic, "supplement": scored.ref.supplement, "score": scored.score} for scored in expected.topics
        ]
    assert json.loads(lines[0])["topics"][0]["id"] == "dosage/timing"
    assert json.loads(lines[1])["kind"] == ReplyKind.URGENT


def test_jsonl_context(warm: Terminal) -> None:
    """Earlier questions bear on a question, and those of one line never on the next."""
    question = {"question": "or before bed"}
    rows = [{**question, "context": ["should I take it in the morning"]}, {**question, "context": []}, question]
    result = warm.run("ask", "--jsonl", piped="\n".join(map(json.dumps, rows)))
    with_context, empty, without = map(json.loads, result.out.splitlines())
    assert with_context["topics"][0]["id"] == "dosage/timing"
    assert empty == without


@pytest.mark.parametrize(
    "line",
    [
        "when should I take it",
        "{",
        "[]",
        '"text"',
        "null",
        "{}",
        '{"question": 5}',
        '{"question": null}',
        '{"question": "when", "context": 5}',
        '{"question": "when", "context": "before"}',
        '{"question": "when", "context": [5]}',
        "[" * 100_000,
    ],
)
def test_jsonl_bad_line(warm: Terminal, line: str) -> None:
    """A line that is not what it should be ends the work with its number, in one line; what came before is answered."""
    result = warm.run("ask", "--jsonl", piped=f'{{"question": "hi"}}\n{line}\n{{"question": "hi"}}\n')
    assert result.code == 1
    assert len(result.out.splitlines()) == 1
    assert len(result.err.splitlines()) == 1
    assert result.err.startswith("line 2: expected ")


def test_jsonl_of_nothing(warm: Terminal) -> None:
    """No lines in, no lines out."""
    assert warm.run("ask", "--jsonl") == Result(0, "", "")


# -- chat and run ------------------------------------------------------------


def test_chat(warm: Terminal, engine: Engine) -> None:
    """Questions piped in are answered a line each, in one conversation, the question above its answer."""
    result = warm.run("chat", piped="should I take it in the morning\n\nor before bed\nmy husband wont wake up")
    assert (result.code, result.err) == (0, "")
    assert result.out.count(engine.content.wording.disclaimer) == 3
    first, second, third = [part.partition("\n\n") for part in result.out.split("> ")[1:]]
    assert (first[0], second[0], third[0]) == ("should I take it in the morning", "or before bed", "my husband wont wake up")
    timing = engine.content.topics["dosage/timing"].title
    assert first[2].startswith(timing)
    assert timing in second[2]
    assert third[2].strip() == engine.ask("my husband wont wake up").text


def test_chat_takes_any_bytes(warm: Terminal, engine: Engine) -> None:
    """A file that is not UTF-8 is answered as well as it can be read."""
    result = warm.run("chat", piped="when should I take it, ma\xf1ana?\n".encode("latin-1"))
    assert result.code == 0
    assert engine.content.wording.disclaimer in result.out


def test_run_without_token(warm: Terminal, engine: Engine) -> None:
    """Without a token, two lines say how to get one, and the chat opens here."""
    result = warm.run("run", piped="when should I take it\n")
    assert result.code == 0
    assert len(result.err.splitlines()) == 2
    assert "@BotFather" in result.err
    assert result.out.rstrip().endswith(engine.content.wording.disclaimer)


def test_without_encoder(terminal: Terminal, letters_engine: Engine) -> None:
    """With the encoder turned off the bot answers by letters alone."""
    terminal.monkeypatch.setenv("BOT_ENCODER", "off")
    terminal.monkeypatch.setenv("BOT_CACHE", str(CACHE / "letters"))
    result = terminal.run("ask", "is it ok with warfarin")
    assert result == Result(0, letters_engine.ask("is it ok with warfarin").text + "\n", "")


# -- check ------------------------------------------------------------


def test_check(warm: Terminal) -> None:
    """Good content gets its counts and exit code 0."""
    result = warm.run("check")
    assert (result.code, result.err) == (0, "")
    assert "57 topics" in result.out


@pytest.mark.parametrize("command", [("check",), ("ask", "hi"), ("ask", "--jsonl"), ("chat",), ("run",)])
def test_bad_content(terminal: Terminal, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Every command refuses content with problems, and names them with file and line."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    with (tmp_path / "content" / "bot.yaml").open("a", encoding="utf-8") as file:
        file.write("\nnonsense: 1\n")
    terminal.monkeypatch.setenv("BOT_CONTENT", str(tmp_path / "content"))
    result = terminal.run(*command)
    assert result.code == 1
    assert not result.out
    assert "bot.yaml:" in result.err
    assert "'nonsense'" in result.err


def test_check_of_another_folder(terminal: Terminal, tmp_path: Path) -> None:
    """The folder named on the command line is the one that is checked."""
    result = terminal.run("check", str(tmp_path / "nowhere"))
    assert result.code == 1
    assert str(tmp_path / "nowhere") in result.err


# -- errors and help ------------------------------------------------------------


def test_bad_settings(terminal: Terminal) -> None:
    """Settings that can't be used are told one a line, without the token."""
    terminal.monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "4242:secret with spaces")
    terminal.monkeypatch.setenv("BOT_LOG_LEVEL", "loud")
    result = terminal.run("run")
    assert result.code == 1
    assert [line.partition(":")[0] for line in result.err.splitlines()] == ["TELEGRAM_BOT_TOKEN", "BOT_LOG_LEVEL"]
    assert "secret" not in result.err


@pytest.mark.parametrize(
    "arguments", [("--help",), ("run", "--help"), ("chat", "--help"), ("ask", "--help"), ("check", "--help")]
)
def test_help(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    """Every command explains itself."""
    result = terminal.run(*arguments)
    assert result.code == 0
    assert result.out.startswith(" ".join(["usage: python -m bot", *arguments[:-1]]))


@pytest.mark.parametrize("arguments", [(), ("dance",), ("run", "--fast")])
def test_wrong_usage(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    """What is no command is refused with the usage."""
    result = terminal.run(*arguments)
    assert result.code == 2
    assert "usage:" in result.err


def test_process(terminal: Terminal, engine: Engine) -> None:
    """`python -m bot` is the same, and ends quietly when nobody reads on."""
    command = f'yes \'{{"question": "hi"}}\' | head -50 | "{sys.executable}" -m bot ask --jsonl | head -1'
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert json.loads(result.stdout)["kind"] == "smalltalk"
    assert result.stderr == ""


def test_terminal_without_unicode(terminal: Terminal, engine: Engine) -> None:
    """Questions and answers are UTF-8 whatever encoding the environment names."""
    result = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
        input="kann ich es nüchtern nehmen 😭\n".encode(),
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode().startswith("> kann ich es nüchtern nehmen 😭\n")
