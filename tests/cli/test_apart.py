"""Rulesets of one check that share no hour of some requirements: what is said, where, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from referencing import Registry, Resource

PHARMACIST = """ruleset pharmacist "Guild of Pharmacists"
category LAB "Laboratory tests"
category GEN "Other subjects"
require 10h in cycle calendar year
"""
CONSULTANT = """ruleset consultant "Guild of Consultants"
category LAB "Laboratory tests"
category GEN "Other subjects"
require 6h category LAB in cycle calendar year "Renewal" as renewal
"""
LAST = "not both total of pharmacist and renewal\n"
RECORDS = """member,date,hours,category
M-1,2025-02-01,10,LAB
M-1,2025-03-01,4,GEN
M-2,2025-02-01,6,LAB
M-2,2025-03-01,10,GEN
"""
AS_OF = ("--as-of", "2025-12-31")
TOGETHER = ("pharmacist.ce", "records.csv", "--also", "consultant.ce", *AS_OF)
ALONE = ("consultant.ce", "records.csv", *AS_OF)
SCHEMAS = {
    name: json.loads((Path(__file__).parents[2] / f"docs/schema/{name}.json").read_text("utf-8"))
    for name in ("check-1", "checks-1")
}


@pytest.fixture(autouse=True)
def files(run) -> None:
    Path("pharmacist.ce").write_text(PHARMACIST)
    Path("consultant.ce").write_text(CONSULTANT + LAST)
    Path("records.csv").write_text(RECORDS)


def documents(run, *arguments: str) -> list[dict]:
    """The parts of a report in JSON."""
    found = json.loads(run("check", *arguments, "--format", "json").stdout)
    resources = [(f"urn:cedsl:{name}", Resource.from_contents(schema)) for name, schema in SCHEMAS.items()]
    several = "rulesets" in found
    schema = SCHEMAS["checks-1" if several else "check-1"]
    jsonschema.Draft202012Validator(schema, registry=Registry().with_resources(resources)).validate(found)
    return found["rulesets"] if several else [found]


def shorts(*several: dict) -> list[str]:
    return [each["members"][0]["statements"][0]["short"] for each in several]


def test_each_keeps_its_verdict_and_no_hour_counts_twice(run) -> None:
    """M-1 has 14 h for 10 + 6: the pharmacist needs 6 of LAB beside 4 others, so 4 of 6 are left. M-2 has enough."""
    pharmacist, consultant = documents(run, *TOGETHER)
    assert [each["verdict"] for each in pharmacist["members"]] == ["met", "met"]
    assert [each["verdict"] for each in consultant["members"]] == ["short", "met"]
    assert shorts(pharmacist, consultant) == ["0", "2"]
    (record, _) = consultant["members"][0]["records"]
    assert record["credited"] == "10"
    assert record["not_counted"] == [
        {
            "amount": "6",
            "why": "counted toward another requirement",
            "statements": [],
            "row": None,
            "period": None,
            "elsewhere": {"ruleset": "pharmacist", "requirement": "total"},
        }
    ]
    assert "they are counted toward the total of “Guild of Pharmacists”." in record["reason"]


def test_the_order_is_that_of_the_statement_whoever_is_named_first_on_the_command_line(run) -> None:
    turned = ("consultant.ce", "records.csv", "--also", "pharmacist.ce", *AS_OF)
    assert shorts(*documents(run, *turned)) == ["2", "0"]
    Path("consultant.ce").write_text(CONSULTANT + "not both renewal and total of pharmacist\n")
    assert shorts(*documents(run, *turned)) == ["0", "2"]  # 6 for the consultant, 8 of 10 for the pharmacist
    assert shorts(*documents(run, *TOGETHER)) == ["2", "0"]


def test_both_files_may_say_it(run) -> None:
    Path("pharmacist.ce").write_text(PHARMACIST + "not both total and renewal of consultant\n")
    pharmacist, consultant = documents(run, *TOGETHER)
    assert shorts(pharmacist, consultant) == ["0", "2"]
    assert len(pharmacist["kept_apart"]) == len(consultant["kept_apart"]) == 1


@pytest.mark.parametrize(
    "called", ['"Guild of Pharmacists"', "pharmacist", '"guild of pharmacists"', '"rules/pharmacist"', '"bodies/rules"']
)
def test_what_a_ruleset_may_be_called(run, called: str) -> None:
    """By its name, its title, by body and credential; the last is another one."""
    Path("rules").mkdir()
    Path("rules/pharmacist.ce").write_text(PHARMACIST)
    Path("consultant.ce").write_text(f"{CONSULTANT}not both total of {called} and renewal\n")
    _, consultant = documents(run, "rules/pharmacist.ce", "records.csv", "--also", "consultant.ce", *AS_OF)
    known = called != '"bodies/rules"'
    assert shorts(consultant) == ["2" if known else "0"]
    assert consultant["kept_apart"][0]["standing"] == ("checked together" if known else "not part of this check")


# ------------------------------------------------------------------------------------- what is told aloud


NOT_TOGETHER = "Not checked together with “pharmacist”, so hours that serve both are not told apart."


def test_a_check_without_the_other_ruleset_says_so(run) -> None:
    (alone,) = documents(run, *ALONE)
    assert [each["verdict"] for each in alone["members"]] == ["met", "met"]
    assert alone["kept_apart"] == [
        {
            "requirements": ["renewal"],
            "ruleset": "pharmacist",
            "requirement": "total",
            "standing": "not part of this check",
            "sentence": NOT_TOGETHER,
        }
    ]
    assert f"\nApart  {NOT_TOGETHER}\n" in run("check", *ALONE).stdout
    assert f"\nApart  {NOT_TOGETHER}\n" in run("why", *ALONE, "--member", "M-1").stdout
    head = json.loads(run("check", *ALONE, "--format", "ndjson").stdout.splitlines()[0])
    assert head["kept_apart"] == alone["kept_apart"]
    suite = ET.fromstring(run("check", *ALONE, "--format", "junit").stdout)
    assert [each.get("value") for each in suite.iter("property") if each.get("name") == "kept apart"] == [NOT_TOGETHER]


def test_a_table_has_no_place_for_it_so_a_message_says_it(run) -> None:
    result = run("check", *ALONE, "--format", "csv")
    assert result.stderr == f"{NOT_TOGETHER}\n"
    assert [each["verdict"] for each in csv.DictReader(io.StringIO(result.stdout))] == ["met", "met"]
    assert run("check", *TOGETHER, "--format", "csv").stderr == ""


def test_text(run, golden) -> None:
    golden(run("check", *TOGETHER).stdout, "check-apart.txt")
    golden(run("why", *TOGETHER, "--member", "M-1").stdout, "why-apart.txt")
    golden(run("show", "consultant.ce").stdout, "show-apart.txt")


def test_the_page_says_it(run) -> None:
    page = " ".join(run("render", "consultant.ce", "--format", "txt").stdout.split())
    assert "One hour counts in at most one of the total of “pharmacist” and “Renewal”." in page


def test_what_the_other_ruleset_asks_is_a_question_with_its_name(run) -> None:
    Path("pharmacist.ce").write_text(
        PHARMACIST.replace("require 10h", 'member abroad: yes or no "Works abroad"\nrequire 10h').rstrip()
        + " unless member abroad\n"
    )
    result = run("check", *TOGETHER, "--member", "M-1")
    assert result.exit_code == 3
    assert "   ? “Works abroad”, asked for by “Guild of Pharmacists”, is not stated\n" in result.stdout
    _, consultant = documents(run, *TOGETHER)
    assert consultant["members"][0]["depends_on"] == [
        {
            "fact": "abroad",
            "row": None,
            "file": "",
            "ruleset": "Guild of Pharmacists",
            "question": "“Works abroad”, asked for by “Guild of Pharmacists”, is not stated",
        }
    ]
    assert consultant["members"][1]["verdict"] == "met"


def test_a_decision_under_the_other_rules_counts(run) -> None:
    """With 8 h for the pharmacist, 6 of the 14 are left for the consultant."""
    Path("w.csv").write_text("member,type,rule,amount,ruleset\nM-1,waiver,total,8h,pharmacist\n")
    pharmacist, consultant = documents(run, *TOGETHER, "--adjustments", "w.csv")
    assert (pharmacist["members"][0]["verdict"], shorts(consultant)) == ("waived", ["0"])


# ------------------------------------------------------------------------------------------- editions


def editions(*heads: str) -> None:
    """Editions of the pharmacist's rules: what stands below the name, and what they call their requirement."""
    Path("pharmacist").mkdir()
    for number, head in enumerate(heads):
        first, name = head.split("; ")
        text = PHARMACIST.replace("\n", f"\n    {first}\n", 1).rstrip() + f" as {name}\n"
        Path(f"pharmacist/{number}.ce").write_text(text)


