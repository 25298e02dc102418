"""Exact lexicographic linear programming on sparse rows of whole numbers.

A tableau holds equations, each solved for one *basic* column:

    scale * basic + sum(terms[column] * column) = rhs,    scale > 0, rhs >= 0, every column >= 0

All entries are whole numbers and every row is kept free of a common divisor, so that an entry never
exceeds the subdeterminant that fraction-free elimination would give it (Edmonds 1967, Bareiss 1968);
in practice nearly all pivots are 1. An objective is a column of its own, so its row is its reduced costs.
When a level has been optimised, the columns whose reduced cost is not zero are dropped: what remains
is the optimal face, and the next level starts from there (sequential lexicographic optimisation,
Isermann 1982). No float occurs.

Termination: the entering column is the one of steepest descent, but after a run of degenerate pivots it
is the lowest one until progress is made (Bland 1977), and ties in the ratio test always go to the lowest
basic column.
"""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from math import gcd

from cedsl.lean import dataclass

Number = int | Fraction

PATIENCE = 12
"""Degenerate pivots in a row before Bland's rule takes over."""


@dataclass(slots=True)
class Row:
    """One equation without its basic column: `scale * basic + terms = rhs`."""

    scale: int
    rhs: int
    terms: dict[int, int]

    def subtract(self, other: Row, weight: int) -> None:
        """Eliminate the basic column of `other`, which stands here with the coefficient `weight`."""
        if other.scale != 1:
            weight = self._stretch(other.scale, weight)
        terms = self.terms
        for column, coefficient in other.terms.items():
            changed = terms.get(column, 0) - weight * coefficient
            if changed:
                terms[column] = changed
            else:
                del terms[column]
        self.rhs -= weight * other.rhs
        if other.scale != 1:
            self._reduce()

    def _stretch(self, scale: int, weight: int) -> int:
        """Multiply the row so that `weight` becomes a multiple of `scale`; answer the quotient."""
        common = gcd(scale, weight)
        if (factor := scale // common) != 1:
            self.scale *= factor
            self.rhs *= factor
            for column in self.terms:
                self.terms[column] *= factor
        return weight // common

    def _reduce(self) -> None:
        common = gcd(self.scale, self.rhs, *self.terms.values())
        if common > 1:
            self.scale //= common
            self.rhs //= common
            for column in self.terms:
                self.terms[column] //= common

    def shift(self, change: Number) -> None:
        """Lower the right side by `change`, stretching the row first if that is a fraction."""
        if change.denominator != 1:
            self.scale *= change.denominator
            self.rhs *= change.denominator
            for column in self.terms:
                self.terms[column] *= change.denominator
            change = change.numerator
        self.rhs -= int(change)

    def value(self) -> Number:
        """The value of the basic column while all others are 0."""
        return self.rhs if self.scale == 1 else Fraction(self.rhs, self.scale)


@dataclass(slots=True)
class Tableau:
    """A feasible basic solution that moves from level to level.

    `rows` is keyed by basic column. `fixed` has the columns that earlier levels settled; every other
    column that is not basic is 0 for now.
    """

    rows: dict[int, Row] = field(default_factory=dict)
    fixed: dict[int, Number] = field(default_factory=dict)
    width: int = 0
    idle: int = 0

    def column(self) -> int:
        """A new column, 0 until an equation or a pivot says otherwise."""
        self.width += 1
        return self.width - 1

    def add(self, terms: dict[int, int], rhs: Number, plus: int, minus: int | None = None) -> None:
        """Add `terms + plus - minus = rhs`, where `plus` and `minus` are new columns.

        The one of the two that is not negative at the present solution becomes basic. Without `minus`
        the caller knows that `plus` is not negative.
        """
        row = self._reduced(terms, rhs)
        if row.rhs >= 0:
            if minus is not None:
                row.terms[minus] = -row.scale
            self.rows[plus] = row
            return
        assert minus is not None, "an equation that the present solution breaks"
        row.rhs = -row.rhs
        row.terms = {column: -coefficient for column, coefficient in row.terms.items()}
        row.terms[plus] = -row.scale
        self.rows[minus] = row

    def _reduced(self, terms: dict[int, int], rhs: Number) -> Row:
        """The equation over columns that are not basic; `scale` is for the basic column to come."""
        row = Row(1, 0, {column: weight for column, weight in terms.items() if weight})
        row.shift(-rhs)
        for column in list(row.terms):
            if column in self.rows:
                row.subtract(self.rows[column], row.terms.pop(column))
            elif (settled := self.fixed.get(column)) is not None:
                row.shift(row.terms.pop(column) * settled)
        return row

    def value(self, column: int) -> Number:
        """What the column is at the present solution, less what was taken from it."""
        row = self.rows.get(column)
        return self.fixed.get(column, 0) if row is None else row.value()

    def sum(self, columns: list[int]) -> int:
        """A new column that is the sum of others (of the only one: that one)."""
        if len(columns) == 1:
            return columns[0]
        total = self.column()
        self.add(dict.fromkeys(columns, -1), 0, plus=total)
        return total

    def vanish(self, columns: list[int]) -> bool:
        """Whether the columns can all be 0 at once; if so they stay there from now on."""
        if not columns:
            return True
        self.least(total := self.sum(columns))
        return not self.value(total)

    def least(self, column: int) -> None:
        """Make the column as small as it can be, and keep it there from now on."""
        while (row := self.rows.get(column)) is not None:
            entering = self._entering(row, 1)
            if entering is None:
                self._settle(column, row)
                return
            self._pivot(self._leaving(entering, column), entering)
        if column not in self.fixed:
            self._drop([column])

    def most(self, column: int, enough: Number) -> bool:
        """Raise the column until it is `enough` (True), or to the most that it can be (False).

        In the second case it is kept there from now on. In the first nothing is given up.
        """
        if column in self.fixed:
            return self.fixed[column] >= enough
        if column not in self.rows and enough > 0:
            self._pivot(self._leaving(column, column), column)
        while (row := self.rows.get(column)) is not None and row.rhs < enough * row.scale:
            entering = self._entering(row, -1)
            if entering is None:
                self._settle(column, row)
                return False
            self._pivot(self._leaving(entering, column), entering)
        return True

    def take(self, column: int, wanted: Number) -> Number:
        """Reserve up to `wanted` of the column for good; answer how much could be had.

        What is reserved becomes a lower bound: the column counts from there. Where less than `wanted`
        could be had the column can never rise again.
        """
        if not self.most(column, wanted):
            wanted = self.value(column)
        if column in self.fixed:
            self.fixed[column] -= wanted
        elif wanted:
            row = self.rows[column]
            row.shift(wanted * row.scale)
        return wanted

    def _entering(self, row: Row, sign: int) -> int | None:
        """The column that moves the row's basic column most per unit, or under Bland's rule the lowest."""
        candidates = [(-sign * c, column) for column, c in row.terms.items() if sign * c > 0]
        if not candidates:
            return None
        if self.idle > PATIENCE:
            return min(column for _, column in candidates)
        return min(candidates)[1]

    def _leaving(self, entering: int, favoured: int) -> int:
        """The basic column that reaches 0 first; of equals the favoured one, else the lowest."""
        best, best_rhs, best_terms = -1, 1, 0
        for basic, row in self.rows.items():
            rate = row.terms.get(entering, 0)
            if rate > 0:
                more = row.rhs * best_terms - best_rhs * rate
                if more < 0 or (more == 0 and (basic == favoured or (best != favoured and basic < best))):
                    best, best_rhs, best_terms = basic, row.rhs, rate
        assert best_terms, "every column of an allocation is bounded"
        return best

    def _pivot(self, leaving: int, entering: int) -> None:
        row = self.rows.pop(leaving)
        self.idle = 0 if row.rhs else self.idle + 1
        terms = row.terms
        scale, row.scale = row.scale, terms.pop(entering)
        terms[leaving] = scale
        for other in self.rows.values():
            if entering in other.terms:
                other.subtract(row, other.terms.pop(entering))
        self.rows[entering] = row

    def _settle(self, column: int, row: Row) -> None:
        """Keep an optimal basic column at its value: all columns that would move it are dropped."""
        self._drop(list(row.terms))
        del self.rows[column]
        self.fixed[column] = row.value()

    def _drop(self, columns: list[int]) -> None:
        """Keep columns that are not basic at 0 for good."""
        for column in columns:
            self.fixed[column] = 0
        for row in self.rows.values():
            terms = row.terms
            for column in columns:
                terms.pop(column, None)
