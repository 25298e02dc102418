"""Reading a file of activities: every row below the header has one outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date
from operator import attrgetter

from cedsl.lean import dataclass
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.amounts import every_spelling
from cedsl.records.columns import in_batches
from cedsl.records.headings import activity_vocabulary, with_settled
from cedsl.records.intake import tables_in
from cedsl.records.layout import ActivityLayout, AmountColumn, heads_activities, lay_out_activities
from cedsl.records.manners import amount_reader, day_reader, tag_reader, value_reader
from cedsl.records.mend import Mended, Source, mend
from cedsl.records.mend_claims import with_claims_apart
from cedsl.records.outcome import Outcome, Records, RowOutcome, Unreadable, called
from cedsl.records.places import Place, Places
from cedsl.records.plain import Plain, nothing_learned
from cedsl.records.profile import PLAIN, Profile
from cedsl.records.profile_vain import in_vain
from cedsl.records.remark import Remark, joined
from cedsl.records.rows import Readers, Sheet, read_row
from cedsl.records.schema import Schema
from cedsl.records.shape import every_outcome, no_record, outcome_of, outcomes_aside
from cedsl.records.steps import ACTIVITY_STEPS
from cedsl.records.table import Row, Table
from cedsl.records.unclear import Unclear


def read_records(name: str, data: bytes, schema: Schema) -> Records | Unreadable:
    """The activities of one CSV file, read against a ruleset's vocabulary."""
    found = read_files(((name, data),), schema)
    return found if isinstance(found, Unreadable) else found[0]


def read_files(
    files: Iterable[tuple[str, bytes]], schema: Schema, profile: Profile = PLAIN, horizon: date | None = None
) -> tuple[Records, ...] | Unreadable:
    """The activities of files, each with the name that messages give it, read against a ruleset's vocabulary.

    There is one `Records` for each file, or for each sheet of a workbook, in the order given. Rows are numbered as a
    spreadsheet numbers them. `horizon` is the last day on which anything can have been completed.
    """
    found = read_tables(files, schema, profile, horizon)
    if isinstance(found, Unreadable):
        return found
    unclear = next((each.problem for each in found if isinstance(each, Unclear)), None)
    return unclear or tuple(each.records for each in found if isinstance(each, TableRead))


@dataclass(frozen=True)
class TableRead:
    """A file or sheet of activities, and what was gone by in reading it. `table` is how it stands in the file. A sheet
    that is not read has no `layout`.
    """

    table: Table
    mended: Mended
    layout: ActivityLayout | None
    about: Source
    records: Records


def read_tables(
    files: Iterable[tuple[str, bytes]], schema: Schema, profile: Profile = PLAIN, horizon: date | None = None
) -> tuple[TableRead | Unclear, ...] | Unreadable:
    """As `read_files`, with all that shows how the files were understood, and whose header does not say enough."""
    about = source_of(schema, profile, horizon)
    known: Known = {}
    found: list[Table] = []
    for name, data in files:
        tables = tables_in(name, data, heads_activities(about.vocabulary), profile)
        if isinstance(tables, Unreadable):
            return tables
        found += tables
    steps = [() if table.aside else ACTIVITY_STEPS for table in found]
    mended = with_claims_apart([mend(table, each, about) for table, each in zip(found, steps, strict=True)], about)
    return tuple(_read_table(table, each, about, known) for table, each in zip(found, mended, strict=True))


def source_of(schema: Schema, profile: Profile, horizon: date | None = None) -> Source:
    """What reading a file of activities goes by."""
    units = every_spelling(schema.units, schema.elsewhere.units, schema.worthless)
    settled = {heading: each.means for heading, each in profile.columns.items() if each.means is not None}
    vocabulary = with_settled(activity_vocabulary(schema, units), settled)
    return Source(schema, units, profile, vocabulary, horizon)


Known = dict[tuple[str, ...], Places]
"""Where cells stood first, by the header above them."""


