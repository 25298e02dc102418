"""The schema and the shorthands that the tests of this room share."""

from __future__ import annotations

from cedsl.quantity import STANDARD_UNITS
from cedsl.records import read_members, read_records
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.outcome import Decisions, Records, Register, RowOutcome, Unreadable
from cedsl.records.schema import (
    AmountType,
    ChoiceType,
    DayType,
    NumberType,
    Schema,
    TextType,
    YesNoType,
)

CATEGORIES = {"Ethics": "Business ethics", "HR": "Human resources, management", "SUB": "Substance abuse"}

SCHEMA = Schema(
    unit="hour",
    units={unit.name: unit for unit in STANDARD_UNITS},
    categories=CATEGORIES,
    open_categories=False,
    fields={
        "mode": ChoiceType(("live", "self-study", "passive"), titles=("In person", "On demand", "Webcast")),
        "role": TextType(),
        "kind": TextType(),
        "provider": TextType(),
        "course": TextType(),
        "title": TextType(),
        "status": TextType(),
        "grade": ChoiceType(("F", "C-", "C", "C+", "B-", "B", "A"), ordered=True),
        "score": NumberType(),
        "approved-on": DayType(),
        "breaks": AmountType(),
        "verified": YesNoType(),
    },
    facts={
        "certified-on": DayType(),
        "class": ChoiceType(("A", "B"), titles=("Active", "Basic")),
        "sells-ltc": YesNoType(),
        "balance": NumberType(),
        "home-state": TextType(),
    },
)


def records(text: str | bytes, schema: Schema = SCHEMA) -> Records:
    read = read_records("cpe.csv", text.encode() if isinstance(text, str) else text, schema)
    assert isinstance(read, Records), read
    return read


def register(text: str, schema: Schema = SCHEMA) -> Register:
    read = read_members("members.csv", text.encode(), schema)
    assert isinstance(read, Register), read
    return read


def unreadable(data: str | bytes) -> Unreadable:
    read = read_records("cpe.csv", data.encode() if isinstance(data, str) else data, SCHEMA)
    assert isinstance(read, Unreadable), read
    return read


def only(text: str, schema: Schema = SCHEMA) -> Activity:
    """The one activity of a file, which nothing holds."""
    (activity,) = records(text, schema).activities
    return activity


def held(text: str, schema: Schema = SCHEMA) -> HeldRow:
    (row,) = records(text, schema).held
    return row


def outcome(text: str, schema: Schema = SCHEMA) -> RowOutcome:
    (each,) = records(text, schema).outcomes.below
    return each


def brief(read: Records | Register | Decisions) -> list[tuple[int, str, str]]:
    return [(each.row, each.outcome.value, each.reason) for each in read.outcomes.below]
