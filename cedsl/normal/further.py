"""The kinds of credit that a member could still earn: every combination of what the statements tell apart.

Statements see an activity only through the values that their filters name, so finitely many kinds stand for
all possible activities; of these only the undominated are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations, islice, pairwise, permutations, product
from math import prod

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import describes
from cedsl.model.predicate_walk import atoms
from cedsl.model.scope import MissingFact, Scope, Subject
from cedsl.normal.acceptance import describing, given, refused_by
from cedsl.normal.normalise import Normaliser, Option, all_caps, is_fine, stretch_label
from cedsl.normal.plan import MissingAmount
from cedsl.normal.values import around, field_values, looked_at, seen_by, values_named
from cedsl.period import ALWAYS, Window, years_within
from cedsl.records.activity import Value

MOST_TRIES = 64
"""How many ways of saying more about a kind are all tried; where there are more, one is taken to be accepted."""

MOST_STEPS = 12
"""How many fields are said, one after another, to satisfy the rules of acceptance."""

MOST_WAYS = 4_096
"""In how many ways one kind is counted in several requirements together."""

MOST_TOGETHER = 3
"""How many categories one further hour is given at once, so as to serve several requirements."""

MOST_KINDS = 50_000
"""How many combinations of values are looked at; a ruleset that tells more apart is beyond all examples."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A possible activity: its tags, the fields that statements look at (some left `blank`), the day it stands for."""

    tags: tuple[str, ...]
    fields: tuple[tuple[str, Value], ...]
    blank: frozenset[str]
    on: date


@dataclass(frozen=True, slots=True)
class Possible:
    """A kind with one way of counting it in each of the requirements looked at (None: in none of them)."""

    kind: Kind
    options: tuple[Option, ...]


def possible(normalisers: Sequence[Normaliser]) -> tuple[Possible, ...]:
    """Every undominated kind of further credit for the requirements together, in order of declaration."""
    roomy = [replace(each, fresh=True) for each in normalisers]
    acceptances = [_acceptance(each.scope) for each in normalisers]
    found: dict[tuple[Option, ...], Possible] = {}
    for kind in islice(_kinds(normalisers), MOST_KINDS):
        ways = [
            _options(each, kind, acceptance, alone=len(roomy) == 1)
            for each, acceptance in zip(roomy, acceptances, strict=True)
        ]
        for options in islice(product(*ways), MOST_WAYS):
            if any(demands for demands, _ in options):
                found.setdefault(options, Possible(kind, options))
    return tuple(each for each in found.values() if not _beaten(each, found))


def _beaten(one: Possible, found: Iterable[tuple[Option, ...]]) -> bool:
    return any(
        other != one.options
        and all(d1 | d2 == d2 and c1 & c2 == c2 for (d1, c1), (d2, c2) in zip(one.options, other, strict=True))
        for other in found
    )


def _options(normaliser: Normaliser, kind: Kind, acceptance: _Acceptance, *, alone: bool) -> list[Option]:
    """The ways of counting the kind in one requirement; one that serves nothing where it is outside, or
    where it may be left uncounted there because another requirement counts it.
    """
    scope = normaliser.scope
    period = scope.period or ALWAYS
    if kind.on not in period:
        return [(0, 0)]
    vocabulary = scope.vocabulary
    whole = Subject(kind.on, vocabulary.all_above(kind.tags), dict(kind.fields))
    if not acceptance.possible(kind):
        return [(0, 0)]
    tags = given(kind.tags, whole, scope)
    found: dict[Option, None] = {}
    for place in normaliser.places(tags):
        subject = Subject(kind.on, vocabulary.all_above(place.names), whole.fields)
        found.update(dict.fromkeys(normaliser.options(subject)))
    if not alone:
        found[0, 0] = None
    reaching = sum(1 << index for filter_, index in normaliser.reached if describes(filter_, whole, scope))
    return [(demands | reaching, caps) for demands, caps in found] or [(reaching, 0)]


