"""The figures behind a solved requirement: what is short, what fills each cap, what was earned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from cedsl.assessment.judge import Judged
from cedsl.assessment.presolve import bits
from cedsl.assessment.solve import Solved
from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.model.scope import MissingFact, Scope, Subject
from cedsl.normal.further import possible
from cedsl.normal.normalise import RowKey, all_caps
from cedsl.normal.plan import CapRow, Need
from cedsl.normal.problem import Use
from cedsl.period import ALWAYS, Window

ZERO = Fraction(0)


@dataclass
class Figures:
    """Everything in the ruleset's unit. `short` goes by demand, `used` by row of caps (`rows`); `inside` is what
    counts toward the total; `seen` are the accepted activities of the period as a filter sees them.
    """

    judged: Judged
    solved: Solved

    def __post_init__(self) -> None:
        vocabulary = self.judged.scope.vocabulary
        self.seen = [(each, each.subject(vocabulary)) for each in self.judged.items]
        solution, form = self.solved.solution, self.solved.form
        self.short = [each / form.ticks for each in solution.short]
        self.rows = self._rows()
        self.used = [ZERO] * len(self.rows)
        self.inside = ZERO
        for item, row in zip(form.problem.items, solution.counted, strict=True):
            for use, amount in zip(item.uses, row, strict=True):
                if amount:
                    self.inside += amount / form.ticks if use.demands & 1 else ZERO
                    for cap in bits(use.caps):
                        self.used[cap] += amount / form.ticks
        shares = self.shares()
        if shares:
            self.rows = tuple((key, limit + shares.get(key, ZERO) * self.inside) for key, limit in self.rows)

    def shares(self) -> Mapping[RowKey, Fraction]:
        """The rows of caps that allow a part of what counts, with that part."""
        normaliser = self.solved.normaliser
        keys = list(normaliser.rows)
        return {keys[number]: part for number, part in normaliser.shares.items()}

    def required(self, need: Need) -> Fraction:
        """What a demand asks for, with the part of what counts."""
        return need.required + need.share * self.inside

    def _rows(self) -> tuple[tuple[RowKey, Fraction], ...]:
        """The rows of caps: of caps by a key also those that only further credit could fill, where a record was
        earned under them.
        """
        normaliser, rows = self.solved.normaliser, self.solved.form.rows
        lined = {key for key, _ in rows}
        keyed = [row for row in all_caps(self.solved.plan) if isinstance(row.rule, r.Cap) and row.rule.per is not None]
        if self.solved.kinds or all(key in lined for row in keyed for key in self._earning(row)):
            return rows
        possible((normaliser,))
        more = ((key, normaliser.limits[number] or ZERO) for key, number in normaliser.rows.items() if key not in lined)
        return (*rows, *more)

    def _earning(self, row: CapRow) -> Iterator[RowKey]:
        """The rows of a cap by a key under which records were earned."""
        key, scope = row.rule.per, self.judged.scope
        for _, subject in self.seen:
            if key is not None and surely_describes(row.rule.filter, subject, scope):
                value = self.solved.normaliser.key_value(key, subject)
                if value is not None:
                    yield RowKey(row.id, value)

    def over(self, number: int, earned: Fraction) -> Fraction:
        """What lies above the cap of a row: of the period's own credit all beyond the limit, whether needed or not;
        of credit from before what the full cap keeps out of where the period lacks it.
        """
        limit = self.rows[number][1]
        above = max(ZERO, earned - limit)
        return above if self.used[number] < limit else above + self._kept_out(number)

    def _kept_out(self, number: int) -> Fraction:
        """Of credit from before that the cap describes and that would serve what is short: all that is not counted."""
        key = self.rows[number][0]
        offered = self.judged.offered or self.solved
        return self._from_before(offered, key)[0] - self._from_before(self.solved, key)[1]

    def _from_before(self, solved: Solved, key: RowKey) -> tuple[Fraction, Fraction]:
        """How much credit from before may fill the row where something is short, and how much of it is counted."""
        form, last = solved.form, (self.judged.scope.period or ALWAYS).last
        numbers = [number for number, (each, _) in enumerate(form.rows) if each == key]
        may = counted = ZERO
        for credited, item, row in zip(form.items, form.problem.items, solved.solution.counted, strict=True):
            before = credited.held_back is not None and credited.on <= last
            uses = [use for use in item.uses if any(use.caps >> number & 1 for number in numbers)]
            if before and any(lacks(solved, use) for use in uses):
                may += Fraction(item.amount) / form.ticks
                counted += sum(row, ZERO) / form.ticks
        return may, counted

    def surplus(self) -> Fraction:
        total = self.solved.plan.total
        return ZERO if total is None else max(ZERO, self.inside - total)

    def earned(self, filter_: p.Predicate, within: Window | None = None) -> Fraction:
        """Accepted credit of the period that the filter describes, before any cap."""
        scope = self.judged.scope
        described = [
            each.credit
            for each, subject in self.seen
            if (within is None or each.on in within) and surely_describes(filter_, subject, scope)
        ]
        return sum(described, ZERO)

    def demand_ids(self) -> Mapping[int, str]:
        ids = {need.index: need.id for need in self.solved.plan.needs()}
        return {0: self.judged.requirement.words.id, **ids}

    def reached_ids(self) -> Mapping[int, str]:
        """For the demands that stand for a minimum-if-used to be reached, its id."""
        better = self.solved.better
        if better is None:
            return {}
        reached = self.solved.normaliser.dropped - better.normaliser.dropped
        ids = [each.id for each in self.solved.plan.thresholds for named, _ in sorted(reached) if named == each.id]
        return dict(enumerate(ids, len(self.solved.plan.demands)))


def lacks(solved: Solved, use: Use) -> bool:
    """Whether an hour counted in this way would serve something that is short."""
    return any(solved.solution.short[demand] for demand in bits(use.demands))


def row_id(cap: str, value: tuple[str, ...]) -> str:
    return f"{cap}@{'-'.join(value).replace(' ', '-')}" if value else cap


def surely_describes(filter_: p.Predicate, subject: Subject, scope: Scope) -> bool:
    """Whether the filter describes the activity; not where that hangs on a fact that nobody stated."""
    try:
        return describes(filter_, subject, scope)
    except MissingFact:
        return False
