"""Windows, stretches of days and keys: "in the 3 years up to the date of assessment", "for each course"."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from cedsl.model.predicate import Constant, Term
from cedsl.model.ruleset import (
    CalendarYears,
    CountedFrom,
    Cycle,
    DayKey,
    EitherWindow,
    Ever,
    FieldKey,
    Following,
    Key,
    LookBack,
    Ruleset,
    Stretch,
    WindowCases,
    WindowRule,
)
from cedsl.period import Duration
from cedsl.publishing.phrase_english import (
    day_written,
    duration_adjective,
    duration_written,
    listed,
    number_of,
    period_noun,
)
from cedsl.publishing.phrase_names import field_is_term, field_mention, field_title
from cedsl.publishing.phrase_term import ASSESSMENT_DAY, is_composed, term_phrase

YEAR = Duration(12)


def window_phrase(ruleset: Ruleset, window: WindowRule) -> str:
    """The window as the end of a sentence: `in the 3 years up to the date of assessment`."""
    match window:
        case LookBack() | CountedFrom() | Following() | CalendarYears():
            return f"in {stretch_named(ruleset, window)}"
        case Cycle():
            return f"in each {cycle_noun(window)}{_counted(ruleset, window)}"
        case WindowCases(cases=cases):
            cycles = [each for _, each in cases if isinstance(each, Cycle)]
            if len(cycles) < len(cases):
                return "in your period"
            return f"in each {listed(list(dict.fromkeys(map(cycle_noun, cycles))), 'or')}"
        case EitherWindow():
            return f"in one of {len(alternatives(window))} periods, whichever serves you better"
        case Ever():
            return f"at any time up to {ASSESSMENT_DAY}"
        case _:
            assert_never(window)


def stretch_named(ruleset: Ruleset, window: LookBack | CountedFrom | Following | CalendarYears) -> str:
    """The days of a window that does not come again: `the 3 years up to the date of assessment`."""
    match window:
        case LookBack(duration=duration, end=end):
            last = ASSESSMENT_DAY if end is None else term_phrase(ruleset, end)
            return f"the {period_noun(duration)} up to {last}"
        case CountedFrom(duration=duration, start=start):
            return f"the {period_noun(duration)} from {term_phrase(ruleset, start)}"
        case Following(duration=duration, start=start):
            return f"the {period_noun(duration)} after {term_phrase(ruleset, start)}"
        case CalendarYears(number=1):
            return f"the calendar year of {ASSESSMENT_DAY}"
        case CalendarYears(number=number):
            return f"the {number_of(number, 'calendar year')} up to that of {ASSESSMENT_DAY}"
        case _:
            assert_never(window)


def alternatives(window: WindowRule) -> list[WindowRule]:
    """The windows of which the better one serves; a window that gives no choice is the only one."""
    match window:
        case EitherWindow(one=one, other=other):
            return [*alternatives(one), *alternatives(other)]
        case _:
            return [window]


def window_short(window: WindowRule) -> str:
    """The window beside a number: `in 3 years`, `each calendar year`."""
    match window:
        case LookBack(duration=duration) | CountedFrom(duration=duration) | Following(duration=duration):
            return f"in {duration_written(duration)}"
        case Cycle():
            return "each calendar year" if is_calendar_year(window) else f"in {duration_written(window.duration)}"
        case CalendarYears(number=number):
            return f"in {number_of(number, 'calendar year')}"
        case WindowCases(cases=cases):
            return _shorts([each for _, each in cases])
        case EitherWindow():
            return _shorts(alternatives(window))
        case Ever():
            return "at any time"
        case _:
            assert_never(window)


def _shorts(windows: list[WindowRule]) -> str:
    """`in 3 years or 2 years`, `each calendar year or in 3 years`."""
    shorts = list(dict.fromkeys(map(window_short, windows)))
    if all(each.startswith("in ") for each in shorts):
        return f"in {listed([each.removeprefix('in ') for each in shorts], 'or')}"
    return listed(shorts, "or")


def is_calendar_year(cycle: Cycle) -> bool:
    return cycle.duration == YEAR and _first_of_january(cycle.anchor)


def _first_of_january(anchor: Term) -> bool:
    match anchor:
        case Constant(value=date(month=1, day=1)):
            return True
        case _:
            return False


def cycle_noun(cycle: Cycle) -> str:
    """`3-year period`, `calendar year`."""
    return "calendar year" if is_calendar_year(cycle) else f"{duration_adjective(cycle.duration)} period"


def _counted(ruleset: Ruleset, cycle: Cycle) -> str:
    if is_calendar_year(cycle) or is_composed(cycle.anchor):
        return ""
    return f" counted from {term_phrase(ruleset, cycle.anchor)}"


def stretch_phrase(stretch: Stretch) -> str:
    """`day`, `week (Monday to Sunday)`, `calendar month`, ...: what follows "each" or "any one"."""
    match stretch:
        case Stretch.DAY:
            return "day"
        case Stretch.WEEK:
            return "week (Monday to Sunday)"
        case Stretch.MONTH:
            return "calendar month"
        case Stretch.CALENDAR_YEAR:
            return "calendar year"
        case Stretch.YEAR:
            return "year of your period"
        case _:
            assert_never(stretch)


def key_phrase(ruleset: Ruleset, key: Key) -> str:
    """What a keyed cap follows by itself: `for any one course`, `in any one calendar year`."""
    match key:
        case FieldKey(fields=fields, stretch=stretch):
            keyed = f"for any one {listed([field_title(ruleset, name) for name in fields])}"
            return keyed if stretch is None else f"{keyed} {key_phrase(ruleset, DayKey(stretch))}"
        case DayKey(stretch=stretch):
            return f"{'on' if stretch is Stretch.DAY else 'in'} any one {stretch_phrase(stretch)}"
        case _:
            assert_never(key)


def different_phrase(ruleset: Ruleset, key: Key) -> str:
    """How counted activities must differ: `each with a different course`, `each in a different week`."""
    match key:
        case FieldKey(fields=fields, stretch=stretch):
            keyed = f"each with a different {listed([field_title(ruleset, name) for name in fields], 'or')}"
            on = "on" if stretch is Stretch.DAY else "in"
            return keyed if stretch is None else f"{keyed}, or {on} a different {stretch_phrase(stretch)}"
        case DayKey(stretch=Stretch.DAY):
            return "each on a different day"
        case DayKey(stretch=stretch):
            return f"each in a different {stretch_phrase(stretch)}"
        case _:
            assert_never(key)


def values_phrase(ruleset: Ruleset, key: FieldKey, number: int) -> str:
    """So many values of a key: `3 different providers`, `2 different combinations of provider and title`."""
    different = "different " if number > 1 else ""
    match key.fields:
        case (name,) if not field_is_term(ruleset, name):
            return number_of(number, f"{different}{field_title(ruleset, name)}")
        case (name,):
            return f"{number_of(number, f'{different}value')} of {field_mention(ruleset, name)}"
        case names:
            titles = listed([field_mention(ruleset, name) for name in names])
            return f"{number_of(number, f'{different}combination')} of {titles}"


def same_phrase(ruleset: Ruleset, key: FieldKey) -> str:
    """What repeats have in common: `the same course`, `the same provider and title`."""
    return f"the same {listed([field_title(ruleset, name) for name in key.fields])}"


def key_value_written(key: Key | None, value: str) -> str:
    """The value after `@` in a result's id, as a label says it: a day in words, the rest as it is."""
    match key:
        case DayKey(stretch=Stretch.DAY | Stretch.WEEK):
            day = _day_of(value)
            return value if day is None else day_written(day)
        case _:
            return value


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
