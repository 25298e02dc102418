"""Credit from other periods: used as little as leaves the least still to earn.

Hours of other days that a period may use are used last of all; of credit that was carried in the youngest is left
first, so that what lives shortest is used first. What may be used becomes a cap; the problem with these caps
is solved like any other.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm

from cedsl.assessment.allocate import allocate
from cedsl.assessment.canonical import cover_by_kinds, equations
from cedsl.assessment.choose import Tried, best_choice, filled_by
from cedsl.assessment.presolve import Residue, gather
from cedsl.assessment.proportion import least_used
from cedsl.normal.credited import HeldBack
from cedsl.normal.normalise import NormalForm, RowKey
from cedsl.normal.problem import Item, Portion, Problem, Use
from cedsl.normal.simplex import Number
from cedsl.verdict import CARRIED, LATER

RESERVES = frozenset({LATER, CARRIED})
"""The names of the caps that stand for credit of other periods; they belong to no statement."""


def reserved(form: NormalForm) -> NormalForm:
    """The form with a cap on each kind of credit that is held back: no more than leaves the least to earn."""
    groups = _groups(form)
    if not groups:
        return form
    form = _limited(form)
    problem = form.problem
    first = len(problem.caps)
    for number, (_, members) in enumerate(groups):
        problem = _capped(problem, members, first + number)
    least = _least(problem, range(first, len(problem.caps)))
    finer = lcm(*(each.denominator for each in least))
    limits = tuple(int(each * finer) for each in least)
    problem = scaled(problem, finer)
    rows = tuple((key, Fraction(each) / form.ticks) for (key, _), each in zip(groups, least, strict=True))
    return replace(
        form,
        problem=replace(problem, caps=(*problem.caps[:first], *limits)),
        ticks=form.ticks * finer,
        rows=(*form.rows, *rows),
    )


def scaled(problem: Problem, factor: int) -> Problem:
    """The same problem in finer ticks."""
    if factor == 1:
        return problem
    items = tuple(
        Item(
            item.amount * factor,
            item.uses,
            tuple(Portion(each.uses, each.limit * factor) for each in item.portions),
        )
        for item in problem.items
    )
    demands = tuple(each * factor for each in problem.demands)
    return replace(problem, items=items, demands=demands, caps=tuple(each * factor for each in problem.caps))


def _limited(form: NormalForm) -> NormalForm:
    """The form with a cap on the hours of other days that come from one source."""
    sources: dict[tuple[str, Fraction], list[int]] = {}
    for index, each in enumerate(form.items):
        if each.held_back is not None and each.held_back.most is not None:
            sources.setdefault((each.held_back.source, each.held_back.most), []).append(index)
    for (source, most), members in sources.items():
        problem = _capped(form.problem, members, len(form.problem.caps))
        finer = (most * form.ticks).denominator
        problem = scaled(problem, finer)
        ticks = form.ticks * finer
        problem = replace(problem, caps=(*problem.caps[:-1], int(most * ticks)))
        form = replace(form, problem=problem, ticks=ticks, rows=(*form.rows, (RowKey(LATER, (source,)), most)))
    return form


def _groups(form: NormalForm) -> list[tuple[RowKey, list[int]]]:
    """What is left first, first: later hours, then all that is carried in, then of this the younger parts."""
    held: dict[int | None, list[int]] = {}
    for index, each in enumerate(form.items):
        if isinstance(each.held_back, HeldBack):
            held.setdefault(each.held_back.order, []).append(index)
    later = held.pop(None, [])
    ages = sorted((order for order in held if order is not None), reverse=True)
    groups = [(RowKey(LATER), later)] if later else []
    if ages:
        groups.append((RowKey(CARRIED), [index for order in ages for index in held[order]]))
    # The oldest part follows from the others, unless what counts now may be less than what will count then.
    told = ages if form.problem.proportional else ages[:-1]
    groups.extend((RowKey(CARRIED, (str(order),)), held[order]) for order in told)
    return groups


def _capped(problem: Problem, members: list[int], cap: int) -> Problem:
    """The problem with one cap more, which the members fill; it binds nothing yet."""
    inside = set(members)
    items = tuple(_filling(item, cap) if index in inside else item for index, item in enumerate(problem.items))
    limit = sum(problem.items[index].amount for index in members)
    return replace(problem, items=items, caps=(*problem.caps, limit))


def _filling(item: Item, cap: int) -> Item:
    return replace(item, uses=tuple(Use(use.place, use.demands, use.caps | 1 << cap) for use in item.uses))


def _least(problem: Problem, caps: range) -> tuple[Number, ...]:
    """How far each of the caps must be filled, one after another, to leave the least still to earn; not at all
    where no further credit completes the requirement.
    """
    if problem.picks:
        return best_choice(problem, lambda each: _tried(each, caps))
    if problem.proportional:
        return least_used(problem, caps)
    cells, room = gather(problem)
    residue = Residue(list(problem.demands), room, cells, [])
    programme = equations(residue, problem.further, (1 << len(room)) - 1)
    tableau = programme.tableau
    if not cover_by_kinds(programme, problem.further, residue.need):
        return tuple(0 for _ in caps)
    found: list[Number] = []
    for cap in caps:
        columns = [
            column
            for cell, uses in zip(cells, programme.uses, strict=True)
            for (_, fills), column in zip(cell.uses, uses, strict=True)
            if fills >> cap & 1
        ]
        if not columns:
            found.append(0)
            continue
        total = tableau.sum(columns)
        tableau.least(total)
        found.append(tableau.value(total))
    return tuple(found)


def _tried(problem: Problem, caps: range) -> Tried[tuple[Number, ...]]:
    """How far the caps must be filled under one choice of values, which is best where that leaves least to earn."""
    least = _least(problem, caps)
    finer = lcm(*(each.denominator for each in least))
    problem = scaled(problem, finer)
    limits = dict(zip(caps, (int(each * finer) for each in least), strict=True))
    limited = replace(problem, caps=tuple(limits.get(cap, limit) for cap, limit in enumerate(problem.caps)))
    solution = allocate(limited)
    still = solution.still
    rank = (1, Fraction(0)) if still is None else (0, still / finer)
    return Tried(least, (*rank, *least), filled_by(limited, solution))
