"""Days, windows, reporting cycles. Both ends of a window are included; months keep the day or take the last.

Source: the contract's section 6. Adding months always starts from the original date, so an anniversary of
29 February is 28 February in a common year and 29 February again in the next leap year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import date, timedelta

from cedsl.lean import dataclass

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
    kept = date(year, month + 1, min(day.day, days_of_month(year, month + 1)))
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


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Periods one after another. The k-th runs from anchor + (k-1) durations to the day before anchor + k
    durations, each counted from the original anchor. The duration is positive.

    `exceptions` are periods of other lengths, in order and apart; what they leave of a period that they
    touch is a period of its own. With `first` the first period begins on that day and ends with the first
    period that ends `at_least` so long after it began.
    """

    anchor: date
    duration: Duration
    first: date | None = None
    at_least: Duration | None = None
    exceptions: tuple[Window, ...] = ()

    def holding(self, day: date) -> tuple[Window, int] | None:
        """The period that holds the day, and its number: 1 for the first, or for the one that begins on the
        anchor; before it 0, -1, ... None before a stated first period.
        """
        if self.first is None:
            begin = self._begin_upto(day)
            return self._from(begin), 1 + self._between(self.anchor, begin)
        if day < self.first:
            return None
        second = self._begin_after(self._earliest_end(self.first))
        if day < second:
            return Window(self.first, _day_before(second)), 1
        begin = self._begin_upto(day)
        return self._from(begin), 2 + self._between(second, begin)

    def _earliest_end(self, first: date) -> date:
        """No second period begins on or before this day."""
        return first if self.at_least is None else max(first, _day_before(plus(first, self.at_least)))

    def _from(self, begin: date) -> Window:
        return Window(begin, _day_before(self._begin_after(begin)))

    def _begin_upto(self, day: date) -> date:
        """The last day on which a period begins, up to and with `day`."""
        regular = self._regular(self._index(day))
        inside = next((each for each in self.exceptions if each.first < regular <= each.last), None)
        if inside is not None:
            regular = self._regular(self._index(inside.first))
        return max([regular, *(each for each in self._own_begins() if each <= day)])

    def _begin_after(self, day: date) -> date:
        """The first day after `day` on which a period begins."""
        regular = self._regular(self._index(day) + 1)
        inside = next((each for each in self.exceptions if each.first < regular <= each.last), None)
        if inside is not None:
            regular = _day_after(inside.last)
        return min([regular, *(each for each in self._own_begins() if each > day)])

    def _own_begins(self) -> list[date]:
        return sorted({day for each in self.exceptions for day in (each.first, _day_after(each.last))})

    def _between(self, one: date, other: date) -> int:
        """How many periods begin after `one`, up to and with `other`; less than 0 where `other` is earlier."""
        if other < one:
            return -self._between(other, one)
        count = self._index(other) - self._index(one)
        for each in self.exceptions:
            low, high = max(one, each.first), min(other, each.last)
            count -= max(0, self._index(high) - self._index(low)) if low < high else 0
        return count + sum(one < each <= other and not self._is_regular(each) for each in self._own_begins())

    def _is_regular(self, day: date) -> bool:
        return self._regular(self._index(day)) == day

    def _regular(self, number: int) -> date:
        times = number - 1
        return shifted(self.anchor, self.duration.months * times, self.duration.days * times)

    def _index(self, day: date) -> int:
        """The number of the regular period that holds the day; none begins on the calendar's last day."""
        number = self._guess(day)
        while self._regular(number) > day:
            number -= 1
        while self._regular(number + 1) <= min(day, date.max - ONE_DAY):
            number += 1
        return number

    def _guess(self, day: date) -> int:
        if self.duration.months:
            months = (day.year - self.anchor.year) * 12 + day.month - self.anchor.month
            return months // self.duration.months + 1
        return (day - self.anchor).days // self.duration.days + 1


def _day_before(day: date) -> date:
    """The day before; the calendar's own first and last day stay where they are."""
    return day if day in {date.min, date.max} else day - ONE_DAY


def _day_after(day: date) -> date:
    return day if day == date.max else day + ONE_DAY


def after(day: date | None) -> date | None:
    """The day after, where there is one."""
    return None if day is None or day == date.max else day + ONE_DAY


def days_of_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == 2:
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if is_leap else 28
    return 30 if month in {4, 6, 9, 11} else 31


def edge_of(day: date, *, year: bool, last: bool) -> date:
    """The first or last day of the month or year in which the day lies."""
    if year:
        return date(day.year, 12, 31) if last else date(day.year, 1, 1)
    return day.replace(day=days_of_month(day.year, day.month) if last else 1)


def anniversary(of: date, start: date) -> date:
    """The first anniversary of a day, or that day itself, on or after `start`."""
    years = max(0, start.year - of.year)
    found = shifted(of, 12 * years)
    return found if found >= start or years < 0 else shifted(of, 12 * (years + 1))


def joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """The same days, in order, windows that overlap or adjoin made one; empty ones left out."""
    found: list[Window] = []
    for window in sorted((each for each in windows if each.first <= each.last), key=lambda each: each.first):
        if found and window.first <= _day_after(found[-1].last):
            found[-1] = Window(found[-1].first, max(found[-1].last, window.last))
        else:
            found.append(window)
    return tuple(found)


def full_spans(windows: Iterable[Window], length: Duration) -> int:
    """How often the length lies whole in the windows, in each by itself."""
    if length.months:
        return sum(complete_months(each.first, each.last) // length.months for each in joined(windows))
    return sum(each.days() // length.days for each in joined(windows))


def months_touched(windows: Iterable[Window]) -> int:
    """How many calendar months hold a day of the windows."""
    count, latest = 0, 0
    for each in joined(windows):
        first = max(each.first.year * 12 + each.first.month, latest + 1)
        latest = max(each.last.year * 12 + each.last.month, latest)
        count += latest - first + 1
    return count


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
