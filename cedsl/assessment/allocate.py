"""The canonical allocation of a problem: `presolve` what is beyond dispute, `contest` the rest, complete."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cedsl.assessment.canonical import Counted, contest
from cedsl.assessment.choose import Tried, best_choice, filled_by, rank_of
from cedsl.assessment.completion import complete
from cedsl.assessment.presolve import bits, presolve
from cedsl.assessment.proportion import proportional
from cedsl.normal.problem import Problem
from cedsl.normal.simplex import Number
from cedsl.normal.solution import Solution

ZERO = Fraction(0)


def allocate(problem: Problem) -> Solution:
    """The canonical allocation (`language.md`, section 4), exactly.

    Of all allocations those with the least still to earn (where further credit can complete any); of these
    the smallest shortfall of each demand in turn; the most ticks counted; the most of each item in turn;
    the most of each use of each item in turn. Where values are to be picked, those of every choice of them.
    """
    return best_choice(problem, _tried) if problem.picks else _allocated(problem)


def _tried(problem: Problem) -> Tried[Solution]:
    solution = _allocated(problem)
    return Tried(solution, rank_of(solution), filled_by(problem, solution))


def _allocated(problem: Problem) -> Solution:
    """The canonical allocation of a problem without picks."""
    if problem.proportional:
        return proportional(problem)
    counted: Counted = [[0] * len(item.uses) for item in problem.items]
    residue = presolve(problem)
    for cell in residue.settled:
        for item, amount, uses in cell.shares:
            counted[item][uses[0]] = amount
    if residue.cells:
        contest(problem, residue, counted)
    served, used = totals(problem, counted)
    short = [max(0, required - s) for required, s in zip(problem.demands, served, strict=True)]
    completion = complete(problem, short, used)
    return Solution(
        counted=tuple([tuple([Fraction(x) if x else ZERO for x in row]) for row in counted]),
        short=tuple([Fraction(lacking) for lacking in short]),
        still=None if completion is None else sum([amount for _, amount in completion], ZERO),
        completion=completion or (),
    )


def totals(problem: Problem, counted: Sequence[Sequence[Number]]) -> tuple[list[Number], list[Number]]:
    """What serves each demand and what fills each cap."""
    served: list[Number] = [0] * len(problem.demands)
    used: list[Number] = [0] * len(problem.caps)
    for item, row in zip(problem.items, counted, strict=True):
        for use, amount in zip(item.uses, row, strict=True):
            if amount:
                for demand in bits(use.demands):
                    served[demand] += amount
                for cap in bits(use.caps):
                    used[cap] += amount
    return served, used
