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
from cedsl.publishing.phrase_ordinal import ordinal
from cedsl.publishing.phrase_parted import case_parted, maybe, otherwise_maybe
from cedsl.publishing.phrase_predicate import condition_phrase
from cedsl.publishing.phrase_term import is_composed, on_phrase, steps
from cedsl.publishing.phrase_window import (
    alternatives,
    day_slots,
    is_calendar_year,
    is_told_apart,
    length_slots,
    stretch_named,
)
from cedsl.publishing.phrase_words import (
    capital,
    day_of_year,
    day_written,
    duration_written,
    is_long,
    sentence,
)
from cedsl.publishing.tongue import figures, say, say_as


def window_sentences(ruleset: Ruleset, window: WindowRule) -> tuple[str, ...]:
    """The window explained: how it begins and ends, which ends are included."""
    match window:
        case LookBack():
            return _look_back_sentences(ruleset, window)
        case CountedFrom():
            return _counted_from_sentences(ruleset, window)
        case Following():
            return _following_sentences(ruleset, window)
        case Cycle():
            return (*_cycle_sentences(ruleset, window), *clause_sentences(ruleset, window))
        case CalendarYears():
            return _calendar_years_sentences(ruleset, window)
        case WindowCases() | EitherWindow():
            return case_sentences(ruleset, window)
        case Ever():
            return (say("There is no period: every day up to the date of assessment counts."),)
        case _:
            assert_never(window)


def _look_back_sentences(ruleset: Ruleset, window: LookBack) -> tuple[str, ...]:
    return (
        say("Your period is {stretch}, that day included.", stretch=stretch_named(ruleset, window)),
        say(
            "It begins on the day after the same date {duration} earlier.",
            duration=duration_written(window.duration),
        ),
    )


def _counted_from_sentences(ruleset: Ruleset, window: CountedFrom) -> tuple[str, ...]:
    duration = duration_written(window.duration)
    return (
        say(
            "Your period begins on {day}, that day included, and lasts {duration}.",
            duration=duration,
            **day_slots(ruleset, window.start),
        ),
        say("It ends on the day before the same date {duration} later.", duration=duration),
    )


def _following_sentences(ruleset: Ruleset, window: Following) -> tuple[str, ...]:
    return (
        say(
            "Your period begins on the day after {day} and lasts {duration}.",
            duration=duration_written(window.duration),
            **day_slots(ruleset, window.start),
        ),
        say("Its last day is included."),
    )


def _calendar_years_sentences(ruleset: Ruleset, window: CalendarYears) -> tuple[str, ...]:
    runs = (
        say(
            "It runs from {first} of the first year to {last} of the last, both days included.",
            **_edges_of_year(),
        )
        if window.number > 1
        else say("It runs from {first} to {last}, both days included.", **_edges_of_year())
    )
    return (say("Your period is {stretch}.", stretch=stretch_named(ruleset, window)), runs)


def _edges_of_year() -> dict[str, str]:
    return {"first": day_of_year(1, 1), "last": day_of_year(12, 31)}


def window_told(ruleset: Ruleset, window: WindowRule) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The window explained as for a page: sentences about all of it, then those of each case or alternative."""
    match window:
        case WindowCases():
            return (), tuple(_cases(ruleset, window))
        case EitherWindow():
            return (_choice(window),), tuple(_alternatives(ruleset, window))
        case _:
            return window_sentences(ruleset, window), ()


def case_sentences(ruleset: Ruleset, window: WindowRule) -> tuple[str, ...]:
    """Whose period is which, case by case, or between which periods one may choose; empty where there is but one."""
    match window:
        case WindowCases():
            return tuple(text for texts in _cases(ruleset, window) for text in texts)
        case EitherWindow():
            return _either(ruleset, window)
        case Cycle(anchor=anchor):
            counted = _counted_in_steps(ruleset, anchor) if is_composed(anchor) else ()
            return (*counted, *clause_sentences(ruleset, window))
        case _:
            return ()


def counting_from(ruleset: Ruleset, window: WindowRule) -> tuple[str, ...]:
    """What a sentence about a requirement leaves out of its window: `Each 2-year period is counted from ...`."""
    match window:
        case Cycle(anchor=anchor) if is_told_apart(window) and not is_composed(anchor):
            return (sentence(_is_yours(ruleset, window)), *clause_sentences(ruleset, window))
        case _:
            return case_sentences(ruleset, window)


def _either(ruleset: Ruleset, window: EitherWindow) -> tuple[str, ...]:
    return (_choice(window), *(text for texts in _alternatives(ruleset, window) for text in texts))


def _choice(window: EitherWindow) -> str:
    return say(
        "We look at {number} periods and take the one that serves you better.",
        number=figures(len(alternatives(window))),
    )


def _alternatives(ruleset: Ruleset, window: EitherWindow) -> Iterator[tuple[str, ...]]:
    for number, each in enumerate(alternatives(window), 1):
        yield _alternative(number, _is_yours(ruleset, each)), *_more(ruleset, each)


def _alternative(number: int, period: str) -> str:
    return say("{ordinal}: {period}.", ordinal=capital(ordinal(number)), number=figures(number), period=period)


def _cases(ruleset: Ruleset, window: WindowCases) -> Iterator[tuple[str, ...]]:
    for place, (when, each) in enumerate(flat_cases(window)):
        case = _case_sentence(ruleset, when, _case_period(ruleset, when, each), first=place == 0)
        yield *case, *_more(ruleset, each)


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


def _case_sentence(ruleset: Ruleset, when: Predicate, period: str, *, first: bool) -> tuple[str, ...]:
    """For whom the case holds: the first case that describes a member is the member's own."""
    if isinstance(when, Always):
        if first:
            return (say("For everybody, {period}.", period=period),)
        return (say("In all other cases, {period}.", period=period),)
    condition = condition_phrase(ruleset, when)
    if first:
        whole = say("If {condition}, {period}.", condition=condition, period=period)
    else:
        whole = say("Otherwise, if {condition}, {period}.", condition=condition, period=period)
    if not is_long(whole):
        return (whole,)
    cases = case_parted(ruleset, when, maybe if first else otherwise_maybe)
    return (*cases, sentence(say("then {period}", period=period)))


