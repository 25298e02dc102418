"""Shares of what counts as they are said: on the page, in a reason, and to a member."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cedsl.publishing.phrase_statement import statement_sentence
from tests.publishing.spoken import rules

RULES = """ruleset guild "Guild certificate"
    issued by "Guild of Surveyors"
    edition "2025" in force from 2025-01-01

category ethics "Ethics"
mode live "In person"
mode webcast "Webcast"
role teacher "Teacher"

require 20h within 3y {
    cap 25% of counted mode webcast
    min half of counted mode live
    min 4h category ethics { cap 10% of counted role teacher }
}

example "three quarters and a quarter" {
    as of 2025-06-30
    2024-03-01 11h mode live
    2024-03-02 4h ethics
    2024-03-03 9h mode webcast
    # 15 and 5 by webcast are 20; half of 20 is 10
    expect met
    expect over 4h of webcast
}
"""

# ann: 12 and 4 by webcast are 16. bert: of 24 only 6 are live, and half of 20 is 10. carl: nothing but webcasts.
RECORDS = """member,date,hours,category,mode,role
ann,2024-03-01,8,,live,
ann,2024-03-02,4,ethics,live,
ann,2024-03-03,10,,webcast,
bert,2024-03-01,6,ethics,live,
bert,2024-03-02,18,,,
carl,2024-03-01,20,ethics,webcast,
"""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("cap 25% of counted mode webcast", "Hours in webcast mode may make up at most 25% of the hours that count."),
        ("min half of counted mode live", "Hours in live mode make up at least half of the hours that count."),
        ("min 1/3 of counted category LAW", "Hours in Law make up at least one third of the hours that count."),
        (
            "cap 50% of counted kind seminar per provider",
            "Hours from seminar may make up at most half of the hours that count for any one provider.",
        ),
        (
            "cap (25% of counted if member ill, otherwise 2h) mode webcast",
            (
                "At most an amount that depends on you in webcast mode count. If your record says yes to “Ill”: 25% of "
                "the hours that count. In all other cases: 2 hours."
            ),
        ),
    ],
)
def test_a_share_of_what_counts(written: str, said: str) -> None:
    ruleset = rules(f"require 36h within 3y {{ {written} }}")
    assert statement_sentence(ruleset, ruleset.requirements[0].statements[0]) == said


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "guild.ce").write_text(RULES, "utf-8")
    (tmp_path / "records.csv").write_text(RECORDS, "utf-8")
    return str(tmp_path / "guild.ce"), str(tmp_path / "records.csv")


def test_what_a_member_is_told(run, golden, files: tuple[str, str], tmp_path: Path) -> None:
    told = [run("check", *files, "--as-of", "2025-06-30").stdout]
    told += [run("why", *files, "--as-of", "2025-06-30", "--member", each).stdout for each in ("ann", "bert", "carl")]
    golden("\n".join(told).replace(str(tmp_path), "."), "counted.txt")


def test_the_page(run, golden, files: tuple[str, str]) -> None:
    result = run("render", files[0], "--format", "md")
    assert result.exit_code == 0, result.stderr
    golden(result.stdout, "counted-page.md")


def test_for_programs(run, files: tuple[str, str]) -> None:
    member = json.loads(run("check", *files, "--as-of", "2025-06-30", "--format", "json").stdout)["members"][0]
    # 15 live and 5 by webcast: 3 more, and then 1 of the 6 that do not count now.
    assert (member["still_to_earn"], member["blocks"][0]["counting_then"]) == ("3", "1")
    (proof,) = member["proof"]
    assert proof["shares"] == [{"id": "cap-webcast", "weight": 4, "part": "0.25"}]
    # 4 x 12 is asked of 3 x 20.
    assert (proof["asked"], proof["bound"]) == ("60", "48")
