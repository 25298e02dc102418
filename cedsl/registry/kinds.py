"""What the kinds of rows of a large file mean: the importer reads one row for each, and one for each day.

A kind or a day of which the importer has anything to say is not clean. Whoever has such a row is looked at closely,
with all of his rows as they stand in the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cedsl.model import ruleset as r
from cedsl.model.evaluate import answered
from cedsl.model.scope import MissingFact, Scope, Subject, Vocabulary
from cedsl.records.activity import Activity
from cedsl.records.headings import FieldNamed, Part
from cedsl.records.layout import ActivityLayout
from cedsl.records.outcome import Outcome, Unreadable
from cedsl.records.profile import Profile
from cedsl.records.read import TableRead, read_tables
from cedsl.records.schema import Schema, TextType
from cedsl.registry.columnar import fields_seen, repeat_keys
from cedsl.registry.files import Alike, Apart, NotPlain, Shape
from cedsl.registry.rows import Numbers
from cedsl.registry.scan import Scanned

IDENTIFYING = "activity-id"

OURS = "\ue000"
"""Begins the names in rows that no file has: a letter for private use, which no name has."""

MOST_READ = 100_000
"""So many kinds and days together at most are read one by one."""


@dataclass(frozen=True)
class Importer:
    """All that says how a file of activities is read. `horizon` is the last day on which anything can be completed."""

    ruleset: r.Ruleset
    schema: Schema
    profile: Profile
    horizon: date


def shape_of(name: str, head: bytes, importer: Importer) -> Shape:
    """What the columns of a file are for, by its first rows. Raises NotPlain where columns do not say it all."""
    found = read_tables(((name, head),), importer.schema, importer.profile, importer.horizon)
    if isinstance(found, Unreadable) or len(found) != 1 or not isinstance(read := found[0], TableRead):
        raise NotPlain("a file that is not understood at once")
    layout = read.layout
    if layout is None or (read.table.form, read.table.head) not in {("text in UTF-8", 1), ("Parquet", 0)}:
        raise NotPlain("a file without a header in its first row")
    _unless_plain(read, layout)
    header = tuple(each.text for each in read.table.header)
    telling = _telling(read, layout, importer.ruleset)
    member, day = layout.member.index, layout.date.index
    texts = tuple(n for n in range(len(header)) if n not in {member, day, *telling})
    days = read.table.column(day)
    return Shape(
        header,
        read.table.delimiter,
        member,
        day,
        telling,
        texts,
        tuple(_alikes(read, layout, importer.ruleset)),
        all(map(_ISO.fullmatch, days)),
        _pattern(read, telling, day),
    )


_ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _unless_plain(read: TableRead, layout: ActivityLayout) -> None:
    mended, columns = read.mended, read.mended.columns(read.about)
    if mended.table.added or mended.meanings or mended.otherwise or mended.ended or mended.alike:
        raise NotPlain("a file that is mended before it is read")
    if layout.started is not None:
        raise NotPlain("activities with two dates")
    if columns.first(Part.ENDED) is not None:
        raise NotPlain("activities that end on another day")
    if any("\n" in each.text or '"' in each.text for each in read.table.header):
        raise NotPlain("a header in several lines")


def _telling(read: TableRead, layout: ActivityLayout, ruleset: r.Ruleset) -> tuple[int, ...]:
    """The columns that decide what a row means: those that are read, but texts that no rule asks for; and those in
    which nothing has been seen yet.
    """
    seen = fields_seen(ruleset)
    telling = [each.heading.index for each in layout.amounts] + [each.heading.index for each in layout.parts]
    telling += [each.index for each in (layout.unit, layout.category) if each is not None]
    telling += [
        each.heading.index
        for each in layout.fields
        if each.name in seen or each.name == "status" or not isinstance(each.type, TextType)
    ]
    telling += [each.index for each in read.table.header if not read.table.column(each.index)]
    return tuple(sorted({*telling} - {layout.member.index, layout.date.index}))


def _alikes(read: TableRead, layout: ActivityLayout, ruleset: r.Ruleset) -> Iterable[Alike]:
    places = {each.name: each.heading.index for each in layout.fields}
    defaults = Vocabulary(ruleset).defaults
    for key in repeat_keys(ruleset):
        alike = _alike(key, places)
        if any(name in defaults for name in (*key.fields, "title")):
            yield replace(alike, blank=True)
        elif alike.columns:
            yield alike
    numbered = read.mended.columns(read.about).first(FieldNamed(IDENTIFYING))
    if numbered is not None:
        yield Alike(((numbered.index,),), always=True)


def _alike(key: r.FieldKey, places: Mapping[str, int]) -> Alike:
    """The columns by which two activities are the same; a course without a number is its provider and title."""
    named = [name for name in key.fields if name != "course"]
    if any(name not in places for name in named):
        return Alike(())
    own = tuple(places[name] for name in named)
    if "course" not in key.fields:
        return Alike((own,))
    found = [(*own, places["course"])] if "course" in places else []
    if "title" in places:
        found.append((*own, *((places["provider"],) if "provider" in places else ()), places["title"]))
    return Alike(tuple(found))


def _pattern(read: TableRead, telling: Sequence[int], day: int) -> tuple[str, ...]:
    """A row of which there was nothing to say, with nothing but its telling cells and its day."""
    for row, outcome in zip(read.table.rows, read.records.outcomes.below, strict=True):
        if outcome.outcome is Outcome.USED:
            return tuple(row.cell(n) if n in telling or n == day else "" for n in range(len(read.table.header)))
    raise NotPlain("a file whose first rows all want a second look")


@dataclass(frozen=True)
class Kinds:
    """What was read of a file: for each of its codes the activity, and for each of its days the ordinal; None and 0
    where the importer has something to say.
    """

    activities: tuple[Activity | None, ...]
    days: Mapping[int, int]


def read_kinds(codes: Numbers, days: Numbers, scanned: Scanned, file: int, shape: Shape, importer: Importer) -> Kinds:
    """Each kind and each day of a file, read as if the file had one row of each."""
    if len(codes) + len(days) > MOST_READ:
        raise NotPlain("a file with too many kinds of rows")
    rows = _kind_rows(codes, scanned, shape) + _day_rows(days, scanned, shape)
    found = _clean(rows, file, scanned, shape, importer)
    activities = tuple(_bare(found.get(f"{OURS}kind {n}")) for n in range(len(codes)))
    return Kinds(activities, {day: _ordinal(found.get(f"{OURS}day {day}")) for day in days.tolist()})


def _ordinal(activity: Activity | None) -> int:
    return 0 if activity is None or activity.on is None else activity.on.toordinal()


def _kind_rows(codes: Numbers, scanned: Scanned, shape: Shape) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number, code in enumerate(codes):
        row = list(shape.pattern)
        for place, cell in zip(shape.telling, scanned.cells_of(int(code))[1], strict=True):
            row[place] = cell
        row[shape.member] = f"{OURS}kind {number}"
        rows.append(tuple(row))
    return rows


def _day_rows(days: Numbers, scanned: Scanned, shape: Shape) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for day in days.tolist():
        row = list(shape.pattern)
        row[shape.day] = date.fromordinal(day).isoformat() if shape.iso else scanned.days[day]
        row[shape.member] = f"{OURS}day {day}"
        rows.append(tuple(row))
    return rows


def evidence(codes: Numbers, days: Numbers, scanned: Scanned, file: int, shape: Shape) -> tuple[tuple[str, ...], ...]:
    """Rows that show all cells of a file by which the importer goes; of nobody whom the file may know."""
    rows = _kind_rows(codes, scanned, shape) + _day_rows(days, scanned, shape)
    return (*rows, *_odd_rows(scanned.apart, file, shape))


def _odd_rows(apart: Iterable[Apart], file: int, shape: Shape) -> Iterable[tuple[str, ...]]:
    """The telling cells and the days of rows that do not fit, each combination once."""
    kept = {shape.day, *shape.telling}
    mine = (each.cells for each in apart if each.file == file)
    found = dict.fromkeys(tuple(cell if n in kept else "" for n, cell in enumerate(cells)) for cells in mine)
    if len(found) > MOST_READ:
        raise NotPlain("a file with too many rows that want a second look")
    for number, cells in enumerate(found):
        if len(cells) > shape.member:
            yield (*cells[: shape.member], f"{OURS}odd {number}", *cells[shape.member + 1 :])


def _clean(
    rows: Sequence[tuple[str, ...]], file: int, scanned: Scanned, shape: Shape, importer: Importer
) -> Mapping[str, Activity]:
    """By member the activities of rows of which the importer has nothing to say."""
    text = table_text((*rows, *_odd_rows(scanned.apart, file, shape)), shape)
    found = read_tables((("", text),), importer.schema, importer.profile, importer.horizon)
    if isinstance(found, Unreadable) or not isinstance(found[0], TableRead):
        raise NotPlain("a file whose columns are not decided by their own cells")
    records = found[0].records
    used = {each.member for each in records.outcomes.below if each.outcome is Outcome.USED}
    return {each.member: each for each in records.activities if each.member in used}


def _bare(activity: Activity | None) -> Activity | None:
    return None if activity is None else replace(activity, member="", on=None, row=0, file="")


def table_text(rows: Iterable[Sequence[str]], shape: Shape, lines: Iterable[str] = ()) -> bytes:
    """A file with these rows, and below them lines as they are."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=shape.delimiter, lineterminator="\n")
    table.writerow(shape.header)
    table.writerows(rows)
    text.writelines(f"{each}\n" for each in lines)
    return text.getvalue().encode()


def may_repeat(activity: Activity, ruleset: r.Ruleset) -> bool:
    """Whether some rule looks for repeats of such an activity; what nobody knows yet counts as yes."""
    vocabulary = Vocabulary(ruleset)
    scope = Scope(vocabulary, {}, date.max)
    names = vocabulary.all_above(tuple(tag.category for tag in activity.tags))
    subject = Subject(date(2000, 1, 1), names, activity.fields)
    for rule in ruleset.credits:
        if not any(isinstance(clause, r.Repeats) for clause in rule.clauses):
            continue
        try:
            if answered(rule.filter, subject, scope) is not False:
                return True
        except MissingFact:
            return True
    return False
