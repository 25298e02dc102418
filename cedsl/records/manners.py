"""How each column of one file is written, decided from all its cells, and the cell readers that follow.

A decision is a value; a reader is a function of the cell's text alone. Nothing here depends on the
order of rows, except which cell is quoted as the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TypeAlias

from cedsl.records.activity import Value
from cedsl.records.amounts import AmountManner, Claim, Units, read_amount
from cedsl.records.days import Orders, find_orders, read_day
from cedsl.records.layout import AmountColumn, FieldColumn
from cedsl.records.numerals import Mark, MarkFound, find_mark
from cedsl.records.remark import Reading, quoted
from cedsl.records.schema import AmountType, ChoiceType, DayType, NumberType, Schema, TextType, YesNoType
from cedsl.records.table import Heading, Table
from cedsl.records.tags import TagManner, Tags, every_category, read_tags
from cedsl.records.values import Manner, read_value, unit_of_times

DayReader: TypeAlias = Callable[[str], Reading[date | None]]
ValueReader: TypeAlias = Callable[[str], Reading[Value | None]]
TagReader: TypeAlias = Callable[[str, str], Reading[Tags]]
AmountReader: TypeAlias = Callable[[str, str, bool], Reading[Claim]]


def day_reader(table: Table, heading: Heading) -> tuple[DayReader, tuple[str, ...]]:
    """Reads days in the order that the whole column admits."""
    orders = find_orders(table.column(heading.index))

    @cache
    def read(text: str) -> Reading[date | None]:
        return read_day(text, orders)

    return read, tuple(_about_orders(heading, orders))


def amount_reader(table: Table, column: AmountColumn, units: Units) -> tuple[AmountReader, tuple[str, ...]]:
    """Reads amounts by the column's decimal mark, given the cell, the unit of a bare number, and whether
    that unit is stated: a stated one admits no other dimension.
    """
    found = find_mark(table.column(column.heading.index))

    @cache
    def read(text: str, bare: str, stated: bool) -> Reading[Claim]:
        return read_amount(text, AmountManner(bare, found.mark, any_dimension=not stated), units)

    return read, tuple(_about_mark(column.heading, found))


def tag_reader(
    table: Table, heading: Heading, schema: Schema, units: Units
) -> tuple[TagReader, tuple[str, ...]]:
    """Reads categories, given the cell and the unit of a bare number."""
    cells = table.column(heading.index)
    found = find_mark(cells)
    categories = every_category(schema)
    comma, guess = table.delimiter == ",", _few(cells)

    @cache
    def read(text: str, bare: str) -> Reading[Tags]:
        manner = TagManner(AmountManner(bare, found.mark), comma, guess)
        return read_tags(text, manner, categories, units)

    says_amounts = any(each.isalpha() for each in found.witness)
    return read, tuple(_about_mark(heading, found)) if says_amounts else ()


def value_reader(
    table: Table, column: FieldColumn, schema: Schema, units: Units
) -> tuple[ValueReader, tuple[str, ...]]:
    """Reads values of the column's type as the whole column writes them."""
    cells = table.column(column.heading.index)
    unit = unit_of_times(schema, units)
    manner, notices = _manner(column, cells, unit)
    manner = replace(manner, elsewhere=schema.elsewhere.values.get(column.name, frozenset()))

    @cache
    def read(text: str) -> Reading[Value | None]:
        return read_value(text, column.type, manner, units)

    return read, notices


def _manner(column: FieldColumn, cells: tuple[str, ...], unit: str) -> tuple[Manner, tuple[str, ...]]:
    match column.type:
        case DayType():
            orders = find_orders(cells)
            return Manner(orders=orders), tuple(_about_orders(column.heading, orders))
        case NumberType() | AmountType():
            found = find_mark(cells)
            manner = Manner(mark=found.mark, unit=unit, bare=column.unit or unit)
            return manner, tuple(_about_mark(column.heading, found))
        case ChoiceType():
            return Manner(guess=_few(cells)), ()
        case TextType() | YesNoType():
            return Manner(), ()


_FEW = 500


def _few(cells: tuple[str, ...]) -> bool:
    """Whether looking for near words is worth while: not in a column of very many different cells."""
    return len(set(cells)) <= _FEW


def _about_orders(heading: Heading, orders: Orders) -> Iterator[str]:
    if orders.is_mixed():
        yield f"the column {quoted(heading.text)} mixes dates with the day first and with the month first"
    elif orders.is_decided():
        (order,) = orders.possible
        yield f"the column {quoted(heading.text)} writes {order.value}, as {quoted(orders.witness)} shows"


def _about_mark(heading: Heading, found: MarkFound) -> Iterator[str]:
    if found.mark is Mark.COMMA:
        yield f"the column {quoted(heading.text)} writes decimal commas, as {quoted(found.witness)} shows"
    elif found.mark is Mark.MIXED:
        yield f"the column {quoted(heading.text)} writes some decimals with a comma and some with a point"
