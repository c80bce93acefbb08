"""Debian's chromium, driven by Playwright, for the tests of the page."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

# Nothing but the page may be asked for, and containers have no sandbox to offer.
QUIET = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
WIDE, PHONE = (1280, 800), (360, 740)
PATIENCE = 60_000  # milliseconds; other tests may keep the machine busy, with learning above all
expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """Where chromium is. Without it the test is skipped, and fails where CI runs."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing = "no chromium is installed: the page is not tested in a browser (Debian: apt-get install chromium)"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """A browser without a window."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET.split())
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Visit:
    """A page of the playground in a browser, and all that it complained of or asked for elsewhere."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    async def begin(cls, browser: Browser, url: str, size: tuple[int, int] = WIDE, **options: object) -> "Visit":
        """Open the page, and wait until it is connected."""
        width, height = size
        context = await browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        visit = cls(await context.new_page(), url)
        visit.page.on("console", lambda said: visit._complain(f"{said.type}: {said.text}", said.type in ("error", "warning")))
        visit.page.on("pageerror", lambda error: visit._complain(str(error)))
        visit.page.on("request", lambda request: visit._complain(f"asked for {request.url}", not request.url.startswith(url)))
        await visit.page.goto(url)
        await visit.page.locator("body[data-ready]").wait_for()
        return visit

    def _complain(self, complaint: str, is_one: bool = True) -> None:
        if is_one:
            self.complaints.append(complaint)

    async def write(self, text: str) -> None:
        """Write a message and send it with Enter."""
        await self.page.locator("#text").fill(text)
        await self.page.locator("#text").press("Enter")

    async def ask(self, text: str) -> Locator:
        """Write a message; the bot's next one."""
        before = await self.bots.count()
        await self.write(text)
        return await self.answer(before)

    async def answer(self, before: int) -> Locator:
        """The bot's message after that many others."""
        await self.bots.nth(before).wait_for()
        return self.bots.nth(before)

    async def press(self, message: Locator, label: str) -> Locator:
        """Press a button; the bot's next message."""
        before = await self.bots.count()
        await message.locator(".key", has_text=label).first.click()
        return await self.answer(before)

    @property
    def bots(self) -> Locator:
        """The bot's messages in the chat that is open."""
        return self.page.locator(".message.bots")

    async def end(self) -> None:
        """Close the page; nothing may have been complained of."""
        await self.page.context.close()
        assert self.complaints == []
