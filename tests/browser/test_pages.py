"""Every bundled page in every language, opened as a member opens it: on a telephone, a tablet and a desk, by day and
by night. axe finds nothing that keeps anybody out, and nothing runs over the edge.

Whether anything runs over the edge is looked at in each width. axe examines a page in one width and scheme for everything;
in English in the other widths too, for all but contrast, which no width changes. Pages take turns, another one in each
language, so that all together are seen in all widths and schemes.
`make browser` examines every page for everything in every width and scheme. Notices, the page about a registry, the
first page of a site and what changed are opened like pages.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from typing import Any

import pytest
from playwright.async_api import Page

from cedsl.publishing.languages import LANGUAGES
from cedsl.publishing.render import laid_out
from tests.browser.chromium import Chromium
from tests.browser.made import notices, pages_of_site, registries
from tests.publishing.bundle import document, shown
from tests.rulesets.bundled import NAMES, ruleset

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 768, 1280)
VIEWS = tuple(product(WIDTHS, ("light", "dark")))
ALL = os.environ.get("CEDSL_BROWSER") == "all"
BATCH = 19

EXAMINED = """async options => (await axe.run(options)).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`))"""

RUNS_OVER = """() => {
    const edge = document.documentElement.clientWidth + 0.5;
    const found = [];
    if (document.scrollingElement.scrollWidth > edge) found.push('the page scrolls sideways');
    for (const each of document.body.querySelectorAll('*:not(.skip)')) {
        const region = each.closest('.wide');
        if (region !== null && region !== each) continue;
        if (each.getBoundingClientRect().right > edge) found.push(each.outerHTML.slice(0, 200));
        if (region === each && getComputedStyle(each).overflowX !== 'auto') found.push('a table cannot be scrolled');
    }
    return found.slice(0, 5);
}"""


@dataclass(frozen=True)
class Opened:
    """A page, and whose turn of the views it is; `often`: whether axe examines it in every width."""

    name: str
    html: str
    turn: int
    often: bool = True


async def seen(page: Page, opened: Opened) -> list[str]:
    """Everything that is wrong with the page, with where it was seen."""
    await page.set_content(opened.html)
    await page.evaluate(AXE)
    width, scheme = VIEWS[opened.turn % len(VIEWS)]
    views = VIEWS if ALL else [(each, scheme) for each in WIDTHS]
    found: list[str] = []
    for view in views:
        whole = ALL or view == (width, scheme)
        examined = whole or opened.often
        said = await _seen_at(page, view, examined=examined, whole=whole)
        found.extend(f"{opened.name} at {view}: {each}" for each in said)
    return found


async def _seen_at(page: Page, view: tuple[int, str], *, examined: bool, whole: bool) -> list[str]:
    width, scheme = view
    await page.set_viewport_size({"width": width, "height": 900})
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations"],
        "preload": False,
    }
    if not whole:
        options["rules"] = {"color-contrast": {"enabled": False}}
    over: list[str] = await page.evaluate(RUNS_OVER)
    return [*over, *await page.evaluate(EXAMINED, options)] if examined else over


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("start", range(0, len(NAMES), BATCH))
def test_every_page_is_open_to_everybody(browser: Chromium, language: str, start: int) -> None:
    names = NAMES[start : start + BATCH]
    pages = [
        Opened(name, shown(name, "html", language), turn, often=language == "en")
        for turn, name in enumerate(names, start + 2 * LANGUAGES.index(language))
    ]
    assert [each for found in browser.each(pages, seen) for each in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_is_open_to_everybody(browser: Chromium, language: str) -> None:
    first, often = LANGUAGES.index(language), language == "en"
    pages = [Opened(name, html, turn, often) for turn, (name, html) in enumerate(notices(language), first)]
    assert [each for found in browser.each(pages, seen) for each in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_a_registry_is_open_to_everybody(browser: Chromium, language: str) -> None:
    """In every width and scheme: its drawings are nowhere else."""
    views = range(len(VIEWS))
    pages = [Opened(f"{name}, {turn}", html, turn) for name, html in registries(language) for turn in views]
    assert [each for found in browser.each(pages, seen) for each in found] == []


def test_every_page_of_a_site_is_open_to_everybody(browser: Chromium) -> None:
    pages = pages_of_site()
    assert {"index.html", "es/index.html", "paralegal/changes.html", "paralegal/fr/changes.html"} <= set(pages)
    given = [Opened(path, html, turn) for turn, (path, html) in enumerate(pages.items())]
    assert [each for found in browser.each(given, seen) for each in found] == []


def test_a_page_with_a_fault_is_caught(browser: Chromium) -> None:
    """That the test itself sees: a picture without words, grey on grey, and a word wider than a telephone."""
    bad = '<h1 style="color: #777; background: #888; white-space: nowrap; width: 900px">Grey</h1><img src="data:,">'
    html = f'<!DOCTYPE html><html lang="en"><head><title>Bad</title></head><body><main>{bad}</main></body></html>'
    (found,) = browser.each([Opened("bad", html, 0)], seen)
    assert all(any(sign in each for each in found) for sign in ("image-alt", "color-contrast", "sideways", "<h1"))


def test_a_fragment_is_at_home_in_a_page_of_others(browser: Chromium) -> None:
    fragment = laid_out(document(ruleset("ala/clm")), "fragment", level=2)
    head = '<head><title>Ours</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    html = f'<!DOCTYPE html><html lang="en">{head}<body><main><h1>Ours</h1>{fragment}</main></body></html>'
    assert browser.each([Opened("fragment", html, turn) for turn in range(len(VIEWS))], seen) == [[]] * len(VIEWS)
