"""Rows of which nothing has to be said, read by what earlier rows have shown.

Most rows of most files are plain, and say again what rows before them have said: the same days, the same amounts, the
same words. What a group of cells means depends on no other cell, so once a row was read without a remark, each of its
groups is known, and a row all of whose groups are known need not be looked at closely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import compress, repeat
from operator import itemgetter, setitem
from typing import Any, TypeAlias

from cedsl.lean import dataclass
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, Value
from cedsl.records.amounts import minutes_in
from cedsl.records.columns import CELLS, exhaust
from cedsl.records.layout import FieldColumn
from cedsl.records.made import activities
from cedsl.records.rows import MINUTES_A_DAY, Sheet
from cedsl.records.schema import TextType
from cedsl.records.table import Heading, Row

Cells: TypeAlias = str | tuple[str, ...]
"""The cells of one group; of a group of one, that cell."""

Columns: TypeAlias = Sequence[Sequence[str]]
"""The cells of several rows, column by column."""


@dataclass
class Group:
    """Columns whose cells mean something together. `known` holds what they mean, each meaning in a tuple."""

    indexes: tuple[int, ...]
    known: dict[Cells, tuple[Any, ...]] = field(default_factory=dict)

    def cells(self, columns: Columns) -> Iterable[Cells]:
        """The cells of the group in each row."""
        own = [columns[index] for index in self.indexes] or [[""] * len(columns[0])]
        return own[0] if len(own) == 1 else zip(*own, strict=True)

    def meanings(self, columns: Columns) -> list[Any]:
        """What the group means in each row; None where that is not known."""
        return list(map(self.known.get, self.cells(columns)))

    def learn(self, row: Row, *meaning: Any) -> None:
        """Remember what the group means that has the cells of the row."""
        (cells,) = self.cells(tuple(zip(row.cells, strict=True)))
        self.known[cells] = meaning


@dataclass
class Plain:
    """What has been learned about one sheet. `typed` fields are each a group of its own; `texts` are as written."""

    sheet: Sheet
    days: Group
    credit: Group
    typed: tuple[tuple[FieldColumn, Group], ...]
    texts: tuple[FieldColumn, ...]

    def read(self, rows: Sequence[Row]) -> Mapping[int, Activity]:
        """The activities of the rows whose groups are all known, by row number; look closely at the others."""
        if set(map(len, map(CELLS, rows))) != {self.sheet.width}:
            rows = [row for row in rows if len(row.cells) == self.sheet.width]
        if not rows:
            return {}
        numbers, cells = zip(*rows, strict=True)
        columns = tuple(zip(*cells, strict=True))
        members = columns[self.sheet.layout.member.index]
        meant = [each.meanings(columns) for each in (self.days, self.credit, *(group for _, group in self.typed))]
        if not all(map(all, (members, *meant))):
            return self.read(list(compress(rows, map(all, zip(members, *meant, strict=True)))))
        days, credit, *values = meant
        on, started = zip(*days, strict=True)
        amount, tags = zip(*credit, strict=True)
        fields = self._fields(columns, [map(_ONLY, each) for each in values])
        made = activities(members, on, amount, tags, fields, started, numbers, self.sheet.file)
        return dict(zip(numbers, made, strict=True))

    def _fields(self, columns: Columns, values: Sequence[Iterable[Value]]) -> list[dict[str, Value]]:
        """The fields of each row; `values` are those of the typed columns. A blank cell states nothing."""
        fields: list[dict[str, Value]] = [{} for _ in columns[0]]
        written = [(each, columns[each.heading.index]) for each in self.texts]
        for column, stated in (*zip((each for each, _ in self.typed), values, strict=True), *written):
            cells = columns[column.heading.index]
            if all(cells):
                exhaust(map(setitem, fields, repeat(column.name), stated))
            else:
                exhaust(map(setitem, compress(fields, cells), repeat(column.name), compress(stated, cells)))
        return fields

    def learn(self, row: Row, activity: Activity) -> None:
        """Remember the groups of a row that was read without a remark."""
        cells = row.cells
        if len(cells) != self.sheet.width or not self._within_a_day(activity.amount):
            return
        self.days.learn(row, activity.on, activity.started)
        self.credit.learn(row, activity.amount, activity.tags)
        for column, group in self.typed:
            if cells[column.heading.index] and column.name in activity.fields:
                group.learn(row, activity.fields[column.name])

    def _within_a_day(self, amount: Amount | None) -> bool:
        """Whether the amount fits into any days; a larger one is looked at beside its own."""
        minutes = None if amount is None else minutes_in(amount, self.sheet.units)
        return minutes is None or minutes <= MINUTES_A_DAY


_ONLY = itemgetter(0)


def nothing_learned(sheet: Sheet) -> Plain:
    """The groups of a sheet's columns, before any row is read. A blank cell of a field says nothing, which is known."""
    layout = sheet.layout
    days = [layout.date, *([layout.started] if layout.started else [])]
    credit = [*(each.heading for each in layout.amounts), *(each.heading for each in layout.parts)]
    credit += [heading for heading in (layout.unit, layout.category) if heading is not None]
    texts = tuple(each for each in layout.fields if isinstance(each.type, TextType))
    typed = tuple((each, Group((each.heading.index,), {"": ("",)})) for each in layout.fields if each not in texts)
    return Plain(sheet, Group(_places(days)), Group(_places(credit)), typed, texts)


def _places(headings: Iterable[Heading]) -> tuple[int, ...]:
    return tuple(each.index for each in headings)
