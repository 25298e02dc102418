from fractions import Fraction as F

import pytest

from cedsl.quantity import STANDARD_UNITS, Amount, Unit
from cedsl.records.amounts import AmountManner, Claim, every_spelling, minutes_in, read_amount
from cedsl.records.numerals import Mark

UNITS = every_spelling({unit.name: unit for unit in STANDARD_UNITS})


def read(text, bare="hour", mark=Mark.UNPROVEN, **more):
    return read_amount(text, AmountManner(bare, mark, **more), UNITS)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1.5", F(3, 2), "hour"),
        ("1 1/2", F(3, 2), "hour"),
        ("90 min", F(90), "minute"),
        ("90min.", F(90), "minute"),
        ("1.5 hrs", F(3, 2), "hour"),
        ("½ h", F(1, 2), "hour"),
        ("1h 30m", F(90), "minute"),
        ("1 hr 0 mins", F(60), "minute"),
        ("1h30", F(90), "minute"),
        ("1:30", F(90), "minute"),
        ("02:00:00", F(120), "minute"),
        ("0:00:30", F(1, 2), "minute"),
        ("0.15 CEU", F(3, 20), "CEU"),
        ("3 semester hours", F(3), "semester-hour"),
        ("2 Points", F(2), "point"),
        ("45 m", F(45), "minute"),
    ],
)
def test_amounts(text, number, unit):
    reading = read(text)
    assert reading.values == (Claim(Amount(number, unit)),)
    assert reading.remark is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("TBD", "unreadable-amount"),
        ("NaN", "unreadable-amount"),
        ("=B4+B5", "unreadable-amount"),
        ("-2", "negative-amount"),
        ("−1.5 h", "negative-amount"),
        ("(3)", "negative-amount"),
        ("3 sem hrs", "unknown-unit"),
        ("9" * 5000, "unreadable-amount"),
        ("1:75", "unreadable-amount"),
    ],
)
def test_unreadable_amounts_are_without_bound(text, reason):
    reading = read(text)
    assert reading.is_held()
    assert reading.values == (Claim(None, unbounded=True),)
    assert reading.remark.reason == reason


def test_a_clock_in_a_column_of_minutes_is_a_question():
    reading = read("1:30", bare="minute")
    assert reading.values == (Claim(Amount(F(90), "minute")), Claim(Amount(F(3, 2), "minute")))
    assert reading.is_held()
    assert not read("1:30:00", bare="minute").is_held()


def test_a_stated_unit_admits_no_other_dimension():
    assert read("2 points").remark is None
    reading = read("2 points", any_dimension=False)
    assert reading.remark.sentence == "the amount should be in hours, the cell says `2 points`"
    assert reading.values == (Claim(Amount(F(2), "point")),)
    assert read("90 min", any_dimension=False).remark is None


def test_clock_time_does_not_follow_the_rulesets_hour():
    fifty = every_spelling({"hour": Unit("hour", "hours", "time", F(50), ("h",))})
    clock = read_amount("1:30", AmountManner("hour", Mark.UNPROVEN), fifty).values[0].amount
    assert minutes_in(clock, fifty) == 90
    decimal = read_amount("1.5 h", AmountManner("hour", Mark.UNPROVEN), fifty).values[0].amount
    assert minutes_in(decimal, fifty) == 75


def test_ambiguity_is_kept_with_the_unit():
    reading = read("1.000 h")
    assert [claim.amount.number for claim in reading.values] == [F(1), F(1000)]
