"""The definition of the canonical allocation, solved by the plainest exact method there is.

One dense tableau for the whole problem, item by item: a variable per item and use, per shortfall, per
kind of further credit. All levels of the order are objective rows at once; a column may enter when its
reduced costs, read from the first level down, begin with a positive number. That is the simplex method
over the ordered field of lexicographic vectors, with Bland's rule against cycling. Whole numbers over one
common denominator (Edmonds). Shares no code and no idea of presolving with `cedsl`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cedsl.normal.problem import Problem
from cedsl.normal.solution import Solution


def answer(problem: Problem) -> Solution:
    found = _solve(problem, completing=True)
    return found if found is not None else _solve(problem, completing=False)


class _Model:
    def __init__(self) -> None:
        self.width = 0
        self.rows: list[tuple[dict[int, int], int, int]] = []  # terms, rhs, basic column

    def variable(self) -> int:
        self.width += 1
        return self.width - 1

    def at_most(self, terms: dict[int, int], rhs: int) -> None:
        self.rows.append((terms, rhs, self.variable()))

    def at_least(self, terms: dict[int, int], rhs: int, filler: int) -> None:
        terms[self.variable()] = -1
        self.rows.append((terms, rhs, filler))


def _shared(problem: Problem, completing: bool) -> Solution | None:
    """Where an amount is a part of what serves a demand: one allocation for now, and one for then, when the further
    credit is earned. Where a minimum asks for a part, some of what the caps allow is left out then. With that, toward
    nothing that is asked for there is less then than now.
    """
    model = _Model()
    now = [[model.variable() for _ in item.uses] for item in problem.items]
    then = [[model.variable() for _ in item.uses] for item in problem.items] if completing else []
    h = [model.variable() for _ in problem.further] if completing else []
    beyond: list[list[int]] = []
    masks = [(use.demands, use.caps) for item in problem.items for use in item.uses]
    short = _allocation(model, problem, now, list(zip(masks, [v for row in now for v in row])))
    gaps: dict[int, tuple[int, int]] = {}
    if completing:
        more = [((kind.demands, kind.caps), v) for kind, v in zip(problem.further, h)]
        later = list(zip(masks, [v for row in then for v in row]))
        gaps = _allocation(model, problem, then, [*later, *more])
        if problem.asked_shares:
            beyond = [[model.variable() for _ in item.uses] for item in problem.items]
            besides = list(zip(masks, [v for row in beyond for v in row]))
            rows = [[*one, *other] for one, other in zip(then, beyond)]
            _allocation(model, replace(problem, demands=(), asked_shares=()), rows, [*later, *besides, *more])
        for d in (None, *short):
            sides = [
                [v for row, item in zip(rows, problem.items) for v, use in zip(row, item.uses) if d is None or use.demands >> d & 1]
                for rows in (now, then, beyond)
            ]
            model.at_most(dict.fromkeys(sides[0], 1) | dict.fromkeys(sides[1] + sides[2], -1), 0)
    levels = [{v: -1 for v, _ in gaps.values()}, dict.fromkeys(h, -1)]
    levels += [{v: -1} for v, _ in short.values()]
    for rows, between in ((now, h), (then, []), (beyond, [])):
        levels.append({v: 1 for row in rows for v in row})
        levels += [dict.fromkeys(row, 1) for row in rows]
        levels += [{v: 1} for row in rows for v in row]
        levels += [{v: 1} for v in between]
    values = _lexicographic_maximum(model, levels)
    if any(values[gap] for gap, _ in gaps.values()):
        return None
    shorts = {d: values[v] / times for d, (v, times) in short.items()}
    done = tuple((f, values[v]) for f, v in enumerate(h) if values[v])
    still = sum((amount for _, amount in done), Fraction(0)) if completing else None
    lacking = tuple(shorts.get(d, Fraction(0)) for d in range(len(problem.demands)))
    if not any(lacking):
        still, done = Fraction(0), ()
    late = tuple(tuple(values[v] for v in row) for row in then) if done else ()
    more = tuple(tuple(values[v] for v in row) for row in beyond) if done else ()
    return Solution(tuple(tuple(values[v] for v in row) for row in now), lacking, still, done, late, more)


def _allocation(model: _Model, problem: Problem, rows: list[list[int]], pairs: list) -> dict[int, tuple[int, int]]:
    """The rows of one allocation; for each demand that asks for something its shortfall, in a multiple."""
    serving = {d: [v for (demands, _), v in pairs if demands >> d & 1] for d in {*range(len(problem.demands)), *(s.of for s in problem.allowed_shares)}}
    for item, row in zip(problem.items, rows):
        model.at_most(dict.fromkeys(row, 1), item.amount)
        for portion in item.portions:
            model.at_most({v: 1 for k, v in enumerate(row) if portion.uses >> k % len(item.uses) & 1}, portion.limit)
    for c, limit in enumerate(problem.caps):
        terms, times = _less(((v, 1) for (_, caps), v in pairs if caps >> c & 1), c, problem.allowed_shares, serving)
        model.at_most(terms, limit * times)
    found = {}
    for d, required in enumerate(problem.demands):
        if required or any(share.row == d for share in problem.asked_shares):
            terms, times = _less(((v, 1) for v in serving[d]), d, problem.asked_shares, serving)
            found[d] = model.variable(), times
            model.at_least(terms, required * times, found[d][0])
    return found


def _less(terms, row: int, shares, serving: dict[int, list[int]]) -> tuple[dict[int, int], int]:
    """Terms less the part that a row of them takes from what serves a demand, in whole numbers."""
    found, times = dict(terms), 1
    for share in shares:
        if share.row == row:
            times = share.part.denominator
            found = {v: times for v in found}
            for v in serving[share.of]:
                found[v] = found.get(v, 0) - share.part.numerator
    return found, times


def _solve(problem: Problem, completing: bool) -> Solution | None:
    if problem.proportional:
        return _shared(problem, completing)
    model = _Model()
    x = [[model.variable() for _ in item.uses] for item in problem.items]
    pairs = [(use, x[i][k]) for i, item in enumerate(problem.items) for k, use in enumerate(item.uses)]
    h = [model.variable() for _ in problem.further] if completing else []
    short = [model.variable() for _ in problem.demands]
    gaps = [model.variable() for _ in problem.demands] if completing else []
    for i, item in enumerate(problem.items):
        model.at_most(dict.fromkeys(x[i], 1), item.amount)
        for portion in item.portions:
            model.at_most({v: 1 for k, v in enumerate(x[i]) if portion.uses >> k & 1}, portion.limit)
    for c, limit in enumerate(problem.caps):
        terms = {v: 1 for use, v in pairs if use.caps >> c & 1}
        terms |= {v: 1 for kind, v in zip(problem.further, h) if kind.caps >> c & 1}
        model.at_most(terms, limit)
    for d, required in enumerate(problem.demands):
        serving = {v: 1 for use, v in pairs if use.demands >> d & 1}
        model.at_least(dict(serving), required, short[d])
        if completing:
            terms = serving | {v: 1 for kind, v in zip(problem.further, h) if kind.demands >> d & 1}
            model.at_least(terms, required, gaps[d])
    levels = [dict.fromkeys(gaps, -1), dict.fromkeys(h, -1)]
    levels += [{s: -1} for s in short]
    levels.append({v: 1 for _, v in pairs})
    levels += [dict.fromkeys(row, 1) for row in x]
    levels += [{v: 1} for row in x for v in row]
    levels += [{v: 1} for v in h]
    values = _lexicographic_maximum(model, levels)
    if any(values[gap] for gap in gaps):
        return None
    done = [(f, values[v]) for f, v in enumerate(h) if values[v]]
    return Solution(
        counted=tuple(tuple(values[v] for v in row) for row in x),
        short=tuple(values[s] for s in short),
        still=sum((amount for _, amount in done), Fraction(0)) if completing else None,
        completion=tuple(done),
    )


def _lexicographic_maximum(model: _Model, levels: list[dict[int, int]]) -> list[Fraction]:
    width = model.width + 1
    basis = [basic for _, _, basic in model.rows]
    table = []
    for terms, rhs, basic in model.rows:
        row = [0] * width
        for v, coefficient in terms.items():
            row[v] = coefficient
        row[basic] = 1
        row[-1] = rhs
        table.append(row)
    goals = [[level.get(v, 0) for v in range(width - 1)] + [0] for level in levels]
    for r, basic in enumerate(basis):
        for goal in goals:
            if weight := goal[basic]:
                goal[:] = [a - weight * b for a, b in zip(goal, table[r])]
    denominator = 1
    while (entering := _first_improving(goals, width - 1)) is not None:
        leaving = _first_blocking(table, basis, entering)
        pivot = table[leaving][entering]
        row = table[leaving]
        step = (row, entering, pivot, denominator)
        table = [line if line is row else _eliminate(line, *step) for line in table]
        goals = [_eliminate(line, *step) for line in goals]
        basis[leaving], denominator = entering, pivot
    values = [Fraction(0)] * (width - 1)
    for r, basic in enumerate(basis):
        values[basic] = Fraction(table[r][-1], denominator)
    return values


def _first_improving(goals: list[list[int]], width: int) -> int | None:
    for v in range(width):
        for goal in goals:
            if goal[v] > 0:
                return v
            if goal[v] < 0:
                break
    return None


def _first_blocking(table: list[list[int]], basis: list[int], entering: int) -> int:
    best = None
    for r, row in enumerate(table):
        if row[entering] > 0:
            key = (Fraction(row[-1], row[entering]), basis[r])
            if best is None or key < best[0]:
                best = (key, r)
    assert best is not None, "unbounded"
    return best[1]


def _eliminate(line: list[int], row: list[int], entering: int, pivot: int, denominator: int) -> list[int]:
    weight = line[entering]
    if weight:
        return [(pivot * a - weight * b) // denominator for a, b in zip(line, row)]
    return line if pivot == denominator else [pivot * a // denominator for a in line]
