"""Which hours of the next period make a shortfall good: those that this one can best do without.

How many are taken is settled: as few as leave the least still to earn. Which of them is decided together with the
next period, so that it keeps what it needs; only then the earlier ones are taken first.
"""

from __future__ import annotations

from dataclasses import replace
from math import lcm

from cedsl.assessment.allocate import allocate, totals
from cedsl.assessment.reserve import scaled
from cedsl.assessment.solve import Solved
from cedsl.normal.credited import Credited, Used
from cedsl.normal.joint import apart_problem


def lent(short: Solved, following: Solved) -> list[Credited]:
    """What the period that is short takes of its later hours, of each stated part no more than the next one spares."""
    kinds = [((0, 0), option) for kind in following.kinds for option in kind.options]
    problem, ticks, whose = apart_problem([short.form, following.form], kinds)
    scale = ticks // short.form.ticks
    served, _ = totals(short.form.problem, short.solution.counted)
    asked = short.form.problem.asked(served)
    counted = [(each - lacking) * scale for each, lacking in zip(asked, short.solution.short, strict=True)]
    finer = lcm(*(each.denominator for each in counted))
    problem, ticks, own = scaled(problem, finer), ticks * finer, len(counted)
    fixed = [int(each * finer) for each in counted]
    shares = tuple(each for each in problem.asked_shares if each.row >= own)
    solution = allocate(replace(problem, demands=(*fixed, *problem.demands[own:]), asked_shares=shares))
    if any(solution.short[:own]):
        return []
    later = {id(each.activity): each for each in short.form.items if each.held_back and each.held_back.order is None}
    found: list[Credited] = []
    for (credited, ways), row in zip(whose, solution.counted, strict=True):
        used = Used()
        for (number, place), amount in zip(ways, row, strict=True):
            if number == 0 and amount:
                used = used.more(amount / ticks, place.through)
        if used.amount and id(credited.activity) in later:
            found.append(later[id(credited.activity)].within(used))
    return found
