from datetime import date

import pytest

from cedsl.records.days import Order, Orders, find_orders, in_words, read_day
from cedsl.records.outcome import Outcome


def read(text, *column):
    return read_day(text, find_orders((text, *column)))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-02-03", date(2025, 2, 3)),
        ("2025/2/3", date(2025, 2, 3)),
        ("2025-02-03 09:00", date(2025, 2, 3)),
        ("2025-02-03T23:59:59.5Z", date(2025, 2, 3)),
        ("2025-02-03T23:59:59+01:00", date(2025, 2, 3)),
        ("3 Feb 2025", date(2025, 2, 3)),
        ("Feb 3, 2025", date(2025, 2, 3)),
        ("February 3rd, 2025", date(2025, 2, 3)),
        ("3-Feb-2025", date(2025, 2, 3)),
        ("3. Sept. 2025", date(2025, 9, 3)),
        ("Mon, 3 Feb 2025", date(2025, 2, 3)),
        ("13/02/2025", date(2025, 2, 13)),
        ("02/13/2025", date(2025, 2, 13)),
        ("02/13/2025 09:00:00 AM", date(2025, 2, 13)),
        ("03/03/2025", date(2025, 3, 3)),
        ("29.02.2024", date(2024, 2, 29)),
    ],
)
def test_days_that_need_no_question(text, day):
    reading = read(text)
    assert reading.values == (day,)
    assert reading.remark is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("Feb 3 25", date(2025, 2, 3)), ("2/13/25", date(2025, 2, 13)), ("3-Mar-50", date(2050, 3, 3))],
)
def test_two_digit_years_are_noted(text, day):
    reading = read(text)
    assert reading.values == (day,)
    assert reading.remark.outcome is Outcome.NOTED
    assert reading.remark.sentence == f"the year of `{text}` was read as {day.year}"


def test_a_late_two_digit_year_could_be_of_either_century():
    reading = read("3 Mar 85")
    assert reading.values == (date(1985, 3, 3), date(2085, 3, 3))
    assert reading.remark.reason == "ambiguous-date"


def test_two_digit_years_with_hyphens_may_come_first():
    assert read("25-02-13").values == (date(2013, 2, 25), date(2025, 2, 13))
    assert read("25-02-13", "99-12-31").values == (date(2025, 2, 13),)


def test_the_column_decides():
    assert read("03/04/2025", "13/04/2025").values == (date(2025, 4, 3),)
    assert read("03/04/2025", "04/13/2025").values == (date(2025, 3, 4),)
    assert read("03/04/2025", "31/04/2025").values == (date(2025, 4, 3),)


def test_an_ambiguous_date_is_a_question():
    reading = read("03/04/2025", "2025-02-13", "13 May 2025")
    assert reading.values == (date(2025, 4, 3), date(2025, 3, 4))
    assert reading.remark.sentence == "is `03/04/2025` 3 April 2025 or 4 March 2025?"


def test_a_mixed_column_without_a_majority_decides_nothing():
    mixed = ("02/13/2025", "13/02/2025")
    assert find_orders(mixed) == Orders(frozenset(), "02/13/2025", mixed=True)
    assert read("03/04/2025", *mixed).is_held()
    for text in mixed:
        alone = read(text, *mixed)
        assert alone.values == (date(2025, 2, 13),)
        assert alone.remark.reason == "mixed-date-order" and alone.remark.outcome is Outcome.HELD
        assert alone.remark.sentence == (
            f"`{text}` can only be 13 February 2025, but the column writes days and months in two orders"
        )


@pytest.mark.parametrize("more", ["02/14/2025", "Feb 3 25", "March 1, 2025"])
def test_most_of_a_mixed_column_keeps_its_order(more):
    """Two cells have the month first, one the day: what proves itself in the order of most is read in it."""
    mixed = ("02/13/2025", "13/02/2025", more)
    for column in (mixed, mixed[::-1]):
        assert find_orders(column).possible == {Order.MONTH_FIRST}
        assert find_orders(column).is_mixed() and not find_orders(column).is_decided()
    assert read("02/13/2025", *mixed).remark is None
    assert read("03/04/2025", *mixed).values == (date(2025, 4, 3), date(2025, 3, 4))
    assert read("03/03/2025", *mixed).remark is None
    against = read("13/02/2025", *mixed)
    assert against.is_held() and against.values == (date(2025, 2, 13),)
    assert against.remark.sentence == (
        "`13/02/2025` can only be 13 February 2025, but the column writes months before days"
    )


def test_a_cell_against_the_settled_order_is_held():
    reading = read_day("13/02/2025", Orders(frozenset({Order.MONTH_FIRST}), settled=True))
    assert reading.is_held() and reading.values == (date(2025, 2, 13),)


@pytest.mark.parametrize(
    "text", ["31.04.2025", "2025-02-30", "2025-13-01", "29 Feb 2025", "32/13/2025", "0/0/2025", "0000-01-01"]
)
def test_days_that_do_not_exist(text):
    reading = read(text)
    assert reading.values == (None,)
    assert reading.remark.sentence == f"the date `{text}` does not exist"


@pytest.mark.parametrize(
    "text", ["soon", "20250203", "2025", "3 Foo 2025", "1" * 1000, "=TODAY()", "12:30", "٣/٣/٢٠٢٥"]
)
def test_what_is_no_date(text):
    reading = read(text)
    assert reading.values == (None,)
    assert reading.remark.reason == "unreadable-date"


def test_a_year_far_off_is_held():
    assert read("0205-02-03").remark.sentence == "the date `0205-02-03` is in the year 205"


def test_a_spreadsheets_day_number_is_a_question():
    reading = read("45700")
    assert reading.values == (date(2025, 2, 12),)
    assert reading.remark.sentence == "is `45700` a spreadsheet's number for 12 February 2025?"


def test_orders_of_a_column():
    assert find_orders(["13/02/2025", "01/02/2025"]).possible == {Order.DAY_FIRST}
    assert find_orders(["01/02/2025"]).possible == {Order.DAY_FIRST, Order.MONTH_FIRST}
    assert find_orders([]) == Orders()
    assert in_words(date(2025, 2, 3)) == "3 February 2025"


def test_each_sign_between_the_numbers_needs_its_own_proof():
    """`21.02.2025` can only be 21 February, which says nothing of slashes: `12/11/2024` stays two days."""
    orders = find_orders(["21.02.2025", "12/11/2024", "05.03.2025"])
    assert read_day("05.03.2025", orders).values == (date(2025, 3, 5),)
    reading = read_day("12/11/2024", orders)
    assert reading.remark is not None
    assert reading.remark.reason == "ambiguous-date"
    assert set(reading.values) == {date(2024, 11, 12), date(2024, 12, 11)}
    proved = find_orders(["21.02.2025", "12/11/2024", "25/12/2024"])
    assert read_day("12/11/2024", proved).values == (date(2024, 11, 12),)
