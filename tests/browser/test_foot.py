"""What stands around the text of a printed page: its number and edition, addresses in full, headings with their text."""

from __future__ import annotations

import re

import pypdfium2
from playwright.async_api import Page

from cedsl.publishing.document import Cell, Document, Link, Paragraph, Question, Questions, Row, Section, Table
from cedsl.publishing.render import laid_out
from tests.browser.chromium import Chromium
from tests.publishing.bundle import shown
from tests.rulesets.bundled import NAMES

EVERY = 13
HEADING = re.compile(r"<(h[2-6])\b[^>]*>(.*?)</\1>")


async def printed(page: Page, html: str) -> list[list[str]]:
    """The lines of each page, as the paper has them."""
    await page.set_content(html)
    opened = pypdfium2.PdfDocument(await page.pdf(prefer_css_page_size=True))
    try:
        texts = [each.get_textpage().get_text_bounded() for each in opened]
    finally:
        opened.close()
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


def test_every_page_tells_its_number_and_the_edition(browser: Chromium) -> None:
    (pages,) = browser.each([shown("ala/clm", "html")], printed)
    assert len(pages) > 3
    for number, lines in enumerate(pages, 1):
        assert any(f"Page {number} of {len(pages)}" in line for line in lines)
        assert "Certified Legal Manager: recertification, edition 2024" in " ".join(lines)


def test_no_heading_stands_alone_at_the_end_of_a_page(browser: Chromium) -> None:
    texts = [shown(name, "html") for name in NAMES[::EVERY]]
    for html, pages in zip(texts, browser.each(texts, printed), strict=True):
        headings = {each[1] for each in HEADING.findall(html)}
        assert headings
        assert [lines[-1] for lines in pages if lines[-1] in headings] == []


def test_an_address_outside_is_printed_in_full(browser: Chromium) -> None:
    """One inside the site is not, nor the anchor to which an answer leads."""
    cells = (Cell("Guild", address="https://guild.example/a"), Cell("Here", address="here/index.html"))
    table = Table("Where", ("Out", "In"), (Row(cells, ""),))
    questions = Questions((Question("Why?", "Because.", Link("rule", "See this rule")),))
    document = Document("en", "T", (), (), (Section("a", "A", (table, questions, Paragraph("End."))),), ())
    ((lines,),) = browser.each([laid_out(document, "html")], printed)
    text = " ".join(lines)
    assert "Guild (https://guild.example/a)" in text
    assert "index.html" not in text
    assert "#rule" not in text
