"""The kinds of credit that statements tell apart: every combination of categories, values of fields, and days.

Statements see an activity only through what their filters look at, so finitely many kinds stand for all
possible activities.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import combinations, islice, pairwise, permutations, product

from cedsl.lean import dataclass
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.lens import BLIND, Lens, lens_of
from cedsl.model.names import BUILT_IN
from cedsl.model.predicate_walk import all_terms, atoms
from cedsl.model.ruleset import TableRow
from cedsl.model.scope import Scope, Subject, Vocabulary
from cedsl.normal.acceptance import accepting, crediting_filters, retagging
from cedsl.normal.keys import OTHER, is_fine, stretch_label
from cedsl.normal.normalise import Normaliser, all_caps
from cedsl.normal.static import asks_member
from cedsl.normal.values import around, field_values, looked_at, seen_by, told, values_named
from cedsl.period import ALWAYS, Window, years_within
from cedsl.records.activity import Value
from cedsl.records.schema import DayType

MOST_KINDS = 50_000
"""How many combinations of values are looked at; a ruleset that tells more apart is beyond all examples."""

MOST_TOGETHER = 3
"""How many categories one further hour is given at once, so as to serve several requirements."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A possible activity: its tags, the fields that statements look at (some left `blank`), the day it stands for."""

    tags: tuple[str, ...]
    fields: tuple[tuple[str, Value], ...]
    blank: frozenset[str]
    on: date

    def subject(self, vocabulary: Vocabulary) -> Subject:
        return Subject(self.on, vocabulary.all_above(self.tags), dict(self.fields))


@dataclass(frozen=True)
class Look:
    """What requirements look at, whoever the member is. `facts` are the member's facts that decide something,
    `records` the questions about the member's records. Where acceptance asks neither for the member nor for the
    period, it `accepts_all_alike`. A `timeless` look is the same in every period.
    """

    statements: tuple[p.Predicate, ...]
    accepting: tuple[p.Predicate, ...]
    kept: frozenset[str]
    tags: tuple[tuple[str, ...], ...]
    facts: tuple[str, ...]
    personal: bool
    accepts_all_alike: bool
    records: tuple[p.Predicate, ...]
    timeless: bool


def look_of(normalisers: Sequence[Normaliser]) -> Look:
    vocabulary = normalisers[0].scope.vocabulary
    statements = [each for one in normalisers for each in _predicates(one)]
    statements.extend(rule.filter for rule in retagging(vocabulary))
    accepts = tuple(accepting(vocabulary))
    asked = (*statements, *accepts, *_conditions(vocabulary))
    lens = reduce(Lens.beside, (lens_of(each, vocabulary) for each in asked), BLIND)
    kept = _key_fields(normalisers)
    return Look(
        tuple(statements),
        accepts,
        kept,
        tuple(_tag_sets(normalisers, statements, accepts)),
        tuple(sorted({term.name for each in asked for term in all_terms(each) if isinstance(term, p.FactTerm)})),
        lens.personal,
        not any(asks_member(each) for each in crediting_filters(vocabulary)),
        tuple(atom for each in asked for atom in atoms(each) if isinstance(atom, p.HasRecords | p.HasEarned)),
        not lens.personal and not lens.dated and not _dated(normalisers, {*lens.fields, *kept}),
    )


def _conditions(vocabulary: Vocabulary) -> Iterator[p.Predicate]:
    """The conditions on the member under which rules of crediting apply, and what these describe."""
    for rule in vocabulary.ruleset.credits:
        yield rule.words.when
        yield rule.filter
    for refusal in vocabulary.ruleset.refusals:
        yield refusal.words.when


def _dated(normalisers: Sequence[Normaliser], fields: Iterable[str]) -> bool:
    """Whether days matter beside the filters: several periods, years, keys, or fields that hold days."""
    if len(normalisers) > 1:
        return True
    plan, vocabulary = normalisers[0].plan, normalisers[0].scope.vocabulary
    types = {**BUILT_IN, **{each.name: each.type for each in vocabulary.ruleset.fields}}
    keys = [*(row.rule.per for row in all_caps(plan)), *(each.rule.per for each in plan.thresholds)]
    years = any(r.stretch_of(key) is not None for key in keys)
    return (
        years
        or any(need.within is not None for need in plan.needs())
        or any(isinstance(types.get(name), DayType) for name in fields)
    )


Values = Mapping[str, list[Value | None]]
"""The values of each field that is looked at; None for a blank one."""


def values_of(normalisers: Sequence[Normaliser], look: Look) -> Values:
    """The values that the look tells apart for one member."""
    return field_values(look.statements, normalisers[0].scope, besides=look.accepting, kept=look.kept)


def told_values(normalisers: Sequence[Normaliser], values: Values, fields: Iterable[str]) -> Values:
    """The same with each value of these fields by itself, as many as may count under caps on different values, and
    those of the activities. A course that nothing looks at may have any number, and, known by its title, any provider.
    """
    rows = [row for each in normalisers for row in all_caps(each.plan) if isinstance(row.rule, r.CapDifferent)]
    count = int(sum(row.limit for row in rows))
    found = dict(values)
    unseen = {"course", *(["provider"] if "title" in values else [])}
    for name in fields:
        known = found.get(name, [OTHER, None] if name in unseen else [])
        if known:
            held = [value for each in normalisers for value in each.held.get(name, ())]
            found[name] = told(known, held, count)
    return found


