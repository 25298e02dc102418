"""Files as they come, in columns: the same figures and the same outcomes of rows as by the exact path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from cedsl.records.outcome import Outcome
from cedsl.registry.engine import EVERYBODY
from cedsl.workspace import Asked, Files
from tests.registry.compare import Decided, differences

RULES = """ruleset small "A small one"
category ethics "Ethics"
category law "Law"
role attendee "Attended" unless stated
role teacher "Taught"
require 12h in cycle calendar year {
    min 2h category ethics
    cap 4h role teacher
}
credit role teacher: full then nothing per course
"""

HEADER = "member,date,hours,category,role,course,title"
PLAIN = (
    "M-1,2025-02-03,6,ethics,,C-1,On gifts",
    "M-1,2025-03-04,6.5,law,,C-2,Contracts",
    "M-2,2025-02-03,3,law,teacher,C-3,Torts",
    "M-2,2025-04-03,3,law,teacher,C-3,Torts",
    "M-3,2024-02-03,12,ethics,,C-1,On gifts",
)
ASKED = Asked(date(2025, 12, 31))


def _differ(folder: Path, *files: bytes, members: str | None = None) -> tuple[list[object], Decided]:
    rules = folder / "rules.ce"
    rules.write_text(RULES, "utf-8")
    names = []
    for number, data in enumerate(files):
        path = folder / f"records{number}.csv"
        path.write_bytes(data)
        names.append(str(path))
    beside = None
    if members is not None:
        (folder / "members.csv").write_text(members, "utf-8")
        beside = str(folder / "members.csv")
    return differences(str(rules), Files(tuple(names), beside), ASKED)


def _file(rows: Sequence[str], header: str = HEADER, end: str = "\n") -> bytes:
    return "".join(f"{row}{end}" for row in (header, *rows)).encode()


UGLY = {
    "plain": _file(PLAIN),
    "no end of the last line": _file(PLAIN)[:-1],
    "lines that end as on Windows": _file(PLAIN, end="\r\n"),
    "a byte order mark": b"\xef\xbb\xbf" + _file(PLAIN),
    "semicolons": _file([row.replace(",", ";") for row in PLAIN], HEADER.replace(",", ";")),
    "semicolons and decimal commas": _file(
        [row.replace(",", ";").replace("6.5", "6,5") for row in PLAIN], HEADER.replace(",", ";")
    ),
    "tabs": _file([row.replace(",", "\t") for row in PLAIN], HEADER.replace(",", "\t")),
    "quotes with a comma": _file([*PLAIN, 'M-4,2025-05-05,2,law,,C-9,"Wills, and trusts"']),
    "quotes with quotes": _file([*PLAIN, 'M-4,2025-05-05,2,law,,C-9,"The ""new"" law"']),
    "quotes with a line break": _file([*PLAIN, 'M-4,2025-05-05,2,law,,C-9,"Wills\nand trusts"']),
    "quotes with a blank line": _file([*PLAIN, 'M-4,2025-05-05,2,law,,C-9,"Wills\n\nand trusts"', "", *PLAIN[:1]]),
    "a line break inside lines that end as on Windows": _file([*PLAIN, 'M-4,2025-05-05,2,law,,C-9,"Wills\nand"'], end="\r\n"),
    "a quote inside a cell": _file([*PLAIN, 'M-4,2025-05-05,2,law,,C-9,5" of law']),
    "a blank before a quote": _file([*PLAIN, 'M-4,2025-05-05,2,law,, "C-9", "Wills, and trusts"']),
    "blanks around cells": _file([*PLAIN, " M-4 , 2025-05-05 , 2 , law , , C-9 , Wills "]),
    "a tab behind a member": _file([*PLAIN, "M-1\t,2025-05-05,2,law,,C-9,Wills", "M-4\t,2025-05-05,2,law,,C-9,Wills"]),
    "a blank line in the middle": _file([*PLAIN[:2], "", *PLAIN[2:]]),
    "blank lines at the end": _file([*PLAIN, "", "", ""]),
    "blank lines that end as on Windows": _file([*PLAIN[:2], "", "", *PLAIN[2:], ""], end="\r\n"),
    "a line of blanks": _file([*PLAIN[:2], "   ", *PLAIN[2:]]),
    "a line of commas": _file([*PLAIN[:2], ",,,,,,", *PLAIN[2:]]),
    "a row that is too short": _file([*PLAIN[:2], "M-4,2025-05-05", *PLAIN[2:]]),
    "a row that is a bit short": _file([*PLAIN[:2], "M-4,2025-05-05,13,ethics", *PLAIN[2:]]),
    "a row that is too long": _file([*PLAIN[:2], "M-4,2025-05-05,2,law,,C-9,Wills,and trusts", *PLAIN[2:]]),
    "a row with one comma more": _file([*PLAIN[:2], "M-4,2025-05-05,2,law,,C-9,Wills,", *PLAIN[2:]]),
    "a ragged row with quotes": _file([*PLAIN[:2], 'M-4,2025-05-05,2,law,,C-9,"Wills, and",trusts', *PLAIN[2:]]),
    "rows of nobody": _file([*PLAIN, ",2025-05-05,2,law,,C-9,Wills", '"",2025-05-05,2,law,,C-9,Wills']),
    "the same row twice": _file([*PLAIN, PLAIN[0], "M-5,2025-05-05,2,law,,,", "M-5,2025-05-05,2,law,,,"]),
    "the same course in other letters": _file([*PLAIN, "M-2,2025-05-03,3,law,teacher,c 3,Torts"]),
    "a total": _file([*PLAIN, "Total,,30.5,,,,"]),
    "a wrong total": _file([*PLAIN, "Total,,99,,,,"]),
    "a page number": _file([*PLAIN, "Page 1 of 1,,,,,,"]),
    "a repeated header": _file([*PLAIN[:2], HEADER, *PLAIN[2:]]),
    "an unknown category": _file([*PLAIN, "M-4,2025-05-05,2,lwa,,C-9,Wills"]),
    "no amount": _file([*PLAIN, "M-4,2025-05-05,,law,,C-9,Wills"]),
    "an odd amount": _file([*PLAIN, "M-4,2025-05-05,1.000,law,,C-9,Wills", "M-6,2025-05-05,-1,law,,C-9,Wills"]),
    "a third": _file([*PLAIN, "M-4,2025-05-05,1h 20m,law,,C-9,Wills", "M-6,2025-05-05,1:20,law,,C-9,Wills"]),
    "no date": _file([*PLAIN, "M-4,,2,law,,C-9,Wills"]),
    "an odd date": _file([*PLAIN, "M-4,2025-02-30,2,law,,C-9,Wills", "M-6,3/4/2025,2,law,,C-9,Wills"]),
    "a day that is none": _file([*PLAIN, "M-4,2025-02-30,2,law,,,", "M-4,2025-02-30,2,law,,C-9,W,x", "\u00a0M-5,2025-02-30,2,law,,C-9,W"]),
    "a blank that is no space": _file([*PLAIN, "\u00a0M-4,2025-05-05,2,law,,C-9,W", '"=""M-4""",2025-05-05,2,law,,C-9,W']),
    "two things wrong in one row": _file([*PLAIN, "M-4,2025-02-30,2,lwa,,C-9,W,x", "M-4,2025-02-30,2,lwa,,C-9,W,x"]),
    "a short date": _file([*PLAIN, "M-4,2025-2-3,2,law,,C-9,Wills", "M-6,25-2-3,2,law,,C-9,Wills"]),
    "an early and a late date": _file([*PLAIN, "M-4,1850-01-01,2,law,,C-9,Wills", "M-6,9999-12-31,2,law,,C-9,Wills"]),
    "a day to come": _file([*PLAIN, "M-4,2030-01-01,2,law,,C-9,Wills"]),
    "a wrapper": _file([*PLAIN, 'M-4,2025-05-05,2,law,,"=""9""",Wills', '"=""M-1""",2025-05-05,2,law,,C-8,Wills']),
    "a guard": _file([*PLAIN, "M-4,2025-05-05,2,law,,C-9,'=Wills", "'-M-4,2025-05-05,2,law,,C-9,Wills"]),
    "codes of letters": _file([*PLAIN, "M-4,2025-05-05,2,law,,C-9,Wills &amp; trusts", "A&amp;B,2025-05-05,2,law,,C-9,W"]),
    "other alphabets": _file([*PLAIN, "Ünal Öz,2025-05-05,2,law,teacher,C-9,Wills", "Ünal Öz,2025-06-05,2,law,teacher,Ç-9,Wills"]),
    "a member with a comma": _file([*PLAIN, '"Vale, Agnes",2025-05-05,2,law,,C-9,Wills']),
    "a profane member": _file([*PLAIN, "Robert'); DROP TABLE x;--,2025-05-05,2,law,,C-9,Wills"]),
    "other dates": _file([row.replace("2025-02-03", "25/02/2025").replace("2025-0", "2025-") for row in PLAIN]),
    "days first": _file([f"M-{n},{n}/12/2025,3,{c},,C-{n},T" for n in range(10, 31) for c in ("law", "ethics")]),
    "days that leave it open": _file([f"M-{n},{n}/11/2025,3,{c},,C-{n},T" for n in range(1, 12) for c in ("law", "ethics")]),
    "days in words": _file([f"M-{n},{n} March 2025,3,{c},,C-{n},T" for n in range(1, 12) for c in ("law", "ethics")]),
}  # fmt: skip


