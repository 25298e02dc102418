"""Amounts, windows, cycles and keys: units agreed, anchors found."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.names import Names
from cedsl.model.resolve_filter import fraction_from, resolve_condition, resolve_term
from cedsl.period import Duration
from cedsl.quantity import Direction
from cedsl.syntax import tree as t

_DIRECTIONS = {"down": Direction.DOWN, "up": Direction.UP, "nearest": Direction.NEAREST}
_STRETCHES = {
    "day": r.Stretch.DAY,
    "week": r.Stretch.WEEK,
    "month": r.Stretch.MONTH,
    "year": r.Stretch.YEAR,
    "calendar year": r.Stretch.CALENDAR_YEAR,
}


def resolve_amount(names: Names, amount: t.Amount, *, whole: bool = False) -> r.AmountRule:
    """The amount in the ruleset's unit. `whole` forbids shares: the total cannot be a share of itself."""
    match amount:
        case t.Quantity():
            return r.Fixed(names.credit(amount), span=amount.span)
        case t.Share():
            if whole:
                help_ = "a share is a share of the required total"
                names.report(problems.misplaced("a share", amount.span, help_))
            return _share(names, amount)
        case t.Cases(cases, otherwise):
            resolved = tuple(
                (resolve_condition(names, each.when), resolve_amount(names, each.amount, whole=whole))
                for each in cases
            )
            rest = None if otherwise is None else resolve_amount(names, otherwise, whole=whole)
            return r.ByFact(resolved, rest, span=amount.span)
        case _:
            assert_never(amount)


def _share(names: Names, share: t.Share) -> r.Share:
    increment, direction = None, Direction.NEAREST
    if share.rounding is not None:
        increment, direction = rounding(names, share.rounding)
    part = fraction_from(names, share.share, share.span)
    return r.Share(part, increment, direction, span=share.span)


def rounding(names: Names, rule: t.Rounding) -> tuple[Fraction, Direction]:
    increment = names.credit(rule.increment)
    return fraction_from(names, increment, rule.increment.span), _DIRECTIONS[rule.direction]


def resolve_duration(names: Names, duration: t.Duration) -> Duration:
    """Whole and more than nothing; anything else is reported and read as one year."""
    if duration.months < 0 or duration.days < 0 or duration.months + duration.days == 0:
        names.report(problems.bad_number("a duration is a whole number of at least 1", duration.span))
        return Duration(12)
    if duration.months > 12 * 200 or duration.days > 366 * 200:
        names.report(problems.bad_number("a duration is at most 200 years", duration.span))
        return Duration(12)
    return Duration(duration.months, duration.days, duration.in_months)


def resolve_window(names: Names, window: t.Window) -> r.WindowRule:
    match window:
        case t.EverWindow():
            return r.Ever(span=window.span)
        case t.InCycle(cycle):
            return resolve_cycle(names, cycle)
        case t.WithinWindow(how, written, term):
            duration = resolve_duration(names, written)
            if term is None:
                return r.LookBack(duration, span=window.span)
            day = _anchor(names, term)
            if how == "before":
                return r.LookBack(duration, day, span=window.span)
            if how == "from":
                return r.CountedFrom(duration, day, span=window.span)
            return r.Following(duration, day, span=window.span)
        case _:
            assert_never(window)


def resolve_cycle(names: Names, cycle: t.CycleRule) -> r.Cycle | r.GroupedCycle:
    match cycle:
        case t.CalendarYear():
            return r.Cycle(Duration(12), p.Constant(date(2000, 1, 1), span=cycle.span), span=cycle.span)
        case t.CycleFrom():
            return _cycle_from(names, cycle)
        case t.CycleCases(cases):
            resolved = tuple(
                (resolve_condition(names, each.when), _cycle_from(names, each.cycle)) for each in cases
            )
            return r.GroupedCycle(resolved, span=cycle.span)
        case _:
            assert_never(cycle)


def _cycle_from(names: Names, cycle: t.CycleFrom) -> r.Cycle:
    duration = resolve_duration(names, cycle.duration)
    anchor = _anchor(names, cycle.anchor.term)
    return r.Cycle(duration, anchor, cycle.anchor.month, span=cycle.span)


def _anchor(names: Names, term: t.Term) -> p.Term:
    """A day that is known before the period is: a date, a member's fact, the as-of date."""
    found = resolve_term(names, term)
    if isinstance(found, p.FieldTerm | p.PeriodTerm | p.PeriodNumber):
        help_ = "count from a date, from a member fact (`member ...`) or from the as of date"
        names.report(problems.misplaced("this day", term.span, help_))
    return found


def resolve_key(names: Names, key: t.Key) -> r.Key:
    match key:
        case t.DayKey(stretch):
            return r.DayKey(_STRETCHES[stretch], span=key.span)
        case t.FieldKey(parts):
            return r.FieldKey(tuple(_key_field(names, each) for each in parts), span=key.span)
        case _:
            assert_never(key)


def _key_field(names: Names, name: t.Name) -> str:
    if names.field_type(name.text) is None:
        known = (*names.fields, "course", "provider", "title", "day", "week", "month", "year")
        declare = f"declare it: `field {name.text}: text`"
        names.report(problems.unknown_name("field", name.text, name.span, known, declare))
    return name.text


def stretch(word: str) -> r.Stretch:
    """The span of days that a word of the grammar names."""
    return _STRETCHES[word]
