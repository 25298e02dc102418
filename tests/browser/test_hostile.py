"""Whatever an author writes, opened in a browser: nothing runs, nothing is asked of any network, nothing is followed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Dialog, Page, Request

from cedsl.publishing.languages import LANGUAGES
from cedsl.publishing.render import laid_out
from cedsl.publishing.render_escape import harmless
from tests.browser.chromium import Chromium
from tests.browser.made import hostile
from tests.publishing.bundle import document
from tests.publishing.skeleton import bare
from tests.publishing.test_page_hostile import ATTACKS, ruleset_with

ACTIVE = """() => [...document.querySelectorAll('*')].flatMap(each => [
    ...(['SCRIPT', 'IFRAME', 'IMG', 'OBJECT', 'EMBED', 'FORM', 'BASE'].includes(each.tagName) ? [each.outerHTML] : []),
    ...(each.tagName === 'LINK' && each.rel !== 'alternate' ? [each.outerHTML] : []),
    ...[...each.attributes].filter(given => given.name.startsWith('on')).map(given => each.outerHTML),
    ...(each.hasAttribute('href') && new URL(each.href).protocol !== 'file:' ? [each.outerHTML] : []),
])"""

LED_TO = "() => [...document.querySelectorAll('[href]')].map(each => each.href.split('#')[0])"

TOUCHED = """() => document.querySelectorAll('*:not(a)').forEach(each => ['mouseover', 'focus', 'click', 'error'].forEach(
    what => each.dispatchEvent(new MouseEvent(what, {bubbles: false}))))"""


async def opened(page: Page, address: str) -> list[str]:
    """Everything that the page did, or could do when clicked or pointed at."""
    found: list[str] = []

    async def refuse(dialog: Dialog) -> None:
        found.append(f"a dialog: {dialog.message}")
        await dialog.dismiss()

    def asked(request: Request) -> None:
        if request.url.partition("#")[0] != address:
            found.append(f"a request: {request.url}")

    page.on("dialog", refuse)
    page.on("request", asked)
    page.on("pageerror", lambda error: found.append(f"a script: {error}"))
    page.on("console", lambda said: found.append(f"the console: {said.text}"))
    page.on("popup", lambda other: found.append(f"a window: {other.url}"))
    await page.goto(address, wait_until="load")
    await page.evaluate(TOUCHED)
    await page.wait_for_timeout(50)
    return [*found, *await page.evaluate(ACTIVE)]


@pytest.mark.parametrize("form", ["html", "fragment"])
def test_nothing_runs_and_nothing_is_fetched(browser: Chromium, tmp_path: Path, form: str) -> None:
    addresses = []
    for name, text in ATTACKS.items():
        shown = laid_out(document(ruleset_with(text)), "html" if form == "html" else "fragment")
        file = tmp_path / f"{name}.html"
        file.write_text(shown if form == "html" else f"<!DOCTYPE html><title>Ours</title>{shown}", "utf-8", "replace")
        addresses.append(file.as_uri())
    seen = dict(zip(ATTACKS, browser.each(addresses, opened), strict=True))
    assert {name: found for name, found in seen.items() if found} == {}


async def led_to(page: Page, address: str) -> tuple[list[str], str, list[str]]:
    """Everything that the page did; what is read on it; and the addresses that it leads to."""
    found = await opened(page, address)
    return found, await page.inner_text("body"), await page.evaluate(LED_TO)


@pytest.mark.parametrize("name", ATTACKS)
def test_a_site_and_a_notice_show_it_as_text(browser: Chromium, tmp_path: Path, name: str) -> None:
    """The first page, what changed, the pages of both editions and a notice, in one language each: the text stands
    there, nothing runs, and every address leads to a file of the same site.
    """
    language = LANGUAGES[list(ATTACKS).index(name) % len(LANGUAGES)]
    pages = dict(hostile(ATTACKS[name], language))
    assert {"index.html", "notice.html"} < {Path(path).name for path in pages}
    for path, html in pages.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, "utf-8", "replace")
    assert all(each.resolve().is_relative_to(tmp_path) for each in tmp_path.rglob("*"))
    found = browser.each([(tmp_path / path).as_uri() for path in pages], led_to)
    text = bare(harmless(ATTACKS[name].strip()))
    for path, (done, read, addresses) in zip(pages, found, strict=True):
        assert done == [], path
        assert text in bare(read), path
        assert [each for each in addresses if not each.startswith(f"{tmp_path.as_uri()}/")] == [], path


def test_a_page_that_does_something_is_caught(browser: Chromium, tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text("<title>Bad</title><h1 onclick='alert(1)'>x</h1><img src='https://example.org/x.png'>", "utf-8")
    (found,) = browser.each([file.as_uri()], opened)
    assert {each.split(":")[0] for each in found} >= {"a dialog", "a request"}
