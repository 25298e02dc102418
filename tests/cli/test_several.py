"""Several rulesets in one check, several editions of one, and rows of the tables that rules declare."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from referencing import Registry, Resource

BOARD = """ruleset board "Board of Examples: renewal"
category ETH "Ethics"
category TECH "Technical"
mode live
mode recorded
require 10h within 1y {
    min 2h category ETH
    cap 4h mode recorded
}
"""
GUILD = """ruleset guild "Guild of Examples: fellow"
unit PDU
category LAW "Law"
category TECH "Technical matters"
mode live
mode hybrid
require 6h within 1y {
    min 1h category LAW
    cap 1h mode hybrid
}
"""
RECORDS = """member,date,hours,category,mode
M-1,2025-02-01,4,TECH,live
M-1,2025-03-01,3,ETH; LAW,hybrid
M-1,2025-04-01,3,Ethics,recorded
M-1,2025-05-01,3 PDU,TECH,live
M-2,2025-02-01,12,ETHX,live
"""
BOTH = ("board.ce", "records.csv", "--also", "guild.ce", "--as-of", "2025-12-31")
SCHEMAS = {
    name: json.loads((Path(__file__).parents[2] / f"docs/schema/{name}.json").read_text("utf-8"))
    for name in ("check-1", "checks-1")
}


@pytest.fixture(autouse=True)
def registry(run) -> None:
    Path("board.ce").write_text(BOARD)
    Path("guild.ce").write_text(GUILD)
    Path("records.csv").write_text(RECORDS)


def documents(run, *arguments: str) -> list[dict]:
    """The parts of a report in JSON."""
    found = json.loads(run("check", *arguments, "--format", "json").stdout)
    resources = [(f"urn:cedsl:{name}", Resource.from_contents(schema)) for name, schema in SCHEMAS.items()]
    validator = jsonschema.Draft202012Validator(SCHEMAS["checks-1"], registry=Registry().with_resources(resources))
    validator.validate(found)
    return found["rulesets"]


def test_each_ruleset_reads_the_log_in_its_own_words(run) -> None:
    """M-1 under the board: 4 + 3 + 3 = 10 with 6 of ETH, recorded 3 of 4. Under the guild 10 as well, of which 1
    hybrid hour, so 4 + 1 + 3 = 8 may count (`recorded` is nothing to it); 6 are needed. The 3 PDU are no amount
    for the board, and a question for the guild: they stand in a column of hours.
    """
    board, guild = documents(run, *BOTH)
    assert [(each["ruleset"], each["members"][0]["verdict"]) for each in (board, guild)] == [
        ("board", "met"),
        ("guild", "met"),
    ]
    assert [each["rows"]["held"] for each in (board, guild)] == [1, 2]
    figures = {each["id"]: (each["earned"], each["counted"]) for each in board["members"][0]["statements"]}
    assert figures == {"total": ("10", "10"), "min-ETH": ("6", "2"), "cap-recorded": ("3", "3")}
    figures = {each["id"]: (each["earned"], each["counted"]) for each in guild["members"][0]["statements"]}
    assert figures == {"total": ("10", "6"), "min-LAW": ("3", "1"), "cap-hybrid": ("3", "1")}


def test_what_is_left_out_stands_in_the_ledger(run) -> None:
    board, guild = documents(run, *BOTH)
    notes = {each["row"]: each["notes"] for each in board["members"][0]["records"]}
    assert notes[3][:2] == ["`LAW` is a category of other rules", "only other rules know the value `hybrid`"]
    assert "`PDU` is a unit of other rules, so no amount is stated here" in notes[5]
    notes = {each["row"]: each["notes"] for each in guild["members"][0]["records"]}
    assert "`Ethics` is a category of other rules" in notes[4]


def test_what_nobody_knows_is_held_by_each(run) -> None:
    for each in documents(run, *BOTH):
        assert each["members"][1]["verdict"] == "depends"
        assert [question["row"] for question in each["members"][1]["depends_on"]] == [6]


@pytest.mark.parametrize(
    ("guild", "member", "code"),
    [("require 6h within 1y", "M-1", 0), ("require 99h within 1y", "M-1", 1), ("require 6h within 1y", "M-2", 3)],
)
def test_the_exit_code_is_the_worst(run, guild: str, member: str, code: int) -> None:
    Path("guild.ce").write_text(GUILD.replace("require 6h within 1y", guild))
    assert run("check", *BOTH, "--member", member).exit_code == code
    assert run("why", *BOTH, "--member", member).exit_code == code


def test_text(run, golden) -> None:
    golden(run("check", *BOTH).stdout, "check-several.txt")
    golden(run("why", *BOTH, "--member", "M-1").stdout, "why-several.txt")


def test_the_other_forms(run) -> None:
    table = list(csv.DictReader(io.StringIO(run("check", *BOTH, "--format", "csv").stdout)))
    assert [each["ruleset"] for each in table] == ["board"] * 6 + ["guild"] * 6
    suites = ET.fromstring(run("check", *BOTH, "--format", "junit").stdout)
    assert [(each.tag, each.get("name")) for each in suites] == [("testsuite", "board"), ("testsuite", "guild")]
    lines = [json.loads(line) for line in run("check", *BOTH, "--format", "ndjson").stdout.splitlines()]
    assert [each.get("ruleset") or each["member"] for each in lines] == ["board", "M-1", "M-2", "guild", "M-1", "M-2"]


def test_one_alone_is_told_as_ever(run) -> None:
    assert json.loads(run("check", *BOTH[:2], "--format", "json").stdout)["schema"] == "cedsl/check-1"


def test_a_waiver_is_for_the_rules_that_it_names(run) -> None:
    """Both have a total; only the guild has a rule about LAW."""
    Path("w.csv").write_text(
        "member,type,rule,ruleset\nM-2,waiver,total,\nM-2,waiver,LAW,\nM-2,waiver,total,Guild of Examples: fellow\n"
    )
    board, guild = documents(run, *BOTH, "--adjustments", "w.csv")
    assert board["decisions"]["rows"] == {"used": 0, "noted": 0, "held": 1, "refused": 0, "skipped": 3}
    assert guild["decisions"]["rows"] == {"used": 2, "noted": 0, "held": 1, "refused": 0, "skipped": 1}
    assert board["decisions"]["remarks"][1]["sentence"] == (
        "`total` stands in several of the rules; name the ruleset in a column `ruleset`"
    )


def test_a_second_ruleset_that_cannot_be_read(run) -> None:
    result = run("check", "board.ce", "records.csv", "--also", "gild.ce")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("gild.ce  CE407 error: ")


# ------------------------------------------------------------------------------------------- editions


def editions(*heads: str) -> None:
    """Files that ask for 1, 2, ... hours a calendar year, with these lines below the name."""
    Path("editions").mkdir(exist_ok=True)
    for number, head in enumerate(heads, 1):
        text = f'ruleset league "League"\n    {head}\nrequire {number}h in cycle 1y from 2020-01-01\n'
        Path(f"editions/{number}.ce").write_text(text)


LEAGUE = ("editions", "records.csv", "--as-of", "2025-12-31")


@pytest.mark.parametrize(("period", "required"), [("2021", "1"), ("2022", "2"), ("2024-12-31", "2"), ("2025", "3")])
def test_the_last_day_of_the_period_picks_the_edition(run, period: str, required: str) -> None:
    editions(
        'edition "a" in force from 2020-01-01',
        'edition "b" in force from 2022-12-31 until 2024-12-31',
        'edition "c" in force from 2025-01-01',
    )
    (report,) = documents(run, *LEAGUE, "--period", period)
    assert {each["statements"][0]["required"] for each in report["members"]} == {required}


def test_members_may_be_under_different_editions(run) -> None:
    """M-1's period ends on 30 June 2025, M-2's on 31 March 2026: the newer edition is in force from 2026."""
    Path("members.csv").write_text("member,born-on\nM-1,2000-07-01\nM-2,2000-04-01\n")
    Path("editions").mkdir()
    for year, hours in (("2020", "10"), ("2026", "12")):
        Path(f"editions/{year}.ce").write_text(
            f'ruleset league "League"\n    edition "{year}" in force from {year}-01-01\n'
            f"member born-on: date\ncategory TECH\nrequire {hours}h in cycle 1y from month of member born-on\n"
        )
    older, newer = documents(run, "editions", "records.csv", "--members", "members.csv", "--as-of", "2025-06-15")
    assert [(each["edition"], [member["member"] for member in each["members"]]) for each in (older, newer)] == [
        ("2020", ["M-1"]),
        ("2026", ["M-2"]),
    ]
    assert newer["members"][0]["period"] == {"first": "2025-04-01", "last": "2026-03-31"}


@pytest.mark.parametrize(
    ("heads", "code", "place", "said"),
    [
        (('edition "a" in force from 2020-01-01', 'edition "b"'), "CE409", "editions/2.ce:1:1", "from when"),
        (
            ('edition "a" in force from 2020-01-01 until 2021-12-30', 'edition "b" in force from 2022-01-01'),
            "CE410",
            "editions/2.ce:1:1",
            "no edition is in force from 2021-12-31 to 2021-12-31",
        ),
        (
            ('edition "a" in force from 2020-01-01 until 2022-01-01', 'edition "b" in force from 2022-01-01'),
            "CE410",
            "editions/2.ce:1:1",
            "two editions are in force from 2022-01-01 to 2022-01-01",
        ),
        (
            ('edition "a" in force from 2020-01-01', 'edition "b" in force from 2020-01-01'),
            "CE410",
            "editions/2.ce:1:1",
            "two editions are in force from 2020-01-01",
        ),
    ],
)
def test_editions_that_do_not_follow_one_another(run, heads, code: str, place: str, said: str) -> None:
    editions(*heads)
    result = run("check", *LEAGUE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{place}  {code} error: ")
    assert said in result.stderr


@pytest.mark.parametrize(
    ("heads", "nearest"),
    [
        (('edition "a" in force from 2026-01-01', 'edition "b" in force from 2027-01-01'), "a"),
        (('edition "a" in force from 2020-01-01', 'edition "b" in force from 2022-01-01 until 2024-12-31'), "b"),
    ],
)
def test_where_no_edition_is_in_force_the_verdict_depends(run, heads, nearest: str) -> None:
    editions(*heads)
    (report,) = documents(run, *LEAGUE)
    assert report["edition"] == nearest
    reach = "the first begins on 2026-01-01"
    if nearest == "b":
        reach = "the first begins on 2020-01-01, the newest ends on 2024-12-31"
    said = f"no edition is in force on 2025-12-31, the last day of the period; {reach}"
    for member in report["members"]:
        assert (member["verdict"], member["blocks"]) == ("depends", [])
        assert [(each["fact"], each["row"], each["question"]) for each in member["depends_on"]] == [(None, None, said)]
    assert run("check", *LEAGUE).exit_code == 3


def test_a_folder_of_other_rules(run) -> None:
    editions('edition "a" in force from 2020-01-01')
    Path("editions/board.ce").write_text(BOARD)
    result = run("check", *LEAGUE)
    assert result.stderr.startswith("editions/board.ce:1:1  CE409 error: the folder holds editions of `league`")
    Path("empty").mkdir()
    assert run("check", "empty", "records.csv").stderr.startswith("empty  CE402 error: `empty` is a folder with no file")


def test_a_decision_may_be_about_a_rule_of_one_edition(run) -> None:
    editions('edition "a" in force from 2020-01-01', 'edition "b" in force from 2025-01-01')
    with Path("editions/2.ce").open("a") as file:
        file.write("min 1h category NEW\n")
    Path("w.csv").write_text("member,type,rule\nM-1,waiver,NEW\n")
    (report,) = documents(run, *LEAGUE, "--period", "2024", "--adjustments", "w.csv")
    assert report["decisions"]["rows"]["skipped"] == 2
    (report,) = documents(run, *LEAGUE, "--period", "2025", "--adjustments", "w.csv")
    assert report["decisions"]["rows"]["used"] == 1


# ---------------------------------------------------------------------------------------------- tables


TABLED = """table providers by provider "Approved providers" {
    column sort: one of hospital, school
    row "Elm" sort is school
}
category TECH
category ETH
category LAW
require 10h within 1y { cap 2h not listed in providers; min 3h sort is hospital }
"""


def test_rows_of_a_table(run) -> None:
    """Acme's 4 hours count in full, on a day on which it is listed; of Oak, listed too late, 2 hours of 8 count."""
    Path("tabled.ce").write_text(TABLED)
    Path("records.csv").write_text(
        "member,date,hours,provider\nM,2025-02-01,4,acme\nM,2025-02-01,4,Elm\nM,2025-02-01,8,Oak\n"
    )
    Path("p.csv").write_text("provider,sort,from,until\nAcme,hospital,2025-01-01,2025-02-01\nOak,school,2025-02-02,\n")
    asked = ("check", "tabled.ce", "records.csv", "--as-of", "2025-12-31", "--format", "json")
    without = json.loads(run(*asked).stdout)["members"][0]
    assert [each["counted"] for each in without["statements"]] == ["6", "2", "0"]  # Elm's 4 and 2 of the others
    found = json.loads(run(*asked, "--table", "providers=p.csv").stdout)
    (member,) = found["members"]
    assert member["verdict"] == "met"
    assert {each["id"]: each["counted"] for each in member["statements"]}["total"] == "10"  # 4 + 4 + 2
    assert found["tables"][0]["rows"]["used"] == 2


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("provider=p.csv", "provider  CE408 error: the rules declare no table `provider`\n  help: did you mean"),
        ("providers=q.csv", "q.csv  CE401 error: "),
        ("providers", "Usage: "),
        ("=p.csv", "Usage: "),
        ("providers=", "Usage: "),
    ],
)
def test_what_is_no_table(run, option: str, said: str) -> None:
    Path("tabled.ce").write_text(TABLED)
    Path("p.csv").write_text("provider,sort\nAcme,hospital\n")
    result = run("check", "tabled.ce", "records.csv", "--table", option)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)
