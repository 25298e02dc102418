"""The kinds of credit that a member could still earn: every combination of what the statements tell apart.

Statements see an activity only through the values that their filters name, so finitely many kinds stand for
all possible activities; of these only the undominated are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations, islice, product
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.evaluate import MissingFact, Scope, Subject, describes, evaluate, value_of
from cedsl.normal.acceptance import describing, forbidden, given, refused_by
from cedsl.normal.normalise import OTHER, Normaliser, Option, all_caps, is_fine, stretch_label
from cedsl.normal.plan import MissingAmount
from cedsl.period import ALWAYS, Window, years_within
from cedsl.records.activity import Value
from cedsl.records.schema import AmountType, ChoiceType, DayType, NumberType, TextType, YesNoType

MOST_TRIES = 2_000
"""How many ways of saying more about a kind are tried before it counts as never accepted."""

MOST_TOGETHER = 3
"""How many categories one further hour is given at once, so as to serve several requirements."""

MOST_KINDS = 50_000
"""How many combinations of values are looked at; a ruleset that tells more apart is beyond all examples."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A possible activity: its tags, the fields that statements look at, and the day it stands for."""

    tags: tuple[str, ...]
    fields: tuple[tuple[str, Value], ...]
    on: date


@dataclass(frozen=True, slots=True)
class Possible:
    """A kind with one way of counting it in each of the requirements looked at (None: in none of them)."""

    kind: Kind
    options: tuple[Option, ...]


def possible(normalisers: Sequence[Normaliser]) -> tuple[Possible, ...]:
    """Every undominated kind of further credit for the requirements together, in order of declaration."""
    roomy = [replace(each, fresh=True) for each in normalisers]
    found: dict[tuple[Option, ...], Possible] = {}
    for kind in islice(_kinds(normalisers), MOST_KINDS):
        for options in product(*(_options(each, kind, alone=len(roomy) == 1) for each in roomy)):
            if any(demands for demands, _ in options):
                found.setdefault(options, Possible(kind, options))
    return tuple(each for each in found.values() if not _beaten(each, found))


def _beaten(one: Possible, found: Iterable[tuple[Option, ...]]) -> bool:
    return any(
        other != one.options
        and all(d1 | d2 == d2 and c1 & c2 == c2 for (d1, c1), (d2, c2) in zip(one.options, other, strict=True))
        for other in found
    )


def _options(normaliser: Normaliser, kind: Kind, *, alone: bool) -> list[Option]:
    """The ways of counting the kind in one requirement; one that serves nothing where it is outside, or
    where it may be left uncounted there because another requirement counts it.
    """
    scope = normaliser.scope
    period = scope.period or ALWAYS
    if kind.on not in period:
        return [(0, 0)]
    vocabulary = scope.vocabulary
    whole = Subject(kind.on, vocabulary.all_above(kind.tags), dict(kind.fields))
    if forbidden(whole, scope) or not _acceptable(normaliser, kind):
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


def _acceptable(normaliser: Normaliser, kind: Kind) -> bool:
    """Whether some activity of the kind is accepted, whatever else it must say for that."""
    scope = normaliser.scope
    asked = list(_accepting(scope))
    if not asked:
        return True
    known = dict(kind.fields)
    try:
        values = {name: each for name, each in _field_values(asked, scope).items() if name not in known}
        for combination in islice(product(*values.values()), MOST_TRIES):
            said = {name: each for name, each in zip(values, combination, strict=True) if each is not None}
            subject = Subject(kind.on, scope.vocabulary.all_above(kind.tags), {**known, **said})
            if refused_by(subject, describing(subject, scope, {}), scope, {}) is None:
                return True
    except (MissingFact, MissingAmount):
        return True
    return False


# ----------------------------------------------------------------------------------------------- kinds


def _kinds(normalisers: Sequence[Normaliser]) -> Iterator[Kind]:
    statements = [each for one in normalisers for each in _predicates(one)]
    scope = normalisers[0].scope
    accepting = list(_accepting(scope))
    values = _field_values(statements, scope, besides=accepting, kept=_key_fields(normalisers))
    days = _days(normalisers, [*statements, *accepting])
    for tags in _tag_sets(normalisers, [*statements, *accepting]):
        for combination in product(*values.values()):
            stated = zip(values, combination, strict=True)
            fields = tuple((name, value) for name, value in stated if value is not None)
            for day in days:
                yield Kind(tags, fields, day)


