"""Reasons: whole-number weights that show, by addition, that no allocation does better.

Every short demand lies in a weighing that the canonical allocation meets exactly. A positive weight for it
exists because the canonical shortfalls are efficient: no allocation has all of them as small and one of
them smaller (Isermann 1974). Mostly weights of 0 and 1 do: from the demand on, add what the conditions of
complementary slackness ask for, one after another. Where that leads nowhere, `multipliers` finds weights, or
`prices` where an amount is a part of what counts.
"""

from __future__ import annotations

from cedsl.assessment.multipliers import multipliers
from cedsl.assessment.presolve import Cell, bits, portions
from cedsl.assessment.prices import by_prices
from cedsl.assessment.slackness import Case, Condition, Weights, examine
from cedsl.normal.problem import Problem
from cedsl.normal.solution import Solution, Weighing


def weigh(problem: Problem, solution: Solution) -> tuple[Weighing, ...]:
    """For every short demand a weighing that has it; a demand that an earlier one has gets none of its own.

    `solution` is the canonical allocation of `problem`; the weighings stand in the order of demands.
    """
    if not any(solution.short):
        return ()
    case = examine(problem, solution)
    found: list[Weighing] = []
    explained = 0
    for demand, lacking in enumerate(solution.short):
        if lacking and not explained >> demand & 1:
            weighing = _by_weights(case, demand)
            explained |= sum([1 << d for d, _ in weighing.demands])
            found.append(weighing)
    return tuple(found)


def _by_weights(case: Case, demand: int) -> Weighing:
    weights = _close(case, demand) if case.exact >> demand & 1 else None
    if weights is None and case.problem.proportional:
        return by_prices(case, demand)
    return _weighing(case, weights or multipliers(case, demand))


def _close(case: Case, demand: int) -> Weights | None:
    """Weights of 0 and 1 from the demand on: add what a condition asks for until all hold."""
    demands, caps = 1 << demand, 0
    holding = False
    while not holding:
        holding = True
        for condition in case.conditions:
            if not (condition.touched & demands or condition.filled & caps):
                continue
            while (repair := _repair(condition, demands, caps)) is not None:
                more_demands, more_caps = repair
                if not more_demands and not more_caps:
                    return None
                demands |= more_demands
                caps |= more_caps
                holding = False
    return Weights(dict.fromkeys(bits(demands), 1), dict.fromkeys(bits(caps), 1), {}, 0)


def _repair(condition: Condition, demands: int, caps: int) -> tuple[int, int] | None:
    """What must be added for the condition to hold: a demand or a cap, neither if nothing helps.

    A cap that tells the best use from a counted one is taken before a demand. Of demands the last is
    taken, for inner ones stand after outer ones; of caps the first.
    """
    worths = [(s & demands).bit_count() - (f & caps).bit_count() for s, f, _ in condition.uses]
    best = max(worths)
    top = condition.uses[worths.index(best)]
    if best > 0 and not condition.full:
        return 0, _lowest(top[1] & ~caps)
    for (serves, fills, counted), worth in zip(condition.uses, worths, strict=True):
        if counted and worth < max(best, 0):
            if best > 0 and (apart := top[1] & ~caps & ~fills):
                return 0, _lowest(apart)
            return 1 << (serves & ~demands).bit_length() >> 1, 0
    return None


def _lowest(mask: int) -> int:
    return mask & -mask


def _weighing(case: Case, weights: Weights) -> Weighing:
    """The weights as reported: the most that an hour of each item can add, portions told from caps."""
    count = len(case.problem.caps)
    owners = portions(case.problem)
    weighed = sum([1 << d for d in weights.demands.keys() | weights.completing.keys()])
    most = [(cell, _most(cell, weights, weighed)) for cell in case.cells]
    items = [(item, weight) for cell, weight in most if weight for item, _, _ in cell.shares]
    caps = sorted(weights.caps.items())
    return Weighing(
        demands=tuple(sorted(weights.demands.items())),
        caps=tuple([pair for pair in caps if pair[0] < count]),
        items=tuple(sorted(items)),
        portions=tuple([(owners[cap - count], weight) for cap, weight in caps if cap >= count]),
        completing=tuple(sorted(weights.completing.items())),
        still=weights.still,
    )


def _most(cell: Cell, weights: Weights, weighed: int) -> int:
    """The most that an hour of the cell can add. Only uses that serve a weighed demand can add anything."""
    return max([0, *[_worth(serves, fills, weights) for serves, fills in cell.uses if serves & weighed]])


def _worth(serves: int, fills: int, weights: Weights) -> int:
    worth = sum([weights.demands.get(d, 0) + weights.completing.get(d, 0) for d in bits(serves)])
    return worth - sum([weights.caps.get(c, 0) for c in bits(fills)])
