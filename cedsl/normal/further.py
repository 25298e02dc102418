"""The kinds of credit that a member could still earn, each with the ways of counting it; only undominated ones.

What is found is remembered from member to member, by everything on which it hangs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from fractions import Fraction
from itertools import islice, product

from cedsl.lean import dataclass
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes, evaluate
from cedsl.model.predicate import Predicate
from cedsl.model.scope import MissingFact, Scope, Subject
from cedsl.normal.acceptance import given
from cedsl.normal.accepting import Acceptance
from cedsl.normal.keys import is_fine, is_free
from cedsl.normal.kinds import MOST_KINDS, Kind, Look, kinds, look_of, told_values, values_of
from cedsl.normal.normalise import NOTHING, Normaliser, Option, RowKey, all_caps
from cedsl.normal.plan import Plan
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


Lined = tuple[RowKey, Fraction | None, Fraction]
"""A row of caps with its limit and the part of what counts that it allows."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What was found for one member, and for each requirement its rows of caps in order, with their limits: the
    numbers of rows differ between members.
    """

    found: tuple[Possible, ...]
    rows: tuple[tuple[Lined, ...], ...]


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
    known = _recalled(normalisers, look, memory, signature, frozenset())
    if any(_takes_any_value(known, number, each) for number, each in enumerate(normalisers)):
        fields = frozenset(name for each in normalisers for name in different_fields(each.plan))
        held = tuple(tuple(sorted(each.held.items())) for each in normalisers)
        known = _recalled(normalisers, look, memory, (signature, held), fields)
    return _told(known, normalisers, look)


def different_fields(plan: Plan) -> Iterator[str]:
    """The fields on whose different values there are caps; a course may be known by its provider and title."""
    for row in all_caps(plan):
        if isinstance(row.rule, r.CapDifferent):
            yield from row.rule.per.fields
            yield from ("provider", "title") if "course" in row.rule.per.fields else ()


def _takes_any_value(known: Recalled, number: int, normaliser: Normaliser) -> bool:
    """Whether further credit has some value under a cap on different values, where it matters how many there are and
    which the activities have.
    """
    caps = {row.id for row in all_caps(normaliser.plan) if isinstance(row.rule, r.CapDifferent)}
    lined = enumerate(known.rows[number])
    free = sum(1 << row for row, (key, _, _) in lined if key.cap in caps and is_free(key.value))
    return any(each.options[number][1] & free for each in known.found)


def _recalled(
    normalisers: Sequence[Normaliser], look: Look, memory: Memory, signature: Hashable, told: frozenset[str]
) -> Recalled:
    known = memory.found.get(signature)
    if known is None:
        _forgetting(memory)
        known = memory.found[signature] = _found(normalisers, look, memory, told)
    return known


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
        tuple(index for index, _ in plan.shares),
        plan.proportional,
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
        held = (*_held(normaliser), sum(plan.demands), plan.proportional, normaliser.item_days)
    return days, tuple((row.limit, row.share) for row in keyed), held


def _held(normaliser: Normaliser) -> list[RowKey]:
    """The rows of the days, weeks or months on which there are activities."""
    fine = {row.id for row in all_caps(normaliser.plan) if is_fine(row.rule.per)}
    return [key for key in normaliser.rows if key.cap in fine]


def _found(normalisers: Sequence[Normaliser], look: Look, memory: Memory, told: frozenset[str]) -> Recalled:
    """Looks at every kind; rows of caps are made on copies of the normalisers. Of the fields that are `told` each value
    is a kind by itself.
    """
    copies = [replace(_blank(each), told=told) for each in normalisers]
    values = values_of(normalisers, look)
    if told:
        values = told_values(normalisers, values, sorted(told))
    alone = len(copies) == 1
    counting = [_Counting(each, _acceptance(each, look, memory), alone) for each in copies]
    best = _best(copies)
    found: dict[tuple[Option, ...], Possible] = {}
    for kind in islice(kinds(normalisers, look, values), MOST_KINDS):
        ways = [each.options(kind) for each in counting]
        for options in islice(product(*ways), MOST_WAYS):
            if options not in found and any(demands for demands, _ in options):
                found[options] = Possible(kind, options)
        if best in found:
            found = {best: found[best]}
            break
    shares = [sum(1 << index for index, _ in each.plan.shares) for each in copies]
    kept = tuple(each for each in found.values() if not _beaten(each, found, shares))
    return Recalled(kept, tuple(_lined(each) for each in copies))


def _lined(normaliser: Normaliser) -> tuple[Lined, ...]:
    pairs = zip(normaliser.rows, normaliser.limits, strict=True)
    return tuple((key, limit, normaliser.shares.get(row, NOTHING)) for row, (key, limit) in enumerate(pairs))


def _blank(normaliser: Normaliser) -> Normaliser:
    """The same for possible activities, without the rows of keys that hold activities; those of days, weeks and
    months stay, for there every other one is still empty.
    """
    fresh = replace(normaliser, fresh=True, rows={}, limits=[], shares={}, roomy={}, known={})
    for key in _held(normaliser):
        row = normaliser.rows[key]
        fresh.row(key, normaliser.limits[row], normaliser.shares.get(row, NOTHING))
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


def _moved(rows: Sequence[Lined], normaliser: Normaliser) -> list[int] | None:
    """The new number of each row, made where it is missing; None where no number changes."""
    numbers = [normaliser.row(*lined) for lined in rows]
    return None if numbers == list(range(len(numbers))) else numbers


def _renumbered(option: Option, numbers: Sequence[int] | None) -> Option:
    demands, caps = option
    if numbers is None:
        return option
    return demands, sum(1 << number for old, number in enumerate(numbers) if caps >> old & 1)


def _beaten(one: Possible, found: Iterable[tuple[Option, ...]], shares: Sequence[int]) -> bool:
    return any(
        other != one.options and all(_no_better(*each) for each in zip(one.options, other, shares, strict=True))
        for other in found
    )


def _no_better(one: Option, other: Option, shares: int) -> bool:
    """Whether an hour does no more in one way than in the other. To count toward the total raises the demands in
    `shares`, which ask for a part of it: that does no harm only where it serves them.
    """
    (serves, fills), (served, filled) = one, other
    harms = shares and served & 1 > serves & 1 and shares & ~served
    return serves | served == served and fills & filled == filled and not harms


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
        uncounted there: another requirement counts it, or it is earned only to reach a minimum-if-used.
        """
        normaliser, scope = self.normaliser, self.normaliser.scope
        if kind.on not in self.period or not self.acceptance.possible(kind):
            return [(0, 0)]
        whole = kind.subject(scope.vocabulary)
        tags = given(kind.tags, whole, scope)
        found: dict[Option, None] = {}
        for place in normaliser.places(tags):
            found.update(dict.fromkeys(self._in_place(place.names, kind, whole)))
        reaching = sum(1 << index for filter_, index in normaliser.reached if describes(filter_, whole, scope))
        if reaching or not self.alone:
            found[0, 0] = None
        return [(demands | reaching, caps) for demands, caps in found] or [(0, 0)]

    def _in_place(self, names: tuple[str, ...], kind: Kind, whole: Subject) -> list[Option]:
        key = names, kind.fields, kind.on
        if key not in self.known:
            above = self.normaliser.scope.vocabulary.all_above(names)
            self.known[key] = self.normaliser.options(Subject(kind.on, above, whole.fields))
        return self.known[key]
