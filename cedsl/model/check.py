"""Bounds that a ruleset must keep so that every answer is exact and none takes for ever."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.names import Names
from cedsl.model.statement_walk import every_statement, ways
from cedsl.syntax import tree as t

MOST_WAYS = 2000
"""How many combinations of alternatives one requirement may have: each is solved by itself."""

MOST_SERVINGS = 500
"""In how many ways an hour in one place may serve the statements of one requirement."""

MOST_SHARING = 8
"""How many categories may share hours with one another: every set of them is a place."""


def check_bounds(names: Names, requirements: Iterable[r.Requirement]) -> None:
    """Reports every requirement and category that goes beyond a bound."""
    for requirement in requirements:
        count = ways(requirement.statements)
        if count > MOST_WAYS:
            names.report(problems.too_many_ways(count, MOST_WAYS, requirement.span))
        servings = _servings(requirement.statements)
        if servings > MOST_SERVINGS:
            names.report(problems.too_many_servings(servings, MOST_SERVINGS, requirement.span))
        if isinstance(requirement.window, r.Ever):
            _check_years(names, requirement)
        _check_chain(names, requirement)
    for category in names.categories.values():
        if len(category.shares_with) >= MOST_SHARING:
            names.report(problems.too_many_sharing(category.name, MOST_SHARING, category.span))


def _servings(statements: Iterable[r.Statement]) -> int:
    """An upper bound: a minimum with caps inside may be served or not, a distinct group by one of its parts."""
    return prod(_serving(each) for each in statements)


def _serving(statement: r.Statement) -> int:
    match statement:
        case r.Minimum(inner=inner) | r.Addition(inner=inner):
            caps = any(isinstance(each, r.Cap | r.CapDifferent) for each in inner)
            return _servings(each for each in inner if isinstance(each, r.Minimum)) + caps
        case r.Distinct(parts=parts):
            return 1 + sum(_serving(part) for part in parts)
        case r.KOf(branches=branches):
            return prod(_servings(branch.statements) for branch in branches)
        case r.Conditional(statements=inner_statements):
            return _servings(inner_statements)
        case r.Cap() | r.CapDifferent() | r.UsedMinimum() | r.Count() | r.Limit() | r.Duty():
            return 1


def _check_years(names: Names, requirement: r.Requirement) -> None:
    """Years of a period that has no beginning cannot be counted."""
    for statement in every_statement(requirement.statements):
        if isinstance(statement, r.Minimum) and statement.each is not None:
            help_ = "give the requirement a period: `within 3y`, or a `cycle`"
            names.report(problems.misplaced("`each year`", statement.span, help_))


def _check_chain(names: Names, requirement: r.Requirement) -> None:
    """What passes between periods needs periods that follow one another."""
    passing = (*requirement.carries, *requirement.make_good, *requirement.also)
    for each in () if _follows(requirement.window) else passing:
        help_ = "give the requirement periods that follow one another: `in cycle 2y from ...`, or a `cycle`"
        names.report(problems.misplaced("this", each.span, help_))


def _follows(window: r.WindowRule) -> bool:
    """Whether some member's periods follow one another."""
    match window:
        case r.Cycle():
            return True
        case r.WindowCases(cases=cases):
            return any(_follows(each) for _, each in cases)
        case _:
            return False


def check_singles(names: Names, items: Iterable[t.Item]) -> None:
    """Reports what may stand only once: the name, the edition, on which day activities fall, each example."""
    seen: dict[tuple[str, str], t.Item] = {}
    for item in items:
        match item:
            case t.RulesetName():
                key = ("the", "ruleset")
            case t.Edition():
                key = ("the", "edition")
            case t.FallsDecl():
                key = ("the", "activities fall")
            case t.Example(title=title):
                key = ("the example", title.text)
            case _:
                continue
        if key in seen:
            names.report(problems.declared_twice(*key, item.span, seen[key].span))
        seen.setdefault(key, item)
