"""The period of a requirement for one member: which days count, and which number it has in the cycle."""

from __future__ import annotations

from datetime import date

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import Scope, holds, value_of
from cedsl.period import Window, counted_from, cycle_holding, following, looking_back


def period_of(rule: r.WindowRule, scope: Scope) -> tuple[Window, int | None] | None:
    """The window that holds the as-of date, with its number for a cycle; None where no group fits the member.

    Raises MissingFact where the window hangs on a fact that nobody stated.
    """
    match rule:
        case r.Ever():
            return Window(date.min, scope.as_of), None
        case r.LookBack(duration=duration, end=None):
            return looking_back(scope.as_of, duration), None
        case r.LookBack(duration=duration, end=term) if term is not None:
            return looking_back(_day(term, scope), duration), None
        case r.CountedFrom(duration=duration, start=term):
            return counted_from(_day(term, scope), duration), None
        case r.Following(duration=duration, start=term):
            return following(_day(term, scope), duration), None
        case r.Cycle():
            return _cycle(rule, scope)
        case r.GroupedCycle(cases=cases):
            fitting = next((cycle for when, cycle in cases if holds(when, scope)), None)
            return None if fitting is None else _cycle(fitting, scope)
        case _:
            raise AssertionError(rule)


def _cycle(cycle: r.Cycle, scope: Scope) -> tuple[Window, int]:
    anchor = _day(cycle.anchor, scope)
    if cycle.month_start:
        anchor = anchor.replace(day=1)
    return cycle_holding(scope.as_of, anchor, cycle.duration)


def _day(term: p.Term, scope: Scope) -> date:
    day = value_of(term, None, scope)
    return day if isinstance(day, date) else scope.as_of
