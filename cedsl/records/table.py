"""A table of text cells with one header, cut from decoded text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeAlias

from cedsl.diagnostic import Diagnostic, Label
from cedsl.records.encoding import Decoded, empty_file
from cedsl.records.folding import trimmed
from cedsl.records.outcome import Unreadable
from cedsl.source import Source, Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of the header. `index` counts columns from 0."""

    index: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a spreadsheet shows it: its number, and its cells without outer blanks, as many as it has.

    `start` is the offset in the text at which it begins.
    """

    number: int
    cells: tuple[str, ...]
    start: int = field(default=0, compare=False)

    def is_blank(self) -> bool:
        return not any(self.cells)

    def stated(self) -> tuple[str, ...]:
        """The cells up to the last that is not blank."""
        blanks = next((count for count, cell in enumerate(reversed(self.cells)) if cell), len(self.cells))
        return self.cells[: len(self.cells) - blanks]

    def cell(self, index: int) -> str:
        """The cell of a column, or nothing where the row ends before it."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """Every row below the header, in order, blank ones too."""

    source: Source
    delimiter: str
    header: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notices: tuple[str, ...]

    @property
    def separator(self) -> str:
        """The word for what stands between two cells."""
        return _SEPARATORS[self.delimiter]

    def column(self, index: int) -> tuple[str, ...]:
        """The cells of a column that are not blank, in row order."""
        return tuple(cell for row in self.rows if (cell := row.cell(index)))


IsHeader: TypeAlias = Callable[[Sequence[str]], bool]
"""Whether the cells of a row can be a header."""


def cut(decoded: Decoded, is_header: IsHeader) -> Table | Unreadable:
    """The table in the text. The header is the first row that is not blank; where that is none, but one
    of the next rows is, with nothing above it that could be a record, it is that one, with a notice.
    """
    source = decoded.source
    blanks, first = _before_header(source.text)
    if first == len(source.text):
        return Unreadable(source.name, (empty_file(),), source)
    titles, offset = _below_titles(source.text, first, is_header)
    delimiter = _delimiter(source.text[offset : offset + _HEADER])
    rows, problems = _rows(source.text, offset, delimiter, blanks + titles + 1)
    if problems:
        return Unreadable(source.name, tuple(problems), source)
    header = _headings(source.text, offset, rows[0].cells)
    if len(header) > MOST_COLUMNS:
        return Unreadable(source.name, (too_many_columns(header),), source)
    said = [_titles_above(rows[0].number)] if titles else []
    said += [] if delimiter == "," else [f"columns are separated by {_SEPARATORS[delimiter]}s"]
    return Table(source, delimiter, header, tuple(rows[1:]), (*decoded.notices, *said))


MOST_COLUMNS = 1000
_HEADER = 200_000
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_MOST_PROBLEMS = 20
_MOST_TITLES = 20
_WORDIEST_TITLE = 2


def _before_header(text: str) -> tuple[int, int]:
    """How many blank rows stand before the header, and where it begins (the text's end if it has none)."""
    blanks, offset = 0, 0
    for line in io.StringIO(text, newline=""):
        if line.strip("\ufeff,; \t\r\n"):
            break
        blanks, offset = blanks + 1, offset + len(line)
    return blanks, offset


def _below_titles(text: str, offset: int, is_header: IsHeader) -> tuple[int, int]:
    """How many lines of titles stand above the header, and where it begins.

    A line with more cells than a title has may be a record: then, or where no header follows, there are none.
    """
    at = offset
    for count, line in enumerate(islice(io.StringIO(text[offset : offset + _HEADER], newline=""), _MOST_TITLES + 1)):
        part = text[at : at + _HEADER]
        cells = [trimmed(cell) for cell in _first_record(part, _delimiter(part))]
        if is_header(cells):
            return count, at
        if sum(map(bool, cells)) > _WORDIEST_TITLE or line.count('"') % 2:
            break
        at += len(line)
    return 0, offset


def _titles_above(header: int) -> str:
    above = "the row above it is" if header == 2 else f"the {header - 1} rows above it are"
    return f"row {header} is the header; {above} not read"


def _delimiter(text: str) -> str:
    """Whichever cuts the header into most cells; a comma before a semicolon before a tab."""
    return max(_SEPARATORS, key=lambda delimiter: len(_first_record(text, delimiter)))


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _rows(text: str, offset: int, delimiter: str, first: int) -> tuple[list[Row], list[Diagnostic]]:
    """Every record from `offset` on, numbered from `first`; a record that cannot be cut is a problem."""
    starts = [offset]
    lines = io.StringIO(text, newline="")
    lines.seek(offset)
    reader = csv.reader(_noting(lines, starts), delimiter=delimiter, skipinitialspace=True, strict=True)
    rows: list[Row] = []
    problems: list[Diagnostic] = []
    number = first
    while len(problems) < _MOST_PROBLEMS:
        begun = len(starts) - 1
        record = _next_record(reader)
        if record is None:
            break
        if isinstance(record, csv.Error):
            problems.append(_uncut(text, starts[begun], starts[-2], number, record))
        else:
            rows.append(Row(number, tuple(map(trimmed, record)), starts[begun]))
        number += 1
    return rows, problems


def _noting(lines: Iterable[str], starts: list[int]) -> Iterator[str]:
    """The lines, while the place where each next one begins is added to `starts`."""
    for line in lines:
        starts.append(starts[-1] + len(line))
        yield line


def _next_record(reader: Iterator[list[str]]) -> list[str] | csv.Error | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        return error


def _uncut(text: str, begun: int, ended: int, row: int, error: csv.Error) -> Diagnostic:
    if "field larger" in str(error):
        return endless_cell(_line(text, begun), row)
    return stray_quote(_line(text, begun), None if ended == begun else _line(text, ended), row)


def _line(text: str, start: int) -> Span:
    ends = [at for mark in "\r\n" if (at := text.find(mark, start)) >= 0]
    return Span(start, min(ends, default=len(text)))


def _headings(text: str, offset: int, cells: tuple[str, ...]) -> tuple[Heading, ...]:
    headings = []
    at = offset
    for index, cell in enumerate(cells):
        found = text.find(cell, at, at + _HEADER)
        at = max(at, found)
        headings.append(Heading(index, cell, Span(at, at + len(cell))))
        at += len(cell)
    return tuple(headings)


def stray_quote(line: Span, ended: Span | None, row: int) -> Diagnostic:
    secondary = () if ended is None else (Label(ended, "and this is where it stops making sense"),)
    return Diagnostic(
        "CE304",
        f"a quote in row {row} does not close where its cell ends",
        Label(line, "the row begins here"),
        secondary,
        help='close the quote at the end of the cell, and write a quote inside the text twice: ""',
    )


def endless_cell(line: Span, row: int) -> Diagnostic:
    return Diagnostic(
        "CE305",
        f"a cell in row {row} is longer than {csv.field_size_limit()} characters",
        Label(line, "the row begins here"),
        help="look for a quote that opens in this row and never closes",
    )


def too_many_columns(header: tuple[Heading, ...]) -> Diagnostic:
    return Diagnostic(
        "CE306",
        f"the header has {len(header)} columns; at most {MOST_COLUMNS} can be read",
        Label(header[MOST_COLUMNS].span, "one too many"),
        help="is this a table of activities? each row is one activity, each column one thing about it",
    )
