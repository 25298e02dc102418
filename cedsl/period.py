"""Days, windows, reporting cycles. Both ends of a window are included; months keep the day or take the last.

Source: the contract's section 6. Adding months always starts from the original date, so an anniversary of
29 February is 28 February in a common year and 29 February again in the next leap year.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Duration:
    """Whole months and days; a year is twelve months, a week is seven days. 36 months and 3 years are equal.

    `in_months` remembers that the author wrote months, for whoever words it.
    """

    months: int = 0
    days: int = 0
    in_months: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Window:
    """Calendar days from `first` to `last`, both included; `first > last` holds no day."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> int:
        return max(0, (self.last - self.first).days + 1)


ALWAYS = Window(date.min, date.max)


def shifted(day: date, months: int, days: int = 0) -> date:
    """`day` moved by months (keeping the day of the month, or the month's last), then by days.

    Beyond the calendar (years 1 to 9999) the result is the calendar's own first or last day.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    kept = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    if days == 0:
        return kept
    ordinal = kept.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def plus(day: date, duration: Duration) -> date:
    return shifted(day, duration.months, duration.days)


def minus(day: date, duration: Duration) -> date:
    return shifted(day, -duration.months, -duration.days)


def looking_back(end: date, duration: Duration) -> Window:
    """`within 3y` as of E: E - 3y < day <= E."""
    start = minus(end, duration)
    return Window(start if start == date.min else start + ONE_DAY, end)


def counted_from(start: date, duration: Duration) -> Window:
    """`within 48 months from S`: S <= day < S + 48 months."""
    end = plus(start, duration)
    return Window(start, end if end == date.max else end - ONE_DAY)


def following(start: date, duration: Duration) -> Window:
    """`within 60 days after S`: S < day <= S + 60 days."""
    return Window(start if start == date.max else start + ONE_DAY, plus(start, duration))


def cycle_holding(day: date, anchor: date, duration: Duration) -> tuple[Window, int]:
    """The period of the cycle that holds `day`, and its number: 1 for the one that begins on the anchor.

    Period k runs from anchor + (k-1) durations to the day before anchor + k durations, each counted
    from the original anchor. Days before the anchor have numbers 0, -1, ... The duration is positive.
    """
    number = _guess(day, anchor, duration)
    while _begin(anchor, duration, number) > day:
        number -= 1
    while _begin(anchor, duration, number + 1) <= day:
        number += 1
    last = _begin(anchor, duration, number + 1)
    return Window(_begin(anchor, duration, number), last if last == date.max else last - ONE_DAY), number


def _begin(anchor: date, duration: Duration, number: int) -> date:
    times = number - 1
    return shifted(anchor, duration.months * times, duration.days * times)


def _guess(day: date, anchor: date, duration: Duration) -> int:
    if duration.months:
        months = (day.year - anchor.year) * 12 + day.month - anchor.month
        return months // duration.months + 1
    return (day - anchor).days // duration.days + 1


def complete_months(first: date, last: date) -> int:
    """The most n for which first + n months <= last + 1 day; 0 for an empty window."""
    if last < first:
        return 0
    end = last if last == date.max else last + ONE_DAY
    count = (end.year - first.year) * 12 + end.month - first.month
    while count > 0 and shifted(first, count) > end:
        count -= 1
    return max(count, 0)


def years_within(window: Window, *, calendar: bool) -> tuple[Window, ...]:
    """The years of a window, first to last: calendar years cut to it, or years counted from its first day."""
    years: list[Window] = []
    first = window.first
    while first <= window.last:
        if calendar:
            last = date(first.year, 12, 31)
        else:
            last = counted_from(window.first, Duration(12 * (len(years) + 1))).last
        last = min(last, window.last)
        years.append(Window(first, last))
        if last == date.max:
            break
        first = last + ONE_DAY
    return tuple(years)
