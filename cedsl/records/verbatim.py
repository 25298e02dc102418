"""The cells of a file as they stand there, with the blanks around them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import TypeAlias

from cedsl.lean import dataclass, regex
from cedsl.records.table import Table

Cells: TypeAlias = Sequence[str]


def every_row(table: Table) -> Iterator[Cells]:
    """The cells of every row of the file, in its order; the header's where it has one. A blank before a quote is
    none of its cell. What is not text, such as a workbook, shows its cells as they were read.
    """
    if table.begins >= 0:
        yield from _rows_of_text(table)
        return
    yield from (row.cells for row in table.above)
    if table.head:
        yield [heading.text for heading in table.header]
    yield from (row.cells for row in table.rows)


def _rows_of_text(table: Table) -> Iterator[Cells]:
    """Above the header each line is a row."""
    text = table.source.text
    cell = _cell(table.delimiter)
    for line in io.StringIO(text[: table.begins], newline=""):
        bare = line.rstrip("\r\n")
        for cells in csv.reader([bare], delimiter=table.delimiter, skipinitialspace=True) if bare else ([],):
            yield _with_blanks(cells, bare, cell)
    below = io.StringIO(text, newline="")
    below.seek(table.begins)
    lines = _Lines(below)
    for cells in csv.reader(lines, delimiter=table.delimiter, skipinitialspace=True):
        yield _with_blanks(cells, lines.taken(), cell)


@dataclass
class _Lines:
    """Lines of a text, and those that were given since somebody asked last."""

    lines: Iterator[str]
    _since: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self._since.append(line)
        return line

    def taken(self) -> str:
        found = "".join(self._since)
        self._since.clear()
        return found


def _cell(delimiter: str) -> re.Pattern[str]:
    """A cell with the blanks before it, up to the next delimiter; a line ends with its last cell."""
    mark = re.escape(delimiter)
    return regex(rf'( *)("(?:[^"]|"")*"[^{mark}]*|[^{mark}]*)(?:{mark}|\Z)')


def _with_blanks(cells: list[str], record: str, cell: re.Pattern[str]) -> Cells:
    """The cells of a record, which were cut without the spaces before them, with those spaces."""
    if " " not in record:
        return cells
    pieces: list[re.Match[str]] = []
    at = 0
    while len(pieces) < len(cells) and (found := cell.match(record, at)):
        pieces.append(found)
        at = found.end()
    if len(pieces) < len(cells):
        return cells
    return [text if piece[2].startswith('"') else piece[1] + text for text, piece in zip(cells, pieces, strict=True)]
