"""Dates by hand: both ends included, months keep the day or take the last, always from the original date."""

from __future__ import annotations

from datetime import date

import pytest

from cedsl.period import (
    Duration,
    Window,
    complete_months,
    counted_from,
    cycle_holding,
    following,
    looking_back,
    shifted,
    years_within,
)

THREE_YEARS = Duration(36)


def day(text: str) -> date:
    return date.fromisoformat(text)


def window(first: str, last: str) -> Window:
    return Window(day(first), day(last))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29", 12, "2025-02-28"),  # no 29 February in 2025: the month's last
        ("2024-02-29", 48, "2028-02-29"),  # from the original date, so the 29th again
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-01-31", 2, "2025-03-31"),  # keeps the day where the month has it
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
    ],
)
def test_adding_months(start: str, months: int, end: str) -> None:
    assert shifted(day(start), months) == day(end)


def test_beyond_the_calendar_is_its_edge() -> None:
    assert shifted(date.max, 1) == date.max
    assert shifted(date.min, -1) == date.min
    assert shifted(day("9999-12-30"), 0, 5) == date.max


@pytest.mark.parametrize(
    ("end", "first"),
    [
        ("2025-06-30", "2022-07-01"),  # 2022-06-30 < day <= 2025-06-30
        ("2024-02-29", "2021-03-01"),  # 29 Feb less 3 years is 28 Feb 2021; the day after begins
        ("2025-02-28", "2022-03-01"),
        ("2027-03-01", "2024-03-02"),  # 29 Feb 2024 is outside: 1 March 2024 < day
        ("2027-02-28", "2024-02-29"),  # 28 Feb 2024 < day, so 29 Feb 2024 is the first
    ],
)
def test_looking_back_three_years(end: str, first: str) -> None:
    assert looking_back(day(end), THREE_YEARS) == window(first, end)


def test_counted_from_includes_the_start_and_not_the_end() -> None:
    # S <= day < S + 48 months
    assert counted_from(day("2021-03-15"), Duration(48)) == window("2021-03-15", "2025-03-14")
    assert counted_from(day("2024-02-29"), Duration(12)) == window("2024-02-29", "2025-02-27")


def test_following_excludes_the_start_and_includes_the_end() -> None:
    # S < day <= S + 60 days: 1 March + 60 days is 30 April
    assert following(day("2025-03-01"), Duration(0, 60)) == window("2025-03-02", "2025-04-30")


@pytest.mark.parametrize(
    ("today", "first", "last", "number"),
    [
        ("2024-02-29", "2024-02-29", "2025-02-27", 1),
        ("2025-02-28", "2025-02-28", "2026-02-27", 2),  # the anniversary of 29 Feb in a common year
        ("2028-02-28", "2027-02-28", "2028-02-28", 4),  # ends the day before 29 Feb 2028
        ("2028-02-29", "2028-02-29", "2029-02-27", 5),
        ("2023-06-01", "2023-02-28", "2024-02-28", 0),  # before the anchor
    ],
)
def test_anniversary_of_a_leap_day(today: str, first: str, last: str, number: int) -> None:
    found = cycle_holding(day(today), day("2024-02-29"), Duration(12))
    assert found == (window(first, last), number)


def test_a_cycle_of_days_and_of_years() -> None:
    assert cycle_holding(day("2025-06-30"), day("2007-01-01"), Duration(24)) == (
        window("2025-01-01", "2026-12-31"), 10)  # 18 years are 9 whole periods; this is the tenth
    assert cycle_holding(day("2025-01-15"), day("2025-01-01"), Duration(0, 14))[0] == window("2025-01-15", "2025-01-28")


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-01-01", "2025-12-31", 12),  # 1 Jan + 12 months = 1 Jan 2026 <= 31 Dec + 1 day
        ("2025-01-01", "2025-12-30", 11),
        ("2025-01-31", "2025-02-27", 1),  # 31 Jan + 1 month = 28 Feb = 27 Feb + 1 day
        ("2025-01-31", "2025-02-26", 0),
        ("2025-03-01", "2025-02-01", 0),
    ],
)
def test_complete_months(first: str, last: str, months: int) -> None:
    assert complete_months(day(first), day(last)) == months


def test_years_of_a_period() -> None:
    period = window("2024-07-01", "2026-06-30")
    assert years_within(period, calendar=True) == (
        window("2024-07-01", "2024-12-31"), window("2025-01-01", "2025-12-31"), window("2026-01-01", "2026-06-30"))
    assert years_within(period, calendar=False) == (
        window("2024-07-01", "2025-06-30"), window("2025-07-01", "2026-06-30"))


def test_thirty_six_months_and_three_years_are_the_same() -> None:
    assert Duration(3 * 12) == THREE_YEARS
