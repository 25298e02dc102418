"""How a period begins and ends, in whole sentences: which ends are included, whose periods are counted how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from cedsl.model.predicate import AllOf, Always, Predicate, Stated, Term
from cedsl.model.ruleset import (
    CalendarYears,
    CountedFrom,
    Cycle,
    EitherWindow,
    Ever,
    Following,
    LookBack,
    Ruleset,
    WindowCases,
    WindowRule,
)
from cedsl.period import Duration, Window
from cedsl.publishing.phrase_english import (
    day_written,
    duration_written,
    is_long,
    number_of,
    ordinal,
    sentence,
)
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.publishing.phrase_term import ASSESSMENT_DAY, is_composed, on_phrase, steps, term_phrase
from cedsl.publishing.phrase_window import alternatives, cycle_noun, is_calendar_year, stretch_named


def window_sentences(ruleset: Ruleset, window: WindowRule) -> tuple[str, ...]:
    """The window explained: how it begins and ends, which ends are included."""
    match window:
        case LookBack(duration=duration):
            return (
                f"Your period is {stretch_named(ruleset, window)}, that day included.",
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
            return (*_cycle_sentences(ruleset, window), *clause_sentences(ruleset, window))
        case CalendarYears():
            return (
                f"Your period is {stretch_named(ruleset, window)}.",
                "It runs from 1 January of the first year to 31 December of the last, both days included."
                if window.number > 1
                else "It runs from 1 January to 31 December, both days included.",
            )
        case WindowCases() | EitherWindow():
            return case_sentences(ruleset, window)
        case Ever():
            return (f"There is no period: every day up to {ASSESSMENT_DAY} counts.",)
        case _:
            assert_never(window)


def case_sentences(ruleset: Ruleset, window: WindowRule) -> tuple[str, ...]:
    """Whose period is which, case by case, or between which periods one may choose; empty where there is but one."""
    match window:
        case WindowCases():
            return _cases(ruleset, window)
        case EitherWindow():
            return _either(ruleset, window)
        case Cycle(anchor=anchor):
            counted = _counted_in_steps(ruleset, anchor) if is_composed(anchor) else ()
            return (*counted, *clause_sentences(ruleset, window))
        case _:
            return ()


def _either(ruleset: Ruleset, window: EitherWindow) -> tuple[str, ...]:
    found = alternatives(window)
    lead = f"We look at {len(found)} periods and take the one that serves you better."
    told = (
        (f"{ordinal(number).capitalize()}: {_is_yours(ruleset, each)}.", *_more(ruleset, each))
        for number, each in enumerate(found, 1)
    )
    return (lead, *(text for texts in told for text in texts))


def _cases(ruleset: Ruleset, window: WindowCases) -> tuple[str, ...]:
    told: list[str] = []
    for place, (when, each) in enumerate(flat_cases(window)):
        told.append(_case_sentence(ruleset, when, _case_period(ruleset, when, each), first=place == 0))
        told.extend(_more(ruleset, each))
    return tuple(told)


def flat_cases(window: WindowCases) -> Iterator[tuple[Predicate, WindowRule]]:
    """The cases in order; those of a case that has cases of its own stand under both conditions."""
    for when, each in window.cases:
        if not isinstance(each, WindowCases):
            yield when, each
            continue
        for inner, period in flat_cases(each):
            both = [part for part in (when, inner) if not isinstance(part, Always)]
            yield (AllOf(tuple(both)) if len(both) > 1 else both[0] if both else when), period


def _more(ruleset: Ruleset, window: WindowRule) -> tuple[str, ...]:
    """What is to be said of a period that is one of several."""
    return case_sentences(ruleset, window)


def _case_sentence(ruleset: Ruleset, when: Predicate, counted: str, *, first: bool) -> str:
    """For whom the case holds: the first case that describes a member is the member's own."""
    if isinstance(when, Always):
        return f"{'For everybody' if first else 'In all other cases'}, {counted}."
    condition = condition_phrase(ruleset, when)
    whole = f"{'If' if first else 'Otherwise, if'} {condition}, {counted}."
    lead = "It may be" if first else "Otherwise, it may be"
    return f"{lead} that {condition}. Then {counted}." if is_long(whole) else whole