@pytest.mark.parametrize("name", UGLY)
def test_a_file_says_the_same_in_columns(name: str, tmp_path: Path) -> None:
    found, columns = _differ(tmp_path, UGLY[name])
    assert found == []
    assert EVERYBODY not in columns.tally.one_by_one


REFUSED = {
    "not in Unicode": _file([*PLAIN, "M-4,2025-05-05,2,law,,C-9,Mus\xe9e"]).decode().encode("latin-1"),
    "wide letters": _file(PLAIN).decode().encode("utf-16"),
    "titles above": b"Records of 2025\n\n" + _file(PLAIN),
    "old lines": _file(PLAIN, end="\r"),
    "mixed lines": _file(PLAIN) + b"M-9,2025-02-03,6,ethics,,C-1,On gifts\r",
    "attendance": b"member,joined,left,course\nM-1,2025-02-03 10:00,2025-02-03 12:00,C-1\n",
    "started": b"member,started,date,hours,category\nM-1,2025-02-01,2025-02-03,12,ethics\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_plain_goes_to_the_exact_path(name: str, tmp_path: Path) -> None:
    found, columns = _differ(tmp_path, REFUSED[name])
    assert found == []
    assert columns.tally.one_by_one == {EVERYBODY: columns.tally.members}


def test_several_files_are_one_registry(tmp_path: Path) -> None:
    found, columns = _differ(
        tmp_path,
        _file(PLAIN),
        _file(["M-1,2025-02-03,6,ethics,,C-1,On gifts", "M-7,2025-02-03,6,ethics,,C-1,On gifts", "Total,,,,,,"]),
        _file([f"M-{n},2025-02-03,1.5,lwa,,C-{n},T" for n in range(10)]),
    )
    assert found == []
    assert columns.tally.members == 10


def test_files_with_days_in_two_orders(tmp_path: Path) -> None:
    found, _ = _differ(
        tmp_path,
        _file(["M-1,25/02/2025,6,ethics,,C-1,A", "M-2,03/02/2025,6,ethics,,C-1,A"]),
        _file(["M-1,02/25/2025,6,ethics,,C-2,B", "M-2,03/02/2025,6,ethics,,C-2,B"]),
    )
    assert found == []


def test_files_with_different_columns(tmp_path: Path) -> None:
    found, _ = _differ(tmp_path, _file(PLAIN), b"member,date,hours\nM-1,2025-02-03,6\n")
    assert found == []


def test_whoever_has_no_row_is_there_too(tmp_path: Path) -> None:
    found, columns = _differ(tmp_path, _file(PLAIN), members="member,name\nM-1,A\nM-50,B\n")
    assert found == []
    assert columns.members["M-50"][0] == "short"


def test_all_rows_are_accounted_for(tmp_path: Path) -> None:
    found, columns = _differ(tmp_path, _file([*PLAIN, "", "M-4,2025-05-05,2,lwa,,C-9,Wills", ",,,,,,", "Total,,5,,,,"]))
    assert found == []
    # the header, the blank line, the line of commas and the total; the word that nobody knows
    assert columns.rows == {Outcome.USED: 5, Outcome.SKIPPED: 4, Outcome.HELD: 1}
