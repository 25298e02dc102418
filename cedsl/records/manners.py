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

from cedsl.quantity import TIME
from cedsl.records.activity import Value
from cedsl.records.amounts import AmountManner, Claim, Thirds, Units, read_amount
from cedsl.records.days import Orders, find_orders, in_words, read_day
from cedsl.records.folding import folded_heading
from cedsl.records.layout import AmountColumn, FieldColumn
from cedsl.records.numerals import Mark, MarkFound, find_mark, has_any_decimals
from cedsl.records.profile import PLAIN, ColumnSetting, Profile
from cedsl.records.remark import Reading, held, quoted
from cedsl.records.schema import AmountType, ChoiceType, DayType, NumberType, Schema, TextType, YesNoType
from cedsl.records.table import Heading, Table
from cedsl.records.tags import TagManner, Tags, every_category, read_tags
from cedsl.records.values import Manner, read_value, unit_of_times

DayReader: TypeAlias = Callable[[str], Reading[date | None]]
ValueReader: TypeAlias = Callable[[str], Reading[Value | None]]
TagReader: TypeAlias = Callable[[str, str], Reading[Tags]]
AmountReader: TypeAlias = Callable[[str, str, bool], Reading[Claim]]


def day_reader(
    table: Table, heading: Heading, profile: Profile = PLAIN, horizon: date | None = None
) -> tuple[DayReader, tuple[str, ...]]:
    """Reads days in the settled order, or else one that the whole column admits; a day after the horizon is held."""
    orders = orders_in(table.column(heading.index), heading, profile)

    @cache
    def read(text: str) -> Reading[date | None]:
        reading = read_day(text, orders)
        return reading if horizon is None else _come(text, reading, horizon)

    return read, tuple(about_orders(heading, orders))


def _come(text: str, reading: Reading[date | None], horizon: date) -> Reading[date | None]:
    """What has not come yet is no day of completion: it may be any other."""
    day = reading.values[0]
    if reading.is_held() or day is None or day <= horizon:
        return reading
    return held((None,), "in-the-future", f"{quoted(text)} is {in_words(day)}, and that day has not come yet")


def amount_reader(
    table: Table, column: AmountColumn, units: Units, profile: Profile = PLAIN
) -> tuple[AmountReader, tuple[str, ...]]:
    """Reads amounts by the column's decimal mark, given the cell, the unit of a bare number, and whether
    that unit is stated: a stated one admits no other dimension.
    """
    cells = table.column(column.heading.index)
    found = mark_in(cells, column.heading, profile)
    unit, thirds = setting(profile, column.heading).unit, _thirds(cells, profile)

    @cache
    def read(text: str, bare: str, stated: bool) -> Reading[Claim]:
        manner = AmountManner(unit or bare, found.mark, any_dimension=not (stated or unit), thirds=thirds)
        return read_amount(text, manner, units)

    return read, tuple(_about_mark(column.heading, found))


def _thirds(cells: tuple[str, ...], profile: Profile) -> Thirds:
    """In a column that writes all kinds of decimals 0.33 is one of them; else nobody knows, unless it is settled."""
    if profile.thirds:
        return Thirds.THIRDS
    return Thirds.DECIMALS if has_any_decimals(cells) else Thirds.ASKED


def tag_reader(
    table: Table, heading: Heading, schema: Schema, units: Units, profile: Profile = PLAIN
) -> tuple[TagReader, tuple[str, ...]]:
    """Reads categories, given the cell and the unit of a bare number."""
    cells = table.column(heading.index)
    found = mark_in(cells, heading, profile)
    categories = replace(every_category(schema), settled=tuple(setting(profile, heading).values))
    comma, guess = table.delimiter == ",", _few(cells)

    @cache
    def read(text: str, bare: str) -> Reading[Tags]:
        manner = TagManner(AmountManner(bare, found.mark), comma, guess)
        return read_tags(text, manner, categories, units)

    says_amounts = any(each.isalpha() for each in found.witness)
    return read, tuple(_about_mark(heading, found)) if says_amounts else ()


