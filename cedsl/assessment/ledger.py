"""The ledger: for every activity what was credited, what counted toward what, and why the rest did not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from cedsl.assessment.judge import Judged
from cedsl.assessment.presolve import bits
from cedsl.assessment.reserve import RESERVES
from cedsl.assessment.solve import Solved
from cedsl.normal.credited import Credited
from cedsl.normal.normalise import RowKey
from cedsl.records.activity import Activity, HeldRow
from cedsl.verdict import Loss, RecordResult, Refused, Serving

ZERO = Fraction(0)


def ledger(judged: Judged, activities: Sequence[Activity], held: Sequence[HeldRow]) -> tuple[RecordResult, ...]:
    """A line for every activity and held row, in the order of the files."""
    by_place = {(each.activity.file, each.activity.row): each for each in judged.credited}
    items = {} if judged.best is None else _items(judged.best)
    lines = [_line(each, judged, by_place, items) for each in activities]
    lines.extend(_held(row) for row in held)
    return tuple(sorted(lines, key=lambda line: (line.file, line.row)))


def _made_good(solved: Solved | None, index: int | None) -> bool:
    """Whether hours of a later day count in the period all the same."""
    return solved is not None and index is not None and any(solved.solution.counted[index])


def _held(row: HeldRow) -> RecordResult:
    """A held row counts nowhere; its day and label are those of its readings where they agree."""
    days = {reading.on for reading in row.readings}
    labels = {_label(reading) for reading in row.readings}
    on = days.pop() if len(days) == 1 else None
    label = labels.pop() if len(labels) == 1 else ""
    loss = Loss(None, Refused.HELD, detail=row.question)
    return RecordResult(row.row, row.file, on, label, ZERO, (), (loss,))


def _items(solved: Solved) -> dict[tuple[str, int], int]:
    """The item of each record; credit that was carried in has no record."""
    places = ((each.activity.file, each.activity.row, each.bare) for each in solved.form.items)
    return {(file, row): index for index, (file, row, bare) in enumerate(places) if not bare}


def _line(
    activity: Activity,
    judged: Judged,
    credited: dict[tuple[str, int], Credited],
    items: dict[tuple[str, int], int],
) -> RecordResult:
    place = (activity.file, activity.row)
    label = _label(activity)
    found = credited.get(place)
    if found is None:
        after = Loss(None, Refused.AFTER)
        return RecordResult(activity.row, activity.file, activity.on, label, ZERO, (), (after,))
    servings: tuple[Serving, ...] = ()
    losses = list(found.losses)
    outside = judged.period is not None and found.on not in judged.period
    if found.accepted and outside and not _made_good(judged.best, items.get(place)):
        losses.append(Loss(found.credit, Refused.OUTSIDE))
    elif found.accepted and judged.best is None:
        losses.append(Loss(found.credit, Refused.NOT_NEEDED, detail=judged.because))
    elif place in items and judged.best is not None:
        if any(judged.best.plan.demands):
            servings = tuple(_servings(judged, judged.best, items[place]))
            losses.extend(_uncounted(judged.best, items[place], found, servings))
    elif found.accepted and found.credit > 0:
        losses.append(Loss(found.credit, Refused.OUTSIDE))
    return RecordResult(
        activity.row,
        activity.file,
        activity.on,
        label,
        found.credit,
        servings,
        tuple(losses),
        (*found.notes, *activity.notes, *_seen_by(activity, judged), *_blanks(activity, judged)),
    )


def _label(activity: Activity) -> str:
    for name in ("title", "course", "kind"):
        if name in activity.fields:
            return str(activity.fields[name])
    return ", ".join(tag.category for tag in activity.tags)


def _seen_by(activity: Activity, judged: Judged) -> Iterable[str]:
    """The counts and limits that saw the activity."""
    if judged.best is not None:
        for finding in judged.best.facts:
            if activity.row in finding.rows:
                words = finding.statement.words
                yield f"counted by {words.title or words.id}"


def _blanks(activity: Activity, judged: Judged) -> Iterable[str]:
    """A blank mode, role or kind beside rules that name one is noted."""
    vocabulary = judged.scope.vocabulary
    for name in dict.fromkeys(choice.field for choice in vocabulary.ruleset.choices):
        if name not in activity.fields and name in _capped(judged) and name not in vocabulary.defaults:
            yield f"states no {name}, so no limit by {name} describes it"


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
    return demand == 0 or solved.plan.demands[demand] > 0


def _uncounted(solved: Solved, index: int, credited: Credited, servings: Iterable[Serving]) -> Iterable[Loss]:
    """Why part of the credit did not count: over full caps, below a minimum if used, described by nothing."""
    rest = credited.credit - sum((serving.amount for serving in servings), ZERO)
    if rest <= 0:
        return
    uses = solved.form.problem.items[index].uses
    if not uses:
        if any(credited.activity.row in finding.rows for finding in solved.facts):
            return
        dropped = tuple(sorted({each for each, _ in solved.normaliser.dropped}))
        yield Loss(rest, Refused.UNUSED if dropped else Refused.NOT_DESCRIBED, dropped)
        return
    touched = 0
    for use in uses:
        touched |= use.caps
    rows = [(cap, solved.form.rows[cap][0]) for cap in bits(touched)]
    full = tuple(_name(key) for cap, key in rows if key.cap not in RESERVES and _is_full(solved, cap))
    yield Loss(rest, Refused.CAP if full else Refused.NOT_NEEDED, full)


def _is_full(solved: Solved, cap: int) -> bool:
    used = ZERO
    for item, row in zip(solved.form.problem.items, solved.solution.counted, strict=True):
        for use, amount in zip(item.uses, row, strict=True):
            if use.caps >> cap & 1:
                used += amount
    return used >= solved.form.problem.caps[cap]


def _name(key: RowKey) -> str:
    return f"{key.cap}@{'-'.join(key.value).replace(' ', '-')}" if key.value else key.cap
