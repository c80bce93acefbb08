"""New content takes the old one's place whole, or not at all."""

import asyncio
import logging
import re
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.conversation import Conversation
from bot.answering.reply import Reply
from bot.content import load
from bot.content.model import Content, TopicRef
from bot.evaluation.golden import MEANT
from bot.metrics import Metrics
from bot.settings import Settings
from bot.telegram_bot.reload import Reloader
from tests.conftest import ROOT
from tests.telegram_bot.conftest import ScriptedEngine, signed_in
from tests.telegram_bot.fake_telegram import PRIVATE, Telegram

NEW_WELCOME = "Good day!"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content."""
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def reloader(telegram: Telegram, folder: Path) -> Reloader:
    """Loads a folder for a bot."""
    return Reloader(telegram.service, lambda: ScriptedEngine(load(folder)))


def edit(folder: Path, old: str, new: str) -> None:
    """Change the bot's own lines as an editor does."""
    path = folder / "bot.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rename_category(folder: Path, old: str, new: str) -> None:
    """Call a category by another name, wherever it is named."""
    for path in list(folder.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8").replace(f"{old}/", f"{new}/")
        if path.stem == "own-topics":
            text = re.sub(rf"^{old}:", f"{new}:", text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
        if path.stem == old:
            path.rename(path.with_stem(new))


async def test_swap(telegram: Telegram, folder: Path, content: Content) -> None:
    """What is asked after the reload is answered from the new content."""
    edit(folder, content.wording.texts["welcome"].split("\n")[0], NEW_WELCOME)
    await telegram.message(PRIVATE, "/start")
    assert await reloader(telegram, folder).reload()
    await telegram.message(PRIVATE, "/start")
    assert [sent["read"].startswith(NEW_WELCOME) for sent in telegram.sent] == [False, True]


async def test_refused(
    settings: Settings, engine: ScriptedEngine, metrics: Metrics, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Content with errors is refused: the report, file and line, is logged, the old one stays, and both are counted."""
    async with signed_in(settings, engine, None, metrics) as telegram:
        edit(folder, "  welcome: |-", "  welcom: |-")
        assert not await reloader(telegram, folder).reload()
        assert "bot.yaml" in caplog.text
        assert "'welcom' is not known here" in caplog.text
        assert telegram.service.engine is engine
        edit(folder, "  welcom: |-", "  welcome: |-")
        assert await reloader(telegram, folder).reload()
    page = metrics.page()
    assert b'bot_reloads_total{outcome="loaded"} 1.0' in page
    assert b'bot_reloads_total{outcome="refused"} 1.0' in page


async def test_catching_up(settings: Settings, content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that began with a part of the wordings answers from all as soon as they are learnt, and loads no more."""
    whole = ScriptedEngine(content)
    learnt = threading.Event()

    def load() -> ScriptedEngine:
        assert learnt.wait(10)
        return whole

    async with signed_in(settings, begun := ScriptedEngine(replace(content, is_abridged=True))) as telegram:
        reloader, replaced = Reloader(telegram.service, load), asyncio.Event()
        monkeypatch.setattr(telegram.service, "replace", lambda engine: replaced.set() if engine is whole else None)
        async with reloader.catching_up():
            assert telegram.service.engine is begun
            learnt.set()
            await asyncio.wait_for(replaced.wait(), 10)
        monkeypatch.undo()
        telegram.service.replace(whole)
        learnt.clear()
        async with reloader.catching_up():  # nothing is left to be learnt
            await asyncio.sleep(0.05)


async def test_any_other_failure(telegram: Telegram, engine: ScriptedEngine, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever else goes wrong, the old content stays, and the log says so."""

    def fail() -> ScriptedEngine:
        raise OSError("disk full")

    assert not await Reloader(telegram.service, fail).reload()
    assert telegram.service.engine is engine
    assert [record.levelno for record in caplog.records if record.name.startswith("bot.")] == [logging.ERROR]


async def test_reply_in_the_making(settings: Settings, content: Content, folder: Path) -> None:
    """A reply that is being made comes from the content that it began with, whole."""
    begun, go_on = threading.Event(), threading.Event()

    class Slow(ScriptedEngine):
        def ask(self, question: str | TopicRef, conversation: Conversation | None = None) -> Reply:
            begun.set()
            assert go_on.wait(10)
            return super().ask(question, conversation)

    new_disclaimer = "New disclaimer."
    async with signed_in(
        settings, Slow(replace(content, wording=replace(content.wording, disclaimer=new_disclaimer)))
    ) as telegram:
        telegram.service.replace(old := Slow(content))
        asking = asyncio.create_task(telegram.message(PRIVATE, "when?"))
        await asyncio.to_thread(begun.wait, 10)
        assert await reloader(telegram, folder).reload()
        assert telegram.service.engine is not old
        go_on.set()
        await asking
        assert telegram.sent[0]["read"].endswith(content.wording.disclaimer)
        telegram.transport.requests.clear()


async def test_menus(telegram: Telegram, folder: Path, content: Content) -> None:
    """Menus and descriptions are published anew where they changed, with the commands of the new categories; else not."""
    assert await reloader(telegram, folder).reload()
    assert not telegram.of("setMyCommands", "setMyDescription")
    edit(folder, content.wording.commands["help"], "How to put a question")
    rename_category(folder, "benefits", "uses")
    edit(folder, "  help: How to put", "  uses: What people take it for\n  help: How to put")
    assert await reloader(telegram, folder).reload()
    private, _ = telegram.of("setMyCommands")
    menu = {each["command"]: each["description"] for each in private["commands"]}
    assert menu["help"] == "How to put a question"
    assert "uses" in menu
    await telegram.message(PRIVATE, "/uses")
    assert telegram.sent[0]["read"].startswith(telegram.service.page("category/uses").lead)


async def test_button_of_the_old_content(telegram: Telegram, engine: ScriptedEngine, content: Content) -> None:
    """A button of content that is gone says that it is old."""
    one = content.supplements[MEANT]
    kept = replace(one, answers={topic: each for topic, each in one.answers.items() if topic != "dosage/timing"})
    await telegram.message(PRIVATE, "/dosage")
    telegram.service.replace(ScriptedEngine(replace(content, supplements=dict(content.supplements) | {MEANT: kept})))
    await telegram.press("t:magnesium-l-threonate__dosage_timing", telegram.latest(PRIVATE))
    assert telegram.sent[-1]["read"].startswith(engine.page("gone").lead)


async def test_watch(telegram: Telegram, folder: Path, content: Content) -> None:
    """A watched folder is read anew when a file of it is saved, and no more once the bot stops."""
    stop = asyncio.Event()
    watching = asyncio.create_task(reloader(telegram, folder).watch(folder, stop))
    old = telegram.service.engine
    async with asyncio.timeout(20):
        while telegram.service.engine is old:  # the watcher begins a moment after it was started
            edit(folder, content.wording.short_description, content.wording.short_description)
            await asyncio.sleep(0.3)
    stop.set()
    await asyncio.wait_for(watching, 10)


async def test_one_at_a_time(telegram: Telegram, content: Content) -> None:
    """Reloads that are asked for at once follow each other, and the last one wins."""
    engines = [ScriptedEngine(content) for _ in range(3)]
    busy: list[int] = []

    def load_next() -> ScriptedEngine:
        assert not busy
        busy.append(1)
        engine = engines[len(done)]
        done.append(1)
        busy.pop()
        return engine

    done: list[int] = []
    reload = Reloader(telegram.service, load_next).reload
    assert await asyncio.gather(reload(), reload(), reload()) == [True] * 3
    assert telegram.service.engine is engines[-1]
