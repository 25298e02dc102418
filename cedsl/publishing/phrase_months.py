"""What a measure counts (full months, calendar months, days), in each form that a sentence needs."""

from __future__ import annotations

from enum import Enum, unique
from fractions import Fraction
from typing import assert_never

from cedsl.model.predicate import Counted, Measure
from cedsl.period import Duration
from cedsl.publishing.phrase_words import duration_written
from cedsl.publishing.tongue import figures, say, say_count

MONTH = Duration(1, in_months=True)


@unique
class Counts(Enum):
    """What is counted. A full period is any other length, such as 18 months."""

    FULL_MONTH = "full month"
    FULL_YEAR = "full year"
    FULL_WEEK = "full week"
    FULL_DAY = "full day"
    FULL_PERIOD = "full period"
    CALENDAR_MONTH = "calendar month"
    DAY = "day"


def counts_of(measure: Measure) -> Counts:
    match measure.what:
        case Counted.FULL:
            return _full(measure.length or MONTH)
        case Counted.CALENDAR_MONTHS:
            return Counts.CALENDAR_MONTH
        case Counted.DAYS:
            return Counts.DAY
        case _:
            assert_never(measure.what)


def _full(length: Duration) -> Counts:
    match length:
        case Duration(months=1, days=0):
            return Counts.FULL_MONTH
        case Duration(months=12, days=0, in_months=False):
            return Counts.FULL_YEAR
        case Duration(months=0, days=7):
            return Counts.FULL_WEEK
        case Duration(months=0, days=1):
            return Counts.FULL_DAY
        case _:
            return Counts.FULL_PERIOD


def _length(measure: Measure) -> str:
    return duration_written(measure.length or MONTH)


def months_counted(measure: Measure, number: Fraction) -> str:
    """`1 full month`, `12 full months`."""
    match counts_of(measure):
        case Counts.FULL_MONTH:
            return say_count(number, "{number} full month", "{number} full months")
        case Counts.FULL_YEAR:
            return say_count(number, "{number} full year", "{number} full years")
        case Counts.FULL_WEEK:
            return say_count(number, "{number} full week", "{number} full weeks")
        case Counts.FULL_DAY:
            return say_count(number, "{number} full day", "{number} full days")
        case Counts.FULL_PERIOD:
            length = _length(measure)
            return say_count(
                number, "{number} full period of {length}", "{number} full periods of {length}", length=length
            )
        case Counts.CALENDAR_MONTH:
            return say_count(number, "{number} calendar month", "{number} calendar months")
        case Counts.DAY:
            return say_count(number, "{number} day", "{number} days")
        case each:
            assert_never(each)


def the_months(measure: Measure) -> str:
    """`the full months`."""
    match counts_of(measure):
        case Counts.FULL_MONTH:
            return say("the full months")
        case Counts.FULL_YEAR:
            return say("the full years")
        case Counts.FULL_WEEK:
            return say("the full weeks")
        case Counts.FULL_DAY:
            return say("the full days")
        case Counts.FULL_PERIOD:
            return say("the full periods of {length}", length=_length(measure))
        case Counts.CALENDAR_MONTH:
            return say("the calendar months")
        case Counts.DAY:
            return say("the days")
        case each:
            assert_never(each)


def for_each_month(measure: Measure) -> str:
    """`for each full month`."""
    match counts_of(measure):
        case Counts.FULL_MONTH:
            return say("for each full month")
        case Counts.FULL_YEAR:
            return say("for each full year")
        case Counts.FULL_WEEK:
            return say("for each full week")
        case Counts.FULL_DAY:
            return say("for each full day")
        case Counts.FULL_PERIOD:
            return say("for each full period of {length}", length=_length(measure))
        case Counts.CALENDAR_MONTH:
            return say("for each calendar month")
        case Counts.DAY:
            return say("for each day")
        case each:
            assert_never(each)


def for_every_months(measure: Measure, every: Fraction) -> str:
    """`for every 2 full months`."""
    number = figures(every)
    match counts_of(measure):
        case Counts.FULL_MONTH:
            return say("for every {number} full months", number=number)
        case Counts.FULL_YEAR:
            return say("for every {number} full years", number=number)
        case Counts.FULL_WEEK:
            return say("for every {number} full weeks", number=number)
        case Counts.FULL_DAY:
            return say("for every {number} full days", number=number)
        case Counts.FULL_PERIOD:
            return say("for every {number} full periods of {length}", number=number, length=_length(measure))
        case Counts.CALENDAR_MONTH:
            return say("for every {number} calendar months", number=number)
        case Counts.DAY:
            return say("for every {number} days", number=number)
        case each:
            assert_never(each)


def no_month(measure: Measure, span: str) -> str:
    """`there is no full month of your period`; `span` says in what they are counted."""
    match counts_of(measure):
        case Counts.FULL_MONTH:
            return say("there is no full month {span}", span=span)
        case Counts.FULL_YEAR:
            return say("there is no full year {span}", span=span)
        case Counts.FULL_WEEK:
            return say("there is no full week {span}", span=span)
        case Counts.FULL_DAY:
            return say("there is no full day {span}", span=span)
        case Counts.FULL_PERIOD:
            return say("there is no full period of {length} {span}", length=_length(measure), span=span)
        case Counts.CALENDAR_MONTH:
            return say("there is no calendar month {span}", span=span)
        case Counts.DAY:
            return say("there is no day {span}", span=span)
        case each:
            assert_never(each)
