"""Every bundled page on paper, in both sizes: a table that goes on begins the next page with its header, no row is cut,
and nothing is wider than the sheet. Each header and cell is marked before printing, and the marks are found again. Each
sixth page is printed in every language, and so are notices and the pages of a site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pytest
from playwright.async_api import Page

from cedsl.publishing.languages import LANGUAGES
from tests.browser.chromium import Chromium
from tests.browser.made import notices, pages_of_site
from tests.publishing.bundle import shown
from tests.rulesets.bundled import NAMES

SIZES = {"A4": (210 - 32) / 25.4, "Letter": (216 - 32) / 25.4}
"""The width inside the margins, in inches."""

BATCH = 19
SIXTH = 6
MARK = re.compile(r"\[(\d+)([hbe])(\d+)\]")
"""Of a table: its number, then a header, the beginning or the end of a cell, then the number of the row."""

MARKED = """() => {
    const mark = (place, text, first) => {
        const made = document.createElement('span');
        made.textContent = text;
        made.style.cssText = 'font-size: 1px; line-height: 0; white-space: nowrap';
        first ? place.prepend(made) : place.append(made);
    };
    document.querySelectorAll('table').forEach((table, number) => {
        mark(table.tHead.rows[0].cells[0], `[${number}h0]`, true);
        [...table.tBodies[0].rows].forEach((row, place) => {
            for (const cell of row.cells) {
                if (cell.classList.contains('blank')) continue;
                mark(cell, `[${number}b${place}]`, true);
                mark(cell, `[${number}e${place}]`, false);
            }
        });
    });
}"""


async def printed(page: Page, html: str) -> tuple[list[str], dict[str, bytes]]:
    """What is wider than the sheet, and the page in each size."""
    await page.set_content(html)
    await page.emulate_media(media="print", color_scheme="dark")
    wide = []
    for size, inches in SIZES.items():
        await page.set_viewport_size({"width": int(inches * 96), "height": 900})
        if await page.evaluate("document.scrollingElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(size)
        ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        if ground != "rgb(255, 255, 255)":
            wide.append(f"{size} is printed on {ground}")
    await page.evaluate(MARKED)
    return wide, {size: await page.pdf(format=size, prefer_css_page_size=True) for size in SIZES}


def sheets(pdf: bytes) -> list[str]:
    """The text of each page."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in opened]
    finally:
        opened.close()


def faults(pages: list[str]) -> Iterator[str]:
    whole: dict[tuple[str, str], int] = {}
    for number, text in enumerate(pages):
        marks = [match.groups() for match in MARK.finditer(text)]
        headed: set[str] = set()
        for table, kind, row in marks:
            if kind == "h":
                headed.add(table)
            elif table not in headed:
                yield f"table {table} goes on without its header on page {number + 1}"
                headed.add(table)
            elif whole.setdefault((table, row), number) != number:
                yield f"row {row} of table {table} is cut at the end of page {number}"
        bodies = {table for table, kind, _ in marks if kind != "h"}
        for table in headed - bodies:
            yield f"the header of table {table} stands alone at the end of page {number + 1}"


def headers(text: str) -> set[str]:
    """The tables of which a page shows the header."""
    return {table for table, kind, _ in MARK.findall(text) if kind == "h"}


@pytest.mark.parametrize("start", range(0, len(NAMES), BATCH))
def test_no_table_is_cut(browser: Chromium, start: int) -> None:
    broken = _printed_well(browser, {name: shown(name, "html") for name in NAMES[start : start + BATCH]})
    assert broken > 0, "no table was broken, so nothing was seen"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_is_cut_in_any_language(browser: Chromium, language: str) -> None:
    """Each sixth page, other ones in each language; notices, which may be of one sheet; and the first page of a site."""
    names = NAMES[LANGUAGES.index(language) :: SIXTH] if language != "en" else ()
    pages = {name: shown(name, "html", language) for name in names}
    site = {path: html for path, html in pages_of_site().items() if f'<html lang="{language}">' in html}
    assert site
    assert _printed_well(browser, {**pages, **dict(notices(language)), **site}) > 0


def _printed_well(browser: Chromium, pages: dict[str, str]) -> int:
    """How many tables go on over a page; what is wrong with any fails the test."""
    found = []
    broken = 0
    for name, (wide, papers) in zip(pages, browser.each(pages.values(), printed), strict=True):
        found.extend(f"{name}: {each} is wider than the sheet" for each in wide)
        for size, pdf in papers.items():
            texts = sheets(pdf)
            found.extend(f"{name} on {size}: {fault}" for fault in faults(texts))
            broken += sum(len(headers(one) & headers(other)) for one, other in pairwise(texts))
    print(f"{broken} tables go on over a page")
    assert found == []
    return broken


def test_a_cut_row_is_caught() -> None:
    assert list(faults(["[0h0][0b0][0e0][0b1]", "[0e1]"])) == ["table 0 goes on without its header on page 2"]
    assert list(faults(["[0h0][0b0]", "[0h0][0e0]"])) == ["row 0 of table 0 is cut at the end of page 1"]
    assert list(faults(["[0h0]", "[0h0][0b0]"])) == ["the header of table 0 stands alone at the end of page 1"]
