"""A small exact linear program: whole-number tableau, lexicographic objectives. Written for the oracle alone.

Rows are `sum of variables <= bound` or `sum of variables + shortage >= bound` with bounds of at least 0, so
that the slacks and shortages are a first basis. The pivots keep whole numbers over one common denominator
(Edmonds 1967), and Bland's rule keeps them from going round in circles.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from math import comb, lcm, prod


class Program:
    def __init__(self) -> None:
        self.count = 0
        self._rows: list[tuple[dict[int, int], Fraction, int]] = []
        self._picks: dict[object, tuple[dict[object, list[int]], int]] = {}

    def variable(self) -> int:
        self.count += 1
        return self.count - 1

    def at_most(self, variables: list[int], bound: Fraction, minus: list[int] | None = None) -> None:
        """The sum of `variables`, less that of `minus`, is at most `bound`."""
        assert bound >= 0
        row = _sum(variables, minus or [])
        slack = self.variable()
        row[slack] = 1
        self._rows.append((row, bound, slack))

    def weighed(self, terms: Sequence[tuple[int, Fraction]], bound: Fraction) -> None:
        """The sum of the variables, each times its weight, is at most `bound`."""
        assert bound >= 0
        common = lcm(*(weight.denominator for _, weight in terms))
        row: dict[int, int] = {}
        for variable, weight in terms:
            row[variable] = row.get(variable, 0) + int(weight * common)
        slack = self.variable()
        row[slack] = 1
        self._rows.append((row, bound * common, slack))

    def at_least(self, variables: list[int], bound: Fraction, minus: list[int] | None = None) -> int:
        """The sum of `variables` and a new shortage, less that of `minus`, is at least `bound`; the shortage's variable."""
        assert bound >= 0
        row = _sum(variables, minus or [])
        shortage, beyond = self.variable(), self.variable()
        row[shortage] = 1
        row[beyond] = -1
        self._rows.append((row, bound, shortage))
        return shortage

    def pick(self, name: object, groups: dict[object, list[int]], most: int) -> None:
        """At most so many of the groups may have a variable that is more than 0; those of one name are one choice."""
        known, _ = self._picks.setdefault(name, ({}, most))
        for group, variables in groups.items():
            known.setdefault(group, []).extend(variables)

    def choices(self) -> int:
        """In how many ways the groups may be picked."""
        return prod(comb(len(groups), min(most, len(groups))) for groups, most in self._picks.values())

    def minimise(self, objectives: list[dict[int, int]]) -> tuple[list[Fraction], list[Fraction]]:
        """The least of the first objective, then of the second among those, ...: (values, variables); over every way
        of picking groups, tried one after another.
        """
        if not self._picks:
            return self._minimise(objectives)
        rows, count, found = list(self._rows), self.count, []
        picks = list(self._picks.values())
        for choice in product(*(combinations(groups, min(most, len(groups))) for groups, most in picks)):
            for (groups, _), chosen in zip(picks, choice, strict=True):
                for group, variables in groups.items():
                    if group not in chosen:
                        self.at_most(variables, Fraction(0))
            found.append(self._minimise(objectives))
            self._rows, self.count = list(rows), count
        return min(found, key=lambda each: each[0])

    def _minimise(self, objectives: list[dict[int, int]]) -> tuple[list[Fraction], list[Fraction]]:
        scale = lcm(*(bound.denominator for _, bound, _ in self._rows)) if self._rows else 1
        width = self.count
        rows = [[row.get(j, 0) for j in range(width)] + [int(bound * scale)] for row, bound, _ in self._rows]
        basis = [first for _, _, first in self._rows]
        common, free, values = 1, [True] * width, []
        for objective in objectives:
            cost = [objective.get(j, 0) * common for j in range(width)] + [0]
            for row, variable in zip(rows, basis, strict=True):
                weight = objective.get(variable, 0)
                if weight:
                    cost = [one - weight * other for one, other in zip(cost, row, strict=True)]
            while (enters := next((j for j in range(width) if free[j] and cost[j] < 0), None)) is not None:
                leaves = _ratio(rows, basis, enters)
                pivot = rows[leaves][enters]
                kept = rows[leaves]
                for number, row in enumerate(rows):
                    if number != leaves:
                        rows[number] = _eliminate(row, kept, enters, pivot, common)
                cost = _eliminate(cost, kept, enters, pivot, common)
                basis[leaves] = enters
                common = pivot
            for j in range(width):
                if cost[j] != 0:
                    free[j] = False
            values.append(Fraction(-cost[width], common * scale))
        found = [Fraction(0)] * width
        for row, variable in zip(rows, basis, strict=True):
            found[variable] = Fraction(row[width], common * scale)
        return values, found


def _sum(plus: list[int], minus: list[int]) -> dict[int, int]:
    row: dict[int, int] = {}
    for variable in plus:
        row[variable] = row.get(variable, 0) + 1
    for variable in minus:
        row[variable] = row.get(variable, 0) - 1
    return row


def _ratio(rows: list[list[int]], basis: list[int], enters: int) -> int:
    best = -1
    for number, row in enumerate(rows):
        if row[enters] > 0:
            if best < 0:
                best = number
                continue
            one, other = row[-1] * rows[best][enters], rows[best][-1] * row[enters]
            if one < other or (one == other and basis[number] < basis[best]):
                best = number
    assert best >= 0, "without bound"
    return best


def _eliminate(row: list[int], kept: list[int], enters: int, pivot: int, common: int) -> list[int]:
    factor = row[enters]
    if factor == 0:
        return row if pivot == common else [one * pivot // common for one in row]
    if common == 1:
        return [one * pivot - factor * other for one, other in zip(row, kept, strict=True)]
    return [(one * pivot - factor * other) // common for one, other in zip(row, kept, strict=True)]
