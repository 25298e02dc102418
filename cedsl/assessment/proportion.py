"""Problems in which an amount is a part of what counts: a linear programme over cells, by itself.

What counts decides such an amount, so nothing is beyond dispute beforehand. And further credit raises or lowers it:
hours that do not count now may count once more is earned. So cells are counted twice, *now* and *then*, when the
fewest further credits are earned. Where a minimum asks for a part of what counts, some hours are left out then that
the caps would let count, for they would ask for more: they stand *beyond*. Toward every demand that asks for
something, and in all, what counts now is no more than what counts then and stands beyond. The levels are those of
`canonical`; with fixed amounts they come to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from itertools import cycle

from cedsl.assessment.presolve import Cell, bits, gather
from cedsl.lean import dataclass
from cedsl.normal.problem import Further, Problem, Share
from cedsl.normal.simplex import Number, Tableau
from cedsl.normal.solution import Solution

ZERO = Fraction(0)

Counted = tuple[tuple[Fraction, ...], ...]
"""For each item and use of it, the ticks counted."""


@dataclass(slots=True)
class Count:
    """One way of counting the cells. `uses[j][k]` counts cell j through its use k, `beyond[j][k]` is what stands beyond
    (none: nothing may), `idle[j]` is the rest of it; `lacking[d]` is what demand d lacks (in a multiple), for the
    demands that ask for something; `kinds[f]` is the further credit of kind f.
    """

    uses: list[list[int]]
    beyond: list[list[int]]
    idle: list[int]
    lacking: dict[int, int]
    kinds: list[int]

    def together(self) -> list[list[int]]:
        """What counts, and what stands beyond."""
        return [*self.uses, *self.beyond]


@dataclass(slots=True)
class Sheet:
    """A problem by cells; `room` are the limits of its caps and, after them, of portions."""

    problem: Problem
    cells: list[Cell]
    room: list[int]
    allowed: dict[int, Share] = field(init=False)

    def __post_init__(self) -> None:
        self.allowed = {each.row: each for each in self.problem.allowed_shares}

    @classmethod
    def of(cls, problem: Problem) -> Sheet:
        return cls(problem, *gather(problem))

    def count(self, tableau: Tableau, further: Sequence[Further] = (), *, then: bool = False) -> Count:
        """A way of counting the cells, and further credit, within the caps; nothing is counted yet."""
        uses = [[tableau.column() for _ in cell.uses] for cell in self.cells]
        beyond: list[list[int]] = []
        if then and self.problem.asked_shares:
            beyond = [[tableau.column() for _ in cell.uses] for cell in self.cells]
        idle = [tableau.column() for _ in self.cells]
        for j, (cell, rest) in enumerate(zip(self.cells, idle, strict=True)):
            columns = [*uses[j], *(beyond[j] if beyond else ())]
            tableau.add(dict.fromkeys(columns, 1), cell.amount, plus=rest)
        kinds = [tableau.column() for _ in further]
        pairs = list(zip(further, kinds, strict=True))
        self._limit(tableau, *self.columns([*uses, *beyond], pairs), shared=False)
        serving, filling = self.columns(uses, pairs)
        if beyond:
            self._limit(tableau, serving, filling, shared=True)
        lacking: dict[int, int] = {}
        shares = {each.row: each for each in self.problem.asked_shares}
        for demand in asking(self.problem):
            terms, times = weighed(serving.get(demand, ()), serving, shares.get(demand))
            lacking[demand] = tableau.column()
            required = self.problem.demands[demand] * times
            tableau.add(terms, required, plus=lacking[demand], minus=tableau.column())
        return Count(uses, beyond, idle, lacking, kinds)

    def _limit(
        self,
        tableau: Tableau,
        serving: Mapping[int, Sequence[int]],
        filling: Mapping[int, Sequence[int]],
        *,
        shared: bool,
    ) -> None:
        """The caps; with `shared` only those that allow a part of what counts."""
        for cap, columns in filling.items():
            share = self.allowed.get(cap)
            if share is not None or not shared:
                terms, times = weighed(columns, serving, share)
                tableau.add(terms, self.room[cap] * times, plus=tableau.column())

    def toward(self, uses: Sequence[Sequence[int]]) -> dict[int | None, list[int]]:
        """The columns that serve each demand that asks for something, and all of them (None)."""
        serving, _ = self.columns(uses, ())
        found: dict[int | None, list[int]] = {each: serving[each] for each in asking(self.problem) if each in serving}
        every = [column for columns in uses for column in columns]
        return {**found, None: every} if every else found

    def columns(
        self, uses: Sequence[Sequence[int]], kinds: Iterable[tuple[Further, int]]
    ) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """The columns that serve each demand, and those that fill each cap; `uses` are of all cells, once or more."""
        serving: dict[int, list[int]] = {}
        filling: dict[int, list[int]] = {}
        effects = [
            (*effect, column)
            for cell, columns in zip(cycle(self.cells), uses, strict=False)
            for effect, column in zip(cell.uses, columns, strict=True)
        ]
        for serves, fills, column in (*effects, *((kind.demands, kind.caps, column) for kind, column in kinds)):
            for demand in bits(serves):
                serving.setdefault(demand, []).append(column)
            for cap in bits(fills):
                filling.setdefault(cap, []).append(column)
        return serving, filling

    def counted(
        self, tableau: Tableau, uses: Sequence[Sequence[int]], besides: Sequence[Sequence[Fraction]] = ()
    ) -> Counted:
        """The most of each item in turn, then of each use of it in turn, where `besides` is counted of it, too. What
        is taken is taken for good.
        """
        found: list[list[Number]] = [[0] * len(item.uses) for item in self.problem.items]
        columns = [tableau.sum(list(each)) for each in uses]
        shares = sorted((*share, j) for j, cell in enumerate(self.cells) for share in cell.shares)
        gone = [sum(row, ZERO) for row in besides] or [ZERO] * len(found)
        totals = [tableau.take(columns[j], amount - gone[item]) for item, amount, _, j in shares]
        for (item, _, ways, j), total in zip(shares, totals, strict=True):
            left = total
            for use, column in zip(ways, uses[j], strict=True):
                found[item][use] = got = left if len(ways) == 1 else tableau.take(column, left)
                left -= got
        return tuple(tuple(Fraction(each) for each in row) for row in found)


def asking(problem: Problem) -> list[int]:
    """The demands that ask for something."""
    shared = {each.row for each in problem.asked_shares}
    return [d for d, required in enumerate(problem.demands) if required > 0 or d in shared]


def weighed(
    columns: Iterable[int], serving: Mapping[int, Sequence[int]], share: Share | None
) -> tuple[dict[int, int], int]:
    """The columns, less the part of those that serve another demand; all times the number that makes it whole."""
    if share is None:
        return dict.fromkeys(columns, 1), 1
    times, part = share.part.denominator, share.part.numerator
    terms = dict.fromkeys(columns, times)
    for column in serving.get(share.of, ()):
        terms[column] = terms.get(column, 0) - part
    return terms, times


def proportional(problem: Problem) -> Solution:
    """The canonical allocation; `Solution.then` says what counts once the completion is earned."""
    sheet = Sheet.of(problem)
    tableau = Tableau()
    now = _least_lacking(sheet, tableau)
    if not any(tableau.value(each) for each in now.lacking.values()):
        return _told(problem, sheet.counted(tableau, _most(sheet, tableau, now.uses)), ())
    again = Tableau()
    then = completed(sheet, again)
    if then is None:
        return _told(problem, sheet.counted(tableau, _most(sheet, tableau, now.uses)), None)
    now = _least_lacking(sheet, again, then)
    counted = sheet.counted(again, _most(sheet, again, now.uses))
    still = sum(again.value(each) for each in then.kinds)
    kinds = [(kind, Fraction(again.take(column, still))) for kind, column in enumerate(then.kinds)]
    later = sheet.counted(again, _most(sheet, again, then.uses))
    beyond = sheet.counted(again, _most(sheet, again, then.beyond), later) if problem.asked_shares else ()
    return _told(problem, counted, tuple(each for each in kinds if each[1]), later, beyond)


def completed(sheet: Sheet, tableau: Tableau) -> Count | None:
    """A way of counting that lacks nothing with the fewest further credits; None where no further credit does."""
    then = sheet.count(tableau, sheet.problem.further, then=True)
    if not tableau.vanish(list(then.lacking.values())):
        return None
    if then.kinds:
        tableau.least(tableau.sum(then.kinds))
    return then


def least_used(problem: Problem, caps: range) -> tuple[Number, ...]:
    """How far each of the caps must be filled, one after another, to leave the least still to earn; not at all where
    no further credit completes everything.
    """
    sheet, tableau = Sheet.of(problem), Tableau()
    then = completed(sheet, tableau)
    if then is None:
        return tuple(0 for _ in caps)
    found: list[Number] = []
    for cap in caps:
        pairs = [
            pair
            for cell, uses in zip(sheet.cells, then.uses, strict=True)
            for pair in zip(cell.uses, uses, strict=True)
        ]
        columns = [column for (_, fills), column in pairs if fills >> cap & 1]
        if columns:
            tableau.least(total := tableau.sum(columns))
            found.append(tableau.value(total))
        else:
            found.append(0)
    return tuple(found)


def _least_lacking(sheet: Sheet, tableau: Tableau, then: Count | None = None) -> Count:
    """A way of counting now that lacks the least of each demand in turn; as a part of what counts then."""
    now = sheet.count(tableau)
    if then is not None:
        early, late = sheet.toward(now.uses), sheet.toward(then.together())
        for demand, columns in early.items():
            terms = dict.fromkeys(columns, 1) | dict.fromkeys(late[demand], -1)
            tableau.add(terms, 0, plus=tableau.column())
    for column in now.lacking.values():
        tableau.least(column)
    return now


def _most(sheet: Sheet, tableau: Tableau, uses: Sequence[Sequence[int]]) -> Sequence[Sequence[int]]:
    """The same uses, of which as much as can be is counted in all."""
    columns = [column for several in uses for column in several]
    if columns:
        tableau.most(tableau.sum(columns), 1 + sum(cell.amount for cell in sheet.cells))
    return uses


def _told(
    problem: Problem,
    counted: Counted,
    completion: tuple[tuple[int, Fraction], ...] | None,
    then: Counted = (),
    beyond: Counted = (),
) -> Solution:
    served = [ZERO] * len(problem.demands)
    for item, row in zip(problem.items, counted, strict=True):
        for use, amount in zip(item.uses, row, strict=True):
            for demand in bits(use.demands):
                served[demand] += amount
    short = [max(ZERO, asks - has) for asks, has in zip(problem.asked(served), served, strict=True)]
    still = None if completion is None else sum((amount for _, amount in completion), ZERO)
    return Solution(counted, tuple(short), still, completion or (), then, beyond)
