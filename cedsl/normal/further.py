"""The kinds of credit that a member could still earn, each with the ways of counting it; only undominated ones.

What is found is remembered from member to member, by everything on which it hangs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice, product

from cedsl.model.evaluate import describes, evaluate
from cedsl.model.predicate import Predicate
from cedsl.model.scope import MissingFact, Scope, Subject
from cedsl.normal.acceptance import given
from cedsl.normal.accepting import Acceptance
from cedsl.normal.kinds import MOST_KINDS, Kind, Look, kinds, look_of
from cedsl.normal.normalise import Normaliser, Option, RowKey, all_caps, is_fine
from cedsl.period import ALWAYS

MOST_WAYS = 4_096
"""In how many ways one kind is counted in several requirements together."""

MOST_REMEMBERED = 10_000
"""For how many sorts of members the kinds are remembered."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A kind with one way of counting it in each of the requirements looked at (None: in none of them)."""

    kind: Kind
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What was found for one member, and for each requirement its rows of caps in order, with their limits: the
    numbers of rows differ between members.
    """

    found: tuple[Possible, ...]
    rows: tuple[tuple[tuple[RowKey, Fraction], ...], ...]


@dataclass
class Memory:
    """What was found before for the members of one ruleset."""

    looks: dict[Hashable, Look] = field(default_factory=dict)
    acceptances: dict[Hashable, Acceptance] = field(default_factory=dict)
    found: dict[Hashable, Recalled] = field(default_factory=dict)


def possible(normalisers: Sequence[Normaliser], memory: Memory | None = None) -> tuple[Possible, ...]:
    """Every undominated kind of further credit for the requirements together, in order of declaration.

    The rows of caps that further credit fills are added to the normalisers.
    """
    memory = Memory() if memory is None else memory
    shape = tuple(_shape(each) for each in normalisers)
    look = memory.looks.get(shape)
    if look is None:
        _forgetting(memory)
        look = memory.looks[shape] = look_of(normalisers)
    signature = (shape, *((_who(each.scope, look), _when(each, look)) for each in normalisers))
    known = memory.found.get(signature)
    if known is None:
        _forgetting(memory)
        known = memory.found[signature] = _found(normalisers, look, memory)
    return _told(known, normalisers, look)


def _forgetting(memory: Memory) -> None:
    """Makes room where very much is remembered."""
    for each in (memory.looks, memory.acceptances, memory.found):
        if len(each) >= MOST_REMEMBERED:
            each.clear()


def _shape(normaliser: Normaliser) -> Hashable:
    """Everything of the plan, but for its amounts."""
    plan = normaliser.plan
    return (
        normaliser.requirement.words.id,
        tuple((need.id, need.index, need.within, need.impossible) for need in plan.needs()),
        tuple((group.distinct, len(group.needs)) for group in plan.groups),
        tuple(row.id for row in all_caps(plan)),
        tuple(each.id for each in plan.thresholds),
        normaliser.dropped,
        normaliser.reached,
    )


def _who(scope: Scope, look: Look) -> Hashable:
    """What is known of the member's facts, where any is looked at, and what is answered about the records."""
    if not look.personal:
        return ()
    fillings = scope.fillings or {}
    facts = [(name, scope.facts.get(name, ()), fillings.get(name)) for name in look.facts]
    return scope.asked, scope.number, *facts, *(_answer(each, scope) for each in look.records)


def _answer(question: Predicate, scope: Scope) -> Hashable:
    try:
        return evaluate(question, None, scope)
    except MissingFact as missing:
        return missing.name


def _when(normaliser: Normaliser, look: Look) -> Hashable:
    """The days of the requirement, and what its caps by a key hold already."""
    scope, plan = normaliser.scope, normaliser.plan
    period = scope.period or ALWAYS
    days: Hashable = (period, scope.as_of)
    if look.timeless:
        days = period.first <= period.last
    keyed = [row for row in all_caps(plan) if row.rule.per is not None]
    if not keyed:
        return days
    held: Hashable = ()
    if any(is_fine(row.rule.per) for row in keyed):
        held = (*_held(normaliser), sum(plan.demands), normaliser.item_days)
    return days, tuple(row.limit for row in keyed), held


def _held(normaliser: Normaliser) -> list[RowKey]:
    """The rows of the days, weeks or months on which there are activities."""
    fine = {row.id for row in all_caps(normaliser.plan) if is_fine(row.rule.per)}
    return [key for key in normaliser.rows if key.cap in fine]


