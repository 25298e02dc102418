"""The least that several statements together can lack, over all allocations."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cedsl.assessment.allocate import allocate
from cedsl.assessment.case import Case
from cedsl.assessment.solve import Solved
from cedsl.assessment.worlds import worlds_of
from cedsl.normal.problem import Further, Problem, Use


def least_short(case: Case, ids: frozenset[str]) -> Fraction:
    """The smallest sum of shortfalls of the statements (ids) that any allocation leaves, each requirement
    by itself. A linear program: further credit that serves one of them alone, as little as completes all.
    """
    world = next(worlds_of(case))
    solved = [each.best for each in world.judged if each.best is not None]
    return sum((_least(each, ids) for each in solved), Fraction(0))


def _least(solved: Solved, ids: frozenset[str]) -> Fraction:
    problem = solved.form.problem
    members = {0} if solved.normaliser.requirement.words.id in ids else set()
    members |= {need.index for need in solved.plan.needs() if ids & {need.id, need.rule.words.id}}
    problem = _with_gauge(problem) if problem.proportional else problem
    asked = Problem(
        problem.items,
        tuple(each if number in members else 0 for number, each in enumerate(problem.demands)),
        problem.caps,
        tuple(Further(1 << number, 0) for number in sorted(members)),
        problem.picks,
        tuple(each for each in problem.asked_shares if each.row in members),
        problem.allowed_shares,
    )
    return (allocate(asked).still or Fraction(0)) / solved.form.ticks


def _with_gauge(problem: Problem) -> Problem:
    """The same problem with shares of what a demand of nothing measures: further credit does not count there."""
    gauge = len(problem.demands)

    def serving(use: Use) -> Use:
        return replace(use, demands=use.demands | (use.demands & 1) << gauge)

    items = tuple(replace(item, uses=tuple(map(serving, item.uses))) for item in problem.items)
    asked, allowed = (
        tuple(replace(each, of=gauge) for each in shares) for shares in (problem.asked_shares, problem.allowed_shares)
    )
    demands = (*problem.demands, 0)
    return replace(problem, items=items, demands=demands, asked_shares=asked, allowed_shares=allowed)
