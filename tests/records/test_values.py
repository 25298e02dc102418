from datetime import date
from fractions import Fraction as F

import pytest

from cedsl.records import parse_value
from cedsl.records.amounts import every_spelling
from cedsl.records.schema import AmountType, ChoiceType, DayType, NumberType, TextType, YesNoType
from cedsl.records.values import Manner, read_value
from tests.records.examples import SCHEMA

UNITS = every_spelling(SCHEMA.units)
MODE = SCHEMA.fields["mode"]
GRADE = SCHEMA.fields["grade"]


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        (" as Written ", TextType(), "as Written"),
        ("", TextType(), None),
        ("live", MODE, "live"),
        ("Self Study", MODE, "self-study"),
        ("self_study", MODE, "self-study"),
        ("ON-DEMAND", MODE, "self-study"),
        ("lve", MODE, None),
        ("C-", GRADE, "C-"),
        ("c", GRADE, "C"),
        ("b-", GRADE, "B-"),
        ("C +", GRADE, None),
        ("2025-02-03", DayType(), date(2025, 2, 3)),
        ("03/04/2025", DayType(), None),
        ("31.04.2025", DayType(), None),
        ("Yes", YesNoType(), True),
        ("n", YesNoType(), False),
        ("maybe", YesNoType(), None),
        ("2.5", NumberType(), F(5, 2)),
        ("-2", NumberType(), F(-2)),
        ("92%", NumberType(), F(92)),
        ("1.000", NumberType(), None),
        ("many", NumberType(), None),
        ("90 min", AmountType(), F(3, 2)),
        ("2", AmountType(), F(2)),
        ("2 points", AmountType(), None),
    ],
)
def test_values_that_are_plain(text, type_, value):
    found = parse_value(text, type_, SCHEMA)
    assert found == value
    assert type(found) is type(value)


def test_an_unknown_choice_may_be_any_or_blank():
    reading = read_value("slef-study", MODE, Manner(), UNITS)
    assert reading.values == ("live", "self-study", "passive", None)
    assert (
        reading.remark.sentence == "`slef-study` is none of the declared choices; did you mean `self-study`?"
    )


def test_a_spelling_that_two_choices_share_is_neither():
    choice = ChoiceType(("a b", "ab"))
    assert parse_value("ab", choice, SCHEMA) == "ab"
    assert parse_value("A-B", choice, SCHEMA) is None


def test_yes_or_no_unread_is_both():
    assert read_value("?", YesNoType(), Manner(), UNITS).values == (True, False)
