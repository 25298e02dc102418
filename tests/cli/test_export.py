"""`cedsl test --export`: the worked examples as JSON, for other programs to run."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "suite-1.json").read_text("utf-8"))

GUILD = """ruleset guild "Guild of Gardeners"
issued by "The Guild"
edition "2024"
source "The page of the Guild"
category SAFE "Safety at work"
category HR
field breaks: time "Breaks"
field passed: yes or no "Passed"
field score: number "Score"
member class: one of A, B "Class"
member joined-on: date "Joined on"
cycle 1y from 2024-01-01
require 6h cite "R1.1" {
    min 2h category SAFE cite "R1.2"
    carry at most 4h "To the next year" cite "R1.1"
}
example "an hour too little # not a comment" {
    as of 2025-12-31
    cite "R1.2" cite "R3.4" cite "section 4"
    period of 2024-06-30
    member class A from 2024-01-01 until 2024-06-30
    member joined-on 2020-02-29
    waive min-SAFE to 1.5h from 2024-02-01 "illness"
    extend until 2025-01-31
    opening 2024-01-01 1h HR
    2024-03-01 to 2024-03-02  4h HR, SAFE 0.5h breaks is 30min passed is yes score is 70
    2024-05-14  SAFE
    # 1 carried in + 4 = 5 of 6; safety 0.5 of 1.5
    expect short 1h of total
    expect short 1h of min-SAFE
    expect counted 0.5h of min-SAFE # of 1.5
    expect short of min-SAFE
}
example "nobody" {
    as of 2024-12-31
    # nothing of 6
    expect short 6h of total
    expect short 2h of SAFE
    because "Nothing was earned."
}
"""


@pytest.fixture(autouse=True)
def files(run) -> None:
    Path("guild.ce").write_text(GUILD)
    Path("failing.ce").write_text(GUILD.replace("short 6h", "short 5h"))
    Path("wrong.ce").write_text("requre 3h ever\n")


def test_the_suite_of_a_ruleset(run, golden) -> None:
    result = run("test", "guild.ce", "--export", "suite.json")
    assert (result.exit_code, result.stdout) == (0, "guild.ce: 2 of 2 examples pass\n2 passed, 0 failed\n")
    assert result.stderr == "wrote suite.json\n"
    text = Path("suite.json").read_text("utf-8")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(text))
    golden(text, "suite.json")


def test_the_suite_on_standard_output(run) -> None:
    """Then what became of the examples is told beside it."""
    result = run("test", "guild.ce", "--export", "-")
    assert result.exit_code == 0
    assert [each["title"] for each in json.loads(result.stdout)["examples"]][1] == "nobody"
    assert result.stderr == "guild.ce: 2 of 2 examples pass\n2 passed, 0 failed\n"


def test_only_the_chosen_examples(run) -> None:
    result = run("test", "guild.ce", "--example", "nobody", "--export", "-", "--output", "told.txt")
    assert [each["title"] for each in json.loads(result.stdout)["examples"]] == ["nobody"]
    assert Path("told.txt").read_text() == "guild.ce: 1 of 1 examples pass\n1 passed, 0 failed\n"


@pytest.mark.parametrize(("rules", "code"), [("failing.ce", 1), ("wrong.ce", 2), ("nowhere.ce", 2)])
def test_a_false_example_is_exported_to_nobody(run, rules: str, code: int) -> None:
    result = run("test", "guild.ce", rules, "--export", "suite.json")
    assert result.exit_code == code
    assert result.stderr.endswith(
        "no suite is written: an example fails, or there is none, or some rules could not be read\n"
    )
    assert not Path("suite.json").exists()


def test_an_empty_selection_is_no_suite(run) -> None:
    result = run("test", "guild.ce", "--example", "nothing like it", "--export", "-")
    assert (result.exit_code, result.stdout) == (1, "")


def test_the_shape_is_strict() -> None:
    """Every object of the schema says which keys it has, and that there are no others."""
    for name, shape in [("the whole", SCHEMA), *SCHEMA["$defs"].items()]:
        if "properties" in shape:
            assert shape["required"] == list(shape["properties"]), name
            assert shape["additionalProperties"] is False, name
