"""The whole playground in a real browser: what people click and read.

With PLAYGROUND_PICTURES=docs in the environment these tests write the pictures of the README into that folder.
"""

import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from bot.content.model import Content
from bot.evaluation.golden import MEANT
from bot.opening import open_engine
from bot.playground.runner import playing
from bot.settings import Settings
from tests.conftest import CACHE, ROOT
from tests.end_to_end.asked import title
from tests.end_to_end.wire import DISCLAIMER
from tests.playground.browser import PHONE, WIDE, Visit, browsing

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

HOW_MUCH, HOW_MUCH_TOPIC = "how much Magtein should I take?", "dosage/typical-dose"
LARGEST_PICTURE = 150_000  # bytes
PICTURES = os.environ.get("PLAYGROUND_PICTURES", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content of its own, to be edited."""
    return Path(shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("edited") / "content"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(folder: Path) -> AsyncIterator[str]:
    """A running playground."""
    settings = Settings.from_environment({"BOT_CONTENT": str(folder), "BOT_CACHE": str(CACHE), "HOME": "/nowhere"})
    async with playing(settings, open_engine(settings), open_engine, port=0) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A browser."""
    async with browsing() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, url: str) -> AsyncIterator[Visit]:
    """A fresh private chat in a wide window."""
    visit = await Visit.begin(browser, url)
    await visit.page.locator("#afresh").click()
    await expect(visit.page.locator("#start")).to_be_visible()
    yield visit
    await visit.end()


@pytest.fixture(name="title")
def title_of_the_answer(content: Content) -> str:
    """How the answer to HOW_MUCH begins."""
    return title(content, HOW_MUCH_TOPIC)


async def picture(visit: Visit, name: str, top: Locator) -> None:
    """Keep what is seen from this message on, if somebody asked for it; few colours make a small file."""
    if not PICTURES:
        return
    from PIL import Image  # matplotlib brings it; the tests themselves do without

    await expect(visit.page.locator("#why-body")).not_to_have_attribute("aria-busy", "true")
    await top.evaluate("element => element.scrollIntoView({ block: 'start' })")
    await visit.page.mouse.move(0, 0)
    await visit.page.wait_for_timeout(300)
    path = Path(PICTURES) / f"playground-{name}.png"
    await visit.page.screenshot(path=path, animations="disabled")
    Image.open(path).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < LARGEST_PICTURE


async def height(element: Locator) -> float:
    """How much of the page something takes."""
    box = await element.bounding_box()
    assert box is not None
    return box["height"]


async def complete(message: Locator, *words: str) -> None:
    """A message that holds these words and ends with the disclaimer."""
    for each in words:
        await expect(message.locator(".text")).to_contain_text(each)
    assert DISCLAIMER in (await message.locator(".text em").last.inner_text())


async def test_private_chat(visit: Visit, content: Content, title: str) -> None:
    """The description stands before /start; a question is answered, and a related topic by its button."""
    await expect(visit.page.locator("#description")).to_have_text(content.wording.description)
    await visit.page.locator("#start").click()
    await complete(await visit.answer(0), "Hello!")
    answer = await visit.ask(HOW_MUCH)
    await complete(answer, title, content.supplements[MEANT].answers[HOW_MUCH_TOPIC].short)
    await expect(visit.page.locator("#intro")).to_be_hidden()
    related = content.topics[content.topics[HOW_MUCH_TOPIC].related[0]].title
    await complete(await visit.press(answer, related), related)
    await visit.page.locator("#why-close").click()
    await visit.page.set_viewport_size({"width": WIDE[0], "height": 1080})  # the whole of an answer
    await picture(visit, "private", visit.page.locator(".message.mine", has_text=HOW_MUCH))


