"""When a session began and ended, as the rows above the header of an attendance report say."""

from __future__ import annotations

from collections.abc import Iterator

from cedsl.lean import dataclass
from cedsl.records.days import Orders, in_words, read_day
from cedsl.records.folding import folded_heading
from cedsl.records.moments import Moment, day_of, moment, read_clock
from cedsl.records.profile import Profile
from cedsl.records.remark import quoted
from cedsl.records.table import Table


@dataclass(frozen=True, slots=True)
class Session:
    """The cells that say when it began and ended, the row in which they stand, and all rows that were read for it;
    empty where nothing says it.
    """

    start: str = ""
    end: str = ""
    row: int = 0
    rows: frozenset[int] = frozenset()

    def cells(self) -> tuple[str, ...]:
        return tuple(cell for cell in (self.start, self.end) if cell)

    def window(self, orders: Orders) -> tuple[Moment, Moment] | None:
        """From when to when it was, its days in the order given; None where that cannot be told."""
        first, end = _point(self.start, orders), _point(self.end, orders)
        return None if first is None or end is None or first >= end else (first, end)

    def notices(self, orders: Orders) -> Iterator[str]:
        """What is said aloud about it."""
        if not self.row:
            return
        window = self.window(orders)
        if window is None:
            said = f"from {quoted(self.start)} to {quoted(self.end)}"
            yield f"row {self.row} gives the session {said}, which cannot be read; no time is cut to it"
            return
        yield (
            f"the session of {in_words(day_of(window[0]))} was from {quoted(self.start)} to {quoted(self.end)}, "
            f"as row {self.row} says; times are cut to it"
        )


def _point(text: str, orders: Orders) -> Moment | None:
    clock = read_clock(text)
    if clock is None or not clock.day:
        return None
    reading = read_day(clock.day, orders)
    day = reading.values[0]
    return None if day is None or reading.is_held() else moment(day, clock.seconds)


_STARTS = ("start time", "actual start time", "session start", "meeting start time", "started at", "scheduled start")
_ENDS = ("end time", "actual end time", "session end", "meeting end time", "ended at", "scheduled end")


def session_of(table: Table, profile: Profile) -> Session:
    """What the rows above the header say below, or beside, the settled headings or the usual ones."""
    starts: tuple[str, ...] = _STARTS
    ends: tuple[str, ...] = _ENDS
    if profile.session is not None:
        starts, ends = (profile.session.start,), (profile.session.end,)
    start, end = _said(table, starts), _said(table, ends)
    if start is None or end is None:
        return Session()
    return Session(start.cell, end.cell, start.row, frozenset((start.row, start.heading, end.row, end.heading)))


@dataclass(frozen=True, slots=True)
class _Said:
    """A cell, its row, and the row of its heading."""

    cell: str
    row: int
    heading: int


def _said(table: Table, names: tuple[str, ...]) -> _Said | None:
    """The cell with a time below a heading of that name, or to its right."""
    wanted = {folded_heading(name) for name in names}
    for row, under in zip(table.above, (*table.above[1:], None), strict=False):
        for index, cell in enumerate(row.cells):
            if folded_heading(cell.rstrip(":")) not in wanted:
                continue
            if under is not None and read_clock(under.cell(index)) is not None:
                return _Said(under.cell(index), under.number, row.number)
            if read_clock(row.cell(index + 1)) is not None:
                return _Said(row.cell(index + 1), row.number, row.number)
    return None