def _accepting(scope: Scope) -> Iterator[p.Predicate]:
    """Every filter by which an activity is accepted or refused, or given and taken categories."""
    ruleset = scope.vocabulary.ruleset
    for refusal in ruleset.refusals:
        yield refusal.filter
    for rule in ruleset.credits:
        wheres = [clause.filter for clause in rule.clauses if isinstance(clause, r.Where)]
        if wheres or any(isinstance(clause, r.Retag) for clause in rule.clauses):
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


def _tag_sets(normalisers: Sequence[Normaliser], predicates: Iterable[p.Predicate]) -> list[tuple[str, ...]]:
    """No tag, every single category, sets that share hours, and one of each classification together; with
    several requirements as many categories as each of them may look at another one.

    Of categories that no filter tells apart the first declared stands for all.
    """
    categories = _told_apart(normalisers[0], frozenset(name for each in predicates for name in _named(each)))
    groups: dict[str, list[tuple[str, ...]]] = {}
    for category in categories:
        groups.setdefault(category.group, [()]).append((category.name,))
    for sets in groups.values():
        single = [names[0] for names in sets if names]
        sets.extend(_cliques(single, categories))
        for size in range(2, min(len(normalisers), MOST_TOGETHER) + 1):
            sets.extend(combinations(single, size))
    joined = [tuple(tag for part in choice for tag in part) for choice in product(*groups.values())]
    return sorted(dict.fromkeys(joined), key=lambda tags: (not tags, len(tags)))


def _told_apart(normaliser: Normaliser, named: frozenset[str]) -> list[r.Category]:
    kept: dict[object, r.Category] = {}
    for category in normaliser.map.ruleset.categories:
        plain = not category.spills_into and not category.shares_with
        above = normaliser.scope.vocabulary.all_above((category.name,)) & named
        kept.setdefault((category.group, above) if plain else category.name, category)
    return list(kept.values())


def _named(predicate: p.Predicate) -> Iterator[str]:
    """The categories that a filter names."""
    match predicate:
        case p.InCategory(names=names):
            yield from names
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                yield from _named(part)
        case p.Not(part=part):
            yield from _named(part)
        case p.Always() | p.Compare() | p.BeginsWith() | p.Stated() | p.HasRecords() | p.HasEarned():
            return
        case _:
            assert_never(predicate)


def _cliques(names: Sequence[str], categories: Iterable[r.Category]) -> list[tuple[str, ...]]:
    shares = {each.name: set(each.shares_with) for each in categories}
    sets: list[tuple[str, ...]] = [()]
    for name in names:
        sets.extend((*each, name) for each in tuple(sets) if all(name in shares[other] for other in each))
    return [each for each in sets if len(each) > 1]


# ---------------------------------------------------------------------------------------------- values


def _field_values(
    predicates: Iterable[p.Predicate],
    scope: Scope,
    *,
    besides: Iterable[p.Predicate] = (),
    kept: frozenset[str] = frozenset(),
) -> Mapping[str, list[Value | None]]:
    """For every field that a filter looks at, one value for each way in which the filters, and those
    `besides`, can see it; every value of the fields `kept`.
    """
    atoms: dict[str, list[p.Predicate]] = {}
    for predicate in predicates:
        for name, atom in _looked_at(predicate):
            atoms.setdefault(name, []).append(atom)
    for predicate in besides:
        for name, atom in _looked_at(predicate):
            if name in atoms:
                atoms[name].append(atom)
    types = {each.name: each.type for each in scope.vocabulary.ruleset.fields}
    found: dict[str, list[Value | None]] = {}
    for name, looking in atoms.items():
        if name not in {"date", "started"}:
            named = [value for atom in looking for value in _values_named(atom, name, scope)]
            values = _representatives(types.get(name, TextType()), list(dict.fromkeys(named)), scope.as_of)
            found[name] = [*values, None] if name in kept else _seen_apart(name, values, looking, scope)
    return found