@dataclass(frozen=True)
class _Acceptance:
    """What the rules of acceptance look at, gathered once for all kinds, with what was accepted before."""

    scope: Scope
    values: Mapping[str, list[Value | None]]
    found: list[Mapping[str, Value]] = field(default_factory=list)

    def possible(self, kind: Kind) -> bool:
        """Whether some activity of the kind is accepted, whatever else it must say for that.

        What was accepted before is tried first, then one field after another is said as the rule that
        refuses wants it, then everything where that is little; where much is left, the kind is possible.
        """
        known = dict(kind.fields)
        for said_before in self.found:
            said = {name: each for name, each in said_before.items() if name not in kind.blank}
            if self._refusing(kind, {**said, **known}) is None:
                return True
        said = dict(known)
        for _ in range(MOST_STEPS):
            refusing = self._refusing(kind, said)
            if refusing is None:
                self.found.append(said)
                return True
            further = self._appeased(refusing, kind, said)
            if further is None:
                break
            said = further
        return self._any_of_all(kind, known)

    def _refusing(self, kind: Kind, said: Mapping[str, Value]) -> r.Refusal | r.CreditRule | None:
        subject = Subject(kind.on, self.scope.vocabulary.all_above(kind.tags), said)
        try:
            return refused_by(subject, describing(subject, self.scope, {}), self.scope, {})
        except (MissingFact, MissingAmount):
            return None

    def _appeased(
        self, refusing: r.Refusal | r.CreditRule, kind: Kind, said: Mapping[str, Value]
    ) -> dict[str, Value] | None:
        """The kind with one field more, so that this rule no longer refuses; None where no field helps."""
        filters = [refusing.filter]
        if isinstance(refusing, r.CreditRule):
            filters.extend(clause.filter for clause in refusing.clauses if isinstance(clause, r.Where))
        for name in dict.fromkeys(name for filter_ in filters for name, _ in looked_at(filter_, self.scope.vocabulary)):
            for value in self.values.get(name, ()):
                if value is not None and name not in kind.blank and name not in dict(kind.fields):
                    further = {**said, name: value}
                    if self._refusing(kind, further) is not refusing:
                        return further
        return None

    def _any_of_all(self, kind: Kind, known: Mapping[str, Value]) -> bool:
        free = {name: values for name, values in self.values.items() if name not in known and name not in kind.blank}
        if prod(len(values) for values in free.values()) > MOST_TRIES:
            return True
        for combination in product(*free.values()):
            said = {name: each for name, each in zip(free, combination, strict=True) if each is not None}
            if self._refusing(kind, {**known, **said}) is None:
                self.found.append(said)
                return True
        return False


def _acceptance(scope: Scope) -> _Acceptance:
    return _Acceptance(scope, field_values(_accepting(scope), scope))


# ----------------------------------------------------------------------------------------------- kinds


def _kinds(normalisers: Sequence[Normaliser]) -> Iterator[Kind]:
    statements = [each for one in normalisers for each in _predicates(one)]
    scope = normalisers[0].scope
    statements.extend(_retagging(scope))
    accepting = list(_accepting(scope))
    values = field_values(statements, scope, besides=accepting, kept=_key_fields(normalisers))
    days = _days(normalisers, [*statements, *accepting])
    for tags in _tag_sets(normalisers, statements, accepting):
        for combination in product(*values.values()):
            said = dict(zip(values, combination, strict=True))
            fields = tuple((name, value) for name, value in said.items() if value is not None)
            blank = frozenset(name for name, value in said.items() if value is None)
            for day in days:
                yield Kind(tags, fields, blank, day)


def _retagging(scope: Scope) -> Iterator[p.Predicate]:
    """Every filter by which an activity is given categories, or loses them."""
    for rule in scope.vocabulary.ruleset.credits:
        if any(isinstance(clause, r.Retag) for clause in rule.clauses):
            yield rule.filter


