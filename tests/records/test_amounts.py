from fractions import Fraction as F

import pytest

from cedsl.quantity import STANDARD_UNITS, Amount, Unit
from cedsl.records.amounts import AmountManner, Claim, Thirds, every_spelling, minutes_in, read_amount
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
        ("3 sem hrs", F(3), "semester-hour"),
        ("3 Sem. Hrs.", F(3), "semester-hour"),
        ("2 qtr hrs", F(2), "quarter-hour"),
        ("1.5 contact hours", F(3, 2), "hour"),
        ("PT1H30M", F(90), "minute"),
        ("PT45M", F(45), "minute"),
        ("pt2h", F(120), "minute"),
        ("PT0H0M30S", F(1, 2), "minute"),
        ("1:00:29", F(3629, 60), "minute"),
        ("1:00:29.5", F(7259, 120), "minute"),
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
        ("3 blips", "unknown-unit"),
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


def test_a_length_of_nothing_at_all_is_none():
    assert read("PT").remark.reason == "unreadable-amount"


THIRDS = [("0.33", F(33, 100), F(1, 3)), ("0.67", F(67, 100), F(2, 3)), ("1.333 h", F(1333, 1000), F(4, 3))]


@pytest.mark.parametrize(("text", "exact", "third"), [*THIRDS, ("2.66", F(266, 100), F(8, 3))])
def test_what_may_be_a_third_is_a_question(text, exact, third):
    reading = read(text, thirds=Thirds.ASKED, mark=Mark.POINT)
    assert [claim.amount.number for claim in reading.values] == [exact, third]
    assert reading.is_held() and reading.remark.reason == "third-or-decimal"
    settled = read(text, thirds=Thirds.THIRDS, mark=Mark.POINT)
    assert [claim.amount.number for claim in settled.values] == [third] and settled.remark is None
    assert read(text, mark=Mark.POINT).remark is None


def test_the_question_about_a_third_says_both():
    assert read("0.33", thirds=Thirds.ASKED).remark.sentence == "is `0.33` a third, or exactly 0.33?"
    assert read("1.67", thirds=Thirds.ASKED).remark.sentence == "is `1.67` 1 and two thirds, or exactly 1.67?"


@pytest.mark.parametrize("text", ["0.3", "0.35", "0.330", "0.34", "3.3", "33", "1/3", "20.33 min", "0.333 minutes"])
def test_other_decimals_are_no_thirds(text):
    assert read(text, thirds=Thirds.ASKED).remark is None


def test_a_unit_without_worth_is_held_and_may_be_as_much_as_it_takes():
    units = every_spelling({unit.name: unit for unit in STANDARD_UNITS}, worthless=frozenset({"CEU"}))
    reading = read_amount("0.15 CEU", AmountManner("hour", Mark.UNPROVEN), units)
    assert reading.values == (Claim(None, unbounded=True),)
    assert reading.remark.reason == "unit-without-worth"
    assert reading.remark.sentence == "the rules do not say what CEUs come to, so nobody can count `0.15 CEU`"
    assert read_amount("0.15", AmountManner("CEU", Mark.UNPROVEN), units).is_held()
