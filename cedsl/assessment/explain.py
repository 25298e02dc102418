"""Why no allocation does better, and what would complete everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from cedsl.assessment.allocate import totals
from cedsl.assessment.different import left_out
from cedsl.assessment.figures import ZERO, Figures, row_id
from cedsl.assessment.presolve import bits
from cedsl.assessment.reserve import RESERVES
from cedsl.assessment.solve import Solved
from cedsl.assessment.weigh import weigh
from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model.predicate_walk import atoms
from cedsl.normal.normalise import RowKey
from cedsl.normal.solution import Weighing
from cedsl.period import Window
from cedsl.verdict import FurtherCredit, Reason

_K = TypeVar("_K")


@dataclass(frozen=True)
class Explanation:
    """The reasons and the completion of one solved requirement."""

    figures: Figures

    def reasons(self) -> Iterable[Reason]:
        """Why no allocation does better, for every shortfall."""
        solved = self.figures.solved
        for weighing in weigh(solved.settled, solved.solution):
            yield self._reason(weighing)

    def _reason(self, weighing: Weighing) -> Reason:
        ids, plan = self.figures.demand_ids(), self.figures.solved.plan
        part_of, now = dict(plan.shares), _beside(weighing)
        caps = tuple(self._cap(index, weight) for index, weight in now.caps if not self._share(index))
        records = tuple((*self._place(index), most, self._credit(index)) for index, most in now.items)
        portions = tuple(
            (*self._place(item), weight, self._portion(item, number)) for (item, number), weight in now.portions
        )
        asked = [(ids[index], weight, plan.demands[index]) for index, weight in weighing.demands]
        completing = [(ids[index], weight, plan.demands[index]) for index, weight in now.completing]
        shares = [(self._cap(index, weight), self._share(index)) for index, weight in now.caps]
        taken = [(ids[index], weight, -part_of[index]) for index, weight in now.completing if index in part_of]
        parts = tuple(
            (ids[index], weight, part_of[index] * self.figures.inside)
            for index, weight in weighing.demands
            if index in part_of
        )
        hours = self.figures.solved.alone() or ZERO
        bound = _sum(caps) + weighing.still * hours + _sum(parts) - _sum(completing)
        bound += sum((most * credit for _, _, most, credit in (*records, *portions)), ZERO)
        return Reason(
            tuple((id_, weight) for id_, weight, _ in asked),
            caps,
            records,
            portions,
            _sum(asked) + _sum(parts),
            bound,
            tuple(each for each in completing if each[2]),
            (weighing.still, hours) if weighing.still else None,
            parts,
            (*((id_, weight, part) for (id_, weight, _), part in shares if part), *taken),
        )

    def _cap(self, index: int, weight: int) -> tuple[str, int, Fraction]:
        key, limit = self.figures.solved.form.rows[index]
        return row_id(key.cap, key.value), weight, ZERO if left_out(self.figures.solved, index) else limit

    def _share(self, index: int) -> Fraction:
        """The part of what counts that a row of caps allows; 0 where its limit is fixed."""
        return self.figures.solved.normaliser.shares.get(index, ZERO)

    def _credit(self, item: int) -> Fraction:
        return self.figures.solved.form.items[item].credit

    def _place(self, item: int) -> tuple[int, str]:
        activity = self.figures.solved.form.items[item].activity
        return activity.row, activity.file

    def _portion(self, item: int, number: int) -> Fraction:
        form = self.figures.solved.form
        return Fraction(form.problem.items[item].portions[number].limit, form.ticks)

    def completion(self) -> Iterable[FurtherCredit]:
        """Of which kinds the fewest further credits are, and which full caps they must stay outside of.

        Of each kind only as much is asked for under a statement as that statement still lacks.
        """
        chosen = self.figures.solved.better or self.figures.solved
        form = chosen.form
        lacking = self._lacking(chosen)
        full = self._full() if chosen is self.figures.solved else []
        parts: dict[tuple[object, ...], FurtherCredit] = {}
        for index, ticks in chosen.solution.completion:
            demands, caps = chosen.kinds[index].options[0]
            kind = chosen.kinds[index].kind
            avoiding = tuple(form.rows[min(bits(each))][0].cap for each in full if not caps & each)
            late = kind.on < self.figures.judged.scope.as_of
            for amount, serving in self._shares(ticks / form.ticks, demands, lacking):
                places = kind.tags if self._by_category(serving) else ()
                key = (places, serving, avoiding, late)
                sum_so_far = parts[key].amount if key in parts else ZERO
                year = self._year(serving)
                parts[key] = FurtherCredit(sum_so_far + amount, places, serving, avoiding, year, late)
        return sorted(parts.values(), key=lambda part: not part.places)

    def then(self) -> Fraction:
        """How much more of what is on record counts once the further credit is earned."""
        chosen = self.figures.solved.better or self.figures.solved
        then, now = chosen.solution.then, chosen.solution.counted
        more = sum((sum(row, ZERO) for row in then), ZERO) - sum((sum(row, ZERO) for row in now), ZERO)
        return max(ZERO, more / chosen.form.ticks) if then else ZERO

    def _lacking(self, chosen: Solved) -> list[Fraction]:
        """What further credit has to serve each demand with, beside what counts then."""
        problem, solution, ticks = chosen.form.problem, chosen.solution, chosen.form.ticks
        if not solution.then:
            return [each / ticks for each in solution.short]
        served, _ = totals(problem, solution.then)
        asked = problem.asked(_with_completion(chosen)[0])
        return [max(ZERO, Fraction(each - has)) / ticks for each, has in zip(asked, served, strict=True)]

    def _full(self) -> list[int]:
        """The statements' caps that are full, each with its rows as a bit set: those without a key, and those on
        different values of which as many count as may.
        """
        form, used = self.figures.solved.form, self.figures.used
        rows = [(key, limit, used[each]) for each, (key, limit) in enumerate(form.rows)]
        if self.figures.solved.solution.then:
            served, filled = _with_completion(self.figures.solved)
            pairs = zip(form.rows, form.problem.allowed(served), filled, strict=True)
            rows = [(key, Fraction(limit), has) for (key, _), limit, has in pairs]
        plain = [1 << each for each, (key, limit, has) in enumerate(rows) if _is_plain(key) and has >= limit]
        picks = form.problem.picks
        return [*plain, *(each.caps for each in picks if sum(used[row] > 0 for row in bits(each.caps)) >= each.most)]

    def _shares(
        self, amount: Fraction, demands: int, lacking: list[Fraction]
    ) -> Iterable[tuple[Fraction, tuple[str, ...]]]:
        """Cuts an amount into parts by what it still has to serve; `lacking` goes down with each part."""
        ids = {**self.figures.reached_ids(), **self.figures.demand_ids()}
        while amount > 0:
            needed = [each for each in bits(demands) if lacking[each] > 0]
            part = min([amount, *(lacking[each] for each in needed)])
            for each in needed:
                lacking[each] -= part
            yield part, tuple(ids[each] for each in needed)
            amount -= part

    def _year(self, serving: Iterable[str]) -> Window | None:
        """The year in which the credit must fall, where a statement among these asks in each year."""
        wanted = set(serving)
        years = (each.within for each in self.figures.solved.plan.needs() if each.id in wanted)
        return next((each for each in years if each is not None), None)

    def _by_category(self, serving: Iterable[str]) -> bool:
        """Whether a statement among these asks for a category, so that it matters which."""
        wanted = set(serving)
        return any(names_category(each.rule.filter) for each in self.figures.solved.plan.needs() if each.id in wanted)


def _with_completion(solved: Solved) -> tuple[list[Fraction], list[Fraction]]:
    """What serves each demand and what fills each cap once the further credit is earned."""
    problem, solution = solved.form.problem, solved.solution
    served, used = totals(problem, solution.then)
    for index, amount in solution.completion:
        for demand in bits(problem.further[index].demands):
            served[demand] += amount
        for cap in bits(problem.further[index].caps):
            used[cap] += amount
    return [Fraction(each) for each in served], [Fraction(each) for each in used]


def _sum(weighed: Iterable[tuple[str, int, Fraction]]) -> Fraction:
    return sum((weight * amount for _, weight, amount in weighed), ZERO)


def _beside(weighing: Weighing) -> Weighing:
    """The weighing with what is about the hours that count then added to what is about those that count now: an
    activity adds at most both together.
    """
    then = weighing.then
    if then is None:
        return weighing
    return replace(
        weighing,
        caps=_added(weighing.caps, _added(then.caps, then.shares)),
        items=_added(weighing.items, then.items),
        portions=_added(weighing.portions, then.portions),
    )


def _added(one: Iterable[tuple[_K, int]], other: Iterable[tuple[_K, int]]) -> tuple[tuple[_K, int], ...]:
    found: dict[_K, int] = {}
    for key, weight in (*one, *other):
        found[key] = found.get(key, 0) + weight
    return tuple(found.items())


def names_category(predicate: p.Predicate) -> bool:
    """Whether a filter looks at categories."""
    return any(isinstance(atom, p.InCategory) for atom in atoms(predicate))


def _is_plain(key: RowKey) -> bool:
    return not key.value and key.cap not in RESERVES
