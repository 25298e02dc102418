"""A file of one kind that was given for one of another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cedsl.records.mistaken import is_of_members, leave_columns_open
from cedsl.records.outcome import Unreadable
from cedsl.records.read import read_files
from cedsl.records.schema import TextType
from tests.records.examples import SCHEMA

FACTS = replace(
    SCHEMA, facts={name: TextType() for name in ("a", "b", "c", "d")}, fact_titles={"a": "First fact", "b": "Town"}
)
NO_DAY = "no column says on which day the activity was completed"


def problem(header: str) -> Unreadable:
    read = read_files([("f.csv", f"{header}\n1,2,3,4,5\n".encode())], FACTS)
    assert isinstance(read, Unreadable)
    return read


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("member,First fact", f"{NO_DAY}; `First fact` is a fact about members"),
        ("member,first-fact,TOWN", f"{NO_DAY}; `first-fact` and `TOWN` are facts about members"),
        ("member,a,b,c", f"{NO_DAY}; `a`, `b` and `c` are facts about members"),
        ("member,a,b,c,d", f"{NO_DAY}; `a`, `b` and others are facts about members"),
        ("member,colour", NO_DAY),
    ],
)
def test_facts_about_members_are_named_where_there_is_no_day(header, message) -> None:
    found = problem(header)
    assert [(each.code, each.message) for each in found.diagnostics] == [("CE311", message)]
    assert is_of_members(found) is (message != NO_DAY)


def test_a_file_with_days_and_a_fact_is_one_of_activities() -> None:
    found = problem("who,date,First fact")
    assert [each.code for each in found.diagnostics] == ["CE310"]
    assert not is_of_members(found)


def test_whose_columns_can_be_asked_about() -> None:
    assert leave_columns_open(problem("member,colour").diagnostics)
    assert leave_columns_open(problem("who,date").diagnostics)
    assert leave_columns_open(problem("member,date,completed").diagnostics)
    assert not leave_columns_open(problem("member,date,hours,hours").diagnostics)
