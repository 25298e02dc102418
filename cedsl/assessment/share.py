"""How requirements that are kept apart share the activities: one exact linear programme for all of them.

Of each activity they count shares of the whole that together are no more than it: an hour of credit is the share that
it would be if nothing of the activity had been cut off. In this order: the least still to earn for all of them, each
shortfall as written, the most counted, then the most of each use in turn, earlier activities before later.

As where an amount is a part of what counts (`proportion`), the activities are counted twice: *now*, and *then*, when
the fewest further credits are earned. What counts now counts then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from fractions import Fraction
from math import lcm

from cedsl.assessment.choose import Tried, best_choice
from cedsl.assessment.presolve import bits
from cedsl.assessment.proportion import weighed
from cedsl.assessment.shared import Cell, Extent, Joint, Key, cells_of, limits_at_home, parts_across
from cedsl.assessment.solve import ZERO
from cedsl.lean import dataclass
from cedsl.normal.problem import Further, Problem
from cedsl.normal.simplex import Number, Tableau


@dataclass(slots=True)
class Claim:
    """What a party counts of an activity, in its own credit, and how much of that through each stated part ("" for the
    hours beyond the parts). `extent` is how much there is of the activity for its ruleset.
    """

    extent: Extent
    amount: Fraction = ZERO
    through: dict[str, Fraction] = field(default_factory=dict)

    @property
    def share(self) -> Fraction:
        """As a share of the activity."""
        return self.amount / self.extent.whole


@dataclass(frozen=True)
class Division:
    """`claims` by party and activity. `still` is the least still to earn of the parties that further credit can
    complete, in the common unit; `extents` by ruleset and activity.
    """

    claims: Mapping[tuple[int, Key], Claim]
    still: Fraction
    extents: Mapping[tuple[int, Key], Extent]


def divide(joint: Joint) -> Division:
    """The division of the activities, by the best choice of values where some are to be picked."""

    def attempt(problem: Problem) -> Tried[Division]:
        return _divided(joint, problem)

    return best_choice(joint.problem, attempt) if joint.problem.picks else attempt(joint.problem).answer


def _divided(joint: Joint, problem: Problem) -> Tried[Division]:
    sheet, tableau = _Sheet(joint, problem), Tableau()
    now, then = sheet.least_lacking(tableau), None
    still, incomplete = ZERO, 0
    if any(tableau.value(column) for demand, column in now.lacking.items() if joint.completed >> demand & 1):
        again = Tableau()
        later = sheet.count(again, problem.further)
        incomplete = 1
        if sheet.is_completed(again, later):
            incomplete, then = 0, later
            pairs = zip(joint.kinds, then.kinds, strict=True)
            still = sum((Fraction(weight * again.value(each)) for weight, each in pairs), ZERO)
            tableau, now = again, sheet.least_lacking(again, then)
    shorts = [Fraction(tableau.value(column)) / now.times[demand] for demand, column in now.lacking.items()]
    most = sheet.count_most(tableau, now)
    taken = sheet.taken(tableau, now)
    counted = [-amount for several in taken for _, _, amount in several]
    filled = sheet.filled(taken)
    if then is not None:
        filled |= sheet.filled_then(tableau, then) | _earned(tableau, then, problem.further)
    division = Division(sheet.claims(taken), still * joint.unit, joint.extents)
    return Tried(division, (incomplete, still, *shorts, -most, *counted), filled)


@dataclass(slots=True)
class _Count:
    """One way of counting. `uses[j]` are the columns of cell j by party and use; `lacking` is what each demand lacks,
    `times` as much; `kinds` are the columns of further credit.
    """

    uses: list[dict[tuple[int, int], int]]
    kinds: list[int]
    lacking: dict[int, int] = field(default_factory=dict)
    times: dict[int, int] = field(default_factory=dict)


class _Sheet:
    """The activities by cells, and the equations about them."""

    def __init__(self, joint: Joint, problem: Problem) -> None:
        self.joint, self.problem = joint, problem
        self.cells = cells_of(joint, problem)

    # ------------------------------------------------------------------------------------------ equations

    def count(self, tableau: Tableau, further: Iterable[Further] = ()) -> _Count:
        """A way of counting the activities, and further credit, within the caps; nothing is counted yet."""
        uses = [
            {(party, use): tableau.column() for party, several in cell.uses.items() for use in range(len(several))}
            for cell in self.cells
        ]
        kinds = {tableau.column(): each for each in further}
        for cell, columns in zip(self.cells, uses, strict=True):
            self._hold(tableau, cell, columns)
        serving, filling = self._columns(uses, kinds)
        shares = {each.row: each for each in self.problem.allowed_shares}
        for cap, several in filling.items():
            terms, times = weighed(several, serving, shares.get(cap))
            _at_most(tableau, terms, self.problem.caps[cap] * times)
        found = _Count(uses, list(kinds))
        shares = {each.row: each for each in self.problem.asked_shares}
        for demand, amount in enumerate(self.problem.demands):
            if amount or demand in shares:
                terms, found.times[demand] = weighed(serving.get(demand, ()), serving, shares.get(demand))
                found.lacking[demand] = lacking = tableau.column()
                tableau.add(terms, amount * found.times[demand], plus=lacking, minus=tableau.column())
        return found

    def _hold(self, tableau: Tableau, cell: Cell, columns: Mapping[tuple[int, int], int]) -> None:
        """No more of the activities than there is: for those that share them together, and for each by itself."""
        shared: set[int] = set()
        for clique in self.joint.cliques:
            inside = sorted(clique & cell.rates.keys())
            if len(inside) < 2:
                continue
            shared.update(inside)
            common = lcm(*(cell.rates[party] for party in inside))
            terms = {key: common // cell.rates[key[0]] for key in columns if key[0] in clique}
            whole = common * sum(cell.sizes, ZERO)
            _at_most(tableau, {columns[key]: weight for key, weight in terms.items()}, whole)
            for through, share in parts_across(cell, self.joint, inside):
                _at_most(tableau, {columns[key]: terms[key] for key in through}, whole * share)
            for several, most in limits_at_home(cell, self.joint, inside):
                _at_most(tableau, {columns[key]: 1 for key in several}, most)
        for party, credit in cell.earns.items():
            if party not in shared or credit < cell.whole(party):
                _at_most(tableau, {each: 1 for key, each in columns.items() if key[0] == party}, credit)
            for portion in self.problem.items[cell.items[0][party]].portions:
                _at_most(tableau, {columns[party, use]: 1 for use in bits(portion.uses)}, portion.limit)

    def _columns(
        self, uses: Iterable[Mapping[tuple[int, int], int]], kinds: Mapping[int, Further]
    ) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """The columns that serve each demand, and those that fill each cap."""
        effects = [
            (cell.uses[party][use].demands, cell.uses[party][use].caps, column)
            for cell, columns in zip(self.cells, uses, strict=True)
            for (party, use), column in columns.items()
        ]
        serving: dict[int, list[int]] = {}
        filling: dict[int, list[int]] = {}
        for serves, fills, column in (*effects, *((kind.demands, kind.caps, each) for each, kind in kinds.items())):
            for demand in bits(serves):
                serving.setdefault(demand, []).append(column)
            for cap in bits(fills):
                filling.setdefault(cap, []).append(column)
        return serving, filling

    # --------------------------------------------------------------------------------------------- levels

    def is_completed(self, tableau: Tableau, then: _Count) -> bool:
        """Whether further credit completes all that it can complete; with the fewest, in the common unit."""
        lacking = [column for demand, column in then.lacking.items() if self.joint.completed >> demand & 1]
        if not tableau.vanish(lacking):
            return False
        if then.kinds:
            total = tableau.column()
            tableau.add(dict(zip(then.kinds, (-each for each in self.joint.kinds), strict=True)), 0, plus=total)
            tableau.least(total)
        return True

    def least_lacking(self, tableau: Tableau, then: _Count | None = None) -> _Count:
        """A way of counting now that lacks the least of each demand in turn; as a part of what counts then."""
        now = self.count(tableau)
        for cell, early, late in zip(self.cells, now.uses, then.uses if then else (), strict=then is not None):
            for together in _kept(cell, now.lacking):
                terms = {early[key]: 1 for key in together} | {late[key]: -1 for key in together}
                tableau.add(terms, 0, plus=tableau.column())
        for column in now.lacking.values():
            tableau.least(column)
        return now

    def count_most(self, tableau: Tableau, now: _Count) -> Number:
        """The most counted, in the common unit; it stays there."""
        worths = self.joint.worths
        terms = {column: -worths[party] for columns in now.uses for (party, _), column in columns.items()}
        if not terms:
            return 0
        tableau.add(terms, 0, plus=(total := tableau.column()))
        tableau.most(total, 1 + sum(worths[party] * cell.whole(party) for cell in self.cells for party in cell.rates))
        return tableau.value(total)

    def filled(self, taken: Iterable[Iterable[tuple[int, int, Fraction]]]) -> int:
        """The caps under which anything is counted."""
        found = 0
        for cell, several in zip(self.cells, taken, strict=True):
            for party, use, amount in several:
                found |= cell.uses[party][use].caps if amount else 0
        return found

    def filled_then(self, tableau: Tableau, count: _Count) -> int:
        """The caps under which anything is counted once more is earned."""
        found = 0
        for cell, columns in zip(self.cells, count.uses, strict=True):
            for (party, use), column in columns.items():
                found |= cell.uses[party][use].caps if tableau.value(column) else 0
        return found

    def taken(self, tableau: Tableau, now: _Count) -> list[list[tuple[int, int, Fraction]]]:
        """The most of each use in turn, cell by cell: party, use and ticks."""
        pairs = zip(self.cells, now.uses, strict=True)
        return [
            [(party, use, Fraction(tableau.take(each, cell.whole(party)))) for (party, use), each in columns.items()]
            for cell, columns in pairs
        ]

    def claims(self, taken: Iterable[Iterable[tuple[int, int, Fraction]]]) -> dict[tuple[int, Key], Claim]:
        """What each party counts of each activity."""
        found: dict[tuple[int, Key], Claim] = {}
        for cell, several in zip(self.cells, taken, strict=True):
            for item, use, ticks in cell.laid_out(several):
                side = self.joint.sides[item]
                if side.key is not None:
                    claim = found.setdefault((side.party, side.key), Claim(side.extent))
                    claim.amount += ticks / self.joint.ticks
                    for name in side.places[use].through:
                        claim.through[name] = claim.through.get(name, ZERO) + ticks / self.joint.ticks
        return found


def _kept(cell: Cell, asking: Iterable[int]) -> list[tuple[tuple[int, int], ...]]:
    """For each party its uses that serve each demand that asks for something, and all its uses; each set once."""
    uses = {(party, place): use for party, several in cell.uses.items() for place, use in enumerate(several)}
    sets = [tuple(key for key, use in uses.items() if use.demands >> demand & 1) for demand in asking]
    sets += [tuple(key for key in uses if key[0] == party) for party in cell.uses]
    return [each for each in dict.fromkeys(sets) if each]


def _earned(tableau: Tableau, then: _Count, further: Iterable[Further]) -> int:
    """The caps that further credit fills."""
    found = 0
    for kind, column in zip(further, then.kinds, strict=True):
        found |= kind.caps if tableau.value(column) else 0
    return found


def _at_most(tableau: Tableau, terms: dict[int, int], bound: Number) -> None:
    if terms:
        tableau.add(terms, bound, plus=tableau.column())
