"""Attendance reports: several rows of one person at one event become one activity, as long as the time that they cover.

The column of coming becomes the day of the activity, that of leaving its length. A length that the row states itself is
compared, and not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cedsl.quantity import MINUTE
from cedsl.records.attended import Line, Report
from cedsl.records.days import Order, Orders
from cedsl.records.folding import folded_heading
from cedsl.records.headings import AmountIn, Meaning, Part
from cedsl.records.manners import about_orders, orders_in
from cedsl.records.mend import UNKNOWN, Mended, Source, with_cell
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.session_times import Session, session_of
from cedsl.records.sessions import Columns, Length, Presence, Way, ambiguous, columns_of, lengths_in, presence
from cedsl.records.table import Row


def with_attendance(mended: Mended, about: Source) -> Mended:
    """Rows that say when somebody came and went become activities with a day and a length."""
    columns = columns_of(mended, about)
    if columns is None:
        return _with_joining_alone(mended, about)
    session = session_of(mended.table, about.profile)
    rows = [row for row in mended.table.rows if _takes_part(row, columns, mended)]
    orders = _orders(columns, session, mended, about)
    doubts = ambiguous(rows, columns, orders)
    either = [replace(orders, possible=frozenset({each}), settled=True) for each in Order if each in orders.possible]
    tried = [orders] if orders.is_decided() else either
    lines: dict[int, Line] = {}
    said = [*about_orders(columns.joined, orders)]
    for number, each in enumerate(tried if doubts and not orders.is_mixed() else [orders]):
        window = session.window(each)
        found = [presence(row, columns, each, window) for row in rows]
        report = Report(columns, window, _lengths(rows, columns, about), _apart(mended))
        lines = _together(lines, report.lines(found), doubts)
        said += [] if number else [*session.notices(each), *_zones(found, columns)]
    if session.rows:
        mended = mended.reading_above(session.rows, "session", "the row says when the session was")
    return _written(mended, columns, rows, lines).noticing(*said)


def _takes_part(row: Row, columns: Columns, mended: Mended) -> bool:
    """Rows that name somebody; among them those of which nobody can tell whom to credit."""
    settled = mended.settled.get(row.number)
    return bool(row.cell(columns.member.index)) and (settled is None or settled.outcome is Outcome.HELD)


def _apart(mended: Mended) -> frozenset[int]:
    """The rows that are held already, whatever their times: each stands for itself."""
    remarks = ((number, each) for number, several in mended.remarks.items() for each in several)
    said = (*mended.settled.items(), *remarks)
    return frozenset(number for number, remark in said if remark.outcome is Outcome.HELD)


def _orders(columns: Columns, session: Session, mended: Mended, about: Source) -> Orders:
    """All days of the report are written in one order."""
    headings = [columns.joined, columns.left, *([] if columns.day is None else [columns.day])]
    cells = tuple(cell for each in headings for cell in mended.table.column(each.index))
    return orders_in((*cells, *session.cells()), columns.joined, about.profile)


def _lengths(rows: Sequence[Row], columns: Columns, about: Source) -> Mapping[int, tuple[Length, ...]]:
    found = ((row.number, lengths_in(row, columns, about)) for row in rows)
    return {number: lengths for number, lengths in found if lengths}


def _zones(found: Sequence[Presence], columns: Columns) -> Iterator[str]:
    zones = sorted({zone for each in found for zone in each.zones})
    if zones:
        names = " and ".join(map(quoted, zones))
        yield f"the times in {quoted(columns.joined.text)} are those of {names}; each day counts as it is written there"


def _together(lines: dict[int, Line], also: dict[int, Line], doubts: Mapping[int, Remark]) -> dict[int, Line]:
    """Lines beside what they are where days are written in another order: a row that differs is held."""
    if not lines:
        return also
    found = dict(lines)
    for number, line in lines.items():
        other = also[number]
        ways = [way for way in other.ways if way not in line.ways]
        if line.settled is None and number in doubts and (ways or other.settled is not None):
            remarks = line.remarks if doubts[number] in line.remarks else (doubts[number], *line.remarks)
            found[number] = replace(line, ways=(*line.ways, *ways), remarks=remarks)
    return found


def _with_joining_alone(mended: Mended, about: Source) -> Mended:
    """A file that says only when somebody came: that is the day, where nothing else says it."""
    taken = mended.columns(about).taken
    headings = [each for part in (Part.JOINED, Part.LEFT, Part.EVENT) for each in taken.get(part, ())]
    joined = taken.get(Part.JOINED, ())
    if len(joined) == 1 and Part.DATE not in taken:
        mended = replace(mended, meanings={**mended.meanings, folded_heading(joined[0].text): Part.DATE})
        headings.remove(joined[0])
    return mended.noticing(*(f"the column {quoted(each.text)} is not read" for each in headings))


def _written(mended: Mended, columns: Columns, rows: Sequence[Row], lines: Mapping[int, Line]) -> Mended:
    """The table with days and lengths in place of times, and all that is said of its rows."""
    changed: dict[int, Row] = {}
    others: dict[int, tuple[Row, ...]] = {}
    remarks: list[tuple[int, Remark]] = []
    for row in rows:
        line = lines[row.number]
        remarks += [(row.number, each) for each in line.remarks]
        if not line.ways:
            continue
        first, *more = line.ways
        if first.length == UNKNOWN:
            more.insert(0, first)
            first = replace(first, length="")
        changed[row.number] = _as(row, first, columns)
        others[row.number] = tuple(_as(row, each, columns) for each in more)
    settled = {number: line.settled for number, line in lines.items() if line.settled is not None}
    ended = {number: line.ended for number, line in lines.items() if line.ended is not None}
    alike = {number: line.alike for number, line in lines.items() if line.alike}
    mended = replace(
        mended,
        meanings={**mended.meanings, **_meanings(columns)},
        ended={**mended.ended, **ended},
        alike={**mended.alike, **alike},
    )
    others = {number: several for number, several in others.items() if several}
    return mended.with_rows(changed).settling(settled).with_others(others).remarking(remarks)


def _as(row: Row, way: Way, columns: Columns) -> Row:
    if columns.day is None and way.day:
        row = with_cell(row, columns.joined.index, way.day)
    return with_cell(row, columns.left.index, way.length)


def _meanings(columns: Columns) -> dict[str, Meaning]:
    """What the columns are from now on."""
    found: dict[str, Meaning] = {folded_heading(each.heading.text): Part.NOTHING for each in columns.stated}
    found[folded_heading(columns.joined.text)] = Part.NOTHING if columns.day is not None else Part.DATE
    found[folded_heading(columns.left.text)] = AmountIn(MINUTE.name)
    return found
