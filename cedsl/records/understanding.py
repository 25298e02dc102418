"""How a file was understood: what each of its columns was taken for, and how it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum, unique

from cedsl.lean import dataclass
from cedsl.records.cut import separated
from cedsl.records.days import read_day
from cedsl.records.folding import folded_heading
from cedsl.records.headings import AmountIn, Assigned, FieldNamed, Meaning, Part, PartOf, assign, type_of
from cedsl.records.manners import mark_in, orders_in, setting
from cedsl.records.mend import Mended, Source
from cedsl.records.numerals import Mark
from cedsl.records.outcome import Records, Register
from cedsl.records.profile_settings import MARKS, ORDERS
from cedsl.records.profile_vain import in_vain
from cedsl.records.read import TableRead
from cedsl.records.register import MembersRead
from cedsl.records.schema import AmountType, DayType, FieldType, NumberType
from cedsl.records.table import Heading, Table, titles_above
from cedsl.records.values import unit_of_times


@unique
class By(Enum):
    """How it is known in which way a column is written."""

    SETTLED = "settled"
    SHOWN = "shown"
    MIXED = "mixed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Way:
    """How a column writes its days or its decimals, in the word of a profile; the word is empty where nobody knows.
    `cell` is the one that shows it.
    """

    word: str
    by: By
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column. `means` is what it was taken for, empty where it is not read; `is_known` is whether a rule could
    ask about it. `gives` is set in a report of attendance: the part of an activity that comes of the column, `nothing`
    where it is only compared, or `CREDIT` where it says whether anybody can be credited. `unit` is that of a bare
    number. `filled` counts its cells that are not blank.
    """

    heading: str
    means: str
    is_known: bool = True
    gives: str = ""
    order: Way | None = None
    decimals: Way | None = None
    unit: str = ""
    filled: int = 0


@dataclass(frozen=True)
class Understood:
    """One file or sheet: how it stands in the file, what was gone by, and what came of it. `types` are those of the
    fields, or of the facts, that the rules know. `columns` are those of the mended table, in its order.
    """

    table: Table
    mended: Mended
    about: Source
    types: Mapping[str, FieldType]
    assigned: Assigned
    columns: tuple[ColumnRead, ...]
    read: Records | Register

    def meaning_of(self, heading: Heading) -> Meaning | None:
        """What a column of the mended table was taken for."""
        taken = self.assigned.taken.items()
        return next((meaning for meaning, several in taken if heading in several), None)

    def notices(self) -> tuple[str, ...]:
        """What was said about the file as a whole, but for its separator and the place of its header; and the columns
        that the profile speaks of in vain.
        """
        known = {titles_above(self.table.head), *separated(self.table.delimiter)}
        said = in_vain(self.table, self.mended, self.about)
        return (*(each for each in self.table.notices if each not in known), *self.mended.notices, *said)

    def type_of(self, heading: Heading) -> FieldType | None:
        """The type of the field or fact in a column; None where it holds neither."""
        return _type(self.meaning_of(heading), self.types)


def understood(read: TableRead | MembersRead) -> Understood:
    """What reading a table went by."""
    mended, about = read.mended, read.about
    assigned = mended.columns(about)
    if isinstance(read, TableRead):
        found = Understood(read.table, mended, about, about.schema.fields, assigned, (), read.records)
    else:
        found = Understood(read.table, mended, about, about.schema.facts, assigned, (), read.register)
    filled = Counter(index for row in mended.table.rows for index, cell in enumerate(row.cells) if cell)
    columns = (_column(heading, found, filled[heading.index]) for heading in mended.table.header)
    return replace(found, columns=tuple(columns))


def _column(heading: Heading, of: Understood, filled: int) -> ColumnRead:
    cells = of.mended.table.column(heading.index)
    meaning, made = of.meaning_of(heading), of.mended.meanings.get(folded_heading(heading.text))
    if meaning is None:
        return ColumnRead(heading.text, "", gives=_credits(heading, of), filled=filled)
    own = meaning if made is None else _before(heading, of)
    return ColumnRead(
        heading.text,
        word(own),
        _is_known(own, of),
        _credits(heading, of) if made is None else word(AmountIn(None) if isinstance(made, AmountIn) else made),
        _order(heading, meaning, cells, of),
        _decimals(heading, meaning, cells, of),
        "" if isinstance(own, Part) else _unit(heading, meaning, of),
        filled,
    )