def value_reader(
    table: Table, column: FieldColumn, schema: Schema, units: Units, profile: Profile = PLAIN
) -> tuple[ValueReader, tuple[str, ...]]:
    """Reads values of the column's type as the whole column writes them."""
    cells = () if isinstance(column.type, TextType | YesNoType) else table.column(column.heading.index)
    unit = unit_of_times(schema, units)
    settled = units.named(setting(profile, column.heading).unit or "")
    bare = settled if settled and units.by_name[settled].dimension == TIME else column.unit or unit
    manner, notices = _manner(column, cells, unit, bare, profile)
    manner = replace(manner, elsewhere=schema.elsewhere.values.get(column.name, frozenset()))

    @cache
    def read(text: str) -> Reading[Value | None]:
        return read_value(text, column.type, manner, units)

    return read, notices


def _manner(
    column: FieldColumn, cells: tuple[str, ...], unit: str, bare: str, profile: Profile
) -> tuple[Manner, tuple[str, ...]]:
    match column.type:
        case DayType():
            orders = orders_in(cells, column.heading, profile)
            return Manner(orders=orders), tuple(about_orders(column.heading, orders))
        case NumberType() | AmountType():
            found = mark_in(cells, column.heading, profile)
            per_cent = bool(cells) and all(cell.endswith("%") for cell in cells)
            manner = Manner(mark=found.mark, unit=unit, bare=bare, per_cent=per_cent)
            said = [f"the column {quoted(column.heading.text)} writes per cent: {quoted(cells[0])}"] if per_cent else []
            return manner, (*_about_mark(column.heading, found), *said)
        case ChoiceType():
            return Manner(guess=_few(cells)), ()
        case TextType() | YesNoType():
            return Manner(), ()


def setting(profile: Profile, heading: Heading) -> ColumnSetting:
    """What is settled about the column with that heading; nothing where the profile does not name it."""
    if not profile.columns:
        return _NOTHING_SETTLED
    folded = folded_heading(heading.text)
    found = (each for name, each in profile.columns.items() if folded_heading(name) == folded)
    return next(found, _NOTHING_SETTLED)


_NOTHING_SETTLED = ColumnSetting()


def orders_in(cells: tuple[str, ...], heading: Heading, profile: Profile) -> Orders:
    """How a column of days writes them: as it is settled, or else as its cells show."""
    order = setting(profile, heading).order or profile.order
    found = find_orders(cells) if order is None else Orders(frozenset({order}), settled=True)
    return replace(found, serials=profile.serials)


def mark_in(cells: tuple[str, ...], heading: Heading, profile: Profile) -> MarkFound:
    """The decimal mark of a column: as it is settled, or else as its cells show."""
    mark = setting(profile, heading).decimals or profile.decimals
    return find_mark(cells) if mark is None else MarkFound(mark, settled=True)


_FEW = 500


def _few(cells: tuple[str, ...]) -> bool:
    """Whether looking for near words is worth while: not in a column of very many different cells."""
    return len(set(cells)) <= _FEW


def about_orders(heading: Heading, orders: Orders) -> Iterator[str]:
    """What is said aloud about the order of days in a column."""
    if orders.is_mixed():
        most = next((f"; most of it writes {each.value}" for each in orders.possible), "")
        yield f"the column {quoted(heading.text)} mixes dates with the day first and with the month first{most}"
    elif orders.is_decided() and not orders.settled:
        (order,) = orders.possible
        yield f"the column {quoted(heading.text)} writes {order.value}, as {quoted(orders.witness)} shows"


def _about_mark(heading: Heading, found: MarkFound) -> Iterator[str]:
    if found.settled:
        return
    if found.mark is Mark.COMMA:
        yield f"the column {quoted(heading.text)} writes decimal commas, as {quoted(found.witness)} shows"
    elif found.mark is Mark.MIXED:
        yield f"the column {quoted(heading.text)} writes some decimals with a comma and some with a point"
