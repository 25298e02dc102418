"""Amounts, windows, cycles and keys: units agreed, anchors found."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.names import Names
from cedsl.model.predicate_walk import inner_terms
from cedsl.model.resolve_filter import (
    duration_of,
    fraction_from,
    resolve_condition,
    resolve_measure,
    resolve_term,
    whole,
)
from cedsl.period import Duration, Window
from cedsl.quantity import Direction
from cedsl.source import Span
from cedsl.syntax import tree as t

_DIRECTIONS = {"down": Direction.DOWN, "up": Direction.UP, "nearest": Direction.NEAREST}
_STRETCHES = {
    "day": r.Stretch.DAY,
    "week": r.Stretch.WEEK,
    "month": r.Stretch.MONTH,
    "year": r.Stretch.YEAR,
    "calendar year": r.Stretch.CALENDAR_YEAR,
}


def resolve_amount(
    names: Names, amount: t.Amount, *, total: bool = False, counted: bool = False
) -> r.AmountRule:
    """The amount in the ruleset's unit. `total` forbids shares: the total cannot be a share of itself. `counted`
    allows a share of the hours that count.
    """
    match amount:
        case t.Share(counted=True) if counted:
            return _counted_share(names, amount)
        case t.Quantity() | t.Share():
            return _base(names, amount, total=total)
        case t.ForEach(quantity, every, measure):
            count = Fraction(1) if every is None else fraction_from(names, every.value, every.span)
            found = resolve_measure(names, measure)
            return r.ForEach(names.credit(quantity), count, found, *_rounding(names, amount), span=amount.span)
        case t.Prorated(base, measure, reduced):
            part = _base(names, base, total=total)
            found = resolve_measure(names, measure)
            return r.Prorated(part, found, reduced, *_rounding(names, amount), span=amount.span)
        case t.Cases(cases, otherwise):
            resolved = tuple(
                (
                    resolve_condition(names, each.when),
                    resolve_amount(names, each.amount, total=total, counted=counted),
                )
                for each in cases
            )
            rest = None if otherwise is None else resolve_amount(names, otherwise, total=total, counted=counted)
            return r.ByFact(resolved, rest, span=amount.span)
        case _:
            assert_never(amount)


def _base(names: Names, amount: t.Quantity | t.Share, *, total: bool) -> r.Fixed | r.Share:
    if isinstance(amount, t.Quantity):
        return r.Fixed(names.credit(amount), span=amount.span)
    if total:
        help_ = "a share is a share of the required total"
        names.report(problems.misplaced("a share", amount.span, help_))
    elif amount.counted:
        help_ = "a minimum or a cap can be a share of what counts, by itself; elsewhere write `of required`"
        names.report(problems.misplaced("a share of what counts", amount.span, help_))
    part = fraction_from(names, amount.share, amount.span)
    return r.Share(part, *_rounding(names, amount), span=amount.span)


def _counted_share(names: Names, amount: t.Share) -> r.CountedShare:
    """The share as it is: rounded it would jump while hours are counted, and no sum would show what is missing."""
    if amount.rounding is not None:
        help_ = "what counts is known only at the end: leave `rounded` out, or write `of required`"
        names.report(problems.misplaced("`rounded`", amount.rounding.span, help_))
    if amount.share > 1:
        names.report(problems.bad_number("a share of what counts is at most 100%", amount.span))
    part = fraction_from(names, amount.share, amount.span)
    return r.CountedShare(min(part, Fraction(1)), span=amount.span)


def _rounding(names: Names, amount: t.Share | t.ForEach | t.Prorated) -> tuple[Fraction | None, Direction]:
    return (None, Direction.NEAREST) if amount.rounding is None else rounding(names, amount.rounding)


def rounding(names: Names, rule: t.Rounding) -> tuple[Fraction, Direction]:
    increment = names.credit(rule.increment)
    return fraction_from(names, increment, rule.increment.span), _DIRECTIONS[rule.direction]


def resolve_window(names: Names, window: t.Window, *, inside: bool = False) -> r.WindowRule:
    """The window; `inside` a requirement it may be counted from the period's own days."""
    match window:
        case t.EverWindow():
            return r.Ever(span=window.span)
        case t.InCycle(cycle):
            return resolve_cycle(names, cycle)
        case t.CalendarYears(number):
            if number.value < 1:
                names.report(problems.bad_number("a number of years is at least 1", number.span))
            return r.CalendarYears(max(1, whole(names, number)), span=window.span)
        case t.EitherWindow(one, other):
            return r.EitherWindow(resolve_window(names, one), resolve_window(names, other), span=window.span)
        case t.WithinWindow(how, written, term):
            duration = duration_of(names, written)
            if term is None:
                return r.LookBack(duration, span=window.span)
            day = resolve_term(names, term) if inside else _anchor(names, term)
            if how == "before":
                return r.LookBack(duration, day, span=window.span)
            if how == "from":
                return r.CountedFrom(duration, day, span=window.span)
            return r.Following(duration, day, span=window.span)
        case _:
            assert_never(window)


