"""Every example of every bundled ruleset through every form of the report."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from cedsl import resources
from cedsl.model.ruleset import Ruleset
from cedsl.publishing.report import Checked, told
from cedsl.publishing.report_csv import as_csv
from cedsl.publishing.report_json import as_json
from cedsl.publishing.report_junit import as_junit
from cedsl.publishing.report_show import show
from cedsl.publishing.report_text import Asked, as_text
from cedsl.publishing.report_why import why
from cedsl.records.outcome import Outcomes, Records
from cedsl.ruletest import ExampleOutcome, run_examples
from cedsl.workspace import Loaded, load_rules

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs/schema/check-1.json").read_text("utf-8"))
)
NAMES = resources.bundled_names()


@cache
def outcomes(name: str) -> tuple[Ruleset, tuple[ExampleOutcome, ...]]:
    loaded = load_rules(name, lambda _most: b"")
    assert isinstance(loaded, Loaded)
    assert loaded.ruleset is not None, loaded.diagnostics
    return loaded.ruleset, run_examples(loaded.ruleset)


def checks(name: str) -> list[Checked]:
    ruleset, ran = outcomes(name)
    records = Records(f"{name}.csv", (), (), Outcomes(f"{name}.csv", (), {}))
    days = [(each, each.example.as_of) for each in ran]
    return [Checked(ruleset, day, (records,), None, (each.result,)) for each, day in days if day is not None]


@pytest.mark.parametrize("name", NAMES)
def test_json_is_as_published(name: str) -> None:
    for checked in checks(name):
        SCHEMA.validate(json.loads(as_json(checked)))


@pytest.mark.parametrize("name", NAMES)
def test_text_and_why_say_the_verdict_and_nothing_invisible(name: str) -> None:
    for checked in checks(name):
        (member,) = checked.members
        for text in (as_text(checked, Asked(name, ("records.csv",))), why(checked)):
            assert all(character.isprintable() or character == "\n" for character in text)
            assert member.verdict.value in text
            assert "None" not in text


@pytest.mark.parametrize("name", NAMES)
def test_tables_have_a_row_for_each_statement(name: str) -> None:
    for checked in checks(name):
        (member,) = checked.members
        rows = list(csv.reader(io.StringIO(as_csv(checked), newline="")))
        assert len(rows) == 1 + sum(max(1, len(block.statements)) for block in member.blocks)
        assert ET.fromstring(as_junit(checked)).get("tests") == "1"


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_is_shown_with_its_line(name: str) -> None:
    ruleset, _ = outcomes(name)
    lines = show(ruleset).splitlines()
    for id_, statement in told(ruleset).items():
        assert any(f"{line.strip()}  ".startswith(f"line {statement.line}  {id_}  ") for line in lines), id_
