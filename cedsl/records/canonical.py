"""Activities and member facts as a clean CSV file that reads back as exactly the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from html import unescape

from cedsl.lean import dataclass
from cedsl.records.activity import Activity, Facts, Tag, Value
from cedsl.records.amounts import every_spelling
from cedsl.records.guard import guarded
from cedsl.records.headings import (
    ROW_IN_THIS_FILE,
    FieldNamed,
    Part,
    Vocabulary,
    activity_vocabulary,
    assign,
    member_vocabulary,
)
from cedsl.records.numerals import unmistakable
from cedsl.records.outcome import Unreadable
from cedsl.records.read import read_files
from cedsl.records.schema import OWN_UNIT, Schema
from cedsl.records.table import Heading
from cedsl.source import NOWHERE


@dataclass(frozen=True, slots=True)
class Clean:
    """The file as text, and the activities or members that it cannot say so that they read back the same."""

    text: str
    left_out: tuple[Activity, ...] = ()


def clean_records(activities: Sequence[Activity], schema: Schema, horizon: date | None = None) -> Clean:
    """A file of the activities, in their order. It was read back, and says the same."""
    kept = list(activities)
    left_out: list[Activity] = []
    while True:
        text = _records(kept, schema)
        faithful = _faithful(text, kept, schema, horizon)
        if all(faithful):
            return Clean(text, tuple(left_out))
        left_out += [each for each, same in zip(kept, faithful, strict=True) if not same]
        kept = [each for each, same in zip(kept, faithful, strict=True) if same]


def _faithful(text: str, activities: Sequence[Activity], schema: Schema, horizon: date | None) -> list[bool]:
    """For each activity whether its row, which follows the header in their order, reads back as the same."""
    read = read_files([("", text.encode())], schema, horizon=horizon)
    found = {} if isinstance(read, Unreadable) else {each.row: each for table in read for each in table.activities}
    return [found.get(row) == each for row, each in enumerate(activities, 2)]


_ALWAYS = ("member", "date", "amount", "unit")


def _records(activities: Sequence[Activity], schema: Schema) -> str:
    units = every_spelling(schema.units)
    names = _names({name for each in activities for name in each.fields}, schema.fields)
    table = [_record(each) for each in activities]
    core = [word for word in _CORE if word in _ALWAYS or any(row[word] for row in table)]
    headings = _headings(core, names, activity_vocabulary(schema, units))
    rows = [
        [*(row[word] for word in core), *(_said(each.fields.get(name)) for name in names)]
        for row, each in zip(table, activities, strict=True)
    ]
    if len({tuple(row) for row in rows}) < len(rows):
        headings = [*headings, ROW_IN_THIS_FILE]
        rows = [[*row, str(number)] for number, row in enumerate(rows, 2)]
    return _csv([headings, *rows])


_CORE = ("member", "date", "started", Part.ENDED.value, "amount", "unit", "category")


def _record(activity: Activity) -> Mapping[str, str]:
    amount = activity.amount
    return {
        "member": _written(activity.member),
        "date": "" if activity.on is None else activity.on.isoformat(),
        "started": "" if activity.started is None else activity.started.isoformat(),
        Part.ENDED.value: "" if activity.ended is None else activity.ended.isoformat(),
        "amount": "" if amount is None else _number(amount.number),
        "unit": "" if amount is None or amount.unit == OWN_UNIT else amount.unit,
        "category": _written("; ".join(_tag(tag) for tag in activity.tags)),
    }


def _tag(tag: Tag) -> str:
    """A category, with its own amount in whichever way leaves no doubt where its name ends."""
    if tag.amount is None:
        return tag.category
    amount = _number(tag.amount.number)
    amount += "" if tag.amount.unit == OWN_UNIT else f" {tag.amount.unit}"
    if ":" not in tag.category and "=" not in tag.category:
        return f"{tag.category}: {amount}"
    return f"{tag.category} {amount}" if "(" in tag.category else f"{tag.category} ({amount})"


def clean_members(facts: Mapping[str, Facts], schema: Schema) -> str:
    """A file of the facts of members: for each member a row for every stretch of days for which something is stated.

    Blank columns of days stay where a row would else repeat the header, or nothing would show what separates cells.
    """
    names = _names({name for each in facts.values() for name in each}, schema.facts)
    rows = [
        [_written(member), _day(first), _day(last), *(_said(stated.get(name)) for name in names)]
        for member, each in facts.items()
        for (first, last), stated in _by_days(each).items()
    ]
    units = every_spelling(schema.units)
    headings = _headings(["member", "from", "until"], names, member_vocabulary(schema.facts, units))
    dateless = [[row[0], *row[3:]] for row in [headings, *rows]]
    is_dated = any(row[1] or row[2] for row in rows)
    alone = dateless[0] in dateless[1:] or len(dateless[0]) == 1
    return _csv([headings, *rows] if is_dated or alone else dateless)


Days = tuple[date | None, date | None]


def _by_days(facts: Facts) -> Mapping[Days, Mapping[str, Value]]:
    """What is stated for the same days, the earliest first; a member of whom nothing is stated has one empty row."""
    found: dict[Days, dict[str, Value]] = {}
    for name, values in facts.items():
        for each in values:
            found.setdefault((each.first, each.last), {})[name] = each.value
    ordered = sorted(found, key=lambda days: (days[0] or date.min, days[1] or date.max))
    return {days: found[days] for days in ordered} or {(None, None): {}}


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _names(stated: set[str], known: Iterable[str]) -> list[str]:
    """The fields that are stated: those that the rules know in their order, then the others by name."""
    ordered = [name for name in known if name in stated]
    return [*ordered, *sorted(stated - set(ordered))]


def _headings(core: Sequence[str], names: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Each field under its name, where that is understood as the field; else it says that it is one."""
    plain = [Heading(index, word, NOWHERE) for index, word in enumerate((*core, *names))]
    taken = assign(plain, vocabulary).taken
    own = {each.text: taken.get(FieldNamed(each.text)) == (each,) for each in plain[len(core) :]}
    return [*core, *(name if understood else f"field: {name}" for name, understood in own.items())]


def _said(value: Value | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case Fraction():
            return _number(value)
        case str():
            return _written(value)


_number = lru_cache(maxsize=4096)(unmistakable)


def _written(text: str) -> str:
    """The text as a cell: nothing in it is run by a spreadsheet, or read as the code of a letter."""
    return guarded(text.replace("&", "&amp;") if unescape(text) != text else text)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
