"""Reading a file of activities: every row below the header has one outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cedsl.records.activity import Activity, HeldRow
from cedsl.records.amounts import Units, every_spelling
from cedsl.records.encoding import decode
from cedsl.records.folding import folded
from cedsl.records.layout import ActivityLayout, heads_activities, lay_out_activities
from cedsl.records.manners import amount_reader, day_reader, tag_reader, value_reader
from cedsl.records.outcome import Outcome, Records, RowOutcome, Unreadable
from cedsl.records.remark import Remark, joined, quoted
from cedsl.records.rows import Readers, RowRead, Sheet, read_row
from cedsl.records.schema import Schema
from cedsl.records.shape import foot, no_record, outcome_of
from cedsl.records.table import Row, Table, cut


def read_records(name: str, data: bytes, schema: Schema) -> Records | Unreadable:
    """The activities of a CSV file, read against a ruleset's vocabulary.

    `name` is what messages call the file. Rows are numbered as a spreadsheet numbers them.
    """
    decoded = decode(name, data)
    if isinstance(decoded, Unreadable):
        return decoded
    units = every_spelling(schema.units, schema.elsewhere.units)
    table = cut(decoded, heads_activities(schema, units))
    if isinstance(table, Unreadable):
        return table
    layout = lay_out_activities(table, schema, units)
    if isinstance(layout, Unreadable):
        return layout
    return _read_rows(table, layout, schema, units)


def _read_rows(table: Table, layout: ActivityLayout, schema: Schema, units: Units) -> Records:
    readers, notices = _readers(table, layout, schema, units)
    sheet = Sheet(
        file=table.source.name,
        width=len(table.header),
        separator=table.separator,
        unit=schema.unit,
        units=units,
        layout=layout,
        readers=readers,
    )
    results = tuple(_settled(row, earlier, table, sheet) for row, earlier in _with_earlier(table.rows))
    # Invariant: every row below the header has exactly one outcome, in order.
    assert [each.outcome.row for each in results] == [row.number for row in table.rows]
    return Records(
        file=sheet.file,
        activities=tuple(each.activity for each in results if each.activity is not None),
        held=tuple(each.held for each in results if each.held is not None),
        outcomes=tuple(each.outcome for each in results),
        notices=(*table.notices, *layout.notices, *notices),
    )


def _readers(
    table: Table, layout: ActivityLayout, schema: Schema, units: Units
) -> tuple[Readers, tuple[str, ...]]:
    """A reader for each column, and what was decided about the columns, in the order of the layout."""
    on, said_on = day_reader(table, layout.date)
    started, said_started = day_reader(table, layout.started or layout.date)
    amounts = [amount_reader(table, column, units) for column in layout.amounts]
    category, said_category = tag_reader(table, layout.category or layout.member, schema, units)
    fields = [value_reader(table, column, schema, units) for column in layout.fields]
    readers = Readers(
        on, started, tuple(read for read, _ in amounts), category, tuple(read for read, _ in fields)
    )
    said = [said_on, said_started if layout.started else (), *(notices for _, notices in amounts)]
    said += [said_category if layout.category else (), *(notices for _, notices in fields)]
    return readers, tuple(notice for notices in said for notice in notices)


def _with_earlier(rows: Iterable[Row]) -> Iterable[tuple[Row, int | None]]:
    """Each row with the number of the first row that has the same cells, if it is an earlier one."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        number = first.setdefault(row.stated(), row.number)
        yield row, None if number == row.number else number


@dataclass(frozen=True, slots=True)
class _Result:
    outcome: RowOutcome
    activity: Activity | None = None
    held: HeldRow | None = None


def _settled(row: Row, earlier: int | None, table: Table, sheet: Sheet) -> _Result:
    remark = _no_activity(row, earlier, table, sheet.layout)
    if remark is not None:
        return _Result(outcome_of(sheet.file, row, sheet.layout.member, remark))
    read = read_row(row, sheet)
    repeated = [] if earlier is None else [_counted_again(earlier)]
    remark = joined([*([] if read.remark is None else [read.remark]), *repeated])
    outcome = outcome_of(sheet.file, row, sheet.layout.member, remark)
    if outcome.outcome is not Outcome.HELD:
        return _Result(outcome, activity=read.readings[0])
    return _Result(outcome, held=_held(row, sheet, read, outcome.sentence))


def _held(row: Row, sheet: Sheet, read: RowRead, question: str) -> HeldRow:
    member = row.cell(sheet.layout.member.index)
    return HeldRow(member, row.number, sheet.file, question, read.readings)


def _no_activity(row: Row, earlier: int | None, table: Table, layout: ActivityLayout) -> Remark | None:
    """Why a row is no activity at all: it is no data, nobody's, rejected, or another row once more."""
    nothing = no_record(row, table, layout.member) or foot(row, layout.member, layout.date)
    return nothing or _rejected(row, layout) or _duplicate(row, earlier, layout)


_REJECTED = frozenset({"rejected", "refused", "denied", "declined"})
_IDENTIFYING = frozenset({"course", "title", "activity-id"})


def _rejected(row: Row, layout: ActivityLayout) -> Remark | None:
    for column in layout.fields:
        cell = row.cell(column.heading.index)
        if column.name == "status" and folded(cell) in _REJECTED:
            sentence = f"the status is {quoted(cell)}"
            return Remark(Outcome.REFUSED, "rejected", sentence, column.heading.text, cell)
    return None


def _duplicate(row: Row, earlier: int | None, layout: ActivityLayout) -> Remark | None:
    """Two equal rows are one activity where they say which; else they may well be two events."""
    if earlier is None or not _is_identified(row, layout):
        return None
    return Remark(Outcome.REFUSED, "duplicate", f"the same as row {earlier}")


def _is_identified(row: Row, layout: ActivityLayout) -> bool:
    columns = [column for column in layout.fields if column.name in _IDENTIFYING]
    return any(row.cell(column.heading.index) for column in columns)


def _counted_again(earlier: int) -> Remark:
    return Remark(Outcome.NOTED, "same-row", f"the same as row {earlier}; both are counted")
