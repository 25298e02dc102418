"""A sheet while it is being read: cells are put into their places, and in the end it is a grid of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cedsl.lean import dataclass
from cedsl.records.folding import bare
from cedsl.records.intake_refused import (
    LONGEST_CELL,
    MOST_BLANKS,
    MOST_CELLS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_UNPACKED,
    Refused,
    far_column,
    too_long_a_cell,
    too_many_blanks,
    too_many_cells,
    too_many_rows,
    too_many_sheets,
    unpacked_too_large,
)
from cedsl.records.table import MOST_COLUMNS, CellKind, Grid, Row

_KINDS: tuple[CellKind | None, ...] = (None, *CellKind)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}


class CellKinds(Mapping[tuple[int, int], CellKind]):
    """The kinds of cells by row number and column, held as one string of bytes for each row: rows are much alike."""

    def __init__(self, rows: Mapping[int, bytes]) -> None:
        self._rows = rows

    def __getitem__(self, place: tuple[int, int]) -> CellKind:
        row, column = place
        kinds = self._rows.get(row, b"")
        found: CellKind | None = _KINDS[kinds[column]] if 0 <= column < len(kinds) else None
        if found is None:
            raise KeyError(place)
        return found

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row, kinds in self._rows.items() for column, kind in enumerate(kinds) if kind)

    def __len__(self) -> int:
        return sum(len(kinds) - kinds.count(0) for kinds in self._rows.values())

    def __bool__(self) -> bool:
        return bool(self._rows)


@dataclass
class Room:
    """How much more a workbook may hold. `what` is the word for it in messages."""

    what: str = "workbook"
    rows: int = MOST_ROWS
    cells: int = MOST_CELLS
    blanks: int = MOST_BLANKS
    letters: int = MOST_UNPACKED
    sheets: int = MOST_SHEETS


class Sheet:
    """The cells of one sheet so far. Rows and columns count from 0 here."""

    def __init__(self, name: str, room: Room, *, hidden: bool = False) -> None:
        """Raises Refused where the workbook has no room for another sheet."""
        self.name = name
        self.hidden = hidden
        self.hidden_rows: set[int] = set()
        self._room = room
        room.sheets -= 1
        if room.sheets < 0:
            raise Refused(too_many_sheets())
        self._texts: dict[int, list[str]] = {}
        self._kinds: dict[int, bytearray] = {}
        self._merged: list[tuple[int, int, int]] = []

    def put(self, row: int, column: int, text: str, kind: CellKind | None = None) -> None:
        """Put a cell into its place. A blank one is none. Raises Refused where the sheet becomes too large."""
        text = bare(text)
        if not text:
            return
        if column >= MOST_COLUMNS:
            raise Refused(far_column(self.name, row + 1, MOST_COLUMNS))
        if len(text) > LONGEST_CELL:
            raise Refused(too_long_a_cell(self.name, row + 1))
        self._spend(1, len(text))
        texts = self._texts.get(row)
        if texts is None:
            texts = self._texts[row] = []
        if len(texts) <= column:
            self._room.blanks -= column - len(texts)
            if self._room.blanks < 0:
                raise Refused(too_many_blanks(self._room.what))
            texts.extend([""] * (column + 1 - len(texts)))
        texts[column] = text
        if kind is not None:
            kinds = self._kinds.setdefault(row, bytearray())
            if len(kinds) <= column:
                kinds.extend(bytes(column + 1 - len(kinds)))
            kinds[column] = _NUMBERS[kind]

    def _spend(self, cells: int, letters: int = 0) -> None:
        self._room.cells -= cells
        self._room.letters -= letters
        if self._room.cells < 0:
            raise Refused(too_many_cells(self._room.what))
        if self._room.letters < 0:
            raise Refused(unpacked_too_large(self._room.what))

    def merge(self, first: int, last: int, column: int) -> None:
        """The cells of that column from the first row to the last are one block."""
        if last > first:
            self._spend(_COST_OF_A_BLOCK)
            self._merged.append((first, last, column))

    def grid(self, file: str, rows: int = 0) -> Grid:
        """The sheet as rows without a gap, down to the last that is not blank, but at least so many. A merged block
        says the same in each of its rows that has anything else; to the right of its first column it is blank.
        """
        for first, last, column in self._merged:
            self._fill(first, last, column)
        count = max(rows, max(self._texts, default=-1) + 1)
        self._room.rows -= count
        if self._room.rows < 0:
            raise Refused(too_many_rows(self._room.what))
        texts = self._texts
        every = tuple(Row(at + 1, tuple(texts.get(at, ()))) for at in range(count))
        known: dict[bytes, bytes] = {}
        kinds = ((row + 1, bytes(kinds)) for row, kinds in self._kinds.items())
        alike = {row: known.setdefault(each, each) for row, each in kinds}
        hidden = len(self.hidden_rows & texts.keys())
        notices = (_hidden(hidden),) if hidden else ()
        return Grid(file, self.name, every, CellKinds(alike), notices, self.hidden)

    def _fill(self, first: int, last: int, column: int) -> None:
        top = self._texts.get(first, [])
        text = top[column] if column < len(top) else ""
        kinds = self._kinds.get(first, b"")
        own = _KINDS[kinds[column]] if column < len(kinds) else None
        kind = own if own in (CellKind.NO_RESULT, CellKind.FAILED) else CellKind.MERGED
        below = range(first + 1, last + 1)
        self._spend(min(len(below), len(self._texts)))
        for row in below if len(below) <= len(self._texts) else [at for at in self._texts if at in below]:
            if row in self._texts:
                self.put(row, column, text, kind)


_COST_OF_A_BLOCK = 8


def _hidden(count: int) -> str:
    if count == 1:
        return "1 row of the sheet is hidden; it is read like every other"
    return f"{count} rows of the sheet are hidden; they are read like all others"