async def test_formatting_and_links(visit: Visit, title: str) -> None:
    """HTML is shown as such, a source is a link that opens elsewhere, and commands in a text can be clicked."""
    answer = await visit.ask(HOW_MUCH)
    await expect(answer.locator("strong").first).to_have_text(title)
    link = answer.locator("a").first
    await expect(link).to_have_attribute("href", re.compile("^https://"))
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    help_page = await visit.ask("/help")
    before = await visit.bots.count()
    await help_page.locator(".command", has_text="/topics").first.click()
    await complete(await visit.answer(before))


async def test_folded(visit: Visit, content: Content) -> None:
    """Details and sources are folded to three lines until somebody presses them, and folded again by their arrow."""
    answer = await visit.ask(HOW_MUCH)
    details, sources = answer.locator(".folding").nth(0), answer.locator(".folding").nth(1)
    written = content.supplements[MEANT].answers[HOW_MUCH_TOPIC]
    await expect(details).to_contain_text(written.details.partition("\n")[0])
    folded = await height(details)
    assert folded < await height(answer.locator(".bubble")) / 3
    await details.click()
    assert await height(details) > folded
    await sources.get_by_role("button", name="Show more").click()
    await expect(sources.locator("a").first).to_have_attribute("href", written.sources[0].address)
    await details.get_by_role("button", name="Show less").click()
    assert await height(details) == folded


async def test_urgent_button(visit: Visit, content: Content) -> None:
    """The button to help stands out, and the answer stays when it is pressed."""
    answer = await visit.ask("does Magtein slow your heart down?")
    await expect(answer.locator(".key.danger")).to_contain_text("This is urgent")
    helped = await visit.press(answer, "This is urgent")
    assert any([action.text in await helped.inner_text() for action in content.actions.values()])
    await expect(answer).to_contain_text(content.wording.texts["urgent-note"])


async def test_from_group_to_private(visit: Visit, content: Content) -> None:
    """In the group an answer is short; its link opens the private chat with the whole of it."""
    await visit.page.locator("#to-group").click()
    short = await visit.ask(f"/ask {HOW_MUCH}")
    await expect(short.locator(".folding")).to_have_count(0)
    await short.locator(".key", has_text=content.wording.texts["button-details"]).click()
    await expect(visit.page.locator("#to-private")).to_have_attribute("aria-current", "page")
    await expect(visit.bots.last.locator(".folding")).to_have_count(2)


async def test_which_one(visit: Visit, content: Content) -> None:
    """Where it is not said of which supplement, the panel says so, and a button with a name answers."""
    asked_back = await visit.ask("how much should I take?")
    topic = content.topics[HOW_MUCH_TOPIC].title
    await complete(asked_back, content.wording.texts["which-one"].format(topic=topic))
    await expect(visit.page.locator("#why-body")).to_contain_text(f'What was asked is "{topic}", and nobody can tell of which')
    await complete(await visit.press(asked_back, "vitamin D"), f"Vitamin D: {topic}")


async def test_edited_menu(visit: Visit, content: Content) -> None:
    """A menu changes in place when one of its pages is opened."""
    menu = await visit.ask("/topics")
    for choice in (content.supplements[MEANT].name, content.categories[0].title):
        await menu.get_by_role("button", name=choice).click()
        await expect(menu.get_by_role("button", name=choice)).to_have_count(0)
    await expect(menu.locator(".meta")).to_contain_text("edited")
    assert await visit.bots.count() == 1


async def test_command_menu(visit: Visit, content: Content) -> None:
    """A slash opens the commands; keys choose one of them."""
    field = visit.page.locator("#text")
    await field.press_sequentially("/pri")
    await expect(visit.page.get_by_role("option")).to_have_count(1)
    await field.press("Enter")
    await complete(await visit.answer(0))
    await field.press_sequentially("/")
    await expect(visit.page.get_by_role("option").first).to_contain_text(next(iter(content.wording.commands.values())))
    await field.press("Escape")
    await expect(visit.page.locator("#popup")).to_be_hidden()


