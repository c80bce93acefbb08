"""The walls of the house: who may import whom, and who may touch files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

CORE = ("content", "language", "matching", "safety", "answering")  # each may import those before it, and itself
# The editors' tools: may import the core and those before; their commands.py is an edge.
TOOLS = ("report_page", "evaluation", "content_review")
OPERATIONS = {  # what each of the other rooms may import beside itself, the core and the settings
    "storage": {"content"},  # and nothing more: it knows ids, and no answers
    "telegram_bot": {"storage", "metrics", "logs"},
    "server": {"storage", "metrics", "telegram_bot"},
    "inbox": {"storage", "report_page"},
    "playground": {"storage", "metrics", "telegram_bot", "server", "evaluation", "content_review"},
    "metrics": {"storage"},
    "logs": set(),
}
OF_ONE_ROOM = {"telegram": {"telegram_bot", "server", "playground", "command_line"}, "sqlalchemy": {"storage", "inbox"}}
FRAMEWORKS = {"telegram", "aiohttp", "starlette", "uvicorn", "sqlalchemy", "alembic", "prometheus_client"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "glob", "rglob", "iterdir", "environ", "getenv"}
MAY_TOUCH_FILES = {"matching/encoder.py", "matching/english.py", "matching/cache.py"}
LONGEST = 250  # lines of a module

MODULES = sorted((ROOT / "bot").rglob("*.py"))
CORE_MODULES = [path for path in MODULES if path.relative_to(ROOT / "bot").parts[0] in CORE]
TOOL_MODULES = [path for path in MODULES if path.relative_to(ROOT / "bot").parts[0] in TOOLS and path.name != "commands.py"]

OPERATION_MODULES = [path for path in MODULES if path.relative_to(ROOT / "bot").parts[0].removesuffix(".py") in OPERATIONS]


def room_of(path: Path) -> str:
    """The folder, or the module, of bot/ that a module belongs to."""
    return path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


def name(path: Path) -> str:
    """A module's path below bot/."""
    return path.relative_to(ROOT / "bot").as_posix()


def imports(path: Path) -> Iterator[str]:
    """The dotted names of all that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: a relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", CORE_MODULES + TOOL_MODULES, ids=name)
def test_core_imports_no_framework(path: Path) -> None:
    """The core knows no Telegram, no web server and no database."""
    assert FRAMEWORKS.isdisjoint(imported.partition(".")[0] for imported in imports(path))


@pytest.mark.parametrize("path", CORE_MODULES + TOOL_MODULES, ids=name)
def test_arrows_point_one_way(path: Path) -> None:
    """A room of the core or of the tools imports only rooms below it, and no edge."""
    rooms = CORE + TOOLS
    allowed = rooms[: rooms.index(name(path).partition("/")[0]) + 1]
    ours = {imported.split(".")[1] for imported in imports(path) if imported.startswith("bot.")}
    assert ours <= set(allowed)


@pytest.mark.parametrize("path", OPERATION_MODULES, ids=name)
def test_operations_know_what_they_need(path: Path) -> None:
    """Storage knows no answers, Telegram's edge no server, and nothing but the command line knows the playground."""
    room = room_of(path)
    allowed = OPERATIONS[room] if room == "storage" else {*OPERATIONS[room], *CORE, "settings"}
    ours = {imported.split(".")[1] for imported in imports(path) if imported.startswith("bot.")}
    assert ours <= allowed | {room}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_frameworks_stay_in_their_rooms(path: Path) -> None:
    """Only Telegram's rooms import telegram, and only those of storage its database library."""
    for imported in imports(path):
        assert room_of(path) in OF_ONE_ROOM.get(imported.partition(".")[0], {room_of(path)})


@pytest.mark.parametrize("path", CORE_MODULES, ids=name)
def test_core_touches_no_files(path: Path) -> None:
    """Only the reading of content, the encoder and the cache touch files, and nothing in the core reads the environment."""
    used = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))}
    if name(path) in MAY_TOUCH_FILES or name(path).startswith("content/"):
        used -= FILES - {"environ", "getenv"}
    assert used.isdisjoint(FILES)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_are_short(path: Path) -> None:
    """A module that grows too long is two modules."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
