"""Complementary slackness: what weights must satisfy to show that a given allocation cannot be bettered.

A *case* is a problem with its canonical allocation, by cells. An hour's *worth* through a use is the sum of
the weights of the demands it serves less those of the caps it fills. Weights are met exactly by the
allocation when

- a demand has weight only if it is short or served exactly, a cap only if it is full,
- in every cell, each use that is counted is worth the most of all uses of the cell, never less than 0, and
  where a tick of the cell is not counted, no use is worth more than 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from cedsl.assessment.presolve import Cell, bits, gather
from cedsl.lean import dataclass
from cedsl.normal.problem import Problem
from cedsl.normal.simplex import Number
from cedsl.normal.solution import Solution


@dataclass(frozen=True, slots=True)
class Condition:
    """What a cell asks of the weights: (serves, fills, whether any is counted) per use.

    Only demands and caps that may have weight stand in the bit sets; `touched` has all demands, `filled`
    all caps of the uses. `full` when every tick of the cell is counted.
    """

    uses: tuple[tuple[int, int, bool], ...]
    full: bool
    touched: int
    filled: int


@dataclass(frozen=True, slots=True)
class Case:
    """`served` per demand, `used` and `room` per cap: first the problem's, then one for each portion.

    `exact` are the demands that are short or served exactly, `tight` the caps that are full.
    """

    problem: Problem
    solution: Solution
    cells: Sequence[Cell]
    counted: Sequence[Sequence[Number]]
    served: Sequence[Number]
    used: Sequence[Number]
    room: Sequence[int]
    exact: int
    tight: int
    conditions: Sequence[Condition]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by index of demands, of caps (portions after them), of completed demands; and of `still`."""

    demands: dict[int, int]
    caps: dict[int, int]
    completing: dict[int, int]
    still: int


def examine(problem: Problem, solution: Solution) -> Case:
    """The case of a problem and its canonical allocation."""
    cells, room = gather(problem)
    counted = [_counted(cell, solution) for cell in cells]
    served: list[Number] = [0] * len(problem.demands)
    used: list[Number] = [0] * len(room)
    for cell, amounts in zip(cells, counted, strict=True):
        for (serves, fills), amount in zip(cell.uses, amounts, strict=True):
            if amount:
                for demand in bits(serves):
                    served[demand] += amount
                for cap in bits(fills):
                    used[cap] += amount
    exact = sum([1 << d for d, required in enumerate(problem.demands) if served[d] <= required])
    tight = sum([1 << c for c, limit in enumerate(room) if used[c] == limit])
    if problem.proportional:  # a part of what counts is no fixed amount, so that it has no weight here
        exact &= ~sum([1 << each.row for each in problem.asked_shares])
        tight &= ~sum([1 << each.row for each in problem.allowed_shares])
    conditions = [condition(*pair, exact, tight) for pair in zip(cells, counted, strict=True)]
    distinct = list(dict.fromkeys(conditions))
    return Case(problem, solution, cells, counted, served, used, room, exact, tight, distinct)


def _counted(cell: Cell, solution: Solution) -> list[Number]:
    """What the cell counts through each of its uses."""
    amounts: list[Number] = [0] * len(cell.uses)
    for item, _, _ in cell.shares:
        for use, amount in enumerate(solution.counted[item]):
            amounts[use] += amount.numerator if amount.denominator == 1 else amount
    return amounts


def condition(cell: Cell, amounts: Sequence[Number], exact: int, tight: int) -> Condition:
    uses = tuple([(s & exact, f & tight, bool(a)) for (s, f), a in zip(cell.uses, amounts, strict=True)])
    touched = filled = 0
    for serves, fills, _ in uses:
        touched |= serves
        filled |= fills
    return Condition(uses, sum(amounts) == cell.amount, touched, filled)
