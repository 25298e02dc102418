"""Rows that some programs write below a table: they add up others, or number a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cedsl.quantity import counted_in
from cedsl.records.headings import AmountIn, Meaning, Part, PartOf
from cedsl.records.layout import AmountColumn
from cedsl.records.manners import AmountReader, amount_reader
from cedsl.records.mend import Mended, Source
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Heading, Row

_SUMS = frozenset(
    ("total", "totals", "grand total", "overall total", "subtotal", "sub-total", "sub total", "sum", "total hours",
     "total credits",
     "summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "somme", "total général", "sous-total",
     "suma", "total general", "totale", "somma", "totaal", "soma")
)  # fmt: skip


def without_foot(mended: Mended, about: Source) -> Mended:
    """A row that begins with a word such as `Total`, and has no day, is skipped; where it states another sum than its
    rows have, that is said of the file. So is a row of nothing but the number of a page.
    """
    columns = mended.columns(about)
    day = columns.first(Part.DATE) or columns.first(Part.JOINED)
    likely = _likely(mended.table.rows)
    if not likely:
        return mended
    found = {row.number: remark for row in likely if (remark := _remark(row, day)) is not None}
    sums = [row for row in likely if row.number in found and found[row.number].reason == "sum"]
    settled = mended.settling(found)
    return settled.noticing(*_disagreements(settled, sums, about)) if sums else settled


def _likely(rows: Sequence[Row]) -> list[Row]:
    """The rows that begin as a foot may; each first cell is looked at once."""
    words = {cell for cell in {row[1][0] for row in rows if row[1]} if not cell or _begins_a_foot(cell)}
    return [row for row in rows if row[1] and row[1][0] in words and _begins_a_foot(_first(row))] if words else []


def _begins_a_foot(cell: str) -> bool:
    word = cell.lower().rstrip(":. ")
    return word in _SUMS or word.startswith(_PAGES)


def _remark(row: Row, day: Heading | None) -> Remark | None:
    first = _first(row)
    if _PAGE.fullmatch(first):
        alone = sum(map(bool, row.cells)) == 1
        return Remark(Outcome.SKIPPED, "page-number", "the row numbers a page", cell=first) if alone else None
    if first.lower().rstrip(":. ") not in _SUMS or (day is not None and row.cell(day.index) not in {"", first}):
        return None
    return Remark(Outcome.SKIPPED, "sum", "the row adds up others", cell=first)


_PAGES = ("page", "seite", "página", "pagina")
_PAGE = re.compile(rf"(?:{'|'.join(_PAGES)}) [0-9]{{1,6}}(?: ?(?:of|/|von|de|di) ?[0-9]{{1,6}})?", re.IGNORECASE)


def _first(row: Row) -> str:
    """The first cell that is not blank."""
    cells = row.cells
    return cells[0] if cells and cells[0] else next((cell for cell in cells if cell), "")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of amounts, and how it is read; a bare number in it is in `bare`."""

    heading: Heading
    bare: str
    read: AmountReader


def _disagreements(mended: Mended, sums: Sequence[Row], about: Source) -> Iterator[str]:
    """A sentence for each sum that its rows do not have: all rows above it, or those below the sum before."""
    columns = list(_columns(mended, about))
    counted = list(mended.open_rows())
    before = 0
    for row in sums:
        for column in columns:
            stated = _size(row, column, mended, about)
            if stated is None or stated == 0:
                continue
            every = [each for each in counted if each.number < row.number]
            since = [each for each in every if each.number > before]
            if not any(_adds_up(rows, column, stated, mended, about) for rows in (every, since)):
                yield _sentence(row, column, stated, every, mended, about)
        before = row.number


def _columns(mended: Mended, about: Source) -> Iterator[_Column]:
    for meaning, headings in mended.columns(about).taken.items():
        for heading in headings if isinstance(meaning, AmountIn | PartOf) else ():
            unit = _unit(meaning)
            read, _ = amount_reader(mended.table, AmountColumn(heading, unit), about.units, about.profile)
            yield _Column(heading, unit or about.schema.unit, read)


def _unit(meaning: Meaning) -> str | None:
    return meaning.unit if isinstance(meaning, AmountIn | PartOf) else None


def _size(row: Row, column: _Column, mended: Mended, about: Source) -> Fraction | None:
    """The amount in the unit of the column; nothing for a blank cell, None where it cannot be told."""
    text = row.cell(column.heading.index)
    if not text:
        return None if row.number in mended.otherwise else Fraction(0)
    reading = column.read(text, column.bare, False)
    amount = reading.values[0].amount
    units = about.units.by_name
    if amount is None or reading.is_held() or about.units.unlike(amount.unit, column.bare):
        return None
    return amount.number * units[amount.unit].size / units[column.bare].size


def _adds_up(rows: Sequence[Row], column: _Column, stated: Fraction, mended: Mended, about: Source) -> bool:
    """Whether the rows may have that sum: one that cannot be read may hold whatever is missing."""
    sizes = [_size(row, column, mended, about) for row in rows]
    known = sum((size for size in sizes if size is not None), Fraction(0))
    return known == stated or (None in sizes and known < stated)


def _sentence(row: Row, column: _Column, stated: Fraction, above: Sequence[Row], mended: Mended, about: Source) -> str:
    sizes = [_size(each, column, mended, about) for each in above]
    known = sum((size for size in sizes if size is not None), Fraction(0))
    unread = sizes.count(None)
    unit = about.units.by_name[column.bare]
    less = f", without {unread} that cannot be read" if unread else ""
    said = f"row {row.number} says that {quoted(column.heading.text)} adds up to {counted_in(stated, unit)}"
    return f"{said}; the rows above it come to {counted_in(known, unit)}{less}"