@pytest.mark.parametrize(
    ("heads", "year", "short", "standing"),
    [
        (("2020-01-01; renewal", "2024-01-01; total"), "2025", "2", "has no such requirement"),
        (("2020-01-01; total", "2024-01-01; total"), "2025", "2", "checked together"),
        (("2020-01-01; total", "2024-01-01; renewal"), "2025", "0", "has no such requirement"),
        (("2026-01-01; total", "2027-01-01; total"), "2025", "0", "not decided for every member"),
    ],
)
def test_the_editions_that_decide_are_kept_apart(run, heads, year: str, short: str, standing: str) -> None:
    editions(*(f'edition "{n}" in force from {head}' for n, head in enumerate(heads)))
    found = documents(run, "pharmacist", "records.csv", "--also", "consultant.ce", "--period", year, *AS_OF)
    assert (shorts(found[-1]), found[-1]["kept_apart"][0]["standing"]) == ([short], standing)


# ------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("statement", "code", "said"),
    [
        (
            "not both renewal and totel of pharmacist",
            "CE420",
            "`pharmacist` (pharmacist.ce) has no requirement `totel`",
        ),
        ("not both renewal and total of guild", "CE420", "2 rulesets of this check are called `guild`"),
        ('not both renewal and total of "./consultant.ce"', "CE420", "`./consultant.ce` is this ruleset itself"),
        ("not both renewal and total of points", "CE421", "points of `points` and hours do not convert"),
    ],
)
def test_what_cannot_be_kept_apart(run, statement: str, code: str, said: str) -> None:
    Path("consultant.ce").write_text(f"{CONSULTANT}{statement}\n")
    Path("one.ce").write_text('ruleset guild "One"\nrequire 1h within 1y\n')
    Path("two.ce").write_text('ruleset guild "Two"\nrequire 1h within 1y\n')
    Path("points.ce").write_text("ruleset points\nrequire 1 point within 1y\n")
    also = [word for name in ("./consultant.ce", "one.ce", "two.ce", "points.ce") for word in ("--also", name)]
    result = run("check", "pharmacist.ce", "records.csv", *also, *AS_OF)
    assert (result.exit_code, result.stdout) == (2, "")
    place = 5, statement.index("to") + 1 if "renewal and to" in statement else 22
    assert result.stderr.startswith(f"./consultant.ce:{place[0]}:{place[1]}  {code} error: {said}")


def test_files_that_put_each_other_second(run) -> None:
    Path("pharmacist.ce").write_text(PHARMACIST + "not both renewal of consultant and total\n")
    result = run("check", *TOGETHER)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("consultant.ce:5:1  CE422 error: this order is the other way round than that in ph")
    assert "pharmacist.ce:5" in result.stderr


def test_a_ring_of_three_files_has_no_first(run) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        Path(f"{name}.ce").write_text(
            f"ruleset {name}\ncategory LAB; category GEN\nrequire 1h within 1y\nnot both total and total of {other}\n"
        )
    result = run("check", "a.ce", "records.csv", "--also", "b.ce", "--also", "c.ce", *AS_OF)
    assert result.stderr.startswith("c.ce:4:1  CE422 error: this order is the other way round than that in a.ce:4")
