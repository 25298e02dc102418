"""A header below rows that are no titles is found by itself where it is clear; else the first row is the header."""

from __future__ import annotations

from pathlib import Path

import pytest

from cedsl.records import read_files
from cedsl.records.outcome import Records, Unreadable
from cedsl.records.profile import ColumnSetting, Profile
from cedsl.records.read import read_tables
from cedsl.records.unclear import Unclear
from tests.records.examples import SCHEMA

SESSION = "Meeting ID,Topic,Start Time,End Time\n810,Ethics,2025-02-03 09:00,2025-02-03 10:00\n"
HEADER = "Participant,Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
ROWS = "P-1,a@b.org,2025-02-03 09:00,2025-02-03 10:00,60,No\nP-2,,2025-02-03 09:30,2025-02-03 10:00,30,No\n"
NAMED = Profile(columns={"Name (Original Name)": ColumnSetting(means="member")})


def read(text: str, profile: Profile = Profile()) -> Records | Unreadable:
    found = read_files([("meeting.csv", text.encode())], SCHEMA, profile)
    return found if isinstance(found, Unreadable) else found[0]


def head_of(text: str) -> int:
    """The number of the row that was taken for the header."""
    found = read_tables([("meeting.csv", text.encode())], SCHEMA)
    assert isinstance(found, tuple), found
    return found[0].table.head


def test_a_header_that_stands_apart_below_a_preamble() -> None:
    """One hour, and half an hour; the rows above the header say when the session was."""
    records = read(f"{SESSION}\n{HEADER}{ROWS}")
    assert isinstance(records, Records)
    assert [(each.member, each.amount.number) for each in records.activities if each.amount] == [("P-1", 60), ("P-2", 30)]
    assert [each.reason for each in records.outcomes] == ["session", "session", "blank-row", "header", "", ""]
    assert any(notice.startswith("row 4 is the header") for notice in records.notices)


def test_whose_the_rows_are_need_not_be_said() -> None:
    """A report of attendance says from when to when; whose a row is can be settled, and the header is found all the
    same.
    """
    data = (Path(__file__).parent / "fixtures" / "zoom_participants.csv").read_bytes()
    (found,) = read_tables([("zoom.csv", data)], SCHEMA)
    assert isinstance(found, Unclear)
    assert found.table.head == 4
    assert next(each.code for each in found.problem.diagnostics) == "CE310"
    (records,) = read_files([("zoom.csv", data)], SCHEMA, NAMED)
    assert len(records.outcomes) == 9
    assert [each.reason for each in records.outcomes][:4] == ["session", "session", "blank-row", "header"]


@pytest.mark.parametrize(
    "text",
    [
        f"{SESSION}{HEADER}{ROWS}",  # nothing parts it from what may be records
        f"{SESSION}\n{HEADER}{ROWS}x,y\n",  # a row below has other cells
        f"{SESSION}\n{HEADER}",  # no row below
        f"{SESSION}\nParticipant,Join Time,Leave Time\nP-1,2025-02-03 09:00,2025-02-03 10:00\n",  # narrower than above
        "Mitglied,Datum,Std\nM-1,3.2.2025,1\n" * 11 + f"\n{HEADER}{ROWS}",  # below more rows than stand above a header
    ],
)
def test_where_it_is_not_clear_the_first_row_is_the_header(text: str) -> None:
    assert head_of(text) == 1


def test_a_header_in_the_first_row_stays_the_header() -> None:
    """Though another table follows, it is one file of rows below the first header."""
    assert head_of(f"member,date,hours\nM-1,2025-02-03,1\n\n{HEADER}{ROWS}") == 1


def test_titles_need_no_blank_row() -> None:
    assert head_of(f"Report\nprinted,today\n{HEADER}{ROWS}") == 3
