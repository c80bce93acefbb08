"""Opening the engine: what is costly is learnt in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import opening
from bot.answering.reply import ReplyKind
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.settings import Settings
from tests.conftest import CACHE, ROOT

FEWEST = 12  # wordings of a label; fewer are learnt in a moment

COLD_START = """
import os, sys
from bot.opening import open_engine
from bot.settings import Settings
if __name__ == "__main__":
    engine = open_engine(Settings.from_environment(os.environ))
    print(engine.ask("when should I take zinc?").kind, any(name.startswith("scipy") for name in sys.modules))
"""


def _abridged(content: Any) -> Any:
    """The same YAML with about FEWEST wordings of each label, from each of its writers as many: their letters are the keys."""
    if not isinstance(content, dict):
        return content
    each = max(1, FEWEST // max(1, len(content)) + 1)
    letters = all(len(key.removeprefix("page-")) <= 2 for key in content)
    return {key: below[:each] if letters and isinstance(below, list) else _abridged(below) for key, below in content.items()}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings for a copy of the content that is learnt in a moment, with nothing cached."""
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    names = ("red-flags.yaml", "asked.yaml", "topics/*.yaml", "supplements/*/own-topics.yaml")
    for path in (path for name in names for path in folder.glob(name)):
        content = _abridged(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
        text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
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


def test_first_at_once(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where much has to be learnt, the first engine answers at once from a part of it, and says so; the next knows it all."""
    monkeypatch.setattr(opening, "MANY", 1_000)
    settings, opened = Settings.from_environment(environment), opening.first_at_once()
    with monkeypatch.context() as patched:
        patched.setattr(opening, "_learn_aside", lambda settings: pytest.fail("it learns all"))
        at_once = opened(settings)
    assert at_once.content.is_abridged
    assert "from a part of them" in capsys.readouterr().err
    assert at_once.ask("when should I take zinc?").kind is ReplyKind.ANSWER
    assert at_once.is_urgent("my toddler swallowed a handful of iron tablets")
    whole = opened(settings)
    assert not whole.content.is_abridged
    assert len(whole.matcher.classifier.texts) > len(at_once.matcher.classifier.texts)
    assert not opening.first_at_once()(settings).content.is_abridged  # it is in the cache now


def test_one_encoder(encoder: Encoder) -> None:
    """An engine over content that is read anew takes over the encoder, which is most of the bot's memory."""
    settings = Settings.from_environment({"BOT_CACHE": str(CACHE)})
    first, second = opening.open_engine(settings), opening.open_engine(settings)
    assert first.matcher.encoder is not None
    assert first.matcher.encoder is second.matcher.encoder
