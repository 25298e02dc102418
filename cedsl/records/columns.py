"""What stands in the columns of a table: looked at once, however many ask."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain
from operator import itemgetter
from typing import TypeVar

from cedsl.lean import dataclass

T = TypeVar("T")

NUMBER, CELLS = itemgetter(0), itemgetter(1)
"""The two parts of a row."""

_AT_ONCE = 1000
_Found = dict[int, dict[str, None]]


def in_batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in their order, so many at once that all of their cells are near at hand."""
    return (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))


def exhaust(work: Iterable[None]) -> None:
    """Do what there is to do, one after the other."""
    deque(work, maxlen=0)


@dataclass
class Columns:
    """The columns of rows, each a number and its cells. `found` holds what was looked at; all, if `is_all`."""

    rows: Sequence[tuple[int, tuple[str, ...]]]
    found: _Found = field(default_factory=dict)
    is_all: bool = False

    def different(self, index: int) -> Mapping[str, None]:
        """The different cells of a column, a blank one too, in the order in which they come first."""
        if index not in self.found and not self.is_all:
            self._look_at(index)
        return self.found.get(index, {})

    def _look_at(self, index: int) -> None:
        try:
            self.found = self.found or self._repeating()
            if index not in self.found:
                self.found[index] = dict.fromkeys(map(itemgetter(index), map(CELLS, self.rows)))
        except (IndexError, ValueError):
            self.found, self.is_all = self._uneven(), True

    def _repeating(self) -> _Found:
        """The columns that say few things again and again, in one go: it is the way from row to row that takes long.
        Raises ValueError where rows have different lengths.
        """
        found: _Found = {}
        for at, rows in enumerate(in_batches(self.rows)):
            columns = tuple(zip(*map(CELLS, rows), strict=True))
            if at == 0:
                found = {index: {} for index, cells in enumerate(columns) if len(set(cells)) * 5 <= len(cells) * 4}
            if not found:
                break
            for index, cells in found.items():
                cells.update(dict.fromkeys(columns[index]))
        return found

    def _uneven(self) -> _Found:
        """Every column in one go: rows that end early cost no more than the cells that they have."""
        found: _Found = {}
        for index, cell in chain.from_iterable(map(enumerate, map(CELLS, self.rows))):
            found.setdefault(index, {})[cell] = None
        return found