def _case_period(ruleset: Ruleset, when: Predicate, window: WindowRule) -> str:
    """The period of a case; the day that the case asks for is "that date"."""
    match window:
        case Cycle(anchor=anchor) if when == Stated(anchor) and not is_calendar_year(window):
            return f"each {cycle_noun(window)} is counted from that date"
        case _:
            return _is_yours(ruleset, window)


def _is_yours(ruleset: Ruleset, window: WindowRule) -> str:
    """Which period a member has, as a clause."""
    match window:
        case Cycle() if is_calendar_year(window):
            return "your period is the calendar year"
        case Cycle(anchor=anchor):
            counted = "the day found below" if is_composed(anchor) else term_phrase(ruleset, anchor)
            return f"each {cycle_noun(window)} is counted from {counted}"
        case LookBack() | CountedFrom() | Following() | CalendarYears():
            return f"your period is {stretch_named(ruleset, window)}"
        case Ever():
            return f"every day up to {ASSESSMENT_DAY} counts"
        case WindowCases():
            return "your period depends on you"
        case EitherWindow():
            return "your period is the one that serves you better"
        case _:
            assert_never(window)


def _cycle_sentences(ruleset: Ruleset, cycle: Cycle) -> tuple[str, ...]:
    if is_calendar_year(cycle):
        return ("Your period is the calendar year, from 1 January to 31 December, both days included.",)
    first = "" if cycle.first_from else ", which is the first day of the first period"
    counted = (
        _counted_in_steps(ruleset, cycle.anchor)
        if is_composed(cycle.anchor)
        else (f"They are counted from {term_phrase(ruleset, cycle.anchor)}{first}.",)
    )
    return (
        f"Your periods follow one another, each of them {duration_written(cycle.duration)} long.",
        *counted,
        "The period that holds the date of assessment is the one assessed, its first and last day included.",
    )


def _counted_in_steps(ruleset: Ruleset, anchor: Term) -> tuple[str, ...]:
    """From which day periods are counted, where it takes several steps to find it."""
    first, *others = steps(ruleset, anchor)
    lead = f"To find the day from which they are counted, {first}."
    return (lead, *map(sentence, others), "They are counted from that day.")


def clause_sentences(ruleset: Ruleset, cycle: Cycle) -> tuple[str, ...]:
    """Where the cycle has a first period of its own, or periods of other lengths."""
    return (*_first_sentences(ruleset, cycle), *_exception_sentences(cycle))


def _first_sentences(ruleset: Ruleset, cycle: Cycle) -> tuple[str, ...]:
    if cycle.first_from is None:
        return ()
    whole = "calendar year" if is_calendar_year(cycle) else "period"
    if is_composed(cycle.first_from):
        step, *others = steps(ruleset, cycle.first_from)
        lead = f"To find the first day of your own first period, {step}."
        last = f"It ends with the {whole} that holds that day."
        end = last if cycle.at_least is None else _ends_after(whole, cycle.at_least)
        return (lead, *map(sentence, others), "Your own first period begins on that day.", end)
    first = f"Your own first period begins {on_phrase(ruleset, cycle.first_from)}"
    if cycle.at_least is None:
        return (f"{first} and ends with the {whole} that holds that day.",)
    return (f"{first}.", _ends_after(whole, cycle.at_least))


def _ends_after(whole: str, least: Duration) -> str:
    return f"It ends with the first {whole} that makes it at least {duration_written(least)} long."


def _exception_sentences(cycle: Cycle) -> tuple[str, ...]:
    """The periods that were set apart, a sentence for each where they are many."""
    spans = [_days(each) for each in cycle.exceptions]
    if not spans:
        return ()
    if len(spans) == 1:
        return (f"By exception, one period runs {spans[0]}.",)
    if len(spans) == 2:
        return (f"By exception, one period runs {spans[0]}, and another {spans[1]}.",)
    lead = f"By exception, {number_of(len(spans), 'period')} have days of their own."
    return (lead, *(sentence(f"one runs {each}") for each in spans))


def _days(window: Window) -> str:
    return f"from {day_written(window.first)} to {day_written(window.last)}"