CREDIT = "credit"


def _credits(heading: Heading, of: Understood) -> str:
    """Of the column that is blank where nobody can be credited."""
    known_by = folded_heading(of.about.profile.known_by)
    return CREDIT if known_by and folded_heading(heading.text) == known_by else ""


def _before(heading: Heading, of: Understood) -> Meaning:
    """What the heading means by itself, before a step made something else of its column."""
    taken = assign(of.mended.table.header, of.about.vocabulary).taken.items()
    return next((meaning for meaning, several in taken if heading in several), Part.NOTHING)


def word(meaning: Meaning) -> str:
    """What an administrator calls it; a profile may say the same."""
    match meaning:
        case Part():
            return meaning.value
        case AmountIn(unit=unit):
            return unit or "amount"
        case FieldNamed(name=name):
            return name
        case PartOf(category=category):
            return f"{Part.CATEGORY.value} {category}"


def _is_known(meaning: Meaning, of: Understood) -> bool:
    match meaning:
        case FieldNamed(name=name):
            return name in of.types
        case PartOf(category=category):
            return of.about.schema.open_categories or category in of.about.schema.categories
        case Part() | AmountIn():
            return True


def _type(meaning: Meaning | None, types: Mapping[str, FieldType]) -> FieldType | None:
    return type_of(meaning.name, types) if isinstance(meaning, FieldNamed) else None


_DAYS = frozenset((Part.DATE, Part.STARTED, Part.FROM, Part.UNTIL))
_ORDER_WORDS = {order: word for word, order in ORDERS.items()}
_MARK_WORDS = {mark: word for word, mark in MARKS.items()}


def _order(heading: Heading, meaning: Meaning, cells: tuple[str, ...], of: Understood) -> Way | None:
    """None where every day is written so that it can only be one."""
    if meaning not in _DAYS and not isinstance(_type(meaning, of.types), DayType):
        return None
    orders = orders_in(cells, heading, of.about.profile)
    if orders.is_mixed():
        return Way("", By.MIXED)
    if orders.is_decided():
        (order,) = orders.possible
        return Way(_ORDER_WORDS[order], By.SETTLED if orders.settled else By.SHOWN, orders.witness)
    remarks = ((cell, read_day(cell, orders).remark) for cell in dict.fromkeys(cells))
    cell = next((cell for cell, said in remarks if said is not None and said.reason == "ambiguous-date"), None)
    return None if cell is None else Way("", By.OPEN, cell)


def _decimals(heading: Heading, meaning: Meaning, cells: tuple[str, ...], of: Understood) -> Way | None:
    """None where no cell has decimals."""
    if not isinstance(meaning, AmountIn | PartOf) and not isinstance(_type(meaning, of.types), NumberType | AmountType):
        return None
    found = mark_in(cells, heading, of.about.profile)
    match found.mark:
        case Mark.UNPROVEN:
            return None
        case Mark.MIXED:
            return Way("", By.MIXED, found.witness)
        case Mark.POINT | Mark.COMMA:
            return Way(_MARK_WORDS[found.mark], By.SETTLED if found.settled else By.SHOWN, found.witness)


def _unit(heading: Heading, meaning: Meaning, of: Understood) -> str:
    """The name of the unit of a bare number; empty where there are none, or each row says it."""
    schema, units = of.about.schema, of.about.units
    settled = setting(of.about.profile, heading).unit
    match meaning:
        case AmountIn(unit=unit) | PartOf(unit=unit):
            beside = next((each.unit for each in of.assigned.taken if isinstance(each, AmountIn) and each.unit), None)
            stated = of.assigned.first(Part.UNIT) is not None
            return settled or unit or beside or ("" if stated else schema.unit)
        case FieldNamed(unit=unit):
            is_time = isinstance(_type(meaning, of.types), AmountType)
            return (settled or unit or unit_of_times(schema, units)) if is_time else ""
        case Part():
            return ""
