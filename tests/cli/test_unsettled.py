"""What a member reads whose figures hang on a fact that nobody stated, while the verdict does not (decision 42)."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

RULES = """ruleset board "Board of Examples: renewal"
issued by "Board of Examples"
edition "2024" in force from 2020-01-01
category FOOD "Food law"
category ETH "Ethics"
member employs: yes or no "Employs others"
require (12h if member employs is yes, otherwise 10h) in cycle 1y from 2024-01-01 {
    min 2h category FOOD when member employs
    cap 4h category ETH
}
"""
RECORDS = """member,date,hours,category,title
M-1,2025-03-01,5,ETH,Course of one
M-2,2025-03-01,15,FOOD,Course of two
"""
ASKED = ("rules.ce", "records.csv", "--members", "members.csv", "--as-of", "2025-12-31")
SCHEMA = Path(__file__).parents[2] / "docs/schema/check-1.json"


@pytest.fixture(autouse=True)
def registry(run) -> None:
    """M-1: 4 of the 5 hours count under the cap; 12 - 4 = 8, 10 - 4 = 6. M-2: 15 - 12 = 3, 15 - 10 = 5."""
    Path("rules.ce").write_text(RULES)
    Path("records.csv").write_text(RECORDS)
    Path("members.csv").write_text("member,employs\nM-1,\nM-2,\n")


def test_check_tells_both_ends(run) -> None:
    said = run("check", *ASKED)
    assert said.exit_code == 1
    lines = [" ".join(line.split()) for line in said.stdout.splitlines()]
    assert "M-1 SHORT at least 6 hours still to earn" in lines
    assert "~ Some figures depend on the answer to “Employs others”, which is not stated." in lines
    assert "Total 4 of 10 to 12 6 to 8 short (earned 5)" in lines
    assert "Food law 0 of 0 to 2 0 to 2 short" in lines
    assert "1 short, 1 met (2 members, 3 statements, 3 rows, as of 2025-12-31)" in lines


def test_why_tells_both_ends(run) -> None:
    said = " ".join(run("why", *ASKED, "--member", "M-1").stdout.split())
    assert said.startswith("M-1 lacks at least 6 hours in total. Some figures depend on the answer to “Employs others”")
    assert "More may be asked: that depends on the answer to “Employs others”." in said
    assert "Food law needs 2 hours" not in said
    said = run("why", *ASKED, "--member", "M-2").stdout
    assert said.startswith("M-2 meets every requirement, with at least 3 hours to spare.\n")


def test_json_has_both_ends_and_keeps_its_schema(run) -> None:
    found = json.loads(run("check", *ASKED, "--format", "json").stdout)
    jsonschema.validate(found, json.loads(SCHEMA.read_text("utf-8")))
    one, two = found["members"]
    assert (one["verdict"], one["still_to_earn"]) == ("short", "6")
    assert one["unsettled"] == {
        "facts": ["employs"],
        "at_least": True,
        "sentence": "Some figures depend on the answer to “Employs others”, which is not stated.",
    }
    food = next(each for each in one["statements"] if each["id"] == "min-FOOD")
    assert food["verdict"] == "depends"
    assert food["varies"] == {
        "depends_on": ["employs"],
        "required": {"least": "0", "most": "2"},
        "counted": {"least": "0", "most": "0"},
        "short": {"least": "0", "most": "2"},
        "known": True,
    }
    assert (two["verdict"], two["surplus"], two["unsettled"]["at_least"]) == ("met", "3", True)


def test_a_notice_tells_both_ends(run) -> None:
    said = " ".join(run("notice", *ASKED, "--member", "M-1", "--format", "txt").stdout.split())
    assert "You still lack at least 6 hours in total. Some figures depend on the answer to “Employs others”" in said
    assert "- 4 of 10 to 12 hours counted - 6 hours still to earn, at least" in said
    assert "- Food law: 0 of 0 to 2 hours, 0 to 2 missing" in said
    assert "- Food law: these figures depend on the answer to “Employs others”." in said
    assert "You lack all 2 hours for Food law" not in said
    said = " ".join(run("notice", *ASKED, "--member", "M-2", "--format", "txt").stdout.split())
    assert "You meet every requirement, with at least 3 hours to spare." in said


@pytest.mark.parametrize(
    ("language", "total", "food"),
    [
        ("es", "4 de entre 10 y 12 horas", "0 de entre 0 y 2 horas; faltan entre 0 y 2"),
        ("fr", "4 sur 10 à 12 heures", "0 sur 0 à 2 heures ; il manque 0 à 2"),
    ],
)
def test_a_notice_in_another_language(run, language: str, total: str, food: str) -> None:
    said = run("notice", *ASKED, "--member", "M-1", "--format", "txt", "--lang", language).stdout
    plain = " ".join(said.replace("\u00a0", " ").split())
    assert total in plain
    assert food in plain


def test_nothing_of_it_where_the_fact_is_stated(run) -> None:
    Path("members.csv").write_text("member,employs\nM-1,yes\nM-2,no\n")
    said = run("check", *ASKED).stdout
    assert "at least" not in said
    assert "~" not in said
    found = json.loads(run("check", *ASKED, "--format", "json").stdout)
    assert [each["unsettled"] for each in found["members"]] == [None, None]