def resolve_cycle(names: Names, cycle: t.CycleRule) -> r.Cycle | r.WindowCases:
    match cycle:
        case t.CalendarYear(words):
            january = p.Constant(date(2000, 1, 1), span=cycle.span)
            return _cycle(names, Duration(12), january, words, cycle.span)
        case t.CycleFrom(duration, anchor, words):
            return _cycle(names, duration_of(names, duration), _anchor_of(names, anchor), words, cycle.span)
        case t.CycleCases(cases):
            return r.WindowCases(tuple(_case(names, each) for each in cases), span=cycle.span)
        case _:
            assert_never(cycle)


def _case(names: Names, case: t.CycleCase) -> tuple[p.Predicate, r.WindowRule]:
    when = p.ALWAYS if case.when is None else resolve_condition(names, case.when)
    return when, resolve_window(names, case.window)


def _cycle(names: Names, duration: Duration, anchor: p.Term, words: t.CycleWords, span: Span) -> r.Cycle:
    first = None if words.first_from is None else _anchor(names, words.first_from)
    least = None if words.at_least is None else duration_of(names, words.at_least)
    if least is not None and first is None:
        help_ = "say where the first period begins: `first period from member joined-on, first period at least 1y`"
        names.report(problems.misplaced("`first period at least`", words.span, help_))
    exceptions = tuple(_own_period(names, each) for each in words.exceptions)
    for before, after in pairwise(exceptions):
        if after.first <= before.last:
            names.report(problems.bad_number("these periods overlap or stand in the wrong order", words.span))
    return r.Cycle(duration, anchor, first, least, exceptions, span=span)


def _own_period(names: Names, period: t.OwnPeriod) -> Window:
    window = Window(names.day(period.first), names.day(period.last))
    if window.last < window.first:
        names.report(problems.bad_number("this period ends before it begins", period.span))
        return Window(window.first, window.first)
    return window


def _anchor_of(names: Names, anchor: t.Anchor) -> p.Term:
    """The day from which the cycle counts."""
    term = _anchor(names, anchor.term)
    if anchor.stretch is None:
        return term
    year = anchor.stretch == "year"
    if anchor.after:
        return p.Shifted(p.EdgeDay(term, year, last=True, span=anchor.span), 0, 1, span=anchor.span)
    return p.EdgeDay(term, year, last=False, span=anchor.span)


def _anchor(names: Names, term: t.Term) -> p.Term:
    """A day that is known before the period is: a date, a member's fact, the as-of date."""
    found = resolve_term(names, term)
    unknown = p.FieldTerm | p.PeriodTerm | p.PeriodNumber | p.Measure
    if any(isinstance(each, unknown) for each in inner_terms(found)):
        help_ = "count from a date, from a member fact (`member ...`) or from the as of date"
        names.report(problems.misplaced("this day", term.span, help_))
    return found


def resolve_key(names: Names, key: t.Key) -> r.Key:
    match key:
        case t.DayKey(stretch):
            return r.DayKey(_STRETCHES[stretch], span=key.span)
        case t.FieldKey(parts, within):
            fields = tuple(_key_field(names, each) for each in parts)
            return r.FieldKey(fields, None if within is None else _STRETCHES[within], span=key.span)
        case _:
            assert_never(key)


def resolve_fields(names: Names, key: t.Key) -> r.FieldKey:
    """A key of fields alone: days and stretches of days are reported."""
    found = resolve_key(names, key)
    if key.stretch is not None:
        help_ = "name a field, such as `provider`; the hours of a day, a month or a year are capped with `per`"
        names.report(problems.misplaced(f"`{key.stretch}`", key.span, help_))
    return r.FieldKey(found.fields if isinstance(found, r.FieldKey) else (), span=key.span)


def _key_field(names: Names, name: t.Name) -> str:
    if names.field_type(name.text) is None:
        known = (*names.fields, "course", "provider", "title", "day", "week", "month", "year")
        declare = f"declare it: `field {name.text}: text`"
        names.report(problems.unknown_name("field", name.text, name.span, known, declare))
    return name.text


def stretch(word: str) -> r.Stretch:
    """The span of days that a word of the grammar names."""
    return _STRETCHES[word]
