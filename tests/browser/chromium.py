"""Debian's Chromium without a window: one for all pages, with several open at once."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

from playwright.async_api import Browser, Page, Playwright, async_playwright

Given = TypeVar("Given")
Found = TypeVar("Found")

NAMES = ("chromium", "chromium-browser", "google-chrome")
AT_ONCE = 3
"""Pages at work at the same time: one more than the cores of a small machine."""


def installed() -> str | None:
    """Where Chromium is; CHROMIUM names another."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Chromium:
    """A running Chromium; `close` ends it."""

    def __init__(self, path: str) -> None:
        self._runner = asyncio.Runner()
        self._driver, self._browser = self._runner.run(_started(path))

    def each(self, given: Iterable[Given], look: Callable[[Page, Given], Awaitable[Found]]) -> list[Found]:
        """What `look` finds with each of them, in their order; every page is a fresh one."""
        return self._runner.run(self._each(list(given), look))

    async def _each(self, given: list[Given], look: Callable[[Page, Given], Awaitable[Found]]) -> list[Found]:
        free = asyncio.Semaphore(AT_ONCE)

        async def one(what: Given) -> Found:
            async with free, self._page() as page:
                return await look(page, what)

        return await asyncio.gather(*map(one, given))

    @asynccontextmanager
    async def _page(self) -> AsyncIterator[Page]:
        page = await self._browser.new_page()
        try:
            yield page
        finally:
            await page.close()

    def close(self) -> None:
        self._runner.run(_ended(self._driver, self._browser))
        self._runner.close()


async def _started(path: str) -> tuple[Playwright, Browser]:
    driver = await async_playwright().start()
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return driver, await driver.chromium.launch(executable_path=path, args=[*root, "--disable-dev-shm-usage"])


async def _ended(driver: Playwright, browser: Browser) -> None:
    await browser.close()
    await driver.stop()
