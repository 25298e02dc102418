"""The definition of the canonical allocation, solved by the plainest exact method there is.

One dense tableau for the whole problem, item by item: a variable per item and use, per shortfall, per
kind of further credit. All levels of the order are objective rows at once; a column may enter when its
reduced costs, read from the first level down, begin with a positive number. That is the simplex method
over the ordered field of lexicographic vectors, with Bland's rule against cycling. Whole numbers over one
common denominator (Edmonds). Shares no code and no idea of presolving with `cedsl`.
"""

from __future__ import annotations

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


def _solve(problem: Problem, completing: bool) -> Solution | None:
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
