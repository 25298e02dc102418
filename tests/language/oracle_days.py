"""Days, windows and keys for the oracle, from the contract's section 6 alone."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from cedsl.model.ruleset import Stretch
from cedsl.period import Duration, Window

DAY = timedelta(days=1)


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
            raise AssertionError(day)
