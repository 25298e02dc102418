"""The table in a text: where its header stands, what separates its cells, and its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import count as numbers
from itertools import islice, repeat

from cedsl.diagnostic import Diagnostic, Label
from cedsl.lean import dataclass
from cedsl.records.encoding import Decoded, empty_file
from cedsl.records.folding import trimmed
from cedsl.records.outcome import Unreadable
from cedsl.records.profile import PLAIN, Profile
from cedsl.records.table import MOST_COLUMNS, MOST_TITLES, SEPARATORS, Heading, IsHeader, Row, Table, titles_above
from cedsl.source import Span


def cut(decoded: Decoded, is_header: IsHeader, profile: Profile = PLAIN) -> Table | Unreadable:
    """The table in the text. The header is the row that the profile names; else the first row that is not blank;
    where that is none, but one of the next rows is, with nothing above it that could be a record, it is that one, with
    a notice.
    """
    source = decoded.source
    if profile.header == 0:
        return _headless(decoded, profile)
    blanks, first = _before_header(source.text)
    if first == len(source.text):
        return Unreadable(source.name, (empty_file(),), source)
    if profile.header is None:
        titles, offset = _below_titles(source.text, first, is_header)
    else:
        titles, offset = _line_start(source.text, first, profile.header - 1 - blanks)
    delimiter = _SETTLED.get(profile.separator) or _delimiter(source.text[offset : offset + _HEADER])
    head = blanks + titles + 1
    rows, problems = _rows(source.text, offset, delimiter, head)
    if problems or not rows:
        return Unreadable(source.name, tuple(problems) or (no_row(profile.header or 1, head),), source)
    header = _headings(source.text, offset, rows[0].cells)
    if len(header) > MOST_COLUMNS:
        return Unreadable(source.name, (too_many_columns(header),), source)
    said = [titles_above(head)] if titles else []
    said += separated(delimiter)
    above = _above(source.text[:offset])
    notices = (*decoded.notices, *said)
    return Table(source, delimiter, header, tuple(rows[1:]), notices, above, head, begins=offset, form=_form(decoded))


def _headless(decoded: Decoded, profile: Profile) -> Table | Unreadable:
    """A table without a header, whose columns are called by their numbers."""
    source = decoded.source
    delimiter = _SETTLED.get(profile.separator) or _delimiter(source.text[:_HEADER])
    rows, problems = _rows(source.text, 0, delimiter, 1)
    width = max((len(row.cells) for row in rows), default=0)
    header = tuple(Heading(index, f"column {index + 1}", Span(0, 0)) for index in range(min(width, MOST_COLUMNS)))
    if problems or not rows:
        return Unreadable(source.name, tuple(problems) or (empty_file(),), source)
    notices = (*decoded.notices, *separated(delimiter))
    return Table(source, delimiter, header, tuple(rows), notices, (), 0, begins=0, form=_form(decoded))


def _form(decoded: Decoded) -> str:
    return f"text in {decoded.encoding}"


_HEADER = 200_000
_SETTLED = {word: mark for mark, word in SEPARATORS.items()}
_TRIED = (",", ";", "\t")
_MOST_PROBLEMS = 20
_WORDIEST_TITLE = 2


def _before_header(text: str) -> tuple[int, int]:
    """How many blank rows stand before the header, and where it begins (the text's end if it has none)."""
    begun = len(text) - len(text.lstrip("\ufeff,; \t\r\n"))
    if begun < len(text):
        begun = max(text.rfind(mark, 0, begun) for mark in "\r\n") + 1
    return sum(1 for _ in io.StringIO(text[:begun], newline="")), begun


def _below_titles(text: str, offset: int, is_header: IsHeader) -> tuple[int, int]:
    """How many lines of titles stand above the header, and where it begins.

    A line with more cells than a title has may be a record. Below one, a header must stand apart and be clear: after a
    blank line, wider than all that is above it, and as wide as all that is below. Where none follows, there are none.
    """
    at, widest, apart = offset, 0, False
    for count, line in enumerate(islice(io.StringIO(text[offset : offset + _HEADER], newline=""), MOST_TITLES + 1)):
        part = text[at : at + _HEADER]
        cells = [trimmed(cell) for cell in _first_record(part, _delimiter(part))]
        filled = sum(map(bool, cells))
        if is_header(cells):
            clear = widest <= _WORDIEST_TITLE or (apart and filled > widest and _as_wide_below(part, len(cells)))
            return (count, at) if clear else (0, offset)
        if line.count('"') % 2:
            break
        at, widest, apart = at + len(line), max(widest, filled), not filled
    return 0, offset


def _as_wide_below(text: str, width: int) -> bool:
    """Whether rows follow the first one, and all of the next have as many cells."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), skipinitialspace=True)
    try:
        return {len(cells) for cells in islice(records, 1, _NEXT) if any(cells)} == {width}
    except csv.Error:
        return False


_NEXT = 50


def _line_start(text: str, first: int, lines: int) -> tuple[int, int]:
    """How many lines lie between the first row that is not blank and the wanted one, and where that begins."""
    at, count = first, 0
    for line in io.StringIO(text[first:], newline=""):
        if count >= lines:
            break
        at, count = at + len(line), count + 1
    return count, at


def _above(text: str) -> tuple[Row, ...]:
    """The lines above the header as rows, each line one row."""
    lines = enumerate(io.StringIO(text, newline=""), 1)
    return tuple(Row(number, tuple(map(trimmed, _first_record(line, _delimiter(line))))) for number, line in lines)


def separated(delimiter: str) -> list[str]:
    return [] if delimiter == "," else [f"columns are separated by {SEPARATORS[delimiter]}s"]


def _delimiter(text: str) -> str:
    """Whichever cuts the header into most cells; a comma before a semicolon before a tab."""
    return max(_TRIED, key=lambda delimiter: len(_first_record(text, delimiter)))


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def _rows(text: str, offset: int, delimiter: str, first: int) -> tuple[Sequence[Row], list[Diagnostic]]:
    """Every record from `offset` on, numbered from `first`; a record that cannot be cut is a problem."""
    lines = io.StringIO(text, newline="")
    lines.seek(offset)
    records = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    cells = _without_blanks(records, text, delimiter)
    try:
        return list(map(tuple.__new__, repeat(Row), zip(numbers(first), cells, strict=False))), []
    except csv.Error:
        return (), _uncut_rows(text, offset, delimiter, first)


def _without_blanks(records: Iterable[list[str]], text: str, delimiter: str) -> Iterable[tuple[str, ...]]:
    """The cells of each record without outer blanks; a plain text shows at one look that it has none. Spaces before a
    cell are left out by the reader.
    """
    if any(mark in text for mark in _INVISIBLE):
        return (tuple(map(trimmed, record)) for record in records)
    beside = ('"', *_BLANKS.replace(delimiter, ""), f" {delimiter}", " \r", " \n")
    if not text.isascii() or text[-1] == " " or any(mark in text for mark in beside):
        return (tuple(map(str.strip, record)) for record in records)
    return map(tuple, records)


_INVISIBLE = "\ufeff\u200b"
_BLANKS = "\t\v\f\x1c\x1d\x1e\x1f"


def row_start(table: Table, number: int) -> int:
    """The offset in the text at which the row with that number begins; the text's end where it has no such row."""
    lines = _Lines(iter(io.StringIO(table.source.text, newline="")), 0)
    reader = csv.reader(lines, delimiter=table.delimiter, skipinitialspace=True)
    above = max(table.head - 1, 0)
    for _ in range(above):
        next(lines, None)
    for _ in range(number - 1 - above):
        _next_record(reader)
    return lines.after


def _uncut_rows(text: str, offset: int, delimiter: str, first: int) -> list[Diagnostic]:
    """Where each record that cannot be cut begins and ends; the first few of them."""
    stream = io.StringIO(text, newline="")
    stream.seek(offset)
    lines = _Lines(iter(stream), offset)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    problems: list[Diagnostic] = []
    for number in numbers(first):
        begun = lines.after
        record = _next_record(reader)
        if record is None or len(problems) == _MOST_PROBLEMS:
            return problems
        if isinstance(record, csv.Error):
            problems.append(_uncut(text, begun, lines.last, number, record))
    return problems


@dataclass
class _Lines:
    """Lines of a text, with the offsets at which the last one read and the one after it begin."""

    lines: Iterator[str]
    after: int
    last: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.last, self.after = self.after, self.after + len(line)
        return line


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


def no_row(wanted: int, found: int) -> Diagnostic:
    return Diagnostic(
        "CE300",
        f"the header should be in row {wanted}, the file ends before row {found}",
        Label(Span(0, 0)),
        help="correct `header` in the profile",
    )


def too_many_columns(header: tuple[Heading, ...]) -> Diagnostic:
    return Diagnostic(
        "CE306",
        f"the header has {len(header)} columns; at most {MOST_COLUMNS} can be read",
        Label(header[MOST_COLUMNS].span, "one too many"),
        help="is this a table of activities? each row is one activity, each column one thing about it",
    )
