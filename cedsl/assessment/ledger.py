"""The ledger: for every activity what was credited, what counted toward what, and why the rest did not; the same
for credit that was carried in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from cedsl.assessment.allocate import totals
from cedsl.assessment.chain import Ruling
from cedsl.assessment.different import blanks, left_out, values_counted
from cedsl.assessment.figures import lacks
from cedsl.assessment.judge import Judged
from cedsl.assessment.presolve import bits
from cedsl.assessment.reserve import RESERVES
from cedsl.assessment.solve import Solved
from cedsl.assessment.trace import Row, Trace, trace_of, whole
from cedsl.lean import dataclass
from cedsl.normal.credited import Credited
from cedsl.normal.normalise import RowKey
from cedsl.normal.problem import Use
from cedsl.period import Window
from cedsl.records.activity import Activity, HeldRow
from cedsl.records.days import in_words
from cedsl.records.note import Note, Noted
from cedsl.verdict import Balance, CarriedResult, CarryResult, Loss, RecordResult, Refused, Serving

ZERO = Fraction(0)


def ledger(ruling: Ruling, activities: Sequence[Activity], held: Sequence[HeldRow]) -> tuple[RecordResult, ...]:
    """A line for every activity and held row, in the order of the files."""
    judged = ruling.judged
    book = _Book(
        judged,
        trace_of(ruling),
        {(each.activity.file, each.activity.row): each for each in judged.credited},
        _items(judged.best),
        _items(judged.offered or judged.best),
    )
    lines = [book.line(each) for each in activities]
    lines.extend(_held(row) for row in held)
    return tuple(sorted(lines, key=lambda line: (line.file, line.row)))


def carried_ledger(ruling: Ruling) -> tuple[CarriedResult, ...]:
    """A line for all credit that was carried in, the oldest first."""
    if ruling.carry is None:
        return ()
    best = ruling.judged.best
    bare: dict[int, int] = {}
    for index, item in enumerate(() if best is None else best.form.items):
        if item.held_back is not None and item.held_back.order is not None:
            bare[item.held_back.order] = index
    return tuple(
        _carried_line(ruling.judged, ruling.carry, balance, bare.get(order))
        for order, balance in enumerate(ruling.carry.carried_in)
    )


def _carried_line(judged: Judged, carry: CarryResult, balance: Balance, index: int | None) -> CarriedResult:
    servings: tuple[Serving, ...] = ()
    losses: tuple[Loss, ...] = (Loss(balance.amount, Refused.NOT_NEEDED, detail=judged.because),)
    if judged.best is not None and index is not None:
        servings = tuple(_servings(judged, judged.best, index))
        losses = tuple(_uncounted(judged.best, index, balance.amount, servings))
    expired = {(each.origin, each.categories) for each in carry.expired}
    left = balance.amount - sum((each.amount for each in servings), ZERO)
    return CarriedResult(balance, servings, losses, ZERO if (balance.origin, balance.categories) in expired else left)


def _held(row: HeldRow) -> RecordResult:
    """A held row counts nowhere; its day and label are those of its readings where they agree."""
    days = {reading.on for reading in row.readings}
    labels = {_label(reading) for reading in row.readings}
    on = days.pop() if len(days) == 1 else None
    label = labels.pop() if len(labels) == 1 else ""
    loss = Loss(None, Refused.HELD, detail=row.question)
    return RecordResult(row.row, row.file, on, label, ZERO, (), (loss,))


def _items(solved: Solved | None) -> dict[Row, int]:
    """The item of each record; credit that was carried in has no record."""
    if solved is None:
        return {}
    places = ((each.activity.file, each.activity.row, each.bare) for each in solved.form.items)
    return {(file, row): index for index, (file, row, bare) in enumerate(places) if not bare}


MAKES_GOOD = "lies after the period, and makes good what it lacks"
AND_COUNTS = "lies before the period, and counts in it too"

IN_TURN = (Refused.OTHER_PERIOD, Refused.EXPIRED, Refused.CARRIED_OVER)
"""What other periods have to do with an activity comes first, in this order."""


def _when(loss: Loss) -> tuple[int, date]:
    place = IN_TURN.index(loss.why) if loss.why in IN_TURN else len(IN_TURN)
    return place, date.min if loss.period is None else loss.period.last


@dataclass(frozen=True)
class _Book:
    """What is known of every activity: its credit, and its item where it counts in the period, or may (`offered`)."""

    judged: Judged
    trace: Trace
    credited: dict[Row, Credited]
    items: dict[Row, int]
    offered: dict[Row, int]

    def line(self, activity: Activity) -> RecordResult:
        row = activity.file, activity.row
        label, found = _label(activity), self._seen(row)
        if found is None:
            unseen = Loss(None, Refused.NO_PERIOD if self.judged.period is None else Refused.AFTER)
            return RecordResult(activity.row, activity.file, activity.on, label, ZERO, (), (unseen,))
        servings: tuple[Serving, ...] = ()
        losses = [each for each in found.losses if each.why is not Refused.OTHER_PERIOD]
        if found.accepted:
            servings, lost = self._counted(row, found)
            losses.extend(sorted(lost, key=_when))
        return RecordResult(
            activity.row,
            activity.file,
            activity.on,
            label,
            whole(found),
            servings,
            tuple(losses),
            (*found.notes, *activity.notes, *self._notes(activity, found, servings)),
            self.trace.leaves.get(row, ZERO),
        )

    def _notes(self, activity: Activity, found: Credited, servings: Sequence[Serving]) -> Iterator[str]:
        period = self.judged.period
        if servings and period is not None and found.on not in period:
            after = found.on > period.last
            yield Note(MAKES_GOOD, Noted.MAKES_GOOD) if after else Note(AND_COUNTS, Noted.ALSO_COUNTS)
        yield from _across(activity, period)
        yield from _seen_by(activity, self.judged)
        yield from _blanks(activity, self.judged)
        if found.accepted and self.judged.best is not None:
            yield from blanks(found, self.judged.best)

    def _seen(self, row: Row) -> Credited | None:
        """The activity with its credit; one that only an earlier period may count as that period saw it."""
        if row in self.trace.seen and row not in self.offered:
            return self.trace.seen[row][0]
        return self.credited.get(row)

    def _counted(self, row: Row, found: Credited) -> tuple[tuple[Serving, ...], list[Loss]]:
        """Where the activity counts, and where or why the rest does not."""
        block = (each.amount or ZERO for each in found.losses if each.why is Refused.OTHER_BLOCK)
        left = whole(found) - sum(block, ZERO)
        losses: list[Loss] = []
        for each in self.trace.elsewhere(row):
            amount = min(each.amount or ZERO, left)
            left -= amount
            losses += [replace(each, amount=amount)] if amount else []
        judged = self.judged
        outside = judged.period is not None and found.on not in judged.period
        if row in self.offered and judged.best is not None:
            servings, lost = self._in_period(row, judged.best, left, outside=outside)
            return servings, [*losses, *lost]
        if outside:
            losses.extend(self._outside(row, left, told=bool(losses)))
        elif judged.best is None:
            losses.append(Loss(left, Refused.NOT_NEEDED, detail=judged.because))
        elif left > 0:
            losses.append(Loss(left, Refused.OUTSIDE))
        return (), losses

    def _in_period(
        self, row: Row, best: Solved, left: Fraction, *, outside: bool
    ) -> tuple[tuple[Serving, ...], list[Loss]]:
        """Of an activity that may count; one of other days is told of as far as it does, or a cap keeps it out."""
        if not any(best.plan.demands):
            return (), list(self._outside(row, left, told=False)) if outside else []
        servings = tuple(_servings(self.judged, best, self.items[row])) if row in self.items else ()
        heard, index = best, self.items.get(row)
        if outside or index is None:
            heard, index = self.judged.offered or best, self.offered[row]
        losses = list(_uncounted(heard, index, heard.form.items[index].credit, servings))
        if not outside:
            return servings, losses
        lost = [each for each in losses if each.why is not Refused.NOT_NEEDED]
        spoken = sum((each.amount for each in servings), ZERO) + sum((each.amount or ZERO for each in lost), ZERO)
        return servings, [*self._outside(row, left - spoken, told=bool(spoken)), *lost]

    def _outside(self, row: Row, left: Fraction, *, told: bool) -> Iterator[Loss]:
        """What is left of an activity of other days: what its own period counts, and the rest."""
        kept = self.trace.kept(row, left)
        if kept is not None:
            yield kept
        rest = left - (kept.amount or ZERO if kept is not None else ZERO)
        if rest > 0 or not (told or kept):
            yield Loss(rest, Refused.OUTSIDE)


def _label(activity: Activity) -> str:
    for name in ("title", "course", "kind"):
        if name in activity.fields:
            return str(activity.fields[name])
    return ", ".join(tag.category for tag in activity.tags)


def _across(activity: Activity, period: Window | None) -> Iterator[str]:
    """An activity that was begun in one period and completed in another."""
    first, last = activity.started, activity.on
    if period is None or first is None or last is None or (first in period) == (last in period):
        return
    if last in period:
        yield Note(f"began on {in_words(first)}, before the period", Noted.BEGAN_BEFORE, day=first)
    else:
        yield Note(f"was completed on {in_words(last)}, after the period", Noted.ENDED_AFTER, day=last)


def _seen_by(activity: Activity, judged: Judged) -> Iterable[str]:
    """The counts and limits that saw the activity."""
    if judged.best is not None:
        for finding in judged.best.facts:
            if activity.row in finding.rows:
                words = finding.statement.words
                yield Note(f"counted by {words.title or words.id}", Noted.SEEN_BY, words.id)


def _blanks(activity: Activity, judged: Judged) -> Iterable[str]:
    """A blank mode, role or kind beside rules that name one is noted."""
    vocabulary = judged.scope.vocabulary
    for name in dict.fromkeys(choice.field for choice in vocabulary.ruleset.choices):
        if name not in activity.fields and name in _capped(judged) and name not in vocabulary.defaults:
            yield Note(f"states no {name}, so no limit by {name} describes it", Noted.UNDER_NO_LIMIT, name)


def _capped(judged: Judged) -> frozenset[str]:
    from cedsl.model import predicate as p

    found: set[str] = set()
    if judged.best is None:
        return frozenset()
    for row in judged.best.plan.caps:
        match row.rule.filter:
            case p.Compare(left=p.FieldTerm(name=name)):
                found.add(name)
            case _:
                continue
    return frozenset(found)


def _servings(judged: Judged, solved: Solved, index: int) -> Iterable[Serving]:
    """Where the item counts, places in order of declaration, each with the statements it serves."""
    form = solved.form
    ids = {need.index: need.id for need in solved.plan.needs()}
    ids[0] = judged.requirement.words.id
    uses = form.problem.items[index].uses
    for use, place, amount in zip(uses, form.places[index], solved.solution.counted[index], strict=True):
        if amount > 0:
            toward = tuple(ids[demand] for demand in bits(use.demands) if _asks(solved, demand))
            yield Serving(amount / form.ticks, place.names, toward)


def _asks(solved: Solved, demand: int) -> bool:
    asked = {index for index, _ in solved.plan.shares}
    return demand == 0 or demand in asked or solved.plan.demands[demand] > 0


def _uncounted(solved: Solved, index: int, credit: Fraction, servings: Iterable[Serving]) -> Iterable[Loss]:
    """Why part of the credit did not count: over full caps, below a minimum if used, described by nothing."""
    rest = credit - sum((serving.amount for serving in servings), ZERO)
    if rest <= 0:
        return
    uses, item = solved.form.problem.items[index].uses, solved.form.items[index]
    if not uses:
        if any(item.activity.row in finding.rows for finding in solved.facts):
            return
        dropped = tuple(sorted({each for each, _ in solved.normaliser.dropped}))
        yield Loss(rest, Refused.UNUSED if dropped else Refused.NOT_DESCRIBED, dropped)
        return
    touched = 0
    for use in uses:
        if item.held_back is None or lacks(solved, use):
            touched |= use.caps
    others = sorted({solved.form.rows[cap][0].cap for cap in bits(touched) if left_out(solved, cap)})
    if others:
        counted = ", ".join(value for cap in others for value in values_counted(solved, cap))
        yield Loss(rest, Refused.DIFFERENT, tuple(others), detail=counted)
        return
    rows = [(cap, solved.form.rows[cap][0]) for cap in bits(touched)]
    full = tuple(_name(key) for cap, key in rows if key.cap not in RESERVES and _is_full(solved, cap))
    full = (*full, *_asking_more(solved, uses))
    yield Loss(rest, Refused.CAP if full else Refused.NOT_NEEDED, full)


def _is_full(solved: Solved, cap: int) -> bool:
    used = ZERO
    for item, row in zip(solved.form.problem.items, solved.solution.counted, strict=True):
        for use, amount in zip(item.uses, row, strict=True):
            if use.caps >> cap & 1:
                used += amount
    problem = solved.form.problem
    shares = (each.part for each in problem.allowed_shares if each.row == cap)
    return used >= problem.caps[cap] + sum((part * solved.counted() * solved.form.ticks for part in shares), ZERO)


def _asking_more(solved: Solved, uses: Sequence[Use]) -> Iterator[str]:
    """The minimums that ask for a part of what counts and are not exceeded, of which such an hour would raise one
    without serving it.
    """
    for need in solved.plan.needs():
        if need.share and any(use.demands & 1 and not use.demands >> need.index & 1 for use in uses):
            served, _ = totals(solved.form.problem, solved.solution.counted)
            if served[need.index] <= need.share * served[0]:
                yield need.id


def _name(key: RowKey) -> str:
    return f"{key.cap}@{'-'.join(key.value).replace(' ', '-')}" if key.value else key.cap
