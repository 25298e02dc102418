"""Units of which the rules do not say what they come to."""

from __future__ import annotations

import pytest

from cedsl.model import Ruleset, resolve, schema_of
from cedsl.records.outcome import Records
from cedsl.records.read import read_records
from cedsl.source import Source
from cedsl.syntax import parse
from cedsl.workspace.names import schema_beside

OTHERS = {"point", "credit", "unit", "semester-hour", "quarter-hour", "CEU"}


def ruleset(text: str) -> Ruleset:
    source = Source("rules.ce", text)
    found = resolve(parse(source).file, source)
    assert found.ruleset is not None, found.diagnostics
    return found.ruleset


@pytest.mark.parametrize(
    ("rules", "spoken_of"),
    [
        ("require 10h within 1y\n", set()),
        ("require 10 points within 1y\n", {"point"}),
        ("unit CEU = 10 hours\nrequire 10h within 1y\n", {"CEU"}),
        ('unit credit "credits"\nrequire 10h within 1y\n', {"credit"}),
        ("credit kind college: 15h per semester-hour\nrequire 10h within 1y\n", {"semester-hour"}),
        ("credit kind article: 5h each\nrequire 10h within 1y\n", OTHERS),
    ],
)
def test_what_the_rules_speak_of(rules, spoken_of):
    assert schema_of(ruleset(rules)).worthless == OTHERS - spoken_of


def test_what_other_rules_of_the_check_know_is_not_held():
    own, other = ruleset("require 10h within 1y\n"), ruleset("unit CEU = 10 hours\nrequire 10h within 1y\n")
    assert schema_beside(own, [other]).worthless == OTHERS - {"CEU"}
    assert schema_beside(own, []).worthless == OTHERS


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("0.15 CEU", "unit-without-worth"), ("3 sem hrs", "unit-without-worth"), ("1.5 contact hours", ""), ("2", "")],
)
def test_nobody_can_count_them(cell, reason):
    rules = ruleset("require 10h within 1y\n")
    read = read_records("a.csv", f"member,date,amount\nM,2025-01-01,{cell}\n".encode(), schema_of(rules))
    assert isinstance(read, Records)
    assert [each.reason for each in read.outcomes.below] == [reason]
