"""The period of a requirement for one member: which days count, and which number it has in the cycle."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import holds, value_of
from cedsl.model.scope import Scope
from cedsl.period import Rhythm, Window, counted_from, following, looking_back

Period = tuple[Window, int | None]


def periods_of(rule: r.WindowRule, scope: Scope) -> tuple[Period, ...]:
    """The windows that hold the day asked for (else the as-of date), each with its number for a cycle. Several
    where the member may use whichever serves better; none where no case fits the member or no period has begun.

    Raises MissingFact where the window hangs on a fact that nobody stated.
    """
    match rule:
        case r.EitherWindow(one=one, other=other):
            return tuple(dict.fromkeys((*periods_of(one, scope), *periods_of(other, scope))))
        case r.WindowCases():
            fitting = rule_for(rule, scope)
            return () if fitting is None else periods_of(fitting, scope)
        case r.Cycle():
            found = rhythm_of(rule, scope).holding(scope.picking)
            return () if found is None else (found,)
        case r.LookBack() | r.CountedFrom() | r.Following() | r.CalendarYears() | r.Ever():
            return ((_window(rule, scope), None),)
        case _:
            assert_never(rule)


def rule_for(rule: r.WindowRule, scope: Scope) -> r.WindowRule | None:
    """The window of the member's own case; None where no case fits."""
    if isinstance(rule, r.WindowCases):
        fitting = next((window for when, window in rule.cases if holds(when, scope)), None)
        return None if fitting is None else rule_for(fitting, scope)
    return rule


def _window(rule: r.LookBack | r.CountedFrom | r.Following | r.CalendarYears | r.Ever, scope: Scope) -> Window:
    match rule:
        case r.Ever():
            return Window(date.min, scope.picking)
        case r.LookBack(duration=duration, end=None):
            return looking_back(scope.picking, duration)
        case r.LookBack(duration=duration, end=term) if term is not None:
            return looking_back(_day(term, scope), duration)
        case r.CountedFrom(duration=duration, start=term):
            return counted_from(_day(term, scope), duration)
        case r.Following(duration=duration, start=term):
            return following(_day(term, scope), duration)
        case r.CalendarYears(number=number):
            year = scope.picking.year
            return Window(date(max(1, year - number + 1), 1, 1), date(year, 12, 31))
        case _:
            raise AssertionError(rule)


def rhythm_of(cycle: r.Cycle, scope: Scope) -> Rhythm:
    """The member's own periods."""
    first = None if cycle.first_from is None else _day(cycle.first_from, scope)
    return Rhythm(_day(cycle.anchor, scope), cycle.duration, first, cycle.at_least, cycle.exceptions)


def _day(term: p.Term, scope: Scope) -> date:
    day = value_of(term, None, scope)
    return day if isinstance(day, date) else scope.picking