def _seen_apart(name: str, values: Iterable[Value], atoms: Iterable[p.Predicate], scope: Scope) -> list[Value | None]:
    """Of values that every filter answers alike, the first. Leaving the field blank comes last."""
    looking = list(atoms)
    if any(_compares_fields(atom) for atom in looking):
        return [*values, None]
    kept: dict[tuple[bool | None, ...], Value | None] = {}
    for value in (*values, None):
        subject = Subject(scope.as_of, frozenset(), {} if value is None else {name: value})
        kept.setdefault(tuple(evaluate(atom, subject, scope) for atom in looking), value)
    return list(kept.values())


def _compares_fields(atom: p.Predicate) -> bool:
    match atom:
        case p.Compare(left=left, right=right):
            return sum(isinstance(term, p.FieldTerm) for term in (left, *right)) > 1
        case _:
            return False


def _values_named(atom: p.Predicate, name: str, scope: Scope) -> Iterator[Value]:
    """The values that an atom compares the field with."""
    match atom:
        case p.Compare(left=left, right=right):
            others = [term for term in (left, *right) if term != p.FieldTerm(name)]
        case p.BeginsWith(low=low):
            others = [p.Constant(low)]
        case _:
            others = []
    for term in others:
        value = None if isinstance(term, p.FieldTerm) else value_of(term, None, scope)
        if value is not None:
            yield value


def _looked_at(predicate: p.Predicate) -> Iterator[tuple[str, p.Predicate]]:
    """The atoms of a filter that look at a field, each with the field's name."""
    match predicate:
        case p.Compare(left=left, right=right):
            for term in (left, *right):
                if isinstance(term, p.FieldTerm):
                    yield term.name, predicate
        case p.BeginsWith(left=p.FieldTerm(name=name)) | p.Stated(term=p.FieldTerm(name=name)):
            yield name, predicate
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            for part in parts:
                yield from _looked_at(part)
        case p.Not(part=part):
            yield from _looked_at(part)
        case p.Always() | p.InCategory() | p.BeginsWith() | p.Stated() | p.HasRecords() | p.HasEarned():
            return
        case _:
            assert_never(predicate)


def _representatives(type_: object, named: list[Value], as_of: date) -> list[Value]:
    """Values of the type such that every filter answers as for one of them."""
    match type_:
        case ChoiceType(values=values):
            return list(values)
        case YesNoType():
            return [True, False]
        case NumberType() | AmountType():
            numbers = [each for each in named if isinstance(each, Fraction)]
            around = {each + step for each in numbers for step in (-1, Fraction(-1, 100), 0, Fraction(1, 100), 1)}
            return sorted({each for each in around if each >= 0} | {Fraction(1)})
        case DayType():
            days = [each for each in named if isinstance(each, date)]
            return sorted({near for each in (*days, as_of) for near in _around(each)})
        case _:
            return [OTHER, *named]


def _around(day: date) -> Iterator[date]:
    for step in (-1, 0, 1):
        ordinal = day.toordinal() + step
        if 1 <= ordinal <= date.max.toordinal():
            yield date.fromordinal(ordinal)


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
    atoms = [each for predicate in predicates for each in _looked_at(predicate)]
    looking = [(name, atom) for name, atom in atoms if name in {"date", "started"}]
    for name, atom in looking:
        for value in _values_named(atom, name, scope):
            if isinstance(value, date):
                found.update(_around(value))
    return _days_apart(sorted(found, reverse=True), [atom for _, atom in looking], normalisers)


def _days_apart(days: Iterable[date], atoms: Sequence[p.Predicate], normalisers: Sequence[Normaliser]) -> list[date]:
    """Of days that every statement sees alike, the first."""
    kept: dict[object, date] = {}
    for day in days:
        subject = Subject(day, frozenset(), {})
        seen: list[object] = [evaluate(atom, subject, normalisers[0].scope) for atom in atoms]
        for normaliser in normalisers:
            period = normaliser.scope.period or ALWAYS
            seen.append(day in period)
            needs = normaliser.plan.needs()
            seen.extend(day in need.within for need in needs if need.within is not None)
            keys = (row.rule.per for row in all_caps(normaliser.plan))
            seen.extend(stretch_label(k.stretch, day, period) for k in keys if isinstance(k, r.DayKey))
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
        if isinstance(row.rule.per, r.DayKey):
            calendar = row.rule.per.stretch is not r.Stretch.YEAR
            found.extend(years_within(period, calendar=calendar))
    return found
