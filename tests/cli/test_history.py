"""Earlier periods on the command line, in every form."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs/schema/check-1.json").read_text("utf-8"))
)
RULES = """\
category SAFE "Safety"
category TECH "Technique"
mode recorded "Recorded"
member born-on: date

require 10h in cycle calendar year "Learning" {
    min 2h category SAFE
    min 1h category TECH when member born-on before 1960-01-01
    cap 3h mode recorded
    carry at most 4h
    make good within 3 months
}
"""
# A  2022: 11 + 3 = 14, so 4 are left: 1 of safety and 3 of technique. 2023: 7 + 2 = 9 and 1 of the 4; 3 expire.
#    2024: 4 + 2 + 3 of the 4 recorded hours = 9, 1 is missing.
# B  2023: 9, of which 1 of safety; March makes good the other. 2024: 4 - 1 + 7 = 10.
# C  2023: 12 - 10 = 2 are left. 2024: 9 and 1 of the 2. She has no technique, and may have to.
RECORDS = """\
member,date,hours,category,mode,title
A,2022-02-01,11,TECH,,Levers
A,2022-03-01,3,SAFE,,Ladders
A,2023-02-01,7,TECH,,Wedges
A,2023-03-01,2,SAFE,,Scaffolds
A,2024-02-01,4,TECH,,Pulleys
A,2024-03-01,2,SAFE,,Ropes
A,2024-04-01,4,TECH,recorded,Screws
B,2023-02-01,8,TECH,,Wheels
B,2023-03-01,1,SAFE,,Gloves
B,2024-03-15,4,SAFE,,Helmets
B,2024-05-01,7,TECH,,Axles
C,2023-02-01,12,SAFE,,Fire
C,2024-02-01,9,SAFE,,Water
"""
MEMBERS = "member,born-on\nA,1980-01-01\nB,1950-01-01\n"
ASKED = ("rules.ce", "records.csv", "--members", "members.csv", "--as-of", "2024-12-31", "--history")


@pytest.fixture(autouse=True)
def files(run) -> None:
    Path("rules.ce").write_text(RULES, "utf-8")
    Path("records.csv").write_text(RECORDS, "utf-8")
    Path("members.csv").write_text(MEMBERS, "utf-8")


def test_a_report_about_many(run, golden) -> None:
    golden(run("check", *ASKED).stdout, "check-history.txt")


@pytest.mark.parametrize("period", ["2022", "2023", "2024"])
def test_the_hours_that_pass_between_periods(run, golden, period) -> None:
    golden(run("why", *ASKED, "--member", "A", "--period", period).stdout, f"why-history-{period}.txt")


def test_credit_from_before_the_period(run, golden) -> None:
    # 2023: 6 + 2 live and 3 recorded: 1 live hour and 6 recorded ones are free. 2024: 5 + 1 + 3 = 9; 3 are over the cap.
    Path("also.ce").write_text(
        "mode live; mode recorded\n"
        "require 10h in cycle calendar year { cap 3h mode recorded; also count from 3 months before period start }\n",
        "utf-8",
    )
    rows = ("2023-02-01,6,live", "2023-10-01,9,recorded", "2023-11-01,2,live", "2024-02-01,5,live")
    Path("also.csv").write_text("\n".join(["member,date,hours,mode", *(f"D,{row}" for row in rows)]) + "\n", "utf-8")
    result = run("why", "also.ce", "also.csv", "--as-of", "2024-12-31", "--history", "--member", "D")
    golden(result.stdout, "why-also-count.txt")


def test_tables_for_programs(run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("check", *ASKED, "--format", "csv").stdout, newline="")))
    before = [row for row in rows if not row["statement"]]
    assert [(row["member"], row["last day"][:4], row["verdict"], row["expired"]) for row in before] == [
        ("A", "2022", "met", "0"),
        ("A", "2023", "met", "3"),
        ("B", "2023", "met", "0"),
        ("C", "2023", "met", "0"),
    ]
    document = json.loads(run("check", *ASKED, "--format", "json").stdout)
    SCHEMA.validate(document)
    a, b, c = document["members"]
    (block,) = a["blocks"]
    assert [each["carry"]["expired"]["amount"] for each in block["earlier"]] == ["0", "3"]
    lost = {each["row"]: [(loss["why"], loss["amount"]) for loss in each["not_counted"]] for each in a["records"]}
    # Of the 11 hours of Levers 8 count in 2022, and 3 were carried over in vain.
    assert lost[2] == [("counted in another period", "8"), ("carried over, and not used in time", "3")]
    assert [each["amount"] for each in b["records"][2]["counted"]] == ["3"]
    assert [(each["amount"], each["lives_on"]) for each in c["carried"]] == [("2", "0")]
    (asked,) = c["depends_on"]
    assert (asked["fact"], asked["row"], asked["question"]) == ("born-on", None, "the “Born on” date is not stated")
