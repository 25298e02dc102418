"""The documents as data: fenced blocks with the words after their fence, headings, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
DIAGNOSTICS = DOCS / "diagnostics"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `words` follow the language after the fence (`fails CE101`); `options` are those with
    an equals sign (`file=rules.ce`). `start` and `end` bound the body in the page's text."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    options: dict[str, str]
    body: str
    start: int
    end: int

    @property
    def place(self) -> str:
        return f"{name(self.page)}:{self.line}"


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> tuple[Block, ...]:
    """Every fenced block of the page, in order."""
    return tuple(_blocks(page))


def _blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for found in _FENCE.finditer(text):
        language, *rest = found["info"].split() or [""]
        yield Block(
            page=page,
            line=text.count("\n", 0, found.start()) + 1,
            language=language,
            words=tuple(word for word in rest if "=" not in word),
            options=dict(word.split("=", 1) for word in rest if "=" in word),
            body=found["body"],
            start=found.start("body"),
            end=found.end("body"),
        )


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))


def headings(page: Path) -> tuple[str, ...]:
    return tuple(found[2] for found in _HEADING.finditer(prose(page)))


def anchors(page: Path) -> frozenset[str]:
    """What a link may name after `#`, as the usual renderers make it from a heading."""
    return frozenset(_anchor(heading) for heading in headings(page))


def _anchor(heading: str) -> str:
    kept = "".join(each for each in heading.lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")


def links(page: Path) -> tuple[str, ...]:
    return tuple(found[1] for found in _LINK.finditer(prose(page)))
