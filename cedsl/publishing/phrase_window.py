"""Windows, stretches of days and keys: "in the 3 years up to the date of assessment", "for each course"."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from cedsl.model.predicate import Always, Constant, Predicate, Stated, Term
from cedsl.model.ruleset import (
    CountedFrom,
    Cycle,
    DayKey,
    Ever,
    FieldKey,
    Following,
    GroupedCycle,
    Key,
    LookBack,
    Ruleset,
    Stretch,
    WindowRule,
)
from cedsl.period import Duration
from cedsl.publishing.phrase_english import (
    day_written,
    duration_adjective,
    duration_written,
    listed,
    period_noun,
)
from cedsl.publishing.phrase_names import field_title
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.publishing.phrase_term import ASSESSMENT_DAY, term_phrase

YEAR = Duration(12)


def window_phrase(ruleset: Ruleset, window: WindowRule) -> str:
    """The window as the end of a sentence: `in the 3 years up to the date of assessment`."""
    match window:
        case LookBack(duration=duration, end=end):
            last = ASSESSMENT_DAY if end is None else term_phrase(ruleset, end)
            return f"in the {period_noun(duration)} up to {last}"
        case CountedFrom(duration=duration, start=start):
            return f"in the {period_noun(duration)} from {term_phrase(ruleset, start)}"
        case Following(duration=duration, start=start):
            return f"in the {period_noun(duration)} after {term_phrase(ruleset, start)}"
        case Cycle():
            return f"in each {_cycle_noun(window)}{_counted(ruleset, window)}"
        case GroupedCycle(cases=cases):
            lengths = list(dict.fromkeys(_cycle_noun(cycle) for _, cycle in cases))
            return f"in each {listed(lengths, 'or')}"
        case Ever():
            return f"at any time up to {ASSESSMENT_DAY}"
        case _:
            assert_never(window)


def window_short(window: WindowRule) -> str:
    """The window beside a number: `in 3 years`, `each calendar year`."""
    match window:
        case LookBack(duration=duration) | CountedFrom(duration=duration) | Following(duration=duration):
            return f"in {duration_written(duration)}"
        case Cycle():
            return "each calendar year" if is_calendar_year(window) else f"in {duration_written(window.duration)}"
        case GroupedCycle(cases=cases):
            lengths = dict.fromkeys(duration_written(cycle.duration) for _, cycle in cases)
            return f"in {listed(list(lengths), 'or')}"
        case Ever():
            return "at any time"
        case _:
            assert_never(window)


def is_calendar_year(cycle: Cycle) -> bool:
    return cycle.duration == YEAR and _first_of_january(cycle.anchor)


def _first_of_january(anchor: Term) -> bool:
    match anchor:
        case Constant(value=date(month=1, day=1)):
            return True
        case _:
            return False


def _cycle_noun(cycle: Cycle) -> str:
    return "calendar year" if is_calendar_year(cycle) else f"{duration_adjective(cycle.duration)} period"


def _counted(ruleset: Ruleset, cycle: Cycle) -> str:
    return "" if is_calendar_year(cycle) else f" counted from {anchor_phrase(ruleset, cycle)}"


def anchor_phrase(ruleset: Ruleset, cycle: Cycle) -> str:
    """The day from which the periods of the cycle are counted."""
    anchor = term_phrase(ruleset, cycle.anchor)
    return f"the first day of the month of {anchor}" if cycle.month_start else anchor


def window_sentences(ruleset: Ruleset, window: WindowRule) -> tuple[str, ...]:
    """The window explained: how it begins and ends, which ends are included."""
    match window:
        case LookBack(duration=duration, end=end):
            last = ASSESSMENT_DAY if end is None else term_phrase(ruleset, end)
            return (
                f"Your period is the {period_noun(duration)} up to {last}, that day included.",
                f"It begins on the day after the same date {duration_written(duration)} earlier.",
            )
        case CountedFrom(duration=duration, start=start):
            first = term_phrase(ruleset, start)
            return (
                f"Your period begins on {first}, that day included, and lasts {duration_written(duration)}.",
                f"It ends on the day before the same date {duration_written(duration)} later.",
            )
        case Following(duration=duration, start=start):
            first = term_phrase(ruleset, start)
            return (
                f"Your period begins on the day after {first} and lasts {duration_written(duration)}.",
                "Its last day is included.",
            )
        case Cycle():
            return _cycle_sentences(ruleset, window)
        case GroupedCycle():
            return case_sentences(ruleset, window)
        case Ever():
            return (f"There is no period: every day up to {ASSESSMENT_DAY} counts.",)
        case _:
            assert_never(window)


def case_sentences(ruleset: Ruleset, window: WindowRule) -> tuple[str, ...]:
    """From when whose periods are counted, case by case; empty where they are counted alike for everybody."""
    if not isinstance(window, GroupedCycle):
        return ()
    return tuple(
        f"{_case_phrase(ruleset, when, first=place == 0)}, {_case_counted(ruleset, when, cycle)}."
        for place, (when, cycle) in enumerate(window.cases)
    )


def _case_phrase(ruleset: Ruleset, when: Predicate, *, first: bool) -> str:
    """For whom the case holds: the first case that describes a member is the member's own."""
    if isinstance(when, Always):
        return "For everybody" if first else "In all other cases"
    return f"{'If' if first else 'Otherwise, if'} {condition_phrase(ruleset, when)}"


def _case_counted(ruleset: Ruleset, when: Predicate, cycle: Cycle) -> str:
    if is_calendar_year(cycle):
        return "your period is the calendar year"
    anchor = "that date" if when == Stated(cycle.anchor) and not cycle.month_start else anchor_phrase(ruleset, cycle)
    return f"each {_cycle_noun(cycle)} is counted from {anchor}"


def _cycle_sentences(ruleset: Ruleset, cycle: Cycle) -> tuple[str, ...]:
    if is_calendar_year(cycle):
        return ("Your period is the calendar year, from 1 January to 31 December, both days included.",)
    return (
        f"Your periods follow one another, each of them {duration_written(cycle.duration)} long.",
        f"They are counted from {anchor_phrase(ruleset, cycle)}, which is the first day of the first period.",
        "The period that holds the date of assessment is the one assessed, its first and last day included.",
    )


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
        case FieldKey(fields=fields):
            return f"for any one {listed([field_title(ruleset, name) for name in fields])}"
        case DayKey(stretch=stretch):
            return f"in any one {stretch_phrase(stretch)}"
        case _:
            assert_never(key)


def different_phrase(ruleset: Ruleset, key: Key) -> str:
    """How counted activities must differ: `each with a different course`, `each in a different week`."""
    match key:
        case FieldKey(fields=fields):
            return f"each with a different {listed([field_title(ruleset, name) for name in fields], 'or')}"
        case DayKey(stretch=Stretch.DAY):
            return "each on a different day"
        case DayKey(stretch=stretch):
            return f"each in a different {stretch_phrase(stretch)}"
        case _:
            assert_never(key)


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
