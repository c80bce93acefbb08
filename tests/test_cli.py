"""The command line, as a person and as a program use it."""

import io
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.engine import Engine
from bot.answering.reply import ReplyKind
from bot.command_line import main
from bot.content.model import Content
from bot.settings import variables
from bot.telegram_bot.render import html
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


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """Commands set up the log of their process, which here is the tests' own: it is put back as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal without a token, which shares the tests' cache."""
    for name in list(os.environ):
        if name.startswith(("BOT_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BOT_CACHE", str(CACHE))
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def warm(terminal: Terminal, shelf: Engine) -> Terminal:
    """The same, with everything learnt."""
    return terminal


def free_port() -> str:
    """A port of the loopback that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return str(found.getsockname()[1])


# -- ask ------------------------------------------------------------


def test_ask(warm: Terminal, shelf: Engine) -> None:
    """The reply is printed as the engine gives it, the disclaimer last; the question needs no quotes."""
    result = warm.run("ask", "when", "should", "I", "take", "zinc?")
    assert result == Result(0, shelf.ask("when should I take zinc?").text + "\n", "")
    assert result.out.startswith("Zinc: ")
    assert result.out.rstrip().endswith(shelf.content.wording.disclaimer)


def test_ask_html(warm: Terminal, shelf: Engine) -> None:
    """With --html the answer is printed as Telegram gets it, with what is folded."""
    result = warm.run("ask", "--html", "when", "should", "I", "take", "Magtein?")
    assert result.code == 0
    assert result.out == f"{html(shelf.ask('when should I take Magtein?'))}\n"
    assert "<blockquote expandable>" in result.out


def test_ask_where_none_is_named(warm: Terminal, shelf: Engine) -> None:
    """Where no supplement is named, which one is asked; with BOT_SUPPLEMENT that one is meant, and another than ours is told."""
    question = ("ask", "when should I take it?")
    asked_back = shelf.ask(question[1])
    assert asked_back.kind is ReplyKind.SUGGEST
    assert warm.run(*question).out == asked_back.text + "\n"
    warm.monkeypatch.setenv("BOT_SUPPLEMENT", "iron")
    assert warm.run(*question).out.startswith("Iron: ")
    warm.monkeypatch.setenv("BOT_SUPPLEMENT", "collagen")
    result = warm.run(*question)
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert result.err.startswith("BOT_SUPPLEMENT: ") and "'collagen'" in result.err


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "--jsonl", "when should I take it")])
def test_ask_how(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    """No question, or two ways of asking at once, is told in a line."""
    result = terminal.run(*arguments)
    assert result.code == 2
    assert "give a question, or --jsonl" in result.err


def test_jsonl(warm: Terminal, shelf: Engine) -> None:
    """Each line gets one line, in order, with kind, topics and text and nothing else; empty lines are passed over."""
    questions = ["when should I take zinc", "my husband wont wake up", "café 😭\u2028 kava?", "hi", "what can I take for sleep"]
    rows = [json.dumps({"question": question}, ensure_ascii=False) for question in questions]
    result = warm.run("ask", "--jsonl", piped="\n".join([rows[0], "", *rows[1:]]) + "\n")
    assert (result.code, result.err) == (0, "")
    lines = result.out.removesuffix("\n").split("\n")
    for question, line in zip(questions, lines, strict=True):
        reply, expected = json.loads(line), shelf.ask(question)
        assert list(reply) == ["kind", "topics", "text"]
        assert reply["kind"] == expected.kind.value
        assert reply["text"] == expected.text
        assert reply["text"].endswith(shelf.content.wording.disclaimer)
        assert reply["topics"] == [
            {"id": scored.ref.topic, "supplement": scored.ref.supplement, "score": scored.score} for scored in expected.topics
        ]
    told = [[(topic["id"], topic["supplement"]) for topic in json.loads(line)["topics"]] for line in lines]
    assert told == [[("dosage/timing", "zinc")], [], [("card/kava", "")], [], [("goals/sleep", "")]]
    assert json.loads(lines[1])["kind"] == ReplyKind.URGENT


def test_jsonl_supplement(warm: Terminal) -> None:
    """The supplement that is meant can be given with a question; it holds for that line, and where none is named in it."""
    rows = [
        {"question": "when should I take it", "supplement": "iron"},
        {"question": "when should I take zinc", "supplement": "iron"},
        {"question": "when should I take it", "supplement": ""},
    ]
    result = warm.run("ask", "--jsonl", piped="\n".join(map(json.dumps, rows)))
    meant, named, nobody_knows = map(json.loads, result.out.splitlines())
    assert [(one["topics"][0]["id"], one["topics"][0]["supplement"]) for one in (meant, named)] == [
        ("dosage/timing", "iron"),
        ("dosage/timing", "zinc"),
    ]
    assert nobody_knows["kind"] == ReplyKind.SUGGEST


def test_jsonl_unknown_supplement(warm: Terminal) -> None:
    """A supplement that there is not is told with the number of its line; the rest is answered, and the code is 1."""
    result = warm.run("ask", "--jsonl", piped='{"question": "hi", "supplement": "collagen"}\n{"question": "hi"}\n')
    wrong, answered = map(json.loads, result.out.splitlines())
    assert (result.code, wrong) == (1, {"error": "line 1: there is no supplement 'collagen'"})
    assert answered["kind"] == ReplyKind.SMALLTALK


def test_jsonl_context(warm: Terminal) -> None:
    """Earlier questions bear on a question, and those of one line never on the next."""
    question = {"question": "or before bed"}
    rows = [{**question, "context": ["should I take zinc in the morning"]}, {**question, "context": []}, question]
    result = warm.run("ask", "--jsonl", piped="\n".join(map(json.dumps, rows)))
    with_context, empty, without = map(json.loads, result.out.splitlines())
    assert (with_context["topics"][0]["id"], with_context["topics"][0]["supplement"]) == ("dosage/timing", "zinc")
    assert empty == without != with_context


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
        '{"question": "when", "supplement": 5}',
        "[" * 100_000,
    ],
)
def test_jsonl_bad_line(warm: Terminal, line: str) -> None:
    """A wrong line gets an error in place of a reply, with its number. The rest is answered; the code is 1."""
    result = warm.run("ask", "--jsonl", piped=f'{{"question": "hi"}}\n{line}\n\n{{"question": "hi"}}\n')
    assert (result.code, result.err) == (1, "")
    first, wrong, last = map(json.loads, result.out.splitlines())
    assert first == last
    assert first["kind"] == ReplyKind.SMALLTALK
    assert list(wrong) == ["error"]
    assert wrong["error"].startswith("line 2: expected ")


def test_jsonl_of_nothing(warm: Terminal) -> None:
    """No lines in, no lines out."""
    assert warm.run("ask", "--jsonl") == Result(0, "", "")


# -- chat and run ------------------------------------------------------------


def test_chat(warm: Terminal, shelf: Engine) -> None:
    """Questions piped in are answered a line each, in one conversation, the question above its answer."""
    result = warm.run("chat", piped="should I take zinc in the morning\n\nor before bed\nmy husband wont wake up")
    assert (result.code, result.err) == (0, "")
    assert result.out.count(shelf.content.wording.disclaimer) == 3
    first, second, third = [part.partition("\n\n") for part in result.out.split("> ")[1:]]
    assert (first[0], second[0], third[0]) == ("should I take zinc in the morning", "or before bed", "my husband wont wake up")
    timing = f"Zinc: {shelf.content.topics['dosage/timing'].title}"
    assert first[2].startswith(timing)
    assert timing in second[2]
    assert third[2].strip() == shelf.ask("my husband wont wake up").text


def test_chat_takes_any_bytes(warm: Terminal, shelf: Engine) -> None:
    """A file that is not UTF-8 is answered as well as it can be read."""
    result = warm.run("chat", piped="when should I take it, ma\xf1ana?\n".encode("latin-1"))
    assert result.code == 0
    assert shelf.content.wording.disclaimer in result.out


def test_run_without_token(terminal: Terminal, letters_engine: Engine) -> None:
    """Without a token, two lines say how to get one, and the playground opens here; Ctrl-C ends it well."""
    environment = os.environ | {"BOT_ENCODER": "off", "BOT_CACHE": str(CACHE / "letters")}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True
    ) as run:
        assert run.stdout is not None
        first = run.stdout.readline()
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=30)
    assert "http://127.0.0.1:" in first
    assert run.returncode == 0
    assert len(said.splitlines()) == 2
    assert "@BotFather" in said


def test_without_encoder(terminal: Terminal, letters_engine: Engine) -> None:
    """With the encoder turned off the bot answers by letters alone."""
    terminal.monkeypatch.setenv("BOT_ENCODER", "off")
    terminal.monkeypatch.setenv("BOT_CACHE", str(CACHE / "letters"))
    result = terminal.run("ask", "is zinc ok with ciprofloxacin")
    assert result == Result(0, letters_engine.ask("is zinc ok with ciprofloxacin").text + "\n", "")
    assert "Zinc with " in result.out


# -- check ------------------------------------------------------------


def test_check(warm: Terminal, content: Content) -> None:
    """Good content gets its counts and exit code 0."""
    result = warm.run("check")
    assert (result.code, result.err) == (0, "")
    assert f"{len(content.topics)} topics" in result.out


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
    "arguments",
    [
        ("--help",),
        *((command, "--help") for command in "run chat ask check serve playground webhook settings inbox stats new-keys".split()),
    ],
)
def test_help(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    """Every command explains itself."""
    result = terminal.run(*arguments)
    assert result.code == 0
    assert result.out.startswith(" ".join(["usage: python -m bot", *arguments[:-1]]))


# -- the server's commands, as far as they need no Telegram; tests/end_to_end has the rest ------------------------------


def test_settings(terminal: Terminal) -> None:
    """Every variable is shown with what holds now, secrets as stars."""
    terminal.monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "4242:AAAAAAAA")
    terminal.monkeypatch.setenv("PORT", "9000")
    result = terminal.run("settings")
    shown = dict(line.split(maxsplit=1) for line in result.out.splitlines())
    assert list(shown) == [variable.name for variable in variables().values()]
    assert (shown["TELEGRAM_BOT_TOKEN"], shown["PORT"], shown["BOT_HASH_KEY"]) == ("***", "9000", "-")
    assert (shown["BOT_ENCODER"], shown["BOT_WATCH_CONTENT"], shown["BOT_SUPPLEMENT"]) == ("auto", "off", "-")


def test_settings_page(terminal: Terminal) -> None:
    """--markdown prints the page of the docs."""
    assert terminal.run("settings", "--markdown").out == (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["serve", "webhook"])
def test_server_without_token(terminal: Terminal, command: str) -> None:
    """Without a token there is nothing to serve; one line says so."""
    result = terminal.run(command)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("TELEGRAM_BOT_TOKEN: ")
    assert result.err.count("\n") == 1


def test_server_without_address(terminal: Terminal) -> None:
    """Without a public address Telegram can't reach the server; one line says so."""
    terminal.monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "4242:AAAAAAAA")
    result = terminal.run("serve")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("BOT_WEBHOOK_URL: ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "serve"])
def test_server_with_wrong_content(terminal: Terminal, tmp_path: Path, command: str) -> None:
    """Content with mistakes is told as everywhere, also though it is read while the server listens already."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    with (tmp_path / "content" / "bot.yaml").open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    environment = {"TELEGRAM_BOT_TOKEN": "4242:AAAAAAAA", "BOT_CONTENT": str(tmp_path / "content"), "PORT": free_port()}
    environment |= {"BOT_WEBHOOK_URL": "https://bot.example.org", "BOT_HOST": "127.0.0.1", "BOT_DATA": str(tmp_path)}
    for name, value in environment.items():
        terminal.monkeypatch.setenv(name, value)
    result = terminal.run(command)
    assert result.code == 1
    assert "bot.yaml:" in result.err


def test_port_that_is_taken(terminal: Terminal, tmp_path: Path) -> None:
    """A port at which somebody listens is told in one line, before anything is loaded."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        environment = {"TELEGRAM_BOT_TOKEN": "4242:AAAAAAAA", "PORT": str(other.getsockname()[1]), "BOT_DATA": str(tmp_path)}
        for name, value in (environment | {"BOT_WEBHOOK_URL": "https://bot.example.org", "BOT_HOST": "127.0.0.1"}).items():
            terminal.monkeypatch.setenv(name, value)
        result = terminal.run("serve")
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("command", [("ask", "hi"), ("settings",), ("check", "--help")])
def test_what_is_not_loaded(terminal: Terminal, letters_engine: Engine, command: tuple[str, ...]) -> None:
    """The commands for this terminal load neither Telegram nor server nor database: they are to start at once."""
    code = f"import sys, bot.command_line\ntry: bot.command_line.main({command!r})\nfinally: print(*sys.modules, file=sys.stderr)"
    environment = os.environ | {"BOT_ENCODER": "off", "BOT_CACHE": str(CACHE / "letters")}
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0
    assert {"telegram", "starlette", "uvicorn", "sqlalchemy", "cryptography", "aiohttp"}.isdisjoint(result.stderr.split())


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
