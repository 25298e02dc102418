from dataclasses import replace
from fractions import Fraction as F

import pytest

from cedsl.quantity import Amount
from cedsl.records.activity import Tag
from cedsl.records.amounts import AmountManner, every_spelling
from cedsl.records.numerals import Mark
from cedsl.records.outcome import Outcome
from cedsl.records.tags import MOST_TAGS, TagManner, every_category, read_tags
from tests.records.examples import SCHEMA

UNITS = every_spelling(SCHEMA.units)


def read(text, *, comma=True, schema=SCHEMA, mark=Mark.UNPROVEN, bare="hour"):
    return read_tags(text, TagManner(AmountManner(bare, mark), comma), every_category(schema), UNITS)


def hours(number):
    return Amount(F(number), "hour")


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("HR", (Tag("HR"),)),
        ("hr", (Tag("HR"),)),
        ("business  Ethics", (Tag("Ethics"),)),
        ("Human resources, management", (Tag("HR"),)),
        ("HR; SUB", (Tag("HR"), Tag("SUB"))),
        ("SUB/HR", (Tag("SUB"), Tag("HR"))),
        ("HR | Substance abuse |", (Tag("HR"), Tag("SUB"))),
        ("HR, SUB", (Tag("HR"), Tag("SUB"))),
        ("HR; hr", (Tag("HR"),)),
        ("HR 2h; SUB 1h", (Tag("HR", hours(2)), Tag("SUB", hours(1)))),
        ("HR: 2 / SUB: 1", (Tag("HR", hours(2)), Tag("SUB", hours(1)))),
        ("HR (90 min)", (Tag("HR", Amount(F(90), "minute")),)),
        ("HR: 1:30", (Tag("HR", Amount(F(90), "minute")),)),
        ("HR 1/2 h/SUB 1/2 h", (Tag("HR", hours("1/2")), Tag("SUB", hours("1/2")))),
        ("Human resources, management: 2; SUB", (Tag("HR", hours(2)), Tag("SUB"))),
    ],
)
def test_categories_in_one_cell(text, tags):
    reading = read(text)
    assert reading.values == (tags,)
    assert reading.remark is None


def test_own_amounts_with_decimal_commas():
    tags = (Tag("HR", hours("3/2")), Tag("SUB", hours("1/2")))
    assert read("HR 1,5 h; SUB 0,5 h", mark=Mark.COMMA).values == (tags,)
    assert read("HR: 1,5, SUB: 0,5", mark=Mark.COMMA, comma=False).values == (tags,)


def test_a_bare_own_amount_is_in_the_rows_unit():
    assert read("HR: 30", bare="minute").values == ((Tag("HR", Amount(F(30), "minute")),),)


def test_an_unknown_category_may_be_any_or_none():
    reading = read("Etik")
    assert reading.is_held()
    assert reading.remark.sentence == "unknown category `Etik`; did you mean `Ethics`?"
    assert reading.values == ((Tag("Ethics"),), (Tag("HR"),), (Tag("SUB"),), ())
    assert read("Zoology").remark.sentence == "unknown category `Zoology`"


def test_an_unknown_category_keeps_its_neighbours_and_its_own_amount():
    assert read("Etik 2h; HR").values == (
        (Tag("Ethics", hours(2)), Tag("HR")),
        (Tag("HR"),),
        (Tag("SUB", hours(2)), Tag("HR")),
    )


def test_a_separator_inside_an_unknown_name_cuts_nothing():
    assert read("Audio/Visual").remark.sentence == "unknown category `Audio/Visual`"
    assert read("Law, Tax").remark.sentence == "unknown category `Law, Tax`"
    assert read("HR, Tax").remark.sentence == "unknown category `HR, Tax`"
    assert read("HR, Tax", comma=False).remark.sentence == "unknown category `Tax`"
    assert read("Law; Tax").remark.sentence == "unknown category `Law`; unknown category `Tax`"


@pytest.mark.parametrize(("text", "name"), [("Ethícs", "Ethics"), ("H.R.", "HR"), ("'SUB'", "SUB")])
def test_a_repaired_spelling_is_noted(text, name):
    reading = read(text)
    assert reading.values == ((Tag(name),),)
    assert reading.remark.outcome is Outcome.NOTED
    assert reading.remark.sentence == f"the category `{text.replace('`', chr(39))}` was read as `{name}`"


def test_open_categories_are_taken_as_written():
    anything = replace(SCHEMA, categories={}, open_categories=True)
    assert read("Tax; Law: 2", schema=anything).values == ((Tag("Tax"), Tag("Law", hours(2))),)
    assert read("Ethics: advanced", schema=anything).values == ((Tag("Ethics: advanced"),),)
    assert read("a, b", schema=anything).values == ((Tag("a, b"),),)
    assert read("a, b", schema=anything, comma=False).values == ((Tag("a"), Tag("b")),)


def test_numbered_categories():
    numbered = replace(SCHEMA, categories={"1": "", "2": "", "Level 2": ""})
    assert read("1,2", schema=numbered).values == ((Tag("1"), Tag("2")),)
    assert read("Level 2", schema=numbered).values == ((Tag("Level 2"),),)


def test_one_category_with_two_amounts_is_held():
    reading = read("HR 1h; HR 2h")
    assert reading.is_held()
    assert reading.values == ((Tag("HR", hours(3)),),)


def test_very_many_unknown_categories_have_one_generous_reading():
    assert read(";".join(f"x{number}" for number in range(20))).values == (
        (Tag("Ethics"), Tag("HR"), Tag("SUB")),
    )
    assert read("x;" * (MOST_TAGS + 1)).remark.reason == "too-many-categories"
