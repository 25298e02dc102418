"""Why a file of another program cannot be read: one sentence each, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from cedsl.diagnostic import Diagnostic, Label, of_file
from cedsl.records.remark import quoted
from cedsl.source import NOWHERE, Source, Span


class Refused(Exception):
    """Deep inside a file something shows that it cannot be read; `intake` makes a value of it."""

    def __init__(self, problem: Diagnostic, source: Source | None = None) -> None:
        """`source` is the text that the problem points into; None: there is no text."""
        super().__init__(problem.message)
        self.problem = problem
        self.source = source


WITHOUT_TEXT = frozenset({"CE307", "CE308", "CE309", "CE318", "CE319"})
"""The problems of files that have no text to point into."""

MIB = 1024 * 1024
MOST_UNPACKED = 256 * MIB
"""Of a packed workbook, all parts that are read; of a Parquet file, all columns."""

MOST_PARTS = 10_000
MOST_ROWS = 1_048_576
"""Of all sheets of a workbook together, down to the last row with anything in it: as many as one sheet can have."""

MOST_CELLS = 8_000_000
MOST_BLANKS = 4 * MOST_CELLS
"""Of all rows together, cells with nothing in them that stand before another one."""

MOST_SHEETS = 1000
LONGEST_CELL = 131_072
LONGEST_LINE = MIB
"""Of JSON lines."""

LONGEST_TEXT_LINE = 8 * MIB
"""Of any text; a line twice as long is surely noticed."""


def another_program(what: str, do: str, at: Span = NOWHERE) -> Diagnostic:
    return Diagnostic("CE307", f"this is {what}, not a table", Label(at), help=do)


def damaged(what: str, how: str = "") -> Diagnostic:
    return of_file(
        "CE308",
        f"the {what} is damaged or cut off" + (f": {how}" if how else ""),
        do="copy or export it again; if your spreadsheet can open it, save it there as a new workbook (.xlsx)"
        if what == "workbook"
        else "copy or export it again",
    )


def locked(what: str) -> Diagnostic:
    return of_file(
        "CE308",
        f"the {what} is locked with a password",
        do="open it with the password, save it without one, and use that file",
    )


def missing_part(what: str) -> Diagnostic:
    return of_file(
        "CE309",
        f'reading {what} needs one more part. Install it with: pip install "cedsl[import]"',
        do="or save the table as `CSV UTF-8`, which needs nothing more",
    )


def unpacked_too_large(what: str) -> Diagnostic:
    return _too_much(f"unpacked, the {what} is larger than {MOST_UNPACKED // MIB} MiB")


def too_many_parts() -> Diagnostic:
    return _too_much(f"the packed file has more than {MOST_PARTS} parts")


def too_many_sheets() -> Diagnostic:
    return _too_much(f"the workbook has more than {MOST_SHEETS} sheets")


def too_many_rows(what: str) -> Diagnostic:
    return _too_much(f"the {what} has more than {MOST_ROWS} rows")


def too_many_cells(what: str) -> Diagnostic:
    return _too_much(f"the {what} has more than {MOST_CELLS} cells with something in them")


def too_many_blanks(what: str) -> Diagnostic:
    return _too_much(f"the {what} has more than {MOST_BLANKS} blank cells to the left of others")


def too_many_columns_in(what: str, most: int) -> Diagnostic:
    return _too_much(f"the {what} has more than {most} columns")


def too_many_keys(most: int, at: Span) -> Diagnostic:
    return Diagnostic(
        "CE318",
        f"the lines have more than {most} different keys; no more can be read",
        Label(at, "one too many"),
        help="is this a file of activities? each line is one activity, each key one thing about it",
    )


def too_long_a_cell(sheet: str = "", row: int = 0) -> Diagnostic:
    place = f" in row {row} of the sheet {quoted(sheet)}" if sheet else ""
    return _too_much(f"a cell{place} is longer than {LONGEST_CELL} characters")


def _too_much(message: str) -> Diagnostic:
    return of_file("CE318", message, "save the table of records alone as `CSV UTF-8`, and use that file")


def endless_line() -> Diagnostic:
    return of_file(
        "CE318",
        f"a line of the file is longer than {LONGEST_TEXT_LINE} characters",
        do="is this a table? each row of a table stands in a line of its own",
    )


def far_column(sheet: str, row: int, most: int) -> Diagnostic:
    return of_file(
        "CE318",
        f"row {row} of the sheet {quoted(sheet)} has a cell to the right of column {most}; no more columns can be read",
        do="clear what stands far outside of the table",
    )


def no_such_sheet(wanted: str, sheets: Sequence[str]) -> Diagnostic:
    listed = ", ".join(quoted(each) for each in sheets[:20])
    return of_file(
        "CE319",
        f"the workbook has no sheet {quoted(wanted)}",
        do=f"it has {listed}; correct `sheet` in the profile",
    )


def all_hidden(sheets: Sequence[str]) -> Diagnostic:
    listed = ", ".join(quoted(each) for each in sheets[:20])
    return of_file(
        "CE319",
        f"every sheet with anything in it is hidden: {listed}",
        do="show the sheet in your spreadsheet and save, or name it as `sheet` in a profile",
    )


def no_row_there(row: int, sheet: str, why: str, at: Span, do: str = "correct the row") -> Diagnostic:
    place = f"row {row} of the sheet {quoted(sheet)}" if sheet else f"row {row}"
    return Diagnostic("CE324", f"{place}: {why}", Label(at), help=do)
