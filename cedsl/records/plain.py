"""Rows of which nothing has to be said, read by what earlier rows have shown.

Most rows of most files are plain, and say again what rows before them have said: the same days, the same amounts, the
same words. What a group of cells means depends on no other cell, so once a row was read without a remark, each of its
groups is known, and a row all of whose groups are known need not be looked at closely.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import TypeAlias

from cedsl.quantity import Amount
from cedsl.records.activity import Activity, Tag, Value
from cedsl.records.amounts import minutes_in
from cedsl.records.layout import FieldColumn
from cedsl.records.rows import MINUTES_A_DAY, Sheet
from cedsl.records.schema import TextType
from cedsl.records.table import Row

Cells: TypeAlias = str | tuple[str, ...]
"""The cells of one group; of a group of one, that cell."""


@dataclass
class Plain:
    """What has been learned about one sheet. `days`, `credit` and `values` hold what groups of cells mean."""

    sheet: Sheet
    days_of: Callable[[Sequence[str]], Cells]
    credit_of: Callable[[Sequence[str]], Cells]
    typed: tuple[tuple[int, str, dict[str, Value]], ...]
    texts: tuple[tuple[int, str], ...]
    days: dict[Cells, tuple[date | None, date | None]] = field(default_factory=dict)
    credit: dict[Cells, tuple[Amount | None, tuple[Tag, ...]]] = field(default_factory=dict)

    def read(self, row: Row) -> Activity | None:
        """The activity of a row whose groups are all known; None: look closely."""
        cells, sheet = row.cells, self.sheet
        if len(cells) != sheet.width:
            return None
        member = cells[sheet.layout.member.index]
        days = self.days.get(self.days_of(cells))
        credit = self.credit.get(self.credit_of(cells))
        if not member or days is None or credit is None:
            return None
        fields: dict[str, Value] = {}
        for index, name, known in self.typed:
            if text := cells[index]:
                value = known.get(text)
                if value is None:
                    return None
                fields[name] = value
        for index, name in self.texts:
            if text := cells[index]:
                fields[name] = text
        return Activity(member, days[0], credit[0], credit[1], fields, days[1], False, row.number, sheet.file)

    def learn(self, row: Row, activity: Activity) -> None:
        """Remember the groups of a row that was read without a remark."""
        cells = row.cells
        if len(cells) != self.sheet.width or not self._within_a_day(activity.amount):
            return
        self.days[self.days_of(cells)] = activity.on, activity.started
        self.credit[self.credit_of(cells)] = activity.amount, activity.tags
        for index, name, known in self.typed:
            if cells[index] and name in activity.fields:
                known[cells[index]] = activity.fields[name]

    def _within_a_day(self, amount: Amount | None) -> bool:
        """Whether the amount fits into any days; a larger one is looked at beside its own."""
        minutes = None if amount is None else minutes_in(amount, self.sheet.units)
        return minutes is None or minutes <= MINUTES_A_DAY


def nothing_learned(sheet: Sheet) -> Plain:
    """The groups of a sheet's columns, before any row is read."""
    layout = sheet.layout
    days = [layout.date, *([layout.started] if layout.started else [])]
    credit = [*(each.heading for each in layout.amounts), *(each.heading for each in layout.parts)]
    credit += [heading for heading in (layout.unit, layout.category) if heading is not None]
    texts = tuple((each.heading.index, each.name) for each in layout.fields if _as_written(each))
    typed = tuple((each.heading.index, each.name, _no_values()) for each in layout.fields if not _as_written(each))
    return Plain(sheet, _cells([each.index for each in days]), _cells([each.index for each in credit]), typed, texts)


def _no_values() -> dict[str, Value]:
    return {}


def _as_written(column: FieldColumn) -> bool:
    return isinstance(column.type, TextType)


def _cells(indexes: Sequence[int]) -> Callable[[Sequence[str]], Cells]:
    return itemgetter(*indexes) if indexes else lambda _: ""