async def test_votes_and_the_editors_inbox(visit: Visit, content: Content) -> None:
    """A vote is thanked for, and an unanswered question can be sent to the editors."""
    answer = await visit.ask(HOW_MUCH)
    await answer.get_by_role("button", name="👍", exact=True).click()
    await expect(visit.page.locator("#toast")).to_contain_text("Thank you")
    unknown = await visit.ask("how do I fix my bicycle chain")
    await unknown.locator(".key").last.click()
    await expect(visit.page.locator("#toast")).not_to_be_empty()


async def test_group(visit: Visit, content: Content) -> None:
    """In a group the bot answers /ask and replies to it, whoever speaks, in each topic, and is quiet otherwise."""
    page = visit.page
    await page.locator("#to-group").click()
    await expect(visit.bots.first).to_contain_text(content.wording.texts["greeting-group"][:30])
    asked = await visit.ask(f"/ask {HOW_MUCH}")
    await complete(asked, title(content, HOW_MUCH_TOPIC))
    await expect(asked.locator(".quote")).to_contain_text(HOW_MUCH)
    await page.locator("#cast").get_by_text("Neighbour").click()
    await visit.write("Thanks, good to know.")
    await expect(page.locator(".message.mine .text").last).to_contain_text("good to know")
    await asked.get_by_role("button", name="Reply to").first.click()
    await expect(page.locator("#replying")).to_be_visible()
    answer = await visit.ask("and when should I take Magtein?")
    await complete(answer, title(content))
    await picture(visit, "group", page.locator(".message.mine", has_text="Thanks"))
    await page.get_by_role("tab", name="Magnesium").click()
    await expect(visit.bots).to_have_count(0)
    await page.locator("#cast").get_by_text("Admin").click()
    await complete(await visit.ask("/ask can I take Magtein with coffee?"), title(content, "safety/alcohol-caffeine"))


async def test_new_topic(visit: Visit) -> None:
    """A topic can be opened, is empty, and its messages stay in it; arrow keys lead from topic to topic."""
    page = visit.page
    page.on("dialog", lambda dialog: dialog.accept("Sleep"))
    await page.locator("#to-group").click()
    await page.get_by_role("button", name="Open a new topic").click()
    await expect(page.get_by_role("tab", name="Sleep", selected=True)).to_be_visible()
    await complete(await visit.ask("/ask does it help with sleep?"))
    await expect(visit.bots).to_have_count(1)
    await page.get_by_role("tab", name="Sleep").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("tab", name="General", selected=True)).to_be_focused()


@pytest.mark.parametrize("chat", ["private", "group"])
async def test_inline(visit: Visit, content: Content, chat: str) -> None:
    """After "@bot" results appear as one types; one of them is sent into the chat, whole, and its buttons work."""
    page = visit.page
    await page.locator(f"#to-{chat}").click()
    sent = page.locator(".message.mine:has(.via)")
    before = await sent.count()
    await page.locator("#text").press_sequentially("@playground_bot when should I take Magtein", delay=5)
    await expect(page.get_by_role("option").first).to_contain_text(title(content))
    await page.locator("#text").press("Enter")
    await expect(sent).to_have_count(before + 1)
    await complete(sent.last, title(content))
    label = content.topics[content.topics["dosage/timing"].related[0]].title
    await sent.last.locator(".key", has_text=label).first.click()
    await expect(sent.last.locator(".meta")).to_contain_text("edited")
    await complete(sent.last, label)


async def test_copy_for_a_pharmacist(visit: Visit) -> None:
    """The button copies the note, and shows that it did."""
    await visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await visit.ask("how much zinc should I take?")
    answer = await visit.ask("is it ok with warfarin?")
    button = answer.locator(".key.copies")
    label = await button.inner_text()
    await button.click()
    await expect(button).to_have_text("Copied")
    await expect(visit.page.locator("#toast")).to_have_text("Copied.")
    copied = await visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("I take, or think of taking: zinc, warfarin.")
    await expect(button).to_have_text(label)


