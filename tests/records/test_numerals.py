from fractions import Fraction as F

import pytest

from cedsl.records.numerals import (
    Mark,
    MarkFound,
    find_mark,
    has_any_decimals,
    read_number,
    third_near,
    unmistakable,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", F(0)),
        ("007", F(7)),
        ("1.5", F(3, 2)),
        (".25", F(1, 4)),
        ("0.125", F(1, 8)),
        ("1 1/2", F(3, 2)),
        ("1/3", F(1, 3)),
        ("1½", F(3, 2)),
        ("¾", F(3, 4)),
        ("1,234.5", F(2469, 2)),
        ("1.234,5", F(2469, 2)),
        ("999999999999", F(999999999999)),
    ],
)
def test_plain_numbers(text, number):
    reading = read_number(text, Mark.UNPROVEN)
    assert reading is not None
    assert reading.values == (number,)
    assert reading.remark is None


@pytest.mark.parametrize(
    "text",
    ["", "TBD", "-1", "+1", "1/0", "1.2.3", "1e3", "٣", "NaN", "inf", "1234567890123", "9" * 100_000, "1."],
)
def test_no_numbers(text):
    assert read_number(text, Mark.UNPROVEN) is None


@pytest.mark.parametrize("text", ["1.000", "12.500", "1,250"])
def test_three_digits_behind_one_mark_are_held_unless_the_column_proves_it(text):
    reading = read_number(text, Mark.UNPROVEN)
    assert reading is not None and reading.is_held()
    decimal = F(text.replace(",", "."))
    assert reading.values == (decimal, decimal * 1000)
    proven = read_number(text, Mark.POINT if "." in text else Mark.COMMA)
    assert proven is not None and proven.values == (decimal,) and proven.remark is None


def test_a_comma_is_decimal_where_the_column_proves_it():
    assert read_number("1,5", Mark.COMMA).values == (F(3, 2),)
    assert read_number("1,5", Mark.COMMA).remark is None


def test_a_comma_among_points_is_held():
    reading = read_number("1,5", Mark.MIXED)
    assert reading.is_held() and reading.values == (F(3, 2),)
    assert reading.remark.sentence == "is the comma in `1,5` a decimal comma?"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1", "2"], MarkFound(Mark.UNPROVEN)),
        (["1", "1,5", "2,25"], MarkFound(Mark.COMMA, "1,5")),
        (["1.5 h", "1"], MarkFound(Mark.POINT, "1.5 h")),
        (["1,5", "1.5"], MarkFound(Mark.MIXED, "1,5")),
        (["1.000", "2,000"], MarkFound(Mark.UNPROVEN)),
        (["0,125"], MarkFound(Mark.COMMA, "0,125")),
        (["1.234,5"], MarkFound(Mark.COMMA, "1.234,5")),
        (["TBD", "...", ",,,"], MarkFound(Mark.UNPROVEN)),
    ],
)
def test_the_mark_of_a_column(cells, found):
    assert find_mark(cells) == found


@pytest.mark.parametrize(
    ("text", "third"),
    [("0.33", F(1, 3)), (".67", F(2, 3)), ("2,333", F(7, 3)), ("1.66", F(5, 3)), ("0.3", None), ("0.330", None), ("33", None)],
)
def test_what_is_near_a_third(text, third):
    assert third_near(text) == third


@pytest.mark.parametrize(
    ("cells", "free"),
    [
        (["0.35"], True),
        (["1.42 h"], True),
        (["0.5", "0.25", "0.125", "0.1", "1.9", "0.33", "0.667", "0.17", "0.83"], False),
        (["1", "TBD", "1:30"], False),
    ],
)
def test_which_columns_write_all_kinds_of_decimals(cells, free):
    assert has_any_decimals(cells) is free


@pytest.mark.parametrize(("number", "text"), [(F(33, 100), "0.330"), (F(9, 8), "1.1250"), (F(4, 3), "4/3"), (F(3, 2), "1.5")])
def test_a_number_that_nobody_reads_otherwise(number, text):
    assert unmistakable(number) == text
    assert third_near(text) is None


def test_an_unmistakable_number_is_neither_a_third_nor_thousands():
    """1.33 with one 0 behind it could be 1330."""
    assert unmistakable(F(133, 100)) == "1.3300"


def test_decimals_without_end_are_looked_at_too() -> None:
    """1/7 goes on as no half or third does; 2/3 stays what it is, however long."""
    assert has_any_decimals(["0." + "142857" * 1000])
    assert not has_any_decimals(["0." + "6" * 6000])
