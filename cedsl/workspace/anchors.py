"""Links into a site that would lead nowhere: anchors of rules that the pages published before had."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from pathlib import Path

from cedsl.lean import dataclass, regex

PAGE = "index.html"
OF_RULE = regex(r'\sid="([^"]+)"')
OTHERS = frozenset({"main"})
"""Anchors of the page itself. All others that belong to no rule have two hyphens in a row, which no name has."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A page of the site, and the anchors of rules that it had and has no longer, in the order of the page."""

    path: str
    anchors: tuple[str, ...]


def lost_anchors(files: Mapping[str, bytes], output: str) -> tuple[Lost, ...]:
    """Of each page that is in the folder `output` and among the new `files`, by its path, what it loses.

    A page that is not published any longer is not among them, nor is one that cannot be read.
    """
    return tuple(_lost(files, Path(output)))


def _lost(files: Mapping[str, bytes], folder: Path) -> Iterator[Lost]:
    for path in sorted(files):
        if path.rpartition("/")[2] != PAGE:
            continue
        try:
            before = (folder / path).read_bytes()
        except OSError:
            continue
        kept = set(anchors_of(files[path]))
        gone = tuple(each for each in anchors_of(before) if each not in kept)
        if gone:
            yield Lost(path, gone)


def anchors_of(page: bytes) -> tuple[str, ...]:
    """The anchors of the rules on a page, each once, those of now before the former ones of the same rule."""
    found = map(html.unescape, OF_RULE.findall(page.decode("utf-8", "replace")))
    return tuple(dict.fromkeys(each for each in found if "--" not in each and each not in OTHERS))
