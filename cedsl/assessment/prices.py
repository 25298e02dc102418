"""Weights where an amount is a part of what counts: what an hour costs in every row that it fills.

As in `multipliers` all conditions on the weights are homogeneous: where a row has weight it is reached exactly, and an
hour is worth at most what it costs, exactly that where it is counted. First hours are looked at as they count
now. Where no weights show what is lacking in that way, also as they count then, when the further credit is earned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from math import gcd, lcm

from cedsl.assessment.presolve import Cell, portions
from cedsl.assessment.proportion import Sheet, asking, weighed
from cedsl.assessment.slackness import Case
from cedsl.lean import dataclass
from cedsl.normal.simplex import Number, Tableau
from cedsl.normal.solution import Then, Weighing

Weight = tuple[str, int | None]
"""What has a weight: its sort, and the number of the cell, cap or demand."""

Terms = Mapping[int, int]


def by_prices(case: Case, demand: int) -> Weighing:
    """A weighing with a positive weight for the demand, which is short."""
    for with_then in (False, bool(case.solution.completion)):
        prices = _Prices(case)
        prices.look_now()
        if with_then:
            prices.look_then()
        if (found := prices.most(demand)) is not None:
            return _weighing(case, found, with_then=with_then)
    raise AssertionError("canonical shortfalls are efficient, so that weights exist")


@dataclass
class _Prices:
    """Hours by number: `amounts[k]` are counted of the k-th. `worth[k]` and `cost[k]` are in weights, by their columns
    in the tableau; `times` makes the weight of a row whole from its multiple.
    """

    case: Case
    tableau: Tableau = field(default_factory=Tableau)
    columns: dict[Weight, int] = field(default_factory=dict)
    times: dict[Weight, int] = field(default_factory=dict)
    amounts: list[Number] = field(default_factory=list)
    worth: list[dict[int, int]] = field(default_factory=list)
    cost: list[dict[int, int]] = field(default_factory=list)
    present: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sheet = Sheet(self.case.problem, list(self.case.cells), list(self.case.room))
        self.asked = {each.row: each for each in self.case.problem.asked_shares}
        self.allowed = {each.row: each for each in self.case.problem.allowed_shares}

    def _hour(self, amount: Number) -> int:
        self.amounts.append(amount)
        self.worth.append({})
        self.cost.append({})
        return len(self.amounts) - 1

    def _weight(self, weight: Weight, terms: Terms, times: int, into: list[dict[int, int]]) -> None:
        column = self.columns[weight] = self.tableau.column()
        self.times[weight] = times
        for hour, coefficient in terms.items():
            if coefficient:
                into[hour][column] = into[hour].get(column, 0) + coefficient

    def _served(self, terms: Terms) -> Number:
        return sum((coefficient * self.amounts[hour] for hour, coefficient in terms.items()), Fraction(0))

    def look_now(self) -> None:
        """Hours as they count now: demands that are short or reached exactly make them worth something."""
        problem = self.case.problem
        self.present = [[self._hour(amount) for amount in amounts] for amounts in self.case.counted]
        serving, filling = self.sheet.columns(self.present, ())
        for demand in asking(problem):
            terms, times = weighed(serving.get(demand, ()), serving, self.asked.get(demand))
            if self._served(terms) <= problem.demands[demand] * times:
                self._weight(("demand", demand), terms, times, self.worth)
        self._rows("cell", "cap", self.present, filling, serving)

    def look_then(self) -> None:
        """Hours as they count then, with the further credit: all that asks for something is reached."""
        problem, solution = self.case.problem, self.case.solution
        then, beyond = self._hours(solution.then), self._hours(solution.beyond)
        earned = dict(solution.completion)
        kinds = [(kind, self._hour(earned.get(number, 0))) for number, kind in enumerate(problem.further)]
        serving, filling = self.sheet.columns(then, kinds)
        for demand in asking(problem):
            terms, times = weighed(serving.get(demand, ()), serving, self.asked.get(demand))
            if self._served(terms) == problem.demands[demand] * times:
                turned = {hour: -coefficient for hour, coefficient in terms.items()}
                self._weight(("completing", demand), turned, times, self.cost)
        if beyond:
            shared = {cap: hours for cap, hours in filling.items() if cap in self.allowed}
            self._rows("", "then share", (), shared, serving)
        serving, filling = self.sheet.columns([*then, *beyond], kinds)
        together = [[*one, *other] for one, other in zip(then, beyond, strict=True)] if beyond else then
        self._rows("then cell", "then cap", together, filling, serving)
        self._weight(("still", 0), {hour: 1 for _, hour in kinds}, 1, self.cost)
        early, late = self.sheet.toward(self.present), self.sheet.toward([*then, *beyond])
        for toward, several in early.items():
            terms = dict.fromkeys(several, 1) | dict.fromkeys(late[toward], -1)
            if not self._served(terms):
                self._weight(("kept", toward), terms, 1, self.cost)

    def _hours(self, counted: Sequence[Sequence[Fraction]]) -> list[list[int]]:
        """The hours of each cell through each of its uses; none where nothing is said of them."""
        cells = self.case.cells if counted else ()
        return [[self._hour(amount) for amount in _together(cell, counted)] for cell in cells]

    def _rows(
        self,
        of_cells: str,
        of_caps: str,
        hours: Sequence[Sequence[int]],
        filling: Mapping[int, Sequence[int]],
        serving: Mapping[int, Sequence[int]],
    ) -> None:
        """What is full costs something: the amounts of cells, and caps."""
        for j, (cell, mine) in enumerate(zip(self.case.cells, hours, strict=bool(hours))):
            terms = dict.fromkeys(mine, 1)
            if self._served(terms) == cell.amount:
                self._weight((of_cells, j), terms, 1, self.cost)
        for cap, several in filling.items():
            terms, times = weighed(several, serving, self.allowed.get(cap))
            if self._served(terms) == self.case.room[cap] * times:
                self._weight((of_caps, cap), terms, times, self.cost)

    def most(self, demand: int) -> dict[Weight, int] | None:
        """The weights with the least sum relative to that of the demand, if it can have any. What a cell costs is no
        weight but what follows from them.
        """
        tableau = self.tableau
        for amount, worth, cost in zip(self.amounts, self.worth, self.cost, strict=True):
            self._at_most(worth, cost)
            if amount:
                self._at_most(cost, worth)
        summed = [column for (sort, _), column in self.columns.items() if sort not in {"cell", "then cell"}]
        tableau.add(dict.fromkeys(summed, 1), 1, plus=tableau.column())
        wanted = self.columns["demand", demand]
        tableau.most(wanted, 1)
        if not tableau.value(wanted):
            return None
        values = {weight: tableau.value(column) for weight, column in self.columns.items()}
        scale = lcm(*[value.denominator for value in values.values()])
        whole = {weight: int(value * scale) for weight, value in values.items() if value}
        common = gcd(*whole.values())
        return {weight: value // common * self.times[weight] for weight, value in whole.items()}

    def _at_most(self, small: Terms, large: Terms) -> None:
        terms = {column: small.get(column, 0) - large.get(column, 0) for column in {**small, **large}}
        if any(weight > 0 for weight in terms.values()):
            self.tableau.add(terms, 0, plus=self.tableau.column())


def _together(cell: Cell, counted: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """What the cell counts through each of its uses."""
    return [sum((counted[item][use] for item, _, _ in cell.shares), Fraction(0)) for use in range(len(cell.uses))]


def _weighing(case: Case, found: Mapping[Weight, int], *, with_then: bool) -> Weighing:
    def of(sort: str) -> list[tuple[int, int]]:
        return sorted((number or 0, weight) for (each, number), weight in found.items() if each == sort)

    count, owners = len(case.problem.caps), portions(case.problem)

    def items(sort: str) -> tuple[tuple[int, int], ...]:
        return tuple(sorted((item, weight) for j, weight in of(sort) for item, _, _ in case.cells[j].shares))

    def caps(sort: str) -> tuple[tuple[int, int], ...]:
        return tuple(each for each in of(sort) if each[0] < count)

    def parts(sort: str) -> tuple[tuple[tuple[int, int], int], ...]:
        return tuple((owners[cap - count], weight) for cap, weight in of(sort) if cap >= count)

    kept = tuple((number, weight) for (sort, number), weight in found.items() if sort == "kept")
    return Weighing(
        tuple(of("demand")),
        caps("cap"),
        items("cell"),
        parts("cap"),
        tuple(of("completing")),
        found.get(("still", 0), 0),
        Then(caps("then cap"), items("then cell"), parts("then cap"), caps("then share"), kept) if with_then else None,
    )
