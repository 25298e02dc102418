"""Why no allocation does better, and what would complete everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cedsl.assessment.figures import ZERO, Figures, row_id
from cedsl.assessment.presolve import bits
from cedsl.assessment.reserve import RESERVES
from cedsl.assessment.weigh import weigh
from cedsl.model import predicate as p
from cedsl.model.predicate_walk import atoms
from cedsl.normal.normalise import RowKey
from cedsl.normal.solution import Weighing
from cedsl.verdict import FurtherCredit, Reason


@dataclass(frozen=True)
class Explanation:
    """The reasons and the completion of one solved requirement."""

    figures: Figures

    def reasons(self) -> Iterable[Reason]:
        """Why no allocation does better, for every shortfall."""
        form = self.figures.solved.form
        for weighing in weigh(form.problem, self.figures.solved.solution):
            yield self._reason(weighing)

    def _reason(self, weighing: Weighing) -> Reason:
        form, ids, asked = self.figures.solved.form, self.figures.demand_ids(), self.figures.solved.plan.demands
        rows = [form.rows[index] for index, _ in weighing.caps]
        caps = tuple(
            (row_id(key.cap, key.value), weight, limit)
            for (key, limit), (_, weight) in zip(rows, weighing.caps, strict=True)
        )
        records = tuple((*self._place(index), most, form.items[index].credit) for index, most in weighing.items)
        portions = tuple(
            (*self._place(item), weight, self._portion(item, number)) for (item, number), weight in weighing.portions
        )
        completing = tuple((ids[index], weight, asked[index]) for index, weight in weighing.completing)
        hours = self.figures.solved.alone() or ZERO
        bound = sum((weight * limit for _, weight, limit in caps), ZERO) + weighing.still * hours
        bound += sum((most * credit for _, _, most, credit in (*records, *portions)), ZERO)
        bound -= sum((weight * required for _, weight, required in completing), ZERO)
        return Reason(
            tuple((ids[index], weight) for index, weight in weighing.demands),
            caps,
            records,
            portions,
            sum((weight * asked[index] for index, weight in weighing.demands), ZERO),
            bound,
            completing,
            (weighing.still, hours) if weighing.still else None,
        )

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
        lacking = [each / form.ticks for each in chosen.solution.short]
        full = self._full() if chosen is self.figures.solved else []
        parts: dict[tuple[object, ...], FurtherCredit] = {}
        for index, ticks in chosen.solution.completion:
            demands, caps = chosen.kinds[index].options[0]
            kind = chosen.kinds[index].kind
            avoiding = tuple(form.rows[each][0].cap for each in full if not caps >> each & 1)
            late = kind.on < self.figures.judged.scope.as_of
            for amount, serving in self._shares(ticks / form.ticks, demands, lacking):
                places = kind.tags if self._by_category(serving) else ()
                key = (places, serving, avoiding, late)
                sum_so_far = parts[key].amount if key in parts else ZERO
                parts[key] = FurtherCredit(sum_so_far + amount, places, serving, avoiding, too_late=late)
        return sorted(parts.values(), key=lambda part: not part.places)

    def _full(self) -> list[int]:
        """The rows of the statements' caps without a key that are full."""
        rows = [(each, limit) for each, (key, limit) in enumerate(self.figures.solved.form.rows) if _is_plain(key)]
        return [each for each, limit in rows if self.figures.used[each] >= limit]

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

    def _by_category(self, serving: Iterable[str]) -> bool:
        """Whether a statement among these asks for a category, so that it matters which."""
        wanted = set(serving)
        return any(names_category(each.rule.filter) for each in self.figures.solved.plan.needs() if each.id in wanted)


def names_category(predicate: p.Predicate) -> bool:
    """Whether a filter looks at categories."""
    return any(isinstance(atom, p.InCategory) for atom in atoms(predicate))


def _is_plain(key: RowKey) -> bool:
    return not key.value and key.cap not in RESERVES