def _found(normalisers: Sequence[Normaliser], look: Look, memory: Memory) -> Recalled:
    """Looks at every kind; rows of caps are made on copies of the normalisers."""
    copies = [_blank(each) for each in normalisers]
    alone = len(copies) == 1
    counting = [_Counting(each, _acceptance(each, look, memory), alone) for each in copies]
    best = _best(copies)
    found: dict[tuple[Option, ...], Possible] = {}
    for kind in islice(kinds(normalisers, look), MOST_KINDS):
        ways = [each.options(kind) for each in counting]
        for options in islice(product(*ways), MOST_WAYS):
            if options not in found and any(demands for demands, _ in options):
                found[options] = Possible(kind, options)
        if best in found:
            found = {best: found[best]}
            break
    kept = tuple(each for each in found.values() if not _beaten(each, found))
    return Recalled(kept, tuple(tuple(zip(each.rows, each.limits, strict=True)) for each in copies))


def _blank(normaliser: Normaliser) -> Normaliser:
    """The same for possible activities, without the rows of keys that hold activities; those of days, weeks and
    months stay, for there every other one is still empty.
    """
    fresh = replace(normaliser, fresh=True, rows={}, limits=[], roomy={}, known={})
    for key in _held(normaliser):
        fresh.row(key, normaliser.limits[normaliser.rows[key]])
    return fresh


def _best(normalisers: Sequence[Normaliser]) -> tuple[Option, ...] | None:
    """What beats everything else: to serve every demand and fill no cap. Not where caps have keys, whose rows
    are all to be met.
    """
    keyed = any(row.rule.per is not None for each in normalisers for row in all_caps(each.plan))
    return None if keyed else tuple(((1 << len(each.plan.demands)) - 1, 0) for each in normalisers)


def _acceptance(normaliser: Normaliser, look: Look, memory: Memory) -> Acceptance:
    scope = normaliser.scope
    key: Hashable = scope.as_of
    if not look.accepts_all_alike:
        key = scope.as_of, scope.period, _who(scope, look)
    found = memory.acceptances.get(key)
    if found is None:
        found = memory.acceptances[key] = Acceptance(scope)
    return found


def _told(known: Recalled, normalisers: Sequence[Normaliser], look: Look) -> tuple[Possible, ...]:
    """What was found, with the numbers that rows of caps have for this member, and the last day of the period."""
    moves = [_moved(rows, each) for rows, each in zip(known.rows, normalisers, strict=True)]
    found = known.found
    if any(move is not None for move in moves):
        found = tuple(
            replace(each, options=tuple(_renumbered(*pair) for pair in zip(each.options, moves, strict=True)))
            for each in found
        )
    last = (normalisers[0].scope.period or ALWAYS).last
    if look.timeless and any(each.kind.on != last for each in found):
        found = tuple(replace(each, kind=replace(each.kind, on=last)) for each in found)
    return found


def _moved(rows: Sequence[tuple[RowKey, Fraction]], normaliser: Normaliser) -> list[int] | None:
    """The new number of each row, made where it is missing; None where no number changes."""
    numbers = [normaliser.row(key, limit) for key, limit in rows]
    return None if numbers == list(range(len(numbers))) else numbers


def _renumbered(option: Option, numbers: Sequence[int] | None) -> Option:
    demands, caps = option
    if numbers is None:
        return option
    return demands, sum(1 << number for old, number in enumerate(numbers) if caps >> old & 1)


def _beaten(one: Possible, found: Iterable[tuple[Option, ...]]) -> bool:
    return any(
        other != one.options
        and all(d1 | d2 == d2 and c1 & c2 == c2 for (d1, c1), (d2, c2) in zip(one.options, other, strict=True))
        for other in found
    )


class _Counting:
    """The ways of counting kinds in one requirement, remembered by what its plan sees of a place."""

    def __init__(self, normaliser: Normaliser, acceptance: Acceptance, alone: bool) -> None:
        self.normaliser = normaliser
        self.acceptance = acceptance
        self.alone = alone
        self.period = normaliser.scope.period or ALWAYS
        self.known: dict[Hashable, list[Option]] = {}

    def options(self, kind: Kind) -> list[Option]:
        """The ways of counting the kind; one that serves nothing where it is outside, or where it may be left
        uncounted there because another requirement counts it.
        """
        normaliser, scope = self.normaliser, self.normaliser.scope
        if kind.on not in self.period or not self.acceptance.possible(kind):
            return [(0, 0)]
        whole = kind.subject(scope.vocabulary)
        tags = given(kind.tags, whole, scope)
        found: dict[Option, None] = {}
        for place in normaliser.places(tags):
            found.update(dict.fromkeys(self._in_place(place.names, kind, whole)))
        if not self.alone:
            found[0, 0] = None
        reaching = sum(1 << index for filter_, index in normaliser.reached if describes(filter_, whole, scope))
        return [(demands | reaching, caps) for demands, caps in found] or [(reaching, 0)]

    def _in_place(self, names: tuple[str, ...], kind: Kind, whole: Subject) -> list[Option]:
        key = names, kind.fields, kind.on
        if key not in self.known:
            above = self.normaliser.scope.vocabulary.all_above(names)
            self.known[key] = self.normaliser.options(Subject(kind.on, above, whole.fields))
        return self.known[key]