async def test_reactions(visit: Visit) -> None:
    """A thumb stands under the message, changes, and goes when it is pressed again."""
    answer = await visit.ask(HOW_MUCH)
    shown = answer.locator(".reaction")
    await answer.get_by_role("button", name="React 👍").click()
    await expect(shown).to_have_attribute("aria-pressed", "true")
    await answer.get_by_role("button", name="React 👎").click()
    await expect(shown).to_have_count(1)
    await expect(shown.get_by_role("img", name="👎")).to_be_visible()
    await shown.click()
    await expect(shown).to_have_count(0)


async def test_edited_question(visit: Visit, title: str) -> None:
    """An own message can be edited, by its tool or with the arrow up, and the answer follows; Escape leaves it as it was."""
    field, own = visit.page.locator("#text"), visit.page.locator(".message.mine")
    answer = await visit.ask("what is melatonin?")
    await own.get_by_role("button", name="Edit").click()
    await expect(field).to_have_value("what is melatonin?")
    await visit.write(HOW_MUCH)
    await complete(answer, title)
    await expect(own.locator(".meta")).to_contain_text("edited")
    await field.press("ArrowUp")
    await expect(field).to_have_value(HOW_MUCH)
    await field.press("Escape")
    await expect(field).to_have_value("")
    assert await visit.bots.count() == 1


async def test_mention(visit: Visit, content: Content) -> None:
    """Where the bot is no member it is silent until it is mentioned; then it answers as a guest, and its buttons work."""
    page = visit.page
    await page.locator("#to-elsewhere").click()
    await visit.write("has anybody tried magnesium?")
    await expect(page.locator(".message.mine")).to_have_count(1)
    await page.locator("#text").press_sequentially("@playground_bot when should I take Magtein?", delay=5)
    await expect(page.get_by_role("option").first).to_contain_text("Ask @playground_bot here")
    await page.locator("#text").press("Enter")
    answer = await visit.answer(0)
    await complete(answer, title(content))
    await expect(answer.locator(".via")).to_contain_text("guest")
    await expect(answer.locator(".quote")).to_contain_text("when should I take Magtein")
    label = content.topics[content.topics["dosage/timing"].related[0]].title
    await answer.locator(".key", has_text=label).first.click()
    await complete(answer, label)
    assert await answer.locator(".key.copies").count() == 0


async def test_why(visit: Visit, content: Content, folder: Path) -> None:
    """Beside the chat stands why, with the file and line that the answer comes from; each message has its own."""
    why = visit.page.locator("#why-body")
    await visit.ask("how many capsulles of Magtein should I take per day?")
    await expect(why).to_contain_text(f'It is certain enough that "{content.topics[HOW_MUCH_TOPIC].title}" was asked')
    await expect(why).to_contain_text("capsulles → capsules")
    await why.get_by_text("Nearest wordings").click()
    await expect(why).to_contain_text("likeness of")
    await expect(why).to_contain_text(re.compile(", writer [a-z]"))
    place = await why.locator(".place").first.inner_text()
    path, _, line = place.partition(":")
    assert (folder / path).read_text(encoding="utf-8").splitlines()[int(line) - 1] == "typical-dose:"
    await visit.ask("hello")
    await expect(why).to_contain_text("greeting")
    await visit.bots.first.get_by_role("button", name="Why this answer?").click()
    await expect(why).to_contain_text("capsulles → capsules")
    await expect(visit.bots.first).to_have_class(re.compile("chosen"))


async def test_why_picked(visit: Visit, content: Content) -> None:
    """What a button asked for is told as that."""
    answer = await visit.ask(HOW_MUCH)
    related = content.topics[content.topics[HOW_MUCH_TOPIC].related[0]].title
    await visit.press(answer, related)
    await expect(visit.page.locator("#why-body")).to_contain_text(f"A button asked for “{related}”.")


