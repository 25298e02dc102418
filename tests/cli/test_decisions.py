"""`--adjustments`, `--period` and `--history`: what a person decided, and which period is meant."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

RULES = """ruleset board "Board of Examples: renewal"
category ETH "Ethics"
category TECH "Technical"
member class: one of A, B
require 10h in cycle 1y from 2022-01-01 {
    min 2h category ETH
    cap 6h category TECH
    carry at most 4h
}
"""
RECORDS = """member,date,hours,category
M-1,2023-03-01,6,TECH
M-1,2023-04-01,4,ETH
M-2,2023-03-01,6,TECH
M-2,2023-04-01,3,ETH
M-2,2024-01-15,1,ETH
M-3,2023-03-01,10,TECH
M-4,2022-03-01,12,ETH
M-4,2023-03-01,6,ETH
"""
HEADER = "member,type,rule,amount,category,from,until,reason,approver\n"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/check-1.json").read_text("utf-8"))
ASKED = ("rules.ce", "records.csv", "--period", "2023", "--as-of", "2024-06-30")


@pytest.fixture(autouse=True)
def registry(run) -> None:
    Path("rules.ce").write_text(RULES)
    Path("records.csv").write_text(RECORDS)


def decided(run, rows: str, *more: str) -> dict[str, dict]:
    """The members in JSON, by their ids."""
    Path("decided.csv").write_text(HEADER + rows)
    result = run("check", *ASKED, "--adjustments", "decided.csv", "--format", "json", *more)
    found = json.loads(result.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return {each["member"]: each for each in found["members"]}


def standing(member: dict) -> list[tuple[int, str]]:
    return [(each["row"], each["standing"]) for each in member["decisions"]]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2023-01-01", {"M-1": "met", "M-2": "short", "M-3": "short", "M-4": "short"}),
        ("2023", {"M-1": "met", "M-2": "short", "M-3": "short", "M-4": "short"}),
        ("2022", {"M-1": "short", "M-2": "short", "M-3": "short", "M-4": "met"}),
    ],
)
def test_the_period_that_holds_a_day(run, period: str, expected: dict[str, str]) -> None:
    """M-1: 6 + 4 = 10. M-4: 12 in 2022; in 2023 its own 6 and the 12 - 10 = 2 carried over are 8 of 10."""
    found = json.loads(run("check", *ASKED[:2], "--period", period, "--as-of", "2024-06-30", "--format", "json").stdout)
    verdicts = {each["member"]: each["verdict"] for each in found["members"]}
    assert verdicts == expected
    assert {each["period"]["first"] for each in found["members"]} == {f"{period[:4]}-01-01"}


@pytest.mark.parametrize("period", ["0000", "2023-02-30", "last year", "23"])
def test_what_is_no_period(run, period: str) -> None:
    result = run("check", *ASKED[:2], "--period", period)
    assert (result.exit_code, result.stdout) == (2, "")


def test_history(run) -> None:
    """M-4: 12 earned in 2022, 10 needed, 2 carried out and used in 2023: 6 + 2 = 8, 2 short."""
    found = json.loads(run("why", *ASKED, "--member", "M-4", "--history", "--format", "json").stdout)
    (block,) = found["members"][0]["blocks"]
    (before,) = [each for each in block["earlier"] if each["period"]["first"] == "2022-01-01"]
    assert (before["verdict"], before["carry"]["carried_out"]["amount"]) == ("met", "2")
    assert (block["carry"]["used"]["amount"], block["still_to_earn"]) == ("2", "2")
    assert "2022-01-01 to 2022-12-31  met: " in run("why", *ASKED, "--member", "M-4", "--history").stdout
    assert "2022-01-01 to 2022-12-31" not in run("why", *ASKED, "--member", "M-4").stdout


def test_a_waiver_in_force(run) -> None:
    """M-3 has 10 of TECH, of which 6 count: 4 short, and 2 of ETH. Without the cap 10 count, the minimum is waived."""
    rows = "M-3,waiver,cap-TECH,,,2023-12-31,,hardship,board\nM-3,waiver,Ethics,,,,2023-12-31,,\n"
    member = decided(run, rows)["M-3"]
    assert (member["verdict"], member["still_to_earn"]) == ("waived", "0")
    assert standing(member) == [(2, "taken into account"), (3, "taken into account")]
    assert member["decisions"][0]["sentence"] == (
        "The waiver of At most: Technical (hardship, approved by board) is taken into account."
    )


def test_a_waiver_to_an_amount(run) -> None:
    """With 1 hour of ETH asked and none there, 1 is still lacking there; 6 of 10 count."""
    member = decided(run, "M-3,waiver,ETH,60 min,,,,,\n")["M-3"]
    lines = {each["id"]: (each["required"], each["short"]) for each in member["statements"]}
    assert lines["min-ETH"] == ("1", "1")
    assert member["verdict"] == "short"
    assert standing(member) == [(2, "taken into account")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("M-1,waiver,Ethics,,,,,,\n", "changes nothing"),
        ("M-3,waiver,Ethics,,,,2023-12-30,,\n", "no longer in force"),
        ("M-3,waiver,Ethics,,,2024-01-01,,,\n", "not yet in force"),
        ("M-1,extension,,,,,2024-01-31,,\n", "changes nothing"),
        ("M-3,extension,,,,,2024-01-31,,\n", "changes nothing"),
        ("M-3,opening,,2h,,2024-01-01,,,\n", "changes nothing"),
    ],
)
def test_a_decision_without_effect_is_told(run, row: str, said: str) -> None:
    """M-1 needs no waiver; M-3 has no hour in January 2024, and an opening of 2024 is none of 2023."""
    name = row.partition(",")[0]
    before = json.loads(run("check", *ASKED, "--format", "json").stdout)["members"]
    member = decided(run, row)[name]
    assert standing(member) == [(2, said)]
    assert member["verdict"] == next(each["verdict"] for each in before if each["member"] == name)
    text = run("check", *ASKED, "--adjustments", "decided.csv").stdout
    assert f"{name}: decided.csv row 2: {member['decisions'][0]['sentence']}" in text.splitlines()


def test_a_waiver_of_an_earlier_period_may_have_left_credit(run) -> None:
    """M-5 has 12 of TECH in 2022: 6 count, 4 short, nothing left. Without the cap 10 count and 2 are carried out."""
    Path("records.csv").write_text(RECORDS + "M-5,2022-02-01,12,TECH\nM-5,2023-02-01,8,ETH\n")
    rows = "M-5,waiver,cap-TECH,,,,2022-12-31,,\nM-5,waiver,Ethics,,,,2022-12-31,,\n"
    member = decided(run, rows)["M-5"]
    assert (member["verdict"], member["still_to_earn"]) == ("met", "0")  # 8 + 2 carried in
    assert standing(member) == [(2, "taken into account"), (3, "no longer in force")]


def test_an_extension(run) -> None:
    """M-2 has 9 of 10, and one more hour on 15 January 2024."""
    rows = "M-2,extension,total,,,,2024-01-31,flood,chair\n"
    member = decided(run, rows)["M-2"]
    assert (member["verdict"], standing(member)) == ("met", [(2, "taken into account")])
    assert decided(run, rows.replace("2024-01-31", "2024-01-14"))["M-2"]["verdict"] == "short"


def test_an_opening_balance(run) -> None:
    """M-2 has 9 of 10; a member with nothing else stands in the report for the balance alone."""
    rows = "M-2,opening balance,,1h,TECH,2023-01-01,,,\nM-9,opening balance,,4h,ETH,2023-01-01,,,\n"
    found = decided(run, rows)
    assert found["M-2"]["verdict"] == "short"  # TECH is full with 6: nothing of the balance counts
    assert (found["M-9"]["verdict"], found["M-9"]["still_to_earn"]) == ("short", "6")
    assert decided(run, rows.replace("TECH", ""))["M-2"]["verdict"] == "met"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("M-2,waiver,totle,,,,,,\n", "depends"),
        ("M-1,waiver,totle,,,,,,\n", "met"),
        ("M-2,waiver,total,9h or so,,,,,\n", "depends"),
        ("M-2,waiver,Ethics,lots,,,,,\n", "short"),
        ("M-2,extension,,,,,soon,,\n", "depends"),
        ("M-2,opening balance,,1h,,01/02/2023,,,\n", "depends"),
    ],
)
def test_a_verdict_depends_on_a_held_decision_that_could_change_it(run, row: str, verdict: str) -> None:
    """M-1 is met anyhow; M-2 lacks an hour in total, and none of ETH."""
    member = decided(run, row)[row.partition(",")[0]]
    assert member["verdict"] == verdict
    assert [(each["row"], each["file"]) for each in member["depends_on"]] == (
        [(2, "decided.csv")] if verdict == "depends" else []
    )
    assert standing(member) == [(2, "held")]


def test_two_held_decisions_that_only_together_change_a_verdict(run) -> None:
    """M-3 is short in total because of the cap, and of ETH: to waive one of the two is not enough."""
    rows = "M-3,waiver,cap-TECK,,,,,,\nM-3,waiver,Ethik,,,,,,\n"
    member = decided(run, rows)["M-3"]
    assert member["verdict"] == "depends"
    assert [each["row"] for each in member["depends_on"]] == [2, 3]


def test_the_order_of_rows_changes_nothing_but_their_numbers(run) -> None:
    rows = [
        "M-2,waiver,total,9h,,,,a,\n",
        "M-2,waiver,Ethics,1h,,,,b,\n",
        "M-2,opening,,1h,,2023-01-01,,c,\n",
        "M-2,opening,,2h,ETH,2023-01-01,,d,\n",
    ]
    one, other = (decided(run, "".join(order))["M-2"] for order in (rows, rows[::-1]))
    for found in (one, other):
        for each in found["decisions"]:
            del each["row"]
    one["decisions"].sort(key=lambda each: each["reason"])
    other["decisions"].sort(key=lambda each: each["reason"])
    assert one == other


def test_every_row_of_the_decisions_is_accounted_for(run) -> None:
    Path("decided.csv").write_text(HEADER + "M-1,waiver,ETH,,,,,,\n,waiver,ETH,,,,,,\n,,,,,,,,\nM-1,waver,,,,,,,\n")
    found = json.loads(run("check", *ASKED, "--adjustments", "decided.csv", "--format", "json").stdout)
    assert found["decisions"]["rows"] == {"used": 1, "noted": 0, "held": 1, "refused": 1, "skipped": 2}


def test_text(run, golden) -> None:
    Path("decided.csv").write_text(
        HEADER
        + "M-1,waiver,Ethics,,,,,illness,the board\n"
        + "M-2,extension,,,,,2024-01-31,flood,the chair\n"
        + "M-3,waiver,Ethics,,,,2022-12-31,illness,the board\n"
        + "M-4,waiver,Ethiks,,,,,,\n"
    )
    asked = (*ASKED, "--adjustments", "decided.csv")
    golden(run("check", *asked).stdout, "check-decisions.txt")
    golden(run("why", *asked, "--member", "M-3", "--history").stdout, "why-decisions.txt")


def test_members_whose_rows_are_all_refused_are_checked(run) -> None:
    Path("records.csv").write_text("member,date,hours,status\nM-7,2023-01-01,3,rejected\n,2023-01-01,3,\n")
    found = json.loads(run("check", *ASKED, "--format", "json").stdout)
    assert [(each["member"], each["verdict"]) for each in found["members"]] == [("M-7", "short")]


@pytest.mark.parametrize("command", ["lint", "show", "test"])
def test_a_name_that_is_empty(run, command: str) -> None:
    result = run(command, "")
    assert result.exit_code == 2
    assert result.stderr.startswith("CE401 error: the name of a file is empty\n")