def _accepting(scope: Scope) -> Iterator[p.Predicate]:
    """Every filter by which an activity is accepted or refused."""
    ruleset = scope.vocabulary.ruleset
    for refusal in ruleset.refusals:
        yield refusal.filter
    for rule in ruleset.credits:
        wheres = [clause.filter for clause in rule.clauses if isinstance(clause, r.Where)]
        if wheres:
            yield rule.filter
        yield from wheres


def _key_fields(normalisers: Sequence[Normaliser]) -> frozenset[str]:
    """Fields by whose values caps are kept: there every value counts for itself."""
    keys = (row.rule.per for each in normalisers for row in all_caps(each.plan))
    return frozenset(name for key in keys if isinstance(key, r.FieldKey) for name in key.fields)


def _predicates(normaliser: Normaliser) -> Iterator[p.Predicate]:
    """Every filter through which the plan looks at an activity."""
    plan = normaliser.plan
    yield normaliser.requirement.filter
    for row in plan.caps:
        yield row.rule.filter
    for threshold in plan.thresholds:
        yield threshold.rule.filter
    for need in plan.needs():
        yield need.rule.filter
        for row in need.caps:
            yield row.rule.filter


def _tag_sets(
    normalisers: Sequence[Normaliser], statements: Iterable[p.Predicate], accepting: Iterable[p.Predicate]
) -> list[tuple[str, ...]]:
    """No tag, every single category, sets that share hours, and one of each classification together; with
    several requirements as many categories as each of them may look at another one. Where acceptance asks for
    categories, each of them beside: an hour may be accepted for one and count in another.

    Of categories that no filter tells apart the first declared stands for all.
    """
    asked = [frozenset(names) for each in accepting for names in _named(each)]
    named = frozenset(name for each in statements for names in _named(each) for name in names).union(*asked)
    categories = _told_apart(normalisers[0], named)
    in_order = any(each.first_only for each in normalisers)
    beside = [each for each in categories if any(each.name in names for names in asked)]
    groups: dict[str, list[tuple[str, ...]]] = {}
    for category in categories:
        groups.setdefault(category.group, [()]).append((category.name,))
    for group, sets in groups.items():
        single = [names[0] for names in sets if names]
        sets.extend(_cliques(single, categories))
        for size in range(2, min(len(normalisers), MOST_TOGETHER) + 1):
            sets.extend(permutations(single, size) if in_order else combinations(single, size))
        also = [each.name for each in beside if each.group == group]
        sets.extend(_accepted_beside(tuple(sets), also, asked, normalisers[0].scope))
    joined = [tuple(tag for part in choice for tag in part) for choice in product(*groups.values())]
    return sorted(dict.fromkeys(joined), key=lambda tags: (not tags, len(tags)))


def _accepted_beside(
    sets: Sequence[tuple[str, ...]], also: Sequence[str], asked: Sequence[frozenset[str]], scope: Scope
) -> Iterator[tuple[str, ...]]:
    """The sets with one or two categories more, each of which changes what acceptance sees."""

    def seen(tags: tuple[str, ...]) -> list[bool]:
        return [names.isdisjoint(scope.vocabulary.all_above(tags)) for names in asked]

    several = [more for size in range(1, MOST_TOGETHER) for more in combinations(also, size)]
    for tags, more in product((each for each in sets if each), several):
        less = [(*tags, *(one for one in more if one != each)) for each in more]
        if all(seen(each) != seen((*tags, *more)) for each in less):
            yield (*tags, *more)


def _told_apart(normaliser: Normaliser, named: frozenset[str]) -> list[r.Category]:
    kept: dict[object, r.Category] = {}
    for category in normaliser.map.ruleset.categories:
        plain = not category.spills_into and not category.shares_with
        above = normaliser.scope.vocabulary.all_above((category.name,)) & named
        kept.setdefault((category.group, above) if plain else category.name, category)
    return list(kept.values())


