"""Mending a table before its cells are read: what the settings of its source and its own evidence allow.

Each step is a function from one state to the next. A step changes cells, settles rows that are no activities of their
own, remarks on rows, and lists other contents that a row may have had. It never drops a row or renumbers one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.records.amounts import Units
from cedsl.records.columns import NUMBER
from cedsl.records.headings import Assigned, Meaning, Vocabulary, assign
from cedsl.records.outcome import Outcome
from cedsl.records.profile import Profile
from cedsl.records.remark import Remark
from cedsl.records.schema import Schema
from cedsl.records.table import Heading, Row, Table, titles_above
from cedsl.source import Span


@dataclass(frozen=True, slots=True)
class Source:
    """What every step may look at. `horizon` is the last day on which anything can have been completed; None: no
    day is too late.
    """

    schema: Schema
    units: Units
    profile: Profile
    vocabulary: Vocabulary
    horizon: date | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """A table and what has been said of its rows, by row number.

    A row in `settled` is no activity of its own: it is skipped, refused, noted as part of another row, or held because
    it names nobody who could be credited. A row above the header may stand there too. `remarks` join those that reading
    the row makes. `otherwise` holds other contents that the row may have had; each is one more reading. `notices` are
    about the file. `meanings` are what a step has made of columns, by folded heading. `ended` is the day on which an
    activity ended that ran past midnight. `alike` is what a row is compared by with others of its source, where that
    is not its cells.
    """

    table: Table
    settled: Mapping[int, Remark] = field(default_factory=dict)
    remarks: Mapping[int, tuple[Remark, ...]] = field(default_factory=dict)
    otherwise: Mapping[int, tuple[Row, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    ended: Mapping[int, date] = field(default_factory=dict)
    alike: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def vocabulary(self, about: Source) -> Vocabulary:
        """What headings mean in this table."""
        found = about.vocabulary
        return replace(found, settled={**found.settled, **self.meanings}) if self.meanings else found

    def columns(self, about: Source) -> Assigned:
        """What the columns mean, as far as the table has been mended."""
        return assign(self.table.header, self.vocabulary(about))

    def open_rows(self) -> Iterator[Row]:
        """The rows that state something and have not been settled."""
        return (row for row in self.table.rows if row.number not in self.settled and not row.is_blank())

    def with_rows(self, changed: Mapping[int, Row]) -> Mended:
        """The same with other contents for some rows, by number."""
        if not changed:
            return self
        rows = tuple(changed.get(row.number, row) for row in self.table.rows)
        return replace(self, table=replace(self.table, rows=rows))

    def with_column(self, heading: str, cell: Callable[[Row], str]) -> Mended:
        """The same with one more column before all others, which the file does not have. What a workbook knows of its
        cells has been used by then, and is forgotten.
        """
        table = self.table
        header = (Heading(0, heading, Span(0, 0)), *(replace(each, index=each.index + 1) for each in table.header))
        table = replace(table, header=header, rows=_wider(table.rows, cell), kinds={}, added=table.added + 1)
        others = {number: _wider(rows, cell) for number, rows in self.otherwise.items()}
        return replace(self, table=table, otherwise=others)

    def with_others(self, others: Mapping[int, tuple[Row, ...]]) -> Mended:
        """The same with more contents that rows may have had."""
        if not others:
            return self
        every = dict(self.otherwise)
        for number, rows in others.items():
            every[number] = (*every.get(number, ()), *rows)
        return replace(self, otherwise=every)

    def settling(self, found: Mapping[int, Remark]) -> Mended:
        """The same with more rows settled; what was said first stands."""
        return replace(self, settled={**found, **self.settled}) if found else self

    def reading_above(self, numbers: Iterable[int], reason: str, sentence: str) -> Mended:
        """The same, with what rows above the header were used for: it is not true of them that nobody reads them."""
        found = {number: Remark(Outcome.SKIPPED, reason, sentence) for number in numbers}
        unread, header = titles_above(self.table.head), f"row {self.table.head} is the header"
        notices = tuple(header if each == unread else each for each in self.table.notices)
        return replace(self, table=replace(self.table, notices=notices)).settling(found)

    def remarking(self, found: Iterable[tuple[int, Remark]]) -> Mended:
        """The same with more remarks, after the earlier ones of each row."""
        more = list(found)
        if not more:
            return self
        every = dict(self.remarks)
        for number, remark in more:
            every[number] = (*every.get(number, ()), remark)
        return replace(self, remarks=every)

    def noticing(self, *sentences: str) -> Mended:
        """The same with more said about the file."""
        return replace(self, notices=(*self.notices, *sentences)) if sentences else self


Step: TypeAlias = Callable[[Mended, Source], Mended]


def _wider(rows: Iterable[Row], cell: Callable[[Row], str]) -> tuple[Row, ...]:
    return tuple(row._replace(cells=(cell(row), *row.cells)) for row in rows)


UNKNOWN = "?"
"""A cell that nobody can read: an amount without bound, in a row as it may have been."""


def with_cell(row: Row, index: int, text: str) -> Row:
    """The row with another text in one of its columns; a row that ends before it is made longer."""
    cells = (*row.cells, *[""] * (index + 1 - len(row.cells)))
    return row._replace(cells=(*cells[:index], text, *cells[index + 1 :]))


def mentions(table: Table, mark: str) -> bool:
    """Whether the mark may stand in any cell: one look at the whole text, where there is one."""
    if table.begins >= 0:
        return table.source.text.find(mark, table.begins) >= 0
    return mark in table.text


def matches(table: Table, pattern: re.Pattern[str]) -> bool:
    """Whether the pattern may be found in any cell: one look at the whole text, where there is one."""
    if table.begins >= 0:
        return pattern.search(table.source.text, table.begins) is not None
    return pattern.search(table.text) is not None


def mend(table: Table, steps: Iterable[Step], about: Source) -> Mended:
    """The table after every step, in their order."""
    mended = Mended(table, settled=table.settled)
    for step in steps:
        mended = step(mended, about)
    # Invariant: no step drops a row, adds one, or gives one another number.
    assert mended.table.rows is table.rows or list(map(NUMBER, mended.table.rows)) == list(map(NUMBER, table.rows))
    return mended
