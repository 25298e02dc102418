"""Reading a file of member facts: every row below the header has one outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cedsl.lean import dataclass
from cedsl.period import Window
from cedsl.records.activity import Facts, Value
from cedsl.records.amounts import Units, every_spelling
from cedsl.records.days import in_words
from cedsl.records.headings import member_vocabulary, with_settled
from cedsl.records.intake import one_of, tables_in
from cedsl.records.layout import FieldColumn, MemberLayout, heads_members, lay_out_members
from cedsl.records.manners import DayReader, ValueReader, day_reader, value_reader
from cedsl.records.mend import Mended, Source, mend
from cedsl.records.outcome import Outcome, Register, Unreadable
from cedsl.records.profile import PLAIN, Profile
from cedsl.records.profile_vain import in_vain
from cedsl.records.remark import Reading, Remark, held, joined, plain, quoted
from cedsl.records.schema import Schema
from cedsl.records.shape import no_record, outcome_of, outcomes_below, wrong_width
from cedsl.records.spans import Stretch, add, undisputed
from cedsl.records.steps import MEMBER_STEPS
from cedsl.records.table import Heading, Row, Table
from cedsl.records.unclear import Unclear


def read_members(name: str, data: bytes, schema: Schema, profile: Profile = PLAIN) -> Register | Unreadable:
    """The facts of a file of members, read against a ruleset's vocabulary. Of a workbook, its first sheet with a
    header is read.

    A cell that cannot be read leaves its fact missing and its row held; so do two rows that state
    two values for one day, for the days in dispute: both rows are held.
    """
    found = read_member_table(name, data, schema, profile)
    match found:
        case Unreadable():
            return found
        case Unclear(problem=problem):
            return problem
        case MembersRead(register=register):
            return register


@dataclass(frozen=True)
class MembersRead:
    """A file of member facts, and what was gone by in reading it. `table` is how it stands in the file."""

    table: Table
    mended: Mended
    layout: MemberLayout
    about: Source
    register: Register


def read_member_table(
    name: str, data: bytes, schema: Schema, profile: Profile = PLAIN
) -> MembersRead | Unclear | Unreadable:
    """As `read_members`, with all that shows how the file was understood, or that its header does not say enough."""
    about = members_source(schema, profile)
    tables = tables_in(name, data, heads_members(about.vocabulary), profile)
    if isinstance(tables, Unreadable):
        return tables
    table = one_of(tables)
    mended = mend(table, MEMBER_STEPS, about)
    layout = lay_out_members(mended.table, schema, about.vocabulary)
    if isinstance(layout, Unreadable):
        return Unclear(table, mended, about, layout)
    register = _read_rows(mended, _card(mended.table, layout, schema, about.units, profile))
    register = replace(register, notices=(*register.notices, *in_vain(table, mended, about)))
    return MembersRead(table, mended, layout, about, register)


def members_source(schema: Schema, profile: Profile) -> Source:
    """What reading a file of member facts goes by."""
    units = every_spelling(schema.units, schema.elsewhere.units)
    settled = {heading: each.means for heading, each in profile.columns.items() if each.means is not None}
    vocabulary = with_settled(member_vocabulary(schema.facts, units, schema.fact_titles), settled)
    return Source(schema, units, profile, vocabulary)


@dataclass(frozen=True, slots=True)
class _Card:
    """What all rows of one file share: its columns, their readers, and what was decided about them."""

    layout: MemberLayout
    first: DayReader
    last: DayReader
    facts: tuple[tuple[FieldColumn, ValueReader], ...]
    notices: tuple[str, ...]


def _card(table: Table, layout: MemberLayout, schema: Schema, units: Units, profile: Profile) -> _Card:
    first, said_first = day_reader(table, layout.first or layout.member, profile)
    last, said_last = day_reader(table, layout.last or layout.member, profile)
    readers = [value_reader(table, column, schema, units, profile) for column in layout.facts]
    said = [said_first if layout.first else (), said_last if layout.last else ()]
    said += [notices for _, notices in readers]
    notices = (*layout.notices, *(notice for each in said for notice in each))
    facts = tuple(zip(layout.facts, (read for read, _ in readers), strict=True))
    return _Card(layout, first, last, facts, notices)


_Ledger = dict[str, dict[str, list[Stretch]]]
_Disputed = dict[int, list[Remark]]
"""What later rows contradict, by the number of the earlier row."""


def _read_rows(mended: Mended, card: _Card) -> Register:
    ledger: _Ledger = {}
    disputed: _Disputed = {}
    table = mended.table
    remarks = [_entered(row, mended, card, ledger, disputed) for row in table.rows]
    outcomes = outcomes_below(
        table,
        [
            outcome_of(table, row, card.layout.member, joined([*several, *disputed.get(row.number, ())]))
            for row, several in zip(table.rows, remarks, strict=True)
        ],
    )
    facts = {member: _facts(stated) for member, stated in ledger.items()}
    return Register(table.source.name, facts, outcomes, (*table.notices, *mended.notices, *card.notices))


def _facts(stated: dict[str, list[Stretch]]) -> Facts:
    values = ((name, undisputed(stretches)) for name, stretches in stated.items())
    return {name: found for name, found in values if found}


def _entered(row: Row, mended: Mended, card: _Card, ledger: _Ledger, disputed: _Disputed) -> list[Remark]:
    """The remarks about a row, whose facts are entered into the ledger."""
    table = mended.table
    remark = mended.settled.get(row.number) or no_record(row, table, card.layout.member)
    if remark is not None:
        return [remark]
    stated = ledger.setdefault(row.cell(card.layout.member.index), {})
    validity = _validity(row, card)
    shape = wrong_width(row, len(table.header), table.separator, ())
    remarks = [*mended.remarks.get(row.number, ()), *(each for each in (shape, validity.remark) if each is not None)]
    if shape is None and not validity.is_held():
        remarks += _statements(row, validity.values[0], card, stated, disputed)
    return remarks


def _statements(
    row: Row, days: Window, card: _Card, stated: dict[str, list[Stretch]], disputed: _Disputed
) -> Sequence[Remark]:
    """Enter each fact of the row; the remarks about those that cannot be read or are in dispute."""
    remarks: list[Remark | None] = []
    for column, read in card.facts:
        text = row.cell(column.heading.index)
        if not text:
            continue
        reading = read(text).at(column.heading.text, text)
        remarks.append(reading.remark)
        value = None if reading.is_held() else reading.values[0]
        if value is not None:
            remarks.append(_entry(Stretch(days, value, row.number), text, column, stated, disputed))
    return [remark for remark in remarks if remark is not None]


def _entry(
    new: Stretch, text: str, column: FieldColumn, stated: dict[str, list[Stretch]], disputed: _Disputed
) -> Remark | None:
    """The remark about a fact that earlier rows contradict; each of those rows is remarked on too."""
    every = add(stated.setdefault(column.name, []), new)
    if not every:
        return None
    heading = quoted(column.heading.text)
    for each in every:
        if each.value is not None and each.row != new.row:
            sentence = f"{heading} is {_said(each.value)} here, but {quoted(text)} in row {new.row}, both{_when(each)}"
            remark = Remark(Outcome.HELD, "facts-disagree", sentence, column.heading.text)
            disputed.setdefault(each.row, []).append(remark)
    against, fact = every[0], f"{heading} is {quoted(text)} here"
    if against.value is None:
        when = "" if _when(against) == AT_ONE_TIME else _when(against)
        sentence = f"{fact}, but earlier rows already disagree{when} (row {against.row})"
    else:
        sentence = f"{fact}, but {_said(against.value)} in row {against.row}, both{_when(against)}"
    return Remark(Outcome.HELD, "facts-disagree", sentence, column.heading.text, text)


AT_ONE_TIME = " at one time"


def _when(stretch: Stretch) -> str:
    """On which day the rows disagree, where the stretch has an end."""
    day = stretch.days.first if stretch.days.first > date.min else stretch.days.last
    return AT_ONE_TIME if day == date.max else f" on {in_words(day)}"


def _said(value: Value) -> str:
    match value:
        case bool():
            return "`yes`" if value else "`no`"
        case date():
            return in_words(value)
        case _:
            return quoted(str(value))


def _validity(row: Row, card: _Card) -> Reading[Window]:
    """The days for which the row speaks; without an end on a side where that cell is blank."""
    first = _end(row, card.layout.first, card.first)
    last = _end(row, card.layout.last, card.last)
    window = Window(first.values[0] or date.min, last.values[0] or date.max)
    remark = joined([each.remark for each in (first, last) if each.remark is not None])
    if (remark is None or remark.outcome is not Outcome.HELD) and window.first > window.last:
        sentence = f"the facts would begin on {in_words(window.first)} and end on {in_words(window.last)}"
        return held((window,), "start-after-end", sentence)
    return Reading((window,), remark)


def _end(row: Row, heading: Heading | None, read: DayReader) -> Reading[date | None]:
    text = "" if heading is None else row.cell(heading.index)
    return plain(None) if heading is None or not text else read(text).at(heading.text, text)