def kinds(normalisers: Sequence[Normaliser], look: Look, values: Values) -> Iterator[Kind]:
    """Every kind with these values for one member: days vary first, then fields, then categories."""
    days = _days(normalisers, [*look.statements, *look.accepting])
    told_apart = [_said(values, each) for each in islice(product(*values.values()), MOST_KINDS)]
    for tags in look.tags:
        for fields, blank in told_apart:
            for day in days:
                yield Kind(tags, fields, blank, day)


def _said(names: Iterable[str], values: Iterable[Value | None]) -> tuple[tuple[tuple[str, Value], ...], frozenset[str]]:
    """The fields that are stated, and those left blank."""
    said = list(zip(names, values, strict=True))
    stated = tuple((name, value) for name, value in said if value is not None)
    return stated, frozenset(name for name, value in said if value is None)


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
    for filter_, _ in normaliser.reached:
        yield filter_


def _tag_sets(
    normalisers: Sequence[Normaliser], statements: Iterable[p.Predicate], accepting: Iterable[p.Predicate]
) -> list[tuple[str, ...]]:
    """No tag, every single category, sets that share hours, and one of each classification together; with
    several requirements, and minimums-if-used to reach, as many categories as each of them may look at another one.
    Where acceptance asks for categories, each of them beside: an hour may be accepted for one and count in another.

    Of categories that no filter tells apart the first declared stands for all.
    """
    asked = [frozenset(names) for each in accepting for names in _named(each)]
    named = frozenset(name for each in statements for names in _named(each) for name in names).union(*asked)
    categories = _told_apart(normalisers[0], named)
    in_order = any(each.first_only for each in normalisers)
    above = normalisers[0].scope.vocabulary.all_above
    beside = [each for each in categories if any(not names.isdisjoint(above((each.name,))) for names in asked)]
    groups: dict[str, list[tuple[str, ...]]] = {}
    for category in categories:
        groups.setdefault(category.group, [()]).append((category.name,))
    for group, sets in groups.items():
        single = [names[0] for names in sets if names]
        sets.extend(_cliques(single, categories))
        for size in range(2, min(_asking(normalisers), MOST_TOGETHER) + 1):
            sets.extend(permutations(single, size) if in_order else combinations(single, size))
        also = [each.name for each in beside if each.group == group]
        sets.extend(_accepted_beside(tuple(sets), also, asked, normalisers[0].scope))
    joined = [tuple(tag for part in choice for tag in part) for choice in product(*groups.values())]
    return sorted(dict.fromkeys(joined), key=lambda tags: (not tags, len(tags)))


def _asking(normalisers: Sequence[Normaliser]) -> int:
    """How many may each look at another category of one hour: a minimum-if-used looks at what is earned, wherever it
    counts.
    """
    reached = (filter_ for each in normalisers for filter_, _ in each.reached)
    return len(normalisers) + sum(1 for filter_ in reached if any(_named(filter_)))


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
    rows = _rows_asked([atom for _, atom in atoms], scope.vocabulary)
    for row in rows:
        for edge in (row.first, row.last):
            found.update(() if edge is None else around(edge))
    for normaliser in normalisers:
        found.update(_quiet_days(normaliser, sorted(found)))
    return _days_apart(sorted(found, reverse=True), [atom for _, atom in looking], rows, normalisers)


def _rows_asked(atoms: Iterable[p.Predicate], vocabulary: Vocabulary) -> list[TableRow]:
    """The rows of the reference tables that a filter looks at."""
    names: dict[str, None] = {}
    for atom in atoms:
        if isinstance(atom, p.Listed):
            names[atom.table] = None
        fields = (term.name for term in all_terms(atom) if isinstance(term, p.FieldTerm))
        names.update({vocabulary.column_of[name]: None for name in fields if name in vocabulary.column_of})
    return [row for name in names for rows in vocabulary.tables[name].values() for row in rows]


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


def _days_apart(
    days: Iterable[date], atoms: Sequence[p.Predicate], rows: Sequence[TableRow], normalisers: Sequence[Normaliser]
) -> list[date]:
    """Of days that every statement, and every row of a reference table, sees alike, the first."""
    kept: dict[object, date] = {}
    taken = [{(key.cap, key.value[-1]) for key in each.rows if key.value} for each in normalisers]
    for day in days:
        subject = Subject(day, frozenset(), {})
        seen: list[object] = [seen_by(atoms, subject, normalisers[0].scope), tuple(row.holds_on(day) for row in rows)]
        for normaliser, held in zip(normalisers, taken, strict=True):
            period = normaliser.scope.period or ALWAYS
            seen.append(day in period)
            needs = normaliser.plan.needs()
            seen.extend(day in need.within for need in needs if need.within is not None)
            seen.extend(_labels(normaliser, day, held))
        kept.setdefault(tuple(seen), day)
    return list(kept.values())


def _labels(normaliser: Normaliser, day: date, taken: Container[tuple[str, str]]) -> Iterator[object]:
    """In which stretch each key puts the day; of short ones that hold no activity one of a year is like another."""
    for row in all_caps(normaliser.plan):
        stretch = r.stretch_of(row.rule.per)
        if stretch is not None:
            label = stretch_label(stretch, day, normaliser.scope.period or ALWAYS)
            yield label if not is_fine(row.rule.per) or (row.id, label) in taken else day.year


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
