"""Text with positions: offsets inside, lines and columns at the edge."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from functools import cached_property

from cedsl.lean import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of character offsets, [start, end), in one source."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True)
class Source:
    """A named text. `name` is what messages print: a path as the user gave it, or `<stdin>`."""

    name: str
    text: str

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts = [0]
        while found := self.text.find("\n", starts[-1]) + 1:
            starts.append(found)
        return tuple(starts)

    def line_of(self, offset: int) -> int:
        """The line that holds `offset`, counted from 1."""
        return bisect_right(self._starts, offset)

    def column_of(self, offset: int) -> int:
        """The column of `offset` in its line, in characters, counted from 1."""
        return offset - self._starts[self.line_of(offset) - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line ending."""
        start = self._starts[line - 1]
        end = self.text.find("\n", start)
        return (self.text[start:] if end < 0 else self.text[start:end]).rstrip("\r")

    def text_at(self, span: Span) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Node:
    """Anything the author wrote. Two nodes that say the same are equal wherever they stand."""

    span: Span = field(kw_only=True, compare=False, repr=False, default=NOWHERE)