def _case_period(ruleset: Ruleset, when: Predicate, window: WindowRule) -> str:
    """The period of a case; the day that the case asks for is "that date"."""
    match window:
        case Cycle(anchor=anchor) if when == Stated(anchor) and not is_calendar_year(window):
            return say("each {length} period is counted from that date", **length_slots(window.duration))
        case _:
            return _is_yours(ruleset, window)


def _is_yours(ruleset: Ruleset, window: WindowRule) -> str:
    """Which period a member has, as a clause."""
    match window:
        case Cycle() if is_calendar_year(window):
            return say("your period is the calendar year")
        case Cycle(anchor=anchor) if is_composed(anchor):
            return say("each {length} period is counted from the day found below", **length_slots(window.duration))
        case Cycle(anchor=anchor):
            slots = length_slots(window.duration) | day_slots(ruleset, anchor)
            return say("each {length} period is counted from {day}", **slots)
        case LookBack() | CountedFrom() | Following() | CalendarYears():
            return say("your period is {stretch}", stretch=stretch_named(ruleset, window))
        case Ever():
            return say("every day up to the date of assessment counts")
        case WindowCases():
            return say("your period depends on you")
        case EitherWindow():
            return say("your period is the one that serves you better")
        case _:
            assert_never(window)


def _cycle_sentences(ruleset: Ruleset, cycle: Cycle) -> tuple[str, ...]:
    if is_calendar_year(cycle):
        whole = say(
            "Your period is the calendar year, from {first} to {last}, both days included.",
            **_edges_of_year(),
        )
        return (whole,)
    counted = _counted_in_steps(ruleset, cycle.anchor) if is_composed(cycle.anchor) else (_counted(ruleset, cycle),)
    return (
        say(
            "Your periods follow one another, each of them {duration} long.",
            duration=duration_written(cycle.duration),
        ),
        *counted,
        say("The period that holds the date of assessment is the one assessed, its first and last day included."),
    )


def _counted(ruleset: Ruleset, cycle: Cycle) -> str:
    slots = day_slots(ruleset, cycle.anchor)
    if cycle.first_from:
        return say_as("periods", "They are counted from {day}.", **slots)
    return say_as("periods", "They are counted from {day}, which is the first day of the first period.", **slots)


def _counted_in_steps(ruleset: Ruleset, anchor: Term) -> tuple[str, ...]:
    """From which day periods are counted, where it takes several steps to find it."""
    first, *others = steps(ruleset, anchor)
    lead = say_as("periods", "To find the day from which they are counted, {step}.", step=first)
    return (lead, *map(sentence, others), say_as("periods", "They are counted from that day."))


def clause_sentences(ruleset: Ruleset, cycle: Cycle) -> tuple[str, ...]:
    """Where the cycle has a first period of its own, or periods of other lengths."""
    return (*_first_sentences(ruleset, cycle), *_exception_sentences(cycle))


def _first_sentences(ruleset: Ruleset, cycle: Cycle) -> tuple[str, ...]:
    if cycle.first_from is None:
        return ()
    end = _ends(cycle) if cycle.at_least is None else _ends_after(cycle, cycle.at_least)
    if is_composed(cycle.first_from):
        step, *others = steps(ruleset, cycle.first_from)
        lead = say("To find the first day of your own first period, {step}.", step=step)
        return (lead, *map(sentence, others), say("Your own first period begins on that day."), end)
    on = on_phrase(ruleset, cycle.first_from)
    if cycle.at_least is not None:
        return (say("Your own first period begins {on}.", on=on), end)
    if is_calendar_year(cycle):
        whole = say("Your own first period begins {on} and ends with the calendar year that holds that day.", on=on)
    else:
        whole = say("Your own first period begins {on} and ends with the period that holds that day.", on=on)
    return (whole,)


def _ends(cycle: Cycle) -> str:
    if is_calendar_year(cycle):
        return say("It ends with the calendar year that holds that day.")
    return say("It ends with the period that holds that day.")


def _ends_after(cycle: Cycle, least: Duration) -> str:
    duration = duration_written(least)
    if is_calendar_year(cycle):
        return say("It ends with the first calendar year that makes it at least {duration} long.", duration=duration)
    return say("It ends with the first period that makes it at least {duration} long.", duration=duration)


def _exception_sentences(cycle: Cycle) -> tuple[str, ...]:
    """The periods that were set apart, a sentence for each where they are many."""
    match cycle.exceptions:
        case ():
            return ()
        case (one,):
            return (say("By exception, one period runs from {first} to {last}.", **_days(one)),)
        case (one, other) if not is_long(said := _two_exceptions(one, other)):
            return (said,)
        case many:
            lead = say("By exception, {number} periods have days of their own.", number=figures(len(many)))
            return (lead, *(sentence(say("one runs from {first} to {last}", **_days(each))) for each in many))


def _two_exceptions(one: Window, other: Window) -> str:
    slots = {**_days(one), "begin": day_written(other.first), "end": day_written(other.last)}
    return say("By exception, one period runs from {first} to {last}, and another from {begin} to {end}.", **slots)


def _days(window: Window) -> dict[str, str]:
    return {"first": day_written(window.first), "last": day_written(window.last)}