async def test_live_reload(visit: Visit, folder: Path, content: Content) -> None:
    """A saved file is answered from at once; a mistake is reported on top, and the old content stays until it is mended."""
    path = folder / "supplements" / MEANT / "dosage.yaml"
    text = path.read_text(encoding="utf-8")
    problem, toast = visit.page.locator("#problem"), visit.page.locator("#toast")
    short = "Most trials in adults used"
    assert short in text
    try:
        path.write_text(text.replace(short, "Freshly edited: most trials in adults used", 1), encoding="utf-8")
        await expect(toast).to_contain_text("read anew")
        await complete(await visit.ask(HOW_MUCH), "Freshly edited")
        path.write_text(text.replace("  evidence: human-trials", "  evidence: hearsay", 1), encoding="utf-8")
        await expect(problem).to_be_visible()
        await expect(problem).to_contain_text(f"supplements/{MEANT}/dosage.yaml:")
        await complete(await visit.ask(HOW_MUCH), "Freshly edited")
        await picture(visit, "editors", visit.page.locator(".message.mine").last)
    finally:
        path.write_text(text, encoding="utf-8")
    await expect(problem).to_be_hidden()
    await expect(toast).to_contain_text("read anew")
    await expect(await visit.ask(HOW_MUCH)).not_to_contain_text("Freshly edited")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_phone(browser: Browser, url: str, scheme: str, title: str) -> None:
    """On a phone's width nothing is cut off sideways, and the panel opens over the chat and closes with Escape."""
    visit = await Visit.begin(browser, url, PHONE, color_scheme=scheme, has_touch=True, is_mobile=True)
    page = visit.page
    await page.locator("#afresh").click()
    await expect(page.locator("#start")).to_be_visible()
    answer = await visit.ask(HOW_MUCH)
    await complete(answer, title)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert await height(answer.locator(".bubble")) < await height(page.locator("#log"))  # in view at once, with the disclaimer
    for part in await answer.locator(".folding.long").all():
        await part.click()
    assert await height(answer.locator(".bubble")) > await height(page.locator("#log"))
    await expect(page.locator("#why")).to_be_hidden()
    await page.locator("#why-toggle").click()
    await expect(page.locator("#why-body")).to_contain_text("answers from")
    await page.keyboard.press("Escape")
    await expect(page.locator("#why")).to_be_hidden()
    for chat in ("group", "elsewhere"):
        await page.locator(f"#to-{chat}").click()
        await expect(page.locator("#cast")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    await visit.end()


async def test_for_screen_readers(visit: Visit) -> None:
    """New messages are announced, everything that can be pressed has a name, and the page says what it is."""
    page = visit.page
    await visit.ask("hello")
    await expect(page.get_by_role("log", name="Messages")).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_role("combobox", name="Message")).to_be_focused()
    for button in await page.locator("button:visible, a:visible").all():
        name = await button.get_attribute("aria-label") or await button.inner_text()
        assert name.strip(), await button.evaluate("element => element.outerHTML")
    await expect(page.locator(".note")).to_contain_text("This is a playground.")
    await expect(page.locator(".note")).to_contain_text("nothing that you write here leaves this machine")


async def test_words_are_never_markup(visit: Visit) -> None:
    """Markup in what people write is shown as text."""
    await visit.ask("<img src=x onerror=alert(1)> <b>how much?</b>")
    await expect(visit.page.locator(".message.mine .text")).to_contain_text("<img src=x onerror=alert(1)>")
    assert await visit.page.locator("#messages img").count() == 0


async def test_connection_lost(browser: Browser, folder: Path) -> None:
    """When the playground is stopped, the page says so; the open page does not keep it from stopping."""
    settings = Settings.from_environment({"BOT_CONTENT": str(folder), "BOT_CACHE": str(CACHE), "HOME": "/nowhere"})
    async with playing(settings, open_engine(settings), open_engine, port=0) as url:
        visit = await Visit.begin(browser, url)
    await expect(visit.page.locator("#toast")).to_contain_text("can't be reached")
    await visit.page.context.close()
