"""One row of a file of activities: its readings, and what has to be settled about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from math import prod

from cedsl.quantity import counted_in
from cedsl.records.activity import Activity, Value
from cedsl.records.amounts import Claim, Units, minutes_in
from cedsl.records.claims import read_claim, stated_unit
from cedsl.records.layout import ActivityLayout
from cedsl.records.manners import AmountReader, DayReader, TagReader, ValueReader
from cedsl.records.outcome import Outcome
from cedsl.records.remark import OTHER_RULES, Reading, Remark, held, joined, plain, quoted
from cedsl.records.shape import wrong_width
from cedsl.records.table import Row
from cedsl.records.tags import Tags


@dataclass(frozen=True, slots=True)
class Readers:
    """A reader for every column of a layout; `amounts` and `fields` stand in the layout's order."""

    date: DayReader
    started: DayReader
    amounts: tuple[AmountReader, ...]
    category: TagReader
    fields: tuple[ValueReader, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all rows of one file share. `width` counts the header's columns; `unit` is the ruleset's;
    `separator` is the word for what stands between cells.
    """

    file: str
    width: int
    separator: str
    unit: str
    units: Units
    layout: ActivityLayout
    readers: Readers


@dataclass(frozen=True, slots=True)
class RowRead:
    """The readings of a row, one unless it is held, and the gravest remark about it."""

    readings: tuple[Activity, ...]
    remark: Remark | None


@dataclass(frozen=True, slots=True)
class Days:
    on: date | None
    started: date | None


FieldWay = tuple[str, Value | None]
Way = tuple[Days, Claim, Tags, tuple[FieldWay, ...]]


def read_row(row: Row, sheet: Sheet) -> RowRead:
    """Every reading of a row that has a member, and what must be settled about it.

    Not counting the row at all is always one more reading; it is not listed.
    """
    days = _days(row, sheet)
    claim = read_claim(row, sheet.layout, sheet.readers.amounts, sheet.unit, sheet.units)
    tags = _tags(row, sheet)
    fields = tuple(_fields(row, sheet))
    amounts = [column.heading for column in sheet.layout.amounts]
    shape = wrong_width(row, sheet.width, sheet.separator, amounts)
    found = [shape, days.remark, claim.remark, tags.remark, *(each.remark for each in fields)]
    found.append(_too_long(days, claim, sheet))
    ways = _ways(days, claim, tags, fields)
    remarks = [remark for remark in found if remark is not None]
    notes = tuple(each.sentence for each in remarks if each.reason == OTHER_RULES)
    activities = tuple(_activity(row, sheet, way, notes) for way in ways)
    return RowRead(activities, joined(remarks))


MOST_READINGS = 64
_MINUTES_A_DAY = 24 * 60


def _activity(row: Row, sheet: Sheet, way: Way, notes: tuple[str, ...]) -> Activity:
    days, claim, tags, fields = way
    return Activity(
        member=row.cell(sheet.layout.member.index),
        on=days.on,
        amount=claim.amount,
        tags=tags,
        fields={name: value for name, value in fields if value is not None},
        started=days.started,
        unbounded=claim.unbounded,
        notes=notes,
        row=row.number,
        file=sheet.file,
    )


def _ways(
    days: Reading[Days], claim: Reading[Claim], tags: Reading[Tags], fields: tuple[Reading[FieldWay], ...]
) -> tuple[Way, ...]:
    """All combinations; where they are very many, the first of each and every other one alone."""
    counts = [len(days.values), len(claim.values), len(tags.values), *(len(each.values) for each in fields)]
    if prod(counts) <= MOST_READINGS:
        stated = tuple(product(*(field.values for field in fields)))
        return tuple(product(days.values, claim.values, tags.values, stated))
    return tuple(islice(_one_at_a_time(days, claim, tags, fields), MOST_READINGS))


def _one_at_a_time(
    days: Reading[Days], claim: Reading[Claim], tags: Reading[Tags], fields: tuple[Reading[FieldWay], ...]
) -> Iterator[Way]:
    first = (days.values[0], claim.values[0], tags.values[0], tuple(field.values[0] for field in fields))
    yield first
    yield from ((day, *first[1:]) for day in days.values[1:])
    yield from ((first[0], other, *first[2:]) for other in claim.values[1:])
    yield from ((*first[:2], other, first[3]) for other in tags.values[1:])
    for number, field in enumerate(fields):
        for value in field.values[1:]:
            yield (*first[:3], (*first[3][:number], value, *first[3][number + 1 :]))


def _days(row: Row, sheet: Sheet) -> Reading[Days]:
    """The day of completion and the first day, the first never after the last."""
    end = _end(row, sheet)
    start = _start(row, sheet)
    remark = joined([each.remark for each in (end, start) if each.remark is not None])
    pairs = [Days(on, started) for on, started in product(end.values, start.values)]
    if possible := tuple(pair for pair in pairs if not _backwards(pair)):
        return Reading(possible, remark)
    return _start_after_end(row, sheet, pairs)


def _end(row: Row, sheet: Sheet) -> Reading[date | None]:
    heading = sheet.layout.date
    text = row.cell(heading.index)
    nothing: Reading[date | None] = held((None,), "no-date", "the date is blank")
    return (sheet.readers.date(text) if text else nothing).at(heading.text, text)


def _start(row: Row, sheet: Sheet) -> Reading[date | None]:
    heading = sheet.layout.started
    text = "" if heading is None else row.cell(heading.index)
    if heading is None or not text:
        return plain(None)
    return sheet.readers.started(text).at(heading.text, text)


def _backwards(days: Days) -> bool:
    return days.on is not None and days.started is not None and days.on < days.started


def _start_after_end(row: Row, sheet: Sheet, pairs: Sequence[Days]) -> Reading[Days]:
    """Either the two were exchanged, or the start is wrong."""
    first = sheet.layout.started or sheet.layout.date
    start, end = row.cell(first.index), row.cell(sheet.layout.date.index)
    ways = [way for each in pairs for way in (Days(each.started, each.on), Days(each.on, None))]
    sentence = f"the start {quoted(start)} is after the end {quoted(end)}"
    return held(tuple(dict.fromkeys(ways)), "start-after-end", sentence).at(first.text, start)


def _tags(row: Row, sheet: Sheet) -> Reading[Tags]:
    heading = sheet.layout.category
    text = "" if heading is None else row.cell(heading.index)
    if heading is None or not text:
        return plain(())
    columns = sheet.layout.amounts
    bare = (columns[0].unit if columns else None) or stated_unit(row, sheet.layout, sheet.units) or sheet.unit
    return sheet.readers.category(text, bare).at(heading.text, text)


def _fields(row: Row, sheet: Sheet) -> Iterator[Reading[FieldWay]]:
    for column, read in zip(sheet.layout.fields, sheet.readers.fields, strict=True):
        text = row.cell(column.heading.index)
        if text:
            yield read(text).mapped(_named(column.name)).at(column.heading.text, text)


def _named(name: str) -> Callable[[Value | None], FieldWay]:
    return lambda value: (name, value)


def _too_long(days: Reading[Days], claim: Reading[Claim], sheet: Sheet) -> Remark | None:
    """More time than the days have. A reading that is held already asks its own question."""
    amount = claim.values[0].amount
    if amount is None or claim.is_held():
        return None
    minutes = minutes_in(amount, sheet.units)
    most = max(_count(each) for each in days.values)
    if minutes is None or minutes <= most * _MINUTES_A_DAY:
        return None
    span = "one day" if most == 1 else f"{most} days"
    sentence = f"{counted_in(amount.number, sheet.units.by_name[amount.unit])} in {span}"
    heading = sheet.layout.amounts[0].heading.text if sheet.layout.amounts else ""
    return Remark(Outcome.HELD, "more-than-a-day", f"{sentence} cannot be", heading)


def _count(days: Days) -> int:
    if days.on is None or days.started is None:
        return 1
    return (days.on - days.started).days + 1
