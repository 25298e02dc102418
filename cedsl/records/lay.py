"""The table in a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cedsl.records.outcome import Outcome
from cedsl.records.profile import PLAIN, Profile
from cedsl.records.remark import Remark
from cedsl.records.table import (
    MOST_COLUMNS,
    MOST_TITLES,
    CellKind,
    Grid,
    Heading,
    IsHeader,
    Row,
    Table,
    titles_above,
)
from cedsl.source import Source, Span


def lay(grid: Grid, is_header: IsHeader, profile: Profile = PLAIN, *, alone: bool = True) -> Table | None:
    """The table in a sheet of a workbook, its header found as `cut` finds one; None where it has none.

    In a sheet that is `alone` the first row that is not blank is the header where no row looks like one, so that
    somebody can be told what is missing in it.
    """
    rows = grid.rows
    at = _header_of(grid, is_header, profile, alone=alone)
    if at is None:
        return None
    width = _width(rows)
    cells = _numbered(width) if at < 0 else [rows[at].cell(index) for index in range(width)]
    source, header = written(grid.file, at, cells[:MOST_COLUMNS])
    said = [titles_above(rows[at].number)] if any(not row.is_blank() for row in rows[: max(at, 0)]) else []
    above, below = rows[: max(at, 0)], rows[at + 1 :]
    notices = (*grid.notices, *said)
    return Table(source, "\t", header, below, notices, above, at + 1, grid.sheet, grid.kinds, form="a workbook")


def lay_aside(grid: Grid, why: str) -> Table:
    """A sheet that is not read: every row of it is skipped. `why` is a sentence."""
    skipped = Remark(Outcome.SKIPPED, "other-sheet", why)
    blank = Remark(Outcome.SKIPPED, "blank-row", "the row is blank")
    settled = {row.number: blank if row.is_blank() else skipped for row in grid.rows}
    source = Source(grid.file, "")
    return Table(source, "\t", (), grid.rows, (why,), (), 0, grid.sheet, grid.kinds, settled=settled, aside=True)


def _header_of(grid: Grid, is_header: IsHeader, profile: Profile, *, alone: bool) -> int | None:
    """The place of the header among the rows; -1: there is none and none is wanted."""
    rows = grid.rows
    if profile.header is not None:
        fits = alone or is_header(_numbered(_width(rows)) if profile.header == 0 else _cells(rows, profile.header - 1))
        return profile.header - 1 if fits and profile.header <= len(rows) else None
    first = next((at for at, row in enumerate(rows) if not row.is_blank()), None)
    if first is None:
        return None
    near = range(first, min(len(rows), first + MOST_TITLES + 1))
    found = next((at for at in near if is_header(rows[at].cells)), None)
    if found is None:
        return first if alone else None
    while _goes_on(grid, found + 1, is_header):
        found += 1
    return found


def _goes_on(grid: Grid, at: int, is_header: IsHeader) -> bool:
    """Whether a header whose cells are merged downwards goes on in that row."""
    if at >= len(grid.rows):
        return False
    row = grid.rows[at]
    merged = any(grid.kinds.get((row.number, index)) is CellKind.MERGED for index in range(len(row.cells)))
    return merged and is_header(row.cells)


def _width(rows: Sequence[Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _cells(rows: Sequence[Row], at: int) -> Sequence[str]:
    return rows[at].cells if at < len(rows) else ()


def _numbered(width: int) -> list[str]:
    return [f"column {index + 1}" for index in range(width)]


def written(file: str, at: int, cells: Sequence[str]) -> tuple[Source, tuple[Heading, ...]]:
    """The header as a line of text in its own place, so that messages can point at it. `at` is its place among the
    rows, from 0; below that it has none, and stands in the first line.
    """
    start = max(at, 0)
    text, headings = "\n" * start, []
    for index, cell in enumerate(cells):
        line = " ".join(cell.split())
        headings.append(Heading(index, line, Span(len(text), len(text) + len(line))))
        text += line + "\t"
    return Source(file, text), tuple(headings)


def written_out(table: Table) -> Table:
    """The same with all of its rows as a text, one line each, so that messages can point at any of them."""
    names = [heading.text for heading in table.header]
    header = [Row(table.head, tuple(names))] if table.head else []
    lines = ["\t".join(map(_in_line, row.cells)) for row in (*table.above, *header, *table.rows)]
    source = Source(table.source.name, "\n".join(lines) + "\n")
    if not table.head:
        return replace(table, source=source, delimiter="\t")
    at, headings = sum(len(line) + 1 for line in lines[: table.head - 1]), []
    for heading in table.header:
        headings.append(replace(heading, span=Span(at, at + len(_in_line(heading.text)))))
        at = headings[-1].span.end + 1
    return replace(table, source=source, delimiter="\t", header=tuple(headings))


def _in_line(cell: str) -> str:
    """A cell without what would end it or its line."""
    return " ".join(cell.split()).replace('"', "'")
