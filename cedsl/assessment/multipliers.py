"""The general way to find weights: a linear programme over the cone that complementary slackness leaves.

All conditions on the weights are homogeneous. Cut off where the weights add up to 1, the cone is a
polytope; where the weight of one demand is greatest on it, the weights are the smallest in sum for that
weight of the demand. A vertex is rational, so a multiple of it is whole.
"""

from __future__ import annotations

from math import gcd, lcm

from cedsl.assessment.presolve import bits
from cedsl.assessment.slackness import Case, Condition, Weights, condition
from cedsl.lean import dataclass
from cedsl.normal.simplex import Tableau

Form = dict[int, int]
"""A linear form over weights: coefficients by column."""


def multipliers(case: Case, demand: int) -> Weights:
    """Weights with a positive one for the demand: of demands and caps if any do, else of completion too."""
    for cone in (_plain_cone, _completed_cone):
        if (weights := _reach(cone(case), demand)) is not None:
            return weights
    raise AssertionError("canonical shortfalls are efficient, so that weights exist")


@dataclass(frozen=True, slots=True)
class Cone:
    """A column for each weight, by index of demand, cap, completed demand; `still` has one at 0 or none."""

    tableau: Tableau
    demands: dict[int, int]
    caps: dict[int, int]
    completing: dict[int, int]
    still: dict[int, int]

    def worth(self, serves: int, fills: int) -> Form:
        """What an hour is worth that serves and fills these."""
        worth = {self.demands[d]: 1 for d in bits(serves) if d in self.demands}
        worth |= {self.completing[d]: 1 for d in bits(serves) if d in self.completing}
        return worth | {self.caps[c]: -1 for c in bits(fills) if c in self.caps}

    def ask(self, asked: Condition) -> None:
        """One cell's condition. Of the uses that are counted, the first stands for the most."""
        worths = [(self.worth(serves, fills), counted) for serves, fills, counted in asked.uses]
        best: Form = {}
        if asked.full:
            best = next(worth for worth, counted in worths if counted)
            self.at_most({}, best)
        for worth, counted in worths:
            self.at_most(worth, best)
            if counted:
                self.at_most(best, worth)

    def at_most(self, small: Form, large: Form) -> None:
        terms = {column: small.get(column, 0) - large.get(column, 0) for column in small | large}
        terms = {column: weight for column, weight in terms.items() if weight}
        if any(weight > 0 for weight in terms.values()):
            self.tableau.add(terms, 0, plus=self.tableau.column())


def _plain_cone(case: Case) -> Cone:
    """Weights of demands and caps."""
    tableau = Tableau()
    cone = Cone(tableau, _columns(tableau, case.exact), _columns(tableau, case.tight), {}, {})
    for asked in case.conditions:
        cone.ask(asked)
    return cone


def _completed_cone(case: Case) -> Cone:
    """Weights also of demands that further credit completes exactly, and of the hours still to earn.

    The further hours are counted in kinds as items are in cells: a kind is worth the weights of the completed
    demands that it serves less those of the caps that it fills, at most the weight of `still`, and exactly
    that where it is part of the completion.
    """
    served, used = list(case.served), list(case.used)
    further = case.problem.further
    earned = dict(case.solution.completion)
    for kind, amount in earned.items():
        for demand in bits(further[kind].demands):
            served[demand] += amount
        for cap in bits(further[kind].caps):
            used[cap] += amount
    completed = sum(1 << d for d, required in enumerate(case.problem.demands) if served[d] == required)
    tight = sum(1 << c for c, limit in enumerate(case.room) if used[c] == limit)
    tableau = Tableau()
    groups = [_columns(tableau, mask) for mask in (case.exact, tight, completed, 1)]
    cone = Cone(tableau, *groups)
    for cell, amounts in zip(case.cells, case.counted, strict=True):
        cone.ask(condition(cell, amounts, -1, tight))
    still = {cone.still[0]: 1}
    only_completing = Cone(tableau, {}, cone.caps, cone.completing, {})
    for kind, credit in enumerate(further):
        worth = only_completing.worth(credit.demands, credit.caps)
        cone.at_most(worth, still)
        if kind in earned:
            cone.at_most(still, worth)
    return cone


def _columns(tableau: Tableau, mask: int) -> dict[int, int]:
    return {bit: tableau.column() for bit in bits(mask)}


def _reach(cone: Cone, demand: int) -> Weights | None:
    """The weights with the least sum relative to that of the demand, if it can have any."""
    tableau = cone.tableau
    groups = (cone.demands, cone.caps, cone.completing, cone.still)
    columns = [column for group in groups for column in group.values()]
    tableau.add(dict.fromkeys(columns, 1), 1, plus=tableau.column())
    tableau.most(cone.demands[demand], 1)
    values = {column: tableau.value(column) for column in columns}
    if not values[cone.demands[demand]]:
        return None
    scale = lcm(*[value.denominator for value in values.values()])
    whole = {column: int(value * scale) for column, value in values.items()}
    common = gcd(*whole.values())
    demands, caps, completing, still = [
        {index: whole[column] // common for index, column in group.items() if whole[column]} for group in groups
    ]
    return Weights(demands, caps, completing, still.get(0, 0))
