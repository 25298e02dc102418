"""Where the settings of a TOML text stand: the parser of TOML tells what it says and not where."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from cedsl.lean import dataclass, regex
from cedsl.records.folding import folded
from cedsl.source import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Places:
    """Where the words of each setting stand, by path. Of a path without a place of its own, that of what holds it; the
    spelling of its words does not matter.
    """

    spans: Mapping[tuple[str, ...], Span]

    def of(self, path: tuple[str, ...]) -> Span:
        for length in range(len(path), 0, -1):
            if path[:length] in self.spans:
                return self.spans[path[:length]]
            spelled = tuple(map(folded, path[:length]))
            for found, span in self.spans.items():
                if len(found) == length and tuple(map(folded, found)) == spelled:
                    return span
        return NOWHERE


_WORD = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_PATH = rf"{_WORD}(?:[ \t]*\.[ \t]*{_WORD})*"
_SECTION = regex(rf"[ \t]*\[[ \t]*({_PATH})[ \t]*\][ \t]*(?:#.*)?")
_SETTING = regex(rf"[ \t]*({_PATH})[ \t]*=")
_LONGEST = 10_000


def places(text: str) -> Places:
    """The places of the sections and settings in a text that is known to be TOML."""
    spans: dict[tuple[str, ...], Span] = {}
    section: tuple[str, ...] = ()
    start = 0
    for line in text.split("\n"):
        if len(line) <= _LONGEST:
            if head := _SECTION.fullmatch(line):
                section = _path(head[1])
                _note(spans, section, Span(start + head.start(1), start + head.end(1)), 0)
            elif found := _SETTING.match(line):
                path = (*section, *_path(found[1]))
                _note(spans, path, Span(start + found.start(1), start + found.end(1)), len(section))
        start += len(line) + 1
    return Places(spans)


def _note(spans: dict[tuple[str, ...], Span], path: tuple[str, ...], span: Span, above: int) -> None:
    """The place of the path, and of every section that it opens."""
    for length in range(above + 1, len(path) + 1):
        spans.setdefault(path[:length], span)


def _path(words: str) -> tuple[str, ...]:
    try:
        found = tomllib.loads(f"{words} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    path: list[str] = []
    while isinstance(found, dict):
        word, found = next(iter(found.items()))
        path.append(word)
    return tuple(path)
