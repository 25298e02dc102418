"""Pictures of pages, to be looked at: `python -m tests.browser.look [--output out/look] [NAME ...]`.

For each ruleset and language one sheet, on which the page stands three times: as on a telephone, a tablet and a desk.
Every other sheet is taken by night. Notices and the pages of a site have sheets of their own. A long page is shown as far as HEIGHT.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from playwright.async_api import Page

from cedsl.publishing.languages import LANGUAGES
from tests.browser import chromium
from tests.browser.made import notices, pages_of_site, registries
from tests.browser.test_pages import WIDTHS
from tests.publishing.bundle import shown

CHOSEN = (
    "ala/clm", "nals/pp", "ohio/attorney", "california/paralegal", "cpa-ontario/cpa", "isc2/cissp", "pmi/pmp", "sra/solicitor",
    "texas/attorney", "vermont/physician", "nremt/nccp", "washington/teacher",
)  # fmt: skip
"""Rulesets with every kind of section between them."""

Scheme: TypeAlias = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
HEIGHT = 2600
"""Points of the page that a sheet shows."""

SHEET = """<!DOCTYPE html><meta charset="utf-8"><title>{name}</title><style>
body {{ margin: 12px; background: #bbb; font: 14px sans-serif; width: max-content; }}
iframe {{ border: 0; height: {height}px; background: white; vertical-align: top; margin-right: 12px; }}
</style><p>{name}</p>"""


def sheets(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is looked at, by a name that a file can have, as HTML."""
    for language in LANGUAGES:
        for name in names:
            yield f"page-{name}-{language}", shown(name, "html", language)
        for name, html in notices(language):
            yield f"{name}-{language}", html
        for name, html in registries(language):
            yield f"{name}-{language}", html
    for path, html in pages_of_site().items():
        if path.endswith(("changes.html", "/index.html")) or path == "index.html":
            yield f"site-{path.removesuffix('.html')}", html


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", default=CHOSEN, metavar="NAME", help="a bundled ruleset: ala/clm")
    parser.add_argument("--output", type=Path, default=Path("out/look"))
    asked = parser.parse_args()
    asked.output.mkdir(parents=True, exist_ok=True)
    path = chromium.installed()
    if path is None:
        raise SystemExit("no Chromium is installed (Debian's package is `chromium`)")
    running = chromium.Chromium(path)
    try:
        given = [
            (asked.output / f"{_plain(name)}.png", html, scheme)
            for (name, html), scheme in zip(sheets(asked.names), cycle(SCHEMES), strict=False)
        ]
        running.each(given, _taken)
    finally:
        running.close()
    print(f"{len(given)} pictures in {asked.output}")


def _plain(name: str) -> str:
    return name.replace(", ", "-").replace("/", "-").replace(" ", "-")


async def _taken(page: Page, given: tuple[Path, str, Scheme]) -> None:
    """One sheet; each width is a frame, which has a window of its own."""
    file, html, scheme = given
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": sum(WIDTHS) + 80, "height": HEIGHT + 80})
    await page.set_content(SHEET.format(name=file.stem, height=HEIGHT))
    await page.evaluate(
        """([html, widths]) => Promise.all(widths.map(width => new Promise(done => {
            const frame = document.createElement('iframe');
            frame.style.width = `${width}px`;
            frame.onload = done;
            frame.srcdoc = html;
            document.body.append(frame);
        })))""",
        [html, list(WIDTHS)],
    )
    await page.screenshot(path=file, full_page=True)


if __name__ == "__main__":
    main()
