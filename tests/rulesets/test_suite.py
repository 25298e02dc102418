"""The exported suite holds all of every example: rebuilt from its JSON alone, each is what the author wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from cedsl import suite
from cedsl.model import ruleset as r
from cedsl.quantity import Amount
from cedsl.records.activity import Activity, FactValue, Tag, Value
from cedsl.records.adjustment import Adjustments, Decision, Extension, Opening, Waiver
from tests.rulesets.bundled import NAMES, ruleset

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "suite-1.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_whole_in_the_suite(name: str) -> None:
    written = ruleset(name).examples
    document = json.loads(suite.as_json([(ruleset(name), written)]))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    (words,) = document["rulesets"]
    assert [_example(each, words) for each in document["examples"]] == [_in_order(each) for each in written]


@pytest.mark.parametrize("name", NAMES)
def test_the_suite_names_nothing_that_it_does_not_explain(name: str) -> None:
    """Every category, field, fact and statement of an example stands among the words of its ruleset."""
    document = suite.document([(ruleset(name), ruleset(name).examples)])
    (words,) = document["rulesets"]
    known = {kind: {each["name"] for each in words[kind]} for kind in ("categories", "fields", "facts")}
    statements = {each["id"] for each in words["statements"]}
    for example in document["examples"]:
        assert {each["name"] for each in example["facts"]} <= known["facts"]
        assert {key for each in example["records"] for key in each["fields"]} <= known["fields"]
        tags = {tag["category"] for each in example["records"] for tag in each["categories"]}
        assert tags <= known["categories"], example["title"]
        expected = example["expected"]
        named = {of for each in expected["short"] for of in each["of"]}
        named |= {each["of"] for each in expected["statements"]}
        assert named <= statements, example["title"]


def test_regimes_are_those_of_the_cited_rules() -> None:
    assert suite.regimes(["R12.5", "section 4", "R1.10", "R12.6", "XR2.1", "R3"]) == ["R12", "R1"]


def test_comments_are_those_of_the_author() -> None:
    text = 'example "6 # 7" { # begins\n    expect met  # 4 + 3 = 7\n    because "no # sum"\n#\n}'
    assert suite.comments(text) == ("begins", "4 + 3 = 7", "")


# ----------------------------------------------------------------------------- the suite, read by somebody else


def _example(found: Mapping, words: Mapping) -> r.Example:
    facts: dict[str, tuple[FactValue, ...]] = {}
    types = {each["name"]: each["type"] for each in words["facts"]}
    for each in found["facts"]:
        value = _value(each["value"], types[each["name"]])
        stated = FactValue(value, _day(each["from"]), _day(each["until"]))
        facts[each["name"]] = (*facts.get(each["name"], ()), stated)
    return r.Example(
        found["title"],
        _day(found["as_of"]),
        facts,
        tuple(_activity(each, words) for each in found["records"]),
        _expected(found["expected"]),
        found["because"],
        _day(found["period_of"]),
        _adjustments(found["adjustments"]),
        tuple(found["cite"]),
    )


def _in_order(example: r.Example) -> r.Example:
    """The suite keeps expectations apart by their kind; what they say does not depend on their order."""
    return replace(example, expectations=tuple(sorted(example.expectations, key=repr)))


def _expected(found: Mapping) -> tuple[r.Expectation, ...]:
    several: list[r.Expectation] = [r.ExpectVerdict(r.Word(found["verdict"]))] if found["verdict"] else []
    several += [r.ExpectVerdict(r.Word(each["verdict"]), each["of"]) for each in found["statements"]]
    several += [r.ExpectShort(Fraction(each["amount"]), tuple(each["of"])) for each in found["short"]]
    several += [r.ExpectFigure(each["figure"], Fraction(each["amount"]), each["of"]) for each in found["figures"]]
    return tuple(sorted(several, key=repr))


def _activity(found: Mapping, words: Mapping) -> Activity:
    types = {each["name"]: each["type"] for each in words["fields"]}
    return Activity(
        "example",
        _day(found["date"]),
        _amount(found),
        tuple(map(_tag, found["categories"])),
        {name: _value(value, types[name]) for name, value in found["fields"].items()},
        _day(found["started"]),
    )


def _adjustments(found: Mapping) -> Adjustments:
    return Adjustments(
        tuple(
            Waiver(each["of"], _number(each["amount"]), _day(each["from"]), _day(each["until"]), _decision(each))
            for each in found["waivers"]
        ),
        tuple(Extension(_day(each["until"]), each["of"], _decision(each)) for each in found["extensions"]),
        tuple(
            Opening(_day(each["on"]), _amount(each), tuple(map(_tag, each["categories"]))) for each in found["openings"]
        ),
    )


def _decision(found: Mapping) -> Decision:
    return Decision(found["reason"] or "")


def _tag(found: Mapping) -> Tag:
    return Tag(found["category"], _amount(found))


def _amount(found: Mapping) -> Amount | None:
    return None if found["amount"] is None else Amount(Fraction(found["amount"]), found["unit"])


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _value(value: str | bool, type_: str) -> Value:
    match type_:
        case "date":
            return date.fromisoformat(value)
        case "number" | "time":
            return Fraction(value)
        case _:
            return value