def _read_table(table: Table, mended: Mended, about: Source, known: Known) -> TableRead | Unclear:
    if table.aside:
        unread = Records(table.source.name, (), (), outcomes_aside(table), table.notices)
        return TableRead(table, mended, None, about, unread)
    layout = lay_out_activities(mended.table, about.schema, about.units, mended.vocabulary(about))
    if isinstance(layout, Unreadable):
        return Unclear(table, mended, about, layout)
    found = _read_rows(mended, layout, about, known)
    vain = in_vain(table, mended, about)
    return TableRead(table, mended, layout, about, replace(found, notices=(*found.notices, *vain)) if vain else found)


def _read_rows(mended: Mended, layout: ActivityLayout, about: Source, known: Known) -> Records:
    table = mended.table
    readers, notices = _readers(table, layout, about)
    sheet = Sheet(
        file=called(table.source.name, table.sheet),
        width=len(table.header),
        separator=table.separator,
        unit=about.schema.unit,
        units=about.units,
        layout=layout,
        readers=readers,
        whole=about.profile.whole,
        added=table.added,
    )
    first = known.setdefault(tuple(heading.text for heading in table.header), Places())
    results = _every_row(mended, sheet, first)
    return Records(
        file=table.source.name,
        activities=tuple(results.activities),
        held=tuple(results.held),
        outcomes=every_outcome(table, results.members, results.remarked, mended.settled),
        notices=(*table.notices, *mended.notices, *layout.notices, *notices),
    )


@dataclass(frozen=True, slots=True)
class _Results:
    """What came of the rows below the header: whom each names, and the outcome of each that is not simply used."""

    activities: list[Activity] = field(default_factory=list)
    held: list[HeldRow] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    remarked: dict[int, RowOutcome] = field(default_factory=dict)


def _every_row(mended: Mended, sheet: Sheet, first: Places) -> _Results:
    """Every row below the header: the plain ones by what was learned from others, the rest one by one."""
    results, plain, earlier = _Results(), nothing_learned(sheet), first.repeated(mended, sheet.layout)
    close = mended.settled.keys() | mended.remarks.keys() | earlier.keys()
    for rows in in_batches(mended.table.rows):
        known = plain.read([row for row in rows if row[0] not in close] if close else rows)
        if len(known) == len(rows):
            results.activities.extend(known.values())
            results.members.extend(map(_MEMBER, known.values()))
            continue
        for row in rows:
            activity = known.get(row[0]) or (None if row[0] in close else plain.read((row,)).get(row[0]))
            if activity is None:
                _one_row(row, earlier.get(row.number), mended, sheet, results, None if row.number in close else plain)
            else:
                results.activities.append(activity)
                results.members.append(activity.member)
    return results


_MEMBER = attrgetter("member")


def _one_row(
    row: Row, earlier: Place | None, mended: Mended, sheet: Sheet, results: _Results, plain: Plain | None
) -> None:
    """Read one row closely, enter what came of it, and let it be learned from where nothing was to be said."""
    result = _settled(row, earlier, mended, sheet)
    results.members.append(result.outcome.member)
    if result.activity is not None:
        results.activities.append(result.activity)
    if result.held is not None:
        results.held.append(result.held)
    if result.outcome.outcome is not Outcome.USED:
        results.remarked[row.number] = result.outcome
    elif result.activity is not None and plain is not None:
        plain.learn(row, result.activity)


def _readers(table: Table, layout: ActivityLayout, about: Source) -> tuple[Readers, tuple[str, ...]]:
    """A reader for each column, and what was decided about the columns, in the order of the layout."""
    schema, units, profile = about.schema, about.units, about.profile
    on, said_on = day_reader(table, layout.date, profile, about.horizon)
    started, said_started = day_reader(table, layout.started or layout.date, profile)
    amounts = [amount_reader(table, column, units, profile) for column in layout.amounts]
    parts = [amount_reader(table, AmountColumn(each.heading, each.unit), units, profile) for each in layout.parts]
    category, said_category = tag_reader(table, layout.category or layout.member, schema, units, profile)
    fields = [value_reader(table, column, schema, units, profile) for column in layout.fields]
    readers = Readers(
        on,
        started,
        tuple(read for read, _ in amounts),
        category,
        tuple(read for read, _ in fields),
        tuple(read for read, _ in parts),
    )
    said = [said_on, said_started if layout.started else (), *(notices for _, notices in amounts)]
    said += [said_category if layout.category else (), *(notices for _, notices in (*parts, *fields))]
    return readers, tuple(notice for notices in said for notice in notices)


