"""The administrator's own file once more, with what became of each row beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from cedsl.lean import dataclass, regex
from cedsl.publishing.annotate_outcome import Account, Annotation, account_of, annotated
from cedsl.publishing.report import Checked
from cedsl.records.guard import guarded
from cedsl.records.table import Table
from cedsl.records.verbatim import every_row

BESIDE = ("outcome", "reason", "sentence")
"""The columns after those of the file."""

_MARK = "\ufeff"
"""By it a spreadsheet knows the encoding."""

_NUMBER = regex(r"[+-]?[0-9]+(?:[.,/][0-9]+)?")
"""What no spreadsheet runs, though it may begin with a sign."""

_Row: TypeAlias = list[str]


@dataclass(frozen=True, slots=True)
class Annotated:
    """The file as text, and how many of its cells begin with an apostrophe that they did not have."""

    text: str
    guarded: int


def as_annotated(tables: Sequence[Table], several: Sequence[Checked]) -> Annotated:
    """Every row of the tables in order, as it stands in its file, with its outcome, a reason and a sentence.

    `tables` are those of the records of each report, in their order. One table keeps its separator, and its header
    heads the three columns. Of several tables a first row names the columns, and each row begins with its file, and
    with its sheet where there are sheets. A table whose file has no header is headed by the names of its columns.
    """
    accounts = [account_of(each) for each in several]
    width = max((len(cells) for table in tables for cells in every_row(table)), default=0)
    lines = [_line(_Place(table, accounts, number), width) for number, table in enumerate(tables)]
    text = io.StringIO(newline="")
    writer, guard = csv.writer(text, delimiter=_separator(tables)), _Guard()
    if len(tables) == 1:
        writer.writerows(map(guard.harmless, _alone(tables[0], next(iter(lines)), width)))
        return Annotated(_MARK + text.getvalue(), guard.count)
    sheets = any(table.sheet for table in tables)
    first = ["file", "sheet"] if sheets else ["file"]
    writer.writerow([*first, *[""] * width, *BESIDE])
    for table, rows in zip(tables, lines, strict=True):
        named = [table.source.name, table.sheet] if sheets else [table.source.name]
        if not table.head and table.header:
            writer.writerow(guard.harmless([*named, *_padded(_names(table), width)]))
        writer.writerows(guard.harmless([*named, *row]) for row in rows)
    return Annotated(_MARK + text.getvalue(), guard.count)


@dataclass(frozen=True)
class _Place:
    """A table, and where its outcomes stand among those of each report."""

    table: Table
    accounts: Sequence[Account]
    number: int

    def annotation(self, row: int) -> Annotation:
        """What became of the row, by its place from 0."""
        outcomes = ((each, each.checked.records[self.number].outcomes) for each in self.accounts)
        return annotated([(account, found[row]) for account, found in outcomes if row < len(found)])


def _line(place: _Place, width: int) -> Iterator[_Row]:
    """Every row of the file, with what stands beside it."""
    for number, cells in enumerate(every_row(place.table)):
        found = place.annotation(number)
        yield [*_padded(cells, width), found.outcome.value, found.reason, found.sentence]


def _alone(table: Table, rows: Iterator[_Row], width: int) -> Iterator[_Row]:
    """The rows of the only table, whose header heads the columns beside it, too."""
    if not table.head and table.header:
        yield [*_padded(_names(table), width), *BESIDE]
    for number, row in enumerate(rows, 1):
        yield [*row[:width], *BESIDE] if number == table.head else row


def _names(table: Table) -> Sequence[str]:
    return [heading.text for heading in table.header]


def _padded(cells: Sequence[str], width: int) -> _Row:
    return [*cells, *[""] * (width - len(cells))]


def _separator(tables: Sequence[Table]) -> str:
    """That of the files where they are text and agree; else a comma."""
    found = {table.delimiter if table.form.startswith("text") else "," for table in tables}
    return found.pop() if len(found) == 1 else ","


@dataclass
class _Guard:
    """Keeps a spreadsheet from running a cell. `count` is the number of cells to which that happened."""

    count: int = 0

    def harmless(self, row: _Row) -> _Row:
        """The row without anything that a spreadsheet would run."""
        return [f"'{cell}" if self._is_risky(cell) else cell for cell in row]

    def _is_risky(self, cell: str) -> bool:
        """Whether the cell begins as a formula does, perhaps after blanks."""
        bare = cell.strip()
        risky = any(guarded(each) != each for each in (cell, bare)) and not _NUMBER.fullmatch(bare)
        self.count += risky
        return risky
