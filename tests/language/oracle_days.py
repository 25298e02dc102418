"""Days, windows, measures and keys for the oracle, from the contract's section 6 alone; it walks day by day."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from cedsl.model.ruleset import Stretch
from cedsl.period import Duration, Window

DAY = timedelta(days=1)


class Ambiguous(Exception):
    """The contract does not say; the case is not compared."""


def moved(day: date, months: int, days: int = 0) -> date:
    """Keeps the day of the month or takes the month's last; always from the original date."""
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    while month < 1:
        year, month = year - 1, month + 12
    if year < 1:
        return date.min
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) + timedelta(days=days)


def back(end: date, length: Duration) -> Window:
    """E - d < D <= E."""
    return Window(moved(end, -length.months, -length.days) + DAY, end)


def onward(start: date, length: Duration) -> Window:
    """S <= D < S + d."""
    return Window(start, moved(start, length.months, length.days) - DAY)


def after(start: date, length: Duration) -> Window:
    """S < D <= S + d."""
    return Window(start + DAY, moved(start, length.months, length.days))


def in_cycle(day: date, anchor: date, length: Duration) -> tuple[Window, int]:
    """The period that holds the day, and its number: 1 begins on the anchor."""
    number = 1
    while moved(anchor, length.months * (number - 1), length.days * (number - 1)) > day:
        number -= 1
    while moved(anchor, length.months * number, length.days * number) <= day:
        number += 1
    first = moved(anchor, length.months * (number - 1), length.days * (number - 1))
    return Window(first, moved(anchor, length.months * number, length.days * number) - DAY), number


def cycle_holding(day: date, anchor: date, length: Duration, exceptions: Sequence[Window]) -> Window:
    """The period that holds the day: an exception, or what the exceptions leave of the cycle's own around the day."""
    for each in exceptions:
        if each.first <= day <= each.last:
            return each
    own, _ = in_cycle(day, anchor, length)
    first = max([own.first, *(each.last + DAY for each in exceptions if each.last < day)])
    return Window(first, min([own.last, *(each.first - DAY for each in exceptions if each.first > day)]))


def member_period(
    day: date,
    anchor: date,
    length: Duration,
    exceptions: Sequence[Window],
    begins: date | None,
    at_least: Duration | None,
) -> tuple[Window, int] | None:
    """The member's period that holds the day, and its number; None before a stated first period."""
    if begins is None:
        if not exceptions:
            return in_cycle(day, anchor, length)
        number, found = 1, cycle_holding(anchor, anchor, length, exceptions)
        while found.last < day:
            number, found = number + 1, cycle_holding(found.last + DAY, anchor, length, exceptions)
        while found.first > day:
            number, found = number - 1, cycle_holding(found.first - DAY, anchor, length, exceptions)
        return found, number
    if day < begins:
        return None
    last = cycle_holding(begins, anchor, length, exceptions).last
    while at_least is not None and moved(begins, at_least.months, at_least.days) > last + DAY:
        last = cycle_holding(last + DAY, anchor, length, exceptions).last
    number, found = 1, Window(begins, last)
    while found.last < day:
        number, found = number + 1, cycle_holding(found.last + DAY, anchor, length, exceptions)
    return found, number


def each_day(window: Window) -> Iterator[date]:
    day = window.first
    while day <= window.last:
        yield day
        day += DAY


def runs(days: Iterable[date]) -> list[Window]:
    """Days that follow one another, joined."""
    found: list[Window] = []
    for day in days:
        if found and found[-1].last + DAY == day:
            found[-1] = Window(found[-1].first, day)
        else:
            found.append(Window(day, day))
    return found


def full(days: Iterable[date], length: Duration) -> int:
    """How often the length fits whole into the days, each run of days by itself."""
    count = 0
    for run in runs(days):
        times = 0
        while moved(run.first, length.months * (times + 1), length.days * (times + 1)) <= run.last + DAY:
            times += 1
        count += times
    return count


def anniversary(of: date, start: date) -> date:
    """The first anniversary of a day, or the day itself, on or after another."""
    count = 0
    while moved(of, 12 * count) < start:
        count += 1
    return moved(of, 12 * count)


def years(window: Window, stretch: Stretch) -> list[Window]:
    """The years of a window: calendar years cut to it, or years counted from its first day."""
    found = []
    first = window.first
    while first <= window.last:
        if stretch is Stretch.CALENDAR_YEAR:
            last = date(first.year, 12, 31)
        else:
            last = moved(window.first, 12 * (len(found) + 1)) - DAY
        found.append(Window(first, min(last, window.last)))
        first = last + DAY
    return found


def stretch_of(day: date, stretch: Stretch, window: Window) -> tuple[date, date]:
    """First and last day of the day, week from Monday, month or year that holds the day."""
    match stretch:
        case Stretch.DAY:
            return day, day
        case Stretch.WEEK:
            monday = day - timedelta(days=day.weekday())
            return monday, monday + 6 * DAY
        case Stretch.MONTH:
            return day.replace(day=1), moved(day.replace(day=1), 1) - DAY
        case Stretch.CALENDAR_YEAR:
            return date(day.year, 1, 1), date(day.year, 12, 31)
        case Stretch.YEAR:
            for each in years(Window(window.first, max(window.last, day)), Stretch.YEAR):
                if each.first <= day <= each.last:
                    return each.first, moved(each.first, 12) - DAY
            raise Ambiguous("the year of the period in which another day lies")
