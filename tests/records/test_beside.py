"""Words that only other rulesets of the same check know: as if they did not stand there, and noted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest

from cedsl.quantity import Amount
from cedsl.records.activity import Activity, Tag
from cedsl.records.schema import Elsewhere
from tests.records.examples import SCHEMA, brief, records, register

BESIDE = replace(
    SCHEMA,
    elsewhere=Elsewhere(
        categories=frozenset({"law", "landlaw"}),
        values={"mode": frozenset({"hybrid"}), "class": frozenset({"gold"})},
        units=frozenset({"pdu", "pdus"}),
        headings=frozenset({"employer"}),
    ),
)


def only(text: str) -> Activity:
    (activity,) = records(text, BESIDE).activities
    return activity


@pytest.mark.parametrize(
    ("cell", "tags", "note"),
    [
        ("Law", (), "`Law` is a category of other rules"),
        ("HR; Land & Law", (Tag("HR"),), "unknown"),
        ("HR / LAW", (Tag("HR"),), "`LAW` is a category of other rules"),
        ("law 1h; HR 2h", (Tag("HR", Amount(F(2), "hour")),), "`law` is a category of other rules"),
    ],
)
def test_a_category_of_other_rules(cell: str, tags: tuple[Tag, ...], note: str) -> None:
    read = records(f"member,date,hours,category\nM,2025-01-01,3,{cell}\n", BESIDE)
    if note == "unknown":
        assert brief(read) == [(2, "held", "unknown-category")]
        return
    assert brief(read) == [(2, "noted", "other-rules")]
    assert read.activities[0].tags == tags
    assert read.activities[0].notes == (note,)


def test_one_that_nobody_knows_is_held_as_ever():
    assert brief(records("member,date,hours,category\nM,2025-01-01,3,LAV\n", BESIDE)) == [
        (2, "held", "unknown-category")
    ]


def test_a_value_of_other_rules_is_blank():
    activity = only("member,date,hours,mode\nM,2025-01-01,3,Hybrid\n")
    assert "mode" not in activity.fields
    assert activity.notes == ("only other rules know the value `Hybrid`",)


@pytest.mark.parametrize("row", ["hours,M,2025-01-01,3 PDUs", "amount,M,2025-01-01,3 PDU", "amount,M,2025-01-01,3,pdu"])
def test_an_amount_in_a_unit_of_other_rules_is_none(row: str) -> None:
    heading, rest = row.split(",", 1)
    header = f"member,date,{heading}" + (",unit" if rest.count(",") == 3 else "")
    activity = only(f"{header}\n{rest}\n")
    assert activity.amount is None
    assert not activity.unbounded
    assert "is a unit of other rules, so no amount is stated here" in activity.notes[0]


def test_a_fact_of_other_rules_is_not_stated():
    read = register("member,class,employer\nM,Gold,Acme\n", BESIDE)
    assert read.facts == {"M": {}}
    assert brief(read) == [(2, "noted", "other-rules")]
    assert read.notices == ("the column `employer` is one of other rules",)
