"""Rows that some programs write below a table: they add up others, number a page, or say who made the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from fractions import Fraction
from functools import partial

from cedsl.lean import dataclass, regex
from cedsl.quantity import counted_in
from cedsl.records.headings import AmountIn, Assigned, Part, PartOf
from cedsl.records.layout import AmountColumn
from cedsl.records.manners import AmountReader, amount_reader
from cedsl.records.mend import Mended, Source
from cedsl.records.outcome import Outcome
from cedsl.records.remark import Remark, quoted
from cedsl.records.table import Heading, Row, Table

_SUMS = frozenset(
    ("total", "totals", "grand total", "overall total", "subtotal", "sub-total", "sub total", "sum", "total hours",
     "total credits",
     "summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "somme", "total général", "sous-total",
     "suma", "total general", "totale", "somma", "totaal", "soma")
)  # fmt: skip


def without_foot(mended: Mended, about: Source) -> Mended:
    """A row that begins with a word such as `Total`, and has no day, is skipped; where it states another sum than its
    rows have, that is said of the file. Whose sum it is may follow (`Total Agnes Vale`) where the row states nothing
    but amounts. A row of nothing but the number of a page is skipped, too, and one of nothing but who made the file.
    """
    columns = mended.columns(about)
    day = columns.first(Part.DATE) or columns.first(Part.JOINED)
    likely = _likely(mended.table)
    if not likely:
        return mended
    named = {heading.index for heading in (*columns.taken.get(Part.MEMBER, ()), *columns.unread)}
    amounts = {heading.index for heading, _ in _amounts(columns)}
    is_sum_of = partial(_is_sum_of, named=named, amounts=amounts)
    found = {row.number: remark for row in likely if (remark := _remark(row, day, is_sum_of)) is not None}
    sums = [row for row in likely if row.number in found and found[row.number].reason == "sum"]
    settled = mended.settling(found)
    return settled.noticing(*_disagreements(settled, sums, about)) if sums else settled


def without_members_foot(mended: Mended, about: Source) -> Mended:
    """Of a file of member facts: a row of nothing but a word such as `Total`, and numbers, is skipped; so is the number
    of a page, and who made the file. A member may be called by a short word of another language, so numbers stand only
    beside the longer ones.
    """
    del about
    found = {row.number: remark for row in _likely(mended.table) if (remark := _members_remark(row)) is not None}
    return mended.settling(found)


def _members_remark(row: Row) -> Remark | None:
    first, others = _first(row), [cell for cell in row.cells if cell][1:]
    counted = first.lower().rstrip(":. ")
    if others and not ("total" in counted and counted in _SUMS and all(each.isdecimal() for each in others)):
        return None
    if not others and (found := _alone(first)) is not None:
        return found
    if counted in _SUMS or (not others and _COUNT.fullmatch(first)):
        return Remark(Outcome.SKIPPED, "sum", "the row adds up others", cell=first)
    return None


def _alone(cell: str) -> Remark | None:
    """What a row says that has this cell and no other."""
    if _PAGE.fullmatch(cell):
        return Remark(Outcome.SKIPPED, "page-number", "the row numbers a page", cell=cell)
    if _MADE.match(cell):
        return Remark(Outcome.SKIPPED, "made-by", "the row says how the file was made", cell=cell)
    return None


def _likely(table: Table) -> list[Row]:
    """The rows that begin as a foot may; each different first cell is looked at once."""
    words = set(filter(_begins_a_foot, table.column(0))) | ({""} if table.holds(0, "") else set())
    return [row for row in table.rows if row[1] and row[1][0] in words and _begins_a_foot(_first(row))] if words else []


def _begins_a_foot(cell: str) -> bool:
    word = cell.lower().rstrip(":. ")
    return word[:3] in _STEMS and (word in _SUMS or word.startswith(_BEGINNINGS))


def _remark(row: Row, day: Heading | None, is_sum_of: Callable[[Row], bool]) -> Remark | None:
    first = _first(row)
    if sum(map(bool, row.cells)) == 1 and (found := _alone(first)) is not None:
        return found
    if _PAGE.fullmatch(first):
        return None
    if first.lower().rstrip(":. ") not in _SUMS and not is_sum_of(row):
        return None
    if day is not None and row.cell(day.index) not in {"", first}:
        return None
    return Remark(Outcome.SKIPPED, "sum", "the row adds up others", cell=first)


def _is_sum_of(row: Row, named: Set[int], amounts: Set[int]) -> bool:
    """`Subtotal Agnes Vale` in a column that names somebody or that nobody reads, and nothing else but amounts."""
    if not _first(row).lower().startswith(_SUMS_OF):
        return False
    first, *others = [index for index, cell in enumerate(row.cells) if cell]
    return first in named and bool(others) and amounts >= set(others)


_PAGES = ("page", "seite", "página", "pagina")
_SUMS_OF = tuple(f"{word}{sign}" for word in sorted(_SUMS) for sign in " :")
_MAKING = (
    "exported", "export", "generated", "printed", "downloaded", "created", "produced", "report generated",
    "report created", "report run", "end of report", "end of file", "end of list",
    "exportado", "generado", "impreso", "descargado", "fin del informe",
    "exporté", "généré", "imprimé", "téléchargé", "fin du rapport",
    "exportiert", "erstellt", "gedruckt",
)  # fmt: skip
_BEGINNINGS = (*_PAGES, *_SUMS_OF, *_MAKING)
_STEMS = frozenset(word[:3] for word in (*_SUMS, *_BEGINNINGS))
_LINK = r"by|on|at|from|with|in|por|el|en|de|desde|par|le|à|depuis|avec|von|am|aus|mit"
_MADE = regex(rf"(?:{'|'.join(_MAKING)})(?:\.?$|:|\s+(?:[0-9]|(?:{_LINK})\b))", re.IGNORECASE)
_COUNT = regex(rf"(?:{'|'.join(_SUMS)})[: ]+[0-9]+(?: [a-z]+)?\.?", re.IGNORECASE)
_PAGE = regex(rf"(?:{'|'.join(_PAGES)}) [0-9]{{1,6}}(?: ?(?:of|/|von|de|di) ?[0-9]{{1,6}})?", re.IGNORECASE)


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
    for heading, unit in _amounts(mended.columns(about)):
        read, _ = amount_reader(mended.table, AmountColumn(heading, unit), about.units, about.profile)
        yield _Column(heading, unit or about.schema.unit, read)


def _amounts(columns: Assigned) -> Iterator[tuple[Heading, str | None]]:
    """Each column of amounts, and the unit that its heading names."""
    for meaning, headings in columns.taken.items():
        if isinstance(meaning, AmountIn | PartOf):
            yield from ((heading, meaning.unit) for heading in headings)


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
