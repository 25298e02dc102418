"""Rows that stand once more, in their own table or in another one with the same header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.records.layout import ActivityLayout
from cedsl.records.mend import Mended
from cedsl.records.table import Table

Place: TypeAlias = tuple[Table, int]
"""A table, and the number of a row in it."""


@dataclass
class Places:
    """Where the rows of tables with one header stood first, by their cells. A table that shows at one look that it
    holds no row twice is `waiting`: its rows are entered when another table comes.
    """

    first: dict[tuple[str, ...], Place] = field(default_factory=dict)
    waiting: Mended | None = None

    def repeated(self, mended: Mended, layout: ActivityLayout) -> dict[int, Place]:
        """Where the same cells stood first, for each row that has them once more."""
        if not self.first and self.waiting is None and _is_numbered(mended, layout):
            self.waiting = mended
            return {}
        if self.waiting is not None:
            self.first.update(zip(_cells(self.waiting), _places(self.waiting), strict=True))
            self.waiting = None
        places = _places(mended)
        found = map(self.first.setdefault, _cells(mended), places)
        return {place[1]: other for place, other in zip(places, found, strict=True) if other is not place}


def _is_numbered(mended: Mended, layout: ActivityLayout) -> bool:
    """Whether each row has a number of its own, and is compared by its cells: then none stands twice."""
    numbers = [mended.table.column(each.heading.index) for each in layout.fields if each.name == "activity-id"]
    return not mended.alike and any(len(each) == len(mended.table.rows) for each in numbers)


def _cells(mended: Mended) -> Sequence[tuple[str, ...]]:
    """What each row is compared by."""
    if not mended.alike:
        return mended.table.stated()
    return [mended.alike.get(row.number) or row.stated() for row in mended.table.rows]


def _places(mended: Mended) -> list[Place]:
    return [(mended.table, row[0]) for row in mended.table.rows]
