"""Bytes into tables: text in one of its encodings, or what other programs store. The first bytes decide which it is,
whatever the file is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from cedsl.diagnostic import Diagnostic
from cedsl.records.cut import cut, no_row
from cedsl.records.encoding import Decoded, decode, empty_file
from cedsl.records.intake_foreign import (
    OLE,
    ZIP,
    is_lines,
    is_parquet,
    packed_sheets,
    refuse_bytes,
    refuse_text,
    stream_of_sheets,
)
from cedsl.records.intake_refused import (
    LONGEST_TEXT_LINE,
    Refused,
    all_hidden,
    endless_line,
    no_row_there,
    no_such_sheet,
)
from cedsl.records.outcome import Unreadable
from cedsl.records.profile import PLAIN, Profile
from cedsl.records.remark import quoted
from cedsl.records.table import CellKind, Grid, IsHeader, Table
from cedsl.records.words import lists_words
from cedsl.source import Source, Span


def tables_in(name: str, data: bytes, is_header: IsHeader, profile: Profile = PLAIN) -> tuple[Table, ...] | Unreadable:
    """Every table of a file: one of a text, one of each sheet that has any row. At least one of them is to be read;
    the others are `aside`.
    """
    try:
        opened = _opened(name, data, profile)
        match opened:
            case Unreadable():
                return opened
            case Decoded():
                table = cut(opened, is_header, profile)
                return table if isinstance(table, Unreadable) else (table,)
            case Table():
                return (opened,)
            case _:
                return tuple(_tables(opened, is_header, profile))
    except Refused as refused:
        return Unreadable(name, (refused.problem,), refused.source or Source(name, ""))


def table_in(name: str, data: bytes, is_header: IsHeader) -> Table | Unreadable:
    """The one table of a file in which every row counts: a row that cannot be read is a problem of the whole file."""
    tables = tables_in(name, data, is_header)
    if isinstance(tables, Unreadable):
        return tables
    table = one_of(tables)
    if table.settled:
        source, broken = table.source, islice(table.settled.items(), _MOST_PROBLEMS)
        problems = (no_row_there(number, "", each.sentence, _line(source, number)) for number, each in broken)
        return Unreadable(name, tuple(problems), source)
    if table.begins >= 0:
        return table
    from cedsl.records.lay import written_out

    table = written_out(table)
    unread = (place for place, kind in table.kinds.items() if kind in _NO_VALUE)
    found = tuple(_without_result(table, place) for place in islice(unread, _MOST_PROBLEMS))
    return Unreadable(name, found, table.source) if found else table


_NO_VALUE = (CellKind.NO_RESULT, CellKind.FAILED)
_MOST_PROBLEMS = 20


def _without_result(table: Table, place: tuple[int, int]) -> Diagnostic:
    number, column = place
    at = _line(table.source, number)
    if table.kinds[place] is CellKind.NO_RESULT:
        why = f"the formula in column {column + 1} has no result yet"
        return no_row_there(number, table.sheet, why, at, "open and save the file in your spreadsheet")
    return no_row_there(number, table.sheet, f"the formula in column {column + 1} failed", at)


def _line(source: Source, number: int) -> Span:
    """The place of a line of the text."""
    at = 0
    for _ in range(number - 1):
        at = source.text.find("\n", at) + 1
    end = source.text.find("\n", at)
    return Span(at, len(source.text) if end < 0 else end)


def one_of(tables: Sequence[Table]) -> Table:
    """Of the tables of a file the first that is to be read, which says that the others are not."""
    first = next(table for table in tables if not table.aside)
    said = [notice for table in tables if table.aside for notice in table.notices]
    more = [table.sheet for table in tables if not table.aside and table is not first]
    said += [f"the sheet {quoted(sheet)} is not read: one table is wanted, and {_is_it(first)}" for sheet in more]
    return replace(first, notices=(*first.notices, *said)) if said else first


def _is_it(table: Table) -> str:
    return f"the sheet {quoted(table.sheet)} is the first"


def _opened(name: str, data: bytes, profile: Profile) -> Decoded | Table | tuple[Grid, ...] | Unreadable:
    """What the file holds. Raises Refused for the files of other programs that hold no table.

    What reads a form of file is imported when such a file comes: most are text.
    """
    if data.startswith(ZIP):
        return _sheets(name, data)
    if data.startswith(OLE):
        from cedsl.records.intake_xls import grids_of_xls

        return grids_of_xls(name, stream_of_sheets(data))
    if is_parquet(data):
        from cedsl.records.intake_parquet import table_of_parquet

        return table_of_parquet(name, data)
    refuse_bytes(data)
    decoded = decode(name, data, profile.encoding)
    if isinstance(decoded, Unreadable):
        return decoded
    _refuse_endless(decoded.source.text)
    refuse_text(decoded.source)
    if is_lines(decoded.source.text):
        from cedsl.records.intake_lines import table_of_lines

        return table_of_lines(decoded)
    return decoded


def _sheets(name: str, data: bytes) -> tuple[Grid, ...]:
    packed, sort = packed_sheets(data)
    if sort == "xlsx":
        from cedsl.records.intake_xlsx import grids_of_xlsx

        return grids_of_xlsx(name, packed)
    from cedsl.records.intake_ods import grids_of_ods

    return grids_of_ods(name, packed)


def _refuse_endless(text: str) -> None:
    """Raise Refused where a line may be longer than any table has: looking at it would take more than it is worth."""
    for at in range(0, len(text) - LONGEST_TEXT_LINE + 1, LONGEST_TEXT_LINE):
        if all(text.find(mark, at, at + LONGEST_TEXT_LINE) < 0 for mark in "\n\r"):
            raise Refused(endless_line())


def _tables(grids: Sequence[Grid], is_header: IsHeader, profile: Profile) -> Iterator[Table]:
    """A table of each sheet that has any row, in their order. Raises Refused where none can be read."""
    from cedsl.records.lay import lay, lay_aside

    filled = [grid for grid in grids if grid.rows]
    read = _to_read(grids, filled, profile)
    laid = {id(grid): lay(grid, is_header, profile, alone=len(read) == 1) for grid in read}
    if not any(laid.values()):
        laid[id(read[0])] = lay(read[0], is_header, profile)
    if not any(laid.values()):
        raise Refused(no_row(profile.header or 1, len(read[0].rows) + 1))
    for grid in filled:
        yield laid.get(id(grid)) or lay_aside(grid, _why_aside(grid, profile))


def _to_read(grids: Sequence[Grid], filled: Sequence[Grid], profile: Profile) -> list[Grid]:
    """The sheets to look for a header in: the one that is settled, or all that are shown."""
    if profile.sheet:
        named = [grid for grid in grids if grid.sheet.casefold() == profile.sheet.casefold()]
        if not named:
            raise Refused(no_such_sheet(profile.sheet, [grid.sheet for grid in grids]))
        read = [grid for grid in named if grid.rows]
    else:
        shown = [grid for grid in filled if not grid.hidden]
        read = [grid for grid in shown if not lists_words(grid.sheet, grid.rows)] or shown
        if filled and not read:
            raise Refused(all_hidden([grid.sheet for grid in filled]))
    if not read:
        raise Refused(empty_file())
    return read


def _why_aside(grid: Grid, profile: Profile) -> str:
    if profile.sheet:
        return f"the sheet {quoted(grid.sheet)} is not read: the profile names another one"
    if grid.hidden:
        return f"the sheet {quoted(grid.sheet)} is hidden and is not read; a profile can name it"
    if lists_words(grid.sheet, grid.rows):
        return f"the sheet {quoted(grid.sheet)} is not read: it lists the words to choose from"
    return f"the sheet {quoted(grid.sheet)} is not read: no row of it names the columns"
