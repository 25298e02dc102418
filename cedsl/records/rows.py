"""One row of a file of activities: its readings, and what has to be settled about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from cedsl.lean import dataclass
from cedsl.quantity import Amount, counted_in
from cedsl.records.activity import Activity, Value
from cedsl.records.amounts import Claim, Units, minutes_in
from cedsl.records.claims import read_claim, stated_unit
from cedsl.records.layout import ActivityLayout
from cedsl.records.manners import AmountReader, DayReader, TagReader, ValueReader
from cedsl.records.outcome import Outcome
from cedsl.records.parts import Whole, with_parts
from cedsl.records.remark import OTHER_RULES, Reading, Remark, held, joined, plain, quoted
from cedsl.records.shape import wrong_width
from cedsl.records.table import Row
from cedsl.records.tags import Tags
from cedsl.records.ways import every_way


@dataclass(frozen=True, slots=True)
class Readers:
    """A reader for every column of a layout; `amounts` and `fields` stand in the layout's order."""

    date: DayReader
    started: DayReader
    amounts: tuple[AmountReader, ...]
    category: TagReader
    fields: tuple[ValueReader, ...]
    parts: tuple[AmountReader, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all rows of one file share. `width` counts the header's columns; `unit` is the ruleset's;
    `separator` is the word for what stands between cells. `whole` says that the columns of categories make up the
    whole amount. `added` columns are not in the file.
    """

    file: str
    width: int
    separator: str
    unit: str
    units: Units
    layout: ActivityLayout
    readers: Readers
    whole: bool = False
    added: int = 0


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
    claim = _within_days(claim, days, sheet)
    tags = _tags(row, sheet)
    fields = tuple(_fields(row, sheet))
    amounts = [column.heading for column in sheet.layout.amounts]
    shape = wrong_width(row, sheet.width, sheet.separator, amounts, sheet.added)
    if sheet.layout.parts:
        credit = with_parts(row, sheet.layout, sheet.readers.parts, claim, tags, _whole(sheet))
        said = [shape, days.remark, *credit.remarks, *(each.remark for each in fields)]
        together = every_way([days.values, credit.ways, *(each.values for each in fields)])
        ways: list[Way] = [(day, *both, tuple(stated)) for day, both, *stated in together]
    else:
        said = [shape, days.remark, claim.remark, tags.remark, *(each.remark for each in fields)]
        apart = every_way([days.values, claim.values, tags.values, *(each.values for each in fields)])
        ways = [(day, amount, named, tuple(stated)) for day, amount, named, *stated in apart]
    said += [] if claim.is_held() else [_too_long(row, ways[0][1].amount, days, sheet)]
    remarks = [remark for remark in said if remark is not None]
    notes = tuple(each.sentence for each in remarks if each.reason == OTHER_RULES)
    return RowRead(tuple(_activity(row, sheet, way, notes) for way in ways), joined(remarks))


def _whole(sheet: Sheet) -> Whole:
    return Whole(sheet.unit, sheet.units, sheet.whole)


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


MINUTES_A_DAY = 24 * 60


def _within_days(claim: Reading[Claim], days: Reading[Days], sheet: Sheet) -> Reading[Claim]:
    """Of several amounts that a cell may mean, those that the days have room for: `1.000` is hardly 1000 hours."""
    if len(claim.values) < 2 or claim.remark is None:
        return claim
    fitting = tuple(each for each in claim.values if not _exceeds(each.amount, days, sheet))
    if not fitting or len(fitting) == len(claim.values):
        return claim
    larger = next(each.amount for each in claim.values if each not in fitting)
    # Invariant: what exceeds a day is stated.
    assert larger is not None
    sentence = f"{claim.remark.sentence} {_too_many(larger, days, sheet)}"
    return Reading(fitting, replace(claim.remark, sentence=sentence))


def _too_long(row: Row, amount: Amount | None, days: Reading[Days], sheet: Sheet) -> Remark | None:
    """More time than the days have."""
    if amount is None or not _exceeds(amount, days, sheet):
        return None
    remark = Remark(Outcome.HELD, "more-than-a-day", _too_many(amount, days, sheet))
    headings = (each.heading for each in sheet.layout.amounts)
    stating = next((each for each in headings if row.cell(each.index)), None)
    return remark if stating is None else replace(remark, column=stating.text, cell=row.cell(stating.index))


def _exceeds(amount: Amount | None, days: Reading[Days], sheet: Sheet) -> bool:
    minutes = None if amount is None else minutes_in(amount, sheet.units)
    return minutes is not None and minutes > max(map(_count, days.values)) * MINUTES_A_DAY


def _too_many(amount: Amount, days: Reading[Days], sheet: Sheet) -> str:
    most = max(map(_count, days.values))
    span = "one day" if most == 1 else f"{most} days"
    return f"{counted_in(amount.number, sheet.units.by_name[amount.unit])} in {span} cannot be"


def _count(days: Days) -> int:
    if days.on is None or days.started is None:
        return 1
    return (days.on - days.started).days + 1
