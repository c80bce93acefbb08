"""Opening the engine: what is costly is learnt in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot import opening
from bot.answering.reply import ReplyKind
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.settings import Settings
from tests.conftest import CACHE, ROOT

KEPT = 4  # examples of danger by each writer; fewer are learnt in a moment

COLD_START = """
import os, sys
from bot.opening import open_engine
from bot.settings import Settings
if __name__ == "__main__":
    engine = open_engine(Settings.from_environment(os.environ))
    print(engine.ask("when should I take zinc?").kind, any(name.startswith("scipy") for name in sys.modules))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings for a copy of the content that is learnt in a moment, with nothing cached."""
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    flags = yaml.safe_load((folder / "red-flags.yaml").read_text(encoding="utf-8"))
    for lists in (*(one["examples"] for one in flags["situations"].values()), flags["look-alikes"]):
        for writer, examples in lists.items():
            lists[writer] = examples[:KEPT]
    (folder / "red-flags.yaml").write_text(yaml.safe_dump(flags, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return {"BOT_CONTENT": str(folder), "BOT_CACHE": str(tmp_path / "cache"), "BOT_ENCODER": "off"}


def test_cold_start_learns_aside(environment: dict[str, str], tmp_path: Path) -> None:
    """A process that starts with nothing cached answers, and has loaded nothing that only learning needs."""
    script = tmp_path / "cold_start.py"
    script.write_text(COLD_START, encoding="utf-8")
    found = subprocess.run(
        [sys.executable, script],
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == [ReplyKind.ANSWER, "False"], found.stderr
    assert (tmp_path / "cache" / "classifier.npz").exists()


def test_learning_aside_fails(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the other process ends without having learnt, as for lack of memory, the engine is there all the same."""
    monkeypatch.setattr(opening, "_learn_aside", lambda settings: None)
    engine = opening.open_engine(Settings.from_environment(environment))
    assert engine.ask("when should I take zinc?").kind is ReplyKind.ANSWER


def test_nowhere_to_keep_it(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept, another process would learn in vain, and there is none."""
    monkeypatch.setattr(Cache, "can_keep", lambda cache: False)
    monkeypatch.setattr(opening, "_learn_aside", lambda settings: pytest.fail("it learns aside"))
    engine = opening.open_engine(Settings.from_environment(environment))
    assert engine.ask("when should I take zinc?").kind is ReplyKind.ANSWER


def test_one_encoder(encoder: Encoder) -> None:
    """An engine over content that is read anew takes over the encoder, which is most of the bot's memory."""
    settings = Settings.from_environment({"BOT_CACHE": str(CACHE)})
    first, second = opening.open_engine(settings), opening.open_engine(settings)
    assert first.matcher.encoder is not None
    assert first.matcher.encoder is second.matcher.encoder