def _named(predicate: p.Predicate) -> Iterator[tuple[str, ...]]:
    """The categories that a filter names, those of each atom together."""
    for atom in atoms(predicate):
        if isinstance(atom, p.InCategory):
            yield atom.names


def _cliques(names: Sequence[str], categories: Iterable[r.Category]) -> list[tuple[str, ...]]:
    shares = {each.name: set(each.shares_with) for each in categories}
    sets: list[tuple[str, ...]] = [()]
    for name in names:
        sets.extend((*each, name) for each in tuple(sets) if all(name in shares[other] for other in each))
    return [each for each in sets if len(each) > 1]


# ------------------------------------------------------------------------------------------------ days


def _days(normalisers: Sequence[Normaliser], predicates: Sequence[p.Predicate]) -> list[date]:
    """Days that stand for all days of the periods, latest first, so that a day not yet past is preferred."""
    found: set[date] = set()
    for normaliser in normalisers:
        period = normaliser.scope.period or ALWAYS
        for window in _stretches(normaliser, period):
            found.update(day for day in (window.first, window.last, normaliser.scope.as_of) if day in window)
        if any(is_fine(row.rule.per) for row in all_caps(normaliser.plan)):
            found.update(normaliser.item_days)
    scope = normalisers[0].scope
    atoms = [each for predicate in predicates for each in looked_at(predicate, scope.vocabulary)]
    looking = [(name, atom) for name, atom in atoms if name in {"date", "started"}]
    for name, atom in looking:
        for value in values_named(atom, name, scope):
            if isinstance(value, date):
                found.update(around(value))
    for normaliser in normalisers:
        found.update(_quiet_days(normaliser, sorted(found)))
    return _days_apart(sorted(found, reverse=True), [atom for _, atom in looking], normalisers)


def _quiet_days(normaliser: Normaliser, days: Sequence[date]) -> Iterator[date]:
    """Where caps are kept by day, week or month: between two of these days one whose stretch holds no activity."""
    period = normaliser.scope.period or ALWAYS
    keys = [row.rule.per for row in all_caps(normaliser.plan) if is_fine(row.rule.per)]
    stretches = {key.stretch for key in keys if key is not None and key.stretch is not None}
    taken = {stretch_label(each, day, period) for each in stretches for day in normaliser.item_days}
    for first, last in pairwise(days) if stretches else ():
        between = (first + timedelta(days=step) for step in range(1, (last - first).days))
        quiet = (day for day in between if taken.isdisjoint(stretch_label(each, day, period) for each in stretches))
        yield from islice(quiet, 1)


def _days_apart(days: Iterable[date], atoms: Sequence[p.Predicate], normalisers: Sequence[Normaliser]) -> list[date]:
    """Of days that every statement sees alike, the first."""
    kept: dict[object, date] = {}
    for day in days:
        subject = Subject(day, frozenset(), {})
        seen: list[object] = [seen_by(atoms, subject, normalisers[0].scope)]
        for normaliser in normalisers:
            period = normaliser.scope.period or ALWAYS
            seen.append(day in period)
            needs = normaliser.plan.needs()
            seen.extend(day in need.within for need in needs if need.within is not None)
            keys = (r.stretch_of(row.rule.per) for row in all_caps(normaliser.plan))
            seen.extend(stretch_label(each, day, period) for each in keys if each is not None)
        kept.setdefault(tuple(seen), day)
    return list(kept.values())


def _stretches(normaliser: Normaliser, period: Window) -> list[Window]:
    """The years of the period where a statement looks at years, else the period as a whole."""
    found: list[Window] = [period]
    if period.first == date.min:
        return found
    for need in normaliser.plan.needs():
        if need.within is not None:
            found.append(need.within)
    for row in all_caps(normaliser.plan):
        stretch = r.stretch_of(row.rule.per)
        if stretch is not None:
            calendar = stretch is not r.Stretch.YEAR
            found.extend(years_within(period, calendar=calendar))
    return found