@dataclass(frozen=True, slots=True)
class _Result:
    outcome: RowOutcome
    activity: Activity | None = None
    held: HeldRow | None = None


def _settled(row: Row, earlier: Place | None, mended: Mended, sheet: Sheet) -> _Result:
    table, member = mended.table, sheet.layout.member
    remark = mended.settled.get(row.number)
    if remark is not None and remark.outcome is Outcome.HELD:
        return _nobodys(row, remark, mended, sheet)
    remark = remark or _no_activity(row, earlier, mended, sheet.layout)
    if remark is not None:
        return _Result(outcome_of(table, row, member, remark))
    read = read_row(row, sheet)
    said = [*mended.remarks.get(row.number, ()), *([] if read.remark is None else [read.remark])]
    said += [] if earlier is None else [_counted_again(_seen_from(table, earlier))]
    outcome = outcome_of(table, row, member, joined(said))
    if outcome.outcome is not Outcome.HELD:
        return _Result(outcome, activity=_ended(read.readings[0], mended))
    readings = _readings(row, read.readings, mended, sheet)
    return _Result(outcome, held=HeldRow(row.cell(member.index), row.number, sheet.file, outcome.sentence, readings))


def _readings(row: Row, own: Iterable[Activity], mended: Mended, sheet: Sheet) -> tuple[Activity, ...]:
    """Everything that a held row may mean, each once: its own contents, then others that it may have had."""
    others = (each for other in mended.otherwise.get(row.number, ()) for each in read_row(other, sheet).readings)
    readings: list[Activity] = []
    readings += [each for each in (*own, *others) if each not in readings]
    return tuple(_ended(each, mended) for each in readings)


def _ended(activity: Activity, mended: Mended) -> Activity:
    ended = mended.ended.get(activity.row)
    return activity if ended is None else replace(activity, ended=ended)


def _nobodys(row: Row, remark: Remark, mended: Mended, sheet: Sheet) -> _Result:
    """A row that nobody can be credited with: held, and no member's."""
    outcome = replace(outcome_of(mended.table, row, sheet.layout.member, remark), member="")
    own = read_row(row, sheet).readings
    readings = tuple(replace(each, member="") for each in _readings(row, own, mended, sheet))
    return _Result(outcome, held=HeldRow("", row.number, sheet.file, outcome.sentence, readings))


def _no_activity(row: Row, earlier: Place | None, mended: Mended, layout: ActivityLayout) -> Remark | None:
    """Why a row is no activity at all: it is no data, nobody's, or another row once more."""
    return no_record(row, mended.table, layout.member) or _duplicate(row, earlier, mended, layout)


_IDENTIFYING = frozenset({"course", "title", "activity-id"})


def _duplicate(row: Row, earlier: Place | None, mended: Mended, layout: ActivityLayout) -> Remark | None:
    """Two equal rows are one activity where they say which, or when to the minute; else they may be two events."""
    if earlier is None or not (row.number in mended.alike or _is_identified(row, layout)):
        return None
    return Remark(Outcome.REFUSED, "duplicate", f"the same as {_seen_from(mended.table, earlier)}")


def _seen_from(table: Table, place: Place) -> str:
    """`row 7`, with the sheet or file where it is another one."""
    other, number = place
    return f"row {number}" if other is table else f"row {number} of {other.sheet or other.source.name}"


def _is_identified(row: Row, layout: ActivityLayout) -> bool:
    columns = [column for column in layout.fields if column.name in _IDENTIFYING]
    return any(row.cell(column.heading.index) for column in columns)


def _counted_again(earlier: str) -> Remark:
    return Remark(Outcome.NOTED, "same-row", f"the same as {earlier}; both are counted")
