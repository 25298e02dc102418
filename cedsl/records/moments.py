"""Points of time as programs write them: a day and a time of day, exact to the fraction of a second that is written."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass, regex

Moment: TypeAlias = Fraction
"""Seconds from the beginning of the year 1, as the clock on the wall shows them."""

DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A cell with a time of day in it: the text of the day before it (or nothing), the seconds of that day, and the
    name of the zone behind it (or nothing).
    """

    day: str
    seconds: Fraction
    zone: str


def read_clock(text: str) -> Clock | None:
    """The time of day at the end of the text; None where there is none. `9:00` is a time of day, `9` is not."""
    found = _CLOCK.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or (found["minute"] is None and found["half"] is None):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    second = Fraction(f"{found['second'] or 0}.{found['part'] or 0}")
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59 or second >= 60:
        return None
    return Clock((found["day"] or "").strip(), hour * 3600 + minute * 60 + second, (found["zone"] or "").upper())


_LONGEST = 60
_CLOCK = regex(
    r"(?:(?P<day>.*?[^\s,])(?:(?<=[0-9])T|[\s,]+(?:at\s+)?))?"
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[A-Z]{2,4}T|\(?(?:UTC|GMT)?[+-][0-9]{1,2}(?::?[0-9]{2})?\)?)?"
)


def moment(day: date, seconds: Fraction) -> Moment:
    """The point of time on a day."""
    return day.toordinal() * DAY + seconds


def day_of(point: Moment) -> date:
    """The day on which a point of time lies."""
    return date.fromordinal(int(point // DAY))


def last_day_of(first: Moment, end: Moment) -> date:
    """The day on which something that began at `first` was still going on before it ended; midnight is no new day."""
    return day_of(end - 1 if end > first and end % DAY == 0 else end)


def length_in_words(seconds: Fraction) -> str:
    """Hours, minutes and seconds as `1:00:29`, exact."""
    minutes, rest = divmod(seconds, 60)
    hours, minute = divmod(int(minutes), 60)
    second, part = divmod(rest, 1)
    places = f"{part.numerator * 10**9 // part.denominator:09d}".rstrip("0")
    return f"{hours}:{minute:02d}:{int(second):02d}" + (f".{places}" if places else "")
