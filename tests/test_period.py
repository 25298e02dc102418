"""Dates by hand: both ends included, months keep the day or take the last, always from the original date."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from cedsl.period import (
    Duration,
    Rhythm,
    Window,
    anniversary,
    complete_months,
    counted_from,
    edge_of,
    following,
    full_spans,
    joined,
    looking_back,
    months_touched,
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
    found = Rhythm(day("2024-02-29"), Duration(12)).holding(day(today))
    assert found == (window(first, last), number)


def test_a_cycle_of_days_and_of_years() -> None:
    assert Rhythm(day("2007-01-01"), Duration(24)).holding(day("2025-06-30")) == (
        window("2025-01-01", "2026-12-31"), 10)  # 18 years are 9 whole periods; this is the tenth
    found = Rhythm(day("2025-01-01"), Duration(0, 14)).holding(day("2025-01-15"))
    assert found == (window("2025-01-15", "2025-01-28"), 2)


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


def held(rhythm: Rhythm, today: str) -> tuple[str, str, int] | None:
    found = rhythm.holding(day(today))
    return None if found is None else (str(found[0].first), str(found[0].last), found[1])


def test_a_first_period_begins_with_the_member_and_ends_with_the_cycle() -> None:
    group = Rhythm(day("2019-02-01"), Duration(36), first=day("2023-06-10"))
    assert held(group, "2023-06-09") is None
    assert held(group, "2023-06-10") == ("2023-06-10", "2025-01-31", 1)
    assert held(group, "2025-02-01") == ("2025-02-01", "2028-01-31", 2)


def test_a_first_period_lasts_at_least_so_long() -> None:
    # Born in May, admitted in November: the first year is 24 months from 1 May 2024.
    texas = Rhythm(day("1990-05-01"), Duration(12), first=day("2024-05-01"), at_least=Duration(24))
    assert held(texas, "2026-04-30") == ("2024-05-01", "2026-04-30", 1)
    assert held(texas, "2026-05-01") == ("2026-05-01", "2027-04-30", 2)


def test_a_period_of_its_own_length_replaces_those_it_covers() -> None:
    own = window("2018-01-01", "2021-12-31")
    rhythm = Rhythm(day("2015-01-01"), Duration(36), exceptions=(own, window("2022-01-01", "2023-12-31")))
    assert held(rhythm, "2017-12-31") == ("2015-01-01", "2017-12-31", 1)
    assert held(rhythm, "2020-06-01") == ("2018-01-01", "2021-12-31", 2)
    assert held(rhythm, "2022-01-01") == ("2022-01-01", "2023-12-31", 3)
    # The cycle goes on at 2024-01-01 by itself: 2015, 2018, 2021, 2024.
    assert held(rhythm, "2024-01-01") == ("2024-01-01", "2026-12-31", 4)


@pytest.mark.property
@pytest.mark.parametrize("seed", range(20))
def test_periods_follow_one_another_without_gap(seed: int) -> None:
    chance = Random(seed)
    begin = date(2020, 1, 1) + timedelta(chance.randrange(400))
    own, last = [], begin
    for _ in range(chance.randrange(3)):
        first = last + timedelta(chance.randrange(1, 300))
        last = first + timedelta(chance.randrange(1, 500))
        own.append(Window(first, last))
        last += timedelta(1)
    length = Duration(chance.choice((1, 5, 12))) if chance.random() < 0.5 else Duration(0, chance.randrange(7, 90))
    first_from = begin + timedelta(chance.randrange(200)) if chance.random() < 0.5 else None
    rhythm = Rhythm(date(2020, 2, 29), length, first_from, None, tuple(own))
    before = None
    for step in range(1500):
        today = date(2020, 1, 1) + timedelta(step)
        found = rhythm.holding(today)
        if first_from is not None and today < first_from:
            assert found is None, seed
            continue
        assert found is not None and today in found[0], seed
        if before is not None and found != before:
            assert found[0].first == before[0].last + timedelta(1) == today, seed
            assert found[1] == before[1] + 1, seed
        if first_from is not None and today == first_from:
            assert found[1] == 1, seed
        before = found


def test_complete_months_are_counted_where_days_adjoin() -> None:
    # 10 January to 9 March is 2 complete months; cut in two that adjoin it still is; with a gap it is 0 + 1.
    assert full_spans([window("2024-01-10", "2024-03-09")], Duration(1)) == 2
    assert full_spans([window("2024-01-10", "2024-02-01"), window("2024-02-02", "2024-03-09")], Duration(1)) == 2
    assert full_spans([window("2024-01-10", "2024-02-01"), window("2024-02-03", "2024-03-09")], Duration(1)) == 1
    assert full_spans([window("2024-01-01", "2025-06-30")], Duration(6)) == 3
    assert full_spans([window("2024-01-01", "2024-01-20")], Duration(0, 7)) == 2


def test_calendar_months_touched_are_counted_once() -> None:
    # January, February, March; April is not touched.
    assert months_touched([window("2024-01-31", "2024-02-01"), window("2024-02-20", "2024-03-01")]) == 3
    assert months_touched([window("2024-03-02", "2024-03-01")]) == 0
    assert joined([window("2024-03-02", "2024-03-01")]) == ()


@pytest.mark.parametrize("today", ["9999-01-01", "9999-12-30", "9999-12-31"])
def test_the_last_period_of_the_calendar(today: str) -> None:
    found = Rhythm(day("2020-01-01"), Duration(12)).holding(day(today))
    assert found == (window("9999-01-01", "9999-12-31"), 7980)  # 9999 - 2020 + 1


def test_anniversaries_and_edges() -> None:
    assert anniversary(day("2000-02-29"), day("2023-03-01")) == day("2024-02-29")
    assert anniversary(day("2000-02-29"), day("2023-02-28")) == day("2023-02-28")
    assert anniversary(day("2030-05-01"), day("2023-02-28")) == day("2030-05-01")
    assert edge_of(day("2024-02-10"), year=False, last=True) == day("2024-02-29")
    assert edge_of(day("2024-02-10"), year=True, last=False) == day("2024-01-01")
