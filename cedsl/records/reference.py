"""Reading the rows of a reference table: rows that are wrong stop the reading, for rules rest on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from cedsl.diagnostic import Diagnostic, Label, in_reading_order
from cedsl.lean import dataclass
from cedsl.records.activity import Value
from cedsl.records.amounts import every_spelling
from cedsl.records.cut import row_start
from cedsl.records.days import in_words
from cedsl.records.folding import folded
from cedsl.records.intake import table_in
from cedsl.records.layout import ReferenceLayout, heads_reference, lay_out_reference
from cedsl.records.manners import DayReader, ValueReader, day_reader, value_reader
from cedsl.records.outcome import Outcome, Reference, ReferenceRow, RowOutcome, Unreadable
from cedsl.records.remark import Reading, quoted
from cedsl.records.schema import FieldType, Schema
from cedsl.records.shape import outcome_of, outcomes_below, wrong_width
from cedsl.records.table import Heading, Row, Table
from cedsl.source import Span

T = TypeVar("T")

MOST_PROBLEMS = 20
"""How many wrong rows are told of."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """A declared reference table: its key, its columns, and the rows that the rules state themselves."""

    name: str
    key: str
    columns: Mapping[str, FieldType]
    rows: tuple[ReferenceRow, ...] = ()


def read_reference(name: str, data: bytes, shape: TableShape, schema: Schema) -> Reference | Unreadable:
    """The rows of a file for a reference table. A blank cell states nothing; a cell that cannot be read, a row
    without its key, and two rows that say different things for one day are errors.
    """
    units = every_spelling(schema.units)
    table = table_in(name, data, heads_reference(shape.key, shape.columns, units))
    if isinstance(table, Unreadable):
        return table
    layout = lay_out_reference(table, shape.key, shape.columns, units)
    if isinstance(layout, Unreadable):
        return layout
    return _read_rows(table, layout, shape, schema)


def _read_rows(table: Table, layout: ReferenceLayout, shape: TableShape, schema: Schema) -> Reference | Unreadable:
    units = every_spelling(schema.units)
    readers = [(column.heading, column.name, value_reader(table, column, schema, units)) for column in layout.columns]
    days = [day_reader(table, each or layout.key) for each in (layout.first, layout.last)]
    said = [notices for _, _, (_, notices) in readers]
    said += [notices for heading, (_, notices) in zip((layout.first, layout.last), days, strict=True) if heading]
    card = _Card(
        table,
        layout,
        tuple((heading, column, read) for heading, column, (read, _) in readers),
        days[0][0],
        days[1][0],
    )
    rows: list[tuple[Row, ReferenceRow]] = []
    outcomes: list[RowOutcome] = []
    problems: list[Diagnostic] = []
    for row in table.rows:
        read = _row(row, card, problems)
        outcomes.append(read if isinstance(read, RowOutcome) else _used(row, card))
        if isinstance(read, ReferenceRow):
            rows.append((row, read))
        if len(problems) >= MOST_PROBLEMS:
            break
    problems += _contradictions(rows, card, shape)
    if problems:
        return Unreadable(table.source.name, in_reading_order(problems)[:MOST_PROBLEMS], table.source)
    notices = (*table.notices, *layout.notices, *(each for several in said for each in several))
    return Reference(table.source.name, tuple(read for _, read in rows), outcomes_below(table, outcomes), notices)


@dataclass(frozen=True, slots=True)
class _Card:
    """What all rows of one file share: its columns and their readers."""

    table: Table
    layout: ReferenceLayout
    readers: tuple[tuple[Heading, str, ValueReader], ...]
    first: DayReader
    last: DayReader


def _used(row: Row, card: _Card) -> RowOutcome:
    return outcome_of(card.table, row, card.layout.key, None)


def _row(row: Row, card: _Card, problems: list[Diagnostic]) -> ReferenceRow | RowOutcome | None:
    """What the row says; its outcome where it says nothing; None where it is wrong."""
    name, layout = card.table.source.name, card.layout
    if row.is_blank():
        return RowOutcome(name, row.number, Outcome.SKIPPED, "blank-row", "the row is blank")
    if row.cells == tuple(heading.text for heading in card.table.header):
        return RowOutcome(name, row.number, Outcome.SKIPPED, "header-again", "the row repeats the header")
    shape = wrong_width(row, len(card.table.header), card.table.separator, ())
    key = row.cell(layout.key.index)
    before = len(problems)
    if shape is not None:
        problems.append(bad_row(shape.sentence, _place(row, shape.cell, card)))
        return None
    if not key:
        problems.append(bad_row(f"row {row.number} says nothing in {quoted(layout.key.text)}", _place(row, "", card)))
    values: dict[str, Value] = {}
    for heading, column, read in card.readers:
        value = _cell(row, heading, read, card, problems)
        if value is not None:
            values[column] = value
    first = None if layout.first is None else _cell(row, layout.first, card.first, card, problems)
    last = None if layout.last is None else _cell(row, layout.last, card.last, card, problems)
    if first is not None and last is not None and first > last:
        sentence = f"row {row.number} would begin on {in_words(first)} and end on {in_words(last)}"
        problems.append(bad_row(sentence, _place(row, "", card)))
    return ReferenceRow(key, values, first, last) if len(problems) == before else None


def _cell(
    row: Row, heading: Heading, read: Callable[[str], Reading[T]], card: _Card, problems: list[Diagnostic]
) -> T | None:
    text = row.cell(heading.index)
    if not text:
        return None
    reading = read(text)
    if reading.is_held() and reading.remark is not None:
        sentence = f"row {row.number}, column {quoted(heading.text)}: {reading.remark.sentence}"
        problems.append(bad_row(sentence, _place(row, text, card)))
        return None
    return reading.values[0]


def _place(row: Row, text: str, card: _Card) -> Span:
    """The cell where it can be found, else the beginning of its row."""
    source = card.table.source.text
    start = row_start(card.table, row.number)
    at = source.find(text, start, start + _WIDEST) if text else -1
    if at >= 0:
        return Span(at, at + len(text))
    return Span(start, min(len(source), start + 1))


_WIDEST = 100_000


def _contradictions(
    rows: Sequence[tuple[Row, ReferenceRow]], card: _Card, shape: TableShape
) -> Iterator[Diagnostic]:
    """Two rows of one key, for one day, that do not say the same."""
    found: dict[str, list[tuple[ReferenceRow, Row | None]]] = {}
    for known in shape.rows:
        found.setdefault(folded(known.key), []).append((known, None))
    for row, read in rows:
        found.setdefault(folded(read.key), []).append((read, row))
    for group in found.values():
        group.sort(key=lambda pair: pair[0].first or date.min)
        reach: tuple[ReferenceRow, Row | None] | None = None
        for each in group:
            if reach is not None and _overlap(reach[0], each[0]) and reach[0].values != each[0].values:
                later, other = (each, reach) if each[1] is not None else (reach, each)
                if later[1] is not None:
                    place = _place(later[1], later[0].key, card)
                    yield two_rows(later[0].key, None if other[1] is None else other[1].number, place)
            if reach is None or (each[0].last or date.max) > (reach[0].last or date.max):
                reach = each


def _overlap(one: ReferenceRow, other: ReferenceRow) -> bool:
    """Whether the other, which begins no earlier, begins before the one has ended."""
    return (other.first or date.min) <= (one.last or date.max)


def bad_row(sentence: str, place: Span) -> Diagnostic:
    return Diagnostic(
        "CE316",
        sentence,
        Label(place, "here"),
        help="mend the row: rules rest on this table, so it is read whole or not at all",
    )


def two_rows(key: str, other: int | None, place: Span) -> Diagnostic:
    where = "the rules" if other is None else f"row {other}"
    return Diagnostic(
        "CE317",
        f"this row and {where} say different things of {quoted(key)} for the same days",
        Label(place, "here"),
        help="give each row the days for which it holds, in the columns `from` and `until`",
    )
