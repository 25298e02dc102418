"""Every kind of further activity that could matter: categories, fields and days, by brute force."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise, permutations, product
from typing import TYPE_CHECKING, Any

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.period import Window
from cedsl.records.activity import Value
from cedsl.records.schema import ChoiceType, DayType, NumberType, YesNoType
from tests.language.oracle_credit import applying, tagged
from tests.language.oracle_days import DAY, stretch_of, years
from tests.language.oracle_terms import Ambiguous, Env, Missing, Subject, Unsaid, term

if TYPE_CHECKING:
    from tests.language.oracle import Case

FRESH = "~fresh:"
"""A text that no record has; it sorts after all letters."""
OWN = "~own"
"""A single text that no record has."""
LEAVES_BLANK = os.environ.get("CEDSL_STATED") is None
"""Whether further activities may leave a field blank; the contract's "of any kinds it accepts" says so."""
FINE = (r.Stretch.DAY, r.Stretch.WEEK, r.Stretch.MONTH)


@dataclass(frozen=True, eq=False)
class Further:
    """A kind of further activity. `fresh`: on how many day-key values without records of `stretch` it may lie."""

    subject: Subject
    tags: tuple[str, ...]
    stretch: int
    fresh: int | None
    accepted: tuple[Any, ...]

    def serves(self, case: Case) -> bool:
        return any(each is case for each in self.accepted)


def further(cases: Sequence[Case]) -> Iterator[Further]:
    """Kinds that at least one block accepts in its period."""
    rules = cases[0].env.rules
    used = [node for case in cases for node in walk(case.rule.statements) if isinstance(node, r.UsedMinimum)]
    several_tags = max(1, len(cases)) + len(used)  # an hour may be earned for one and count in another
    groups = len({each.group for each in rules.categories})
    shared = max((len(each.shares_with) + 1 for each in rules.categories), default=1)
    most = groups * (1 if rules.first_tag_only else max(several_tags, shared))
    most += len([node for node in walk((rules.credits, rules.refusals)) if isinstance(node, p.InCategory)])
    names = [each.name for each in rules.categories]
    ordered = rules.first_tag_only or any(case.rule.indivisible for case in cases)
    of_size = permutations if ordered else combinations
    tag_sets = [tags for size in range(min(most, len(names), 3) + 1) for tags in of_size(names, size)]
    dimensions = _dimensions(rules, cases[0].env)
    for name, count in told(rules).items():
        if name in dimensions:
            held = [item.record.fields[name] for case in cases for item in case.everywhere if name in item.record.fields]
            dimensions[name] = _each(dimensions[name], held, count)
    for day, stretch, fresh in _days(cases):
        for values in product(*dimensions.values()):
            stated = {name: value for name, value in zip(dimensions, values, strict=True) if value is not None}
            for tags in tag_sets:
                subject = Subject(day, day, frozenset(tags), stated)
                accepted, kept = [], tags
                for case in cases:
                    if not case.period.first <= day <= case.period.last:
                        continue
                    applied = applying(case.env, subject)
                    if applied is not None:
                        kept = tagged(rules, tags, applied)
                        accepted.append(case)
                if accepted:
                    found = Subject(day, day, frozenset(kept), stated)
                    yield Further(found, kept, stretch, fresh, tuple(accepted))


def told(rules: r.Ruleset) -> dict[str, int]:
    """The fields on whose different values there are caps, and how many values may count at all."""
    caps = [node for node in walk(rules.requirements) if isinstance(node, r.CapDifferent)]
    names = {name for cap in caps for name in cap.per.fields}
    names |= {"provider", "title"} if "course" in names else set()
    return dict.fromkeys(sorted(names), sum(cap.number for cap in caps))


def _each(values: Sequence[Value | None], held: Sequence[Value], count: int) -> list[Value | None]:
    """Also the values of the records, and so many that are each one of those that stand for many."""
    found = [*values, *held]
    for value in values:
        if isinstance(value, str) and FRESH in value:
            found += [value.replace(FRESH, f"{OWN}{number}:") for number in range(count)]
    return list(dict.fromkeys(found))


def walk(node: object) -> Iterator[object]:
    """Every dataclass inside."""
    if isinstance(node, tuple | list):
        for each in node:
            yield from walk(each)
    elif is_dataclass(node) and not isinstance(node, type):
        yield node
        for each in fields(node):
            yield from walk(getattr(node, each.name))


def _dimensions(rules: r.Ruleset, env: Env) -> dict[str, list[Value | None]]:
    """The values of each field that any rule looks at, a blank one too where nothing else holds then."""
    asked: dict[str, list[Value]] = {}
    columns = {column.name: table for table in rules.tables for column in table.columns}
    tables = {table.name: table for table in rules.tables}
    courses = False
    for node in walk((rules.credits, rules.refusals, rules.requirements)):
        looked = tables[node.table] if isinstance(node, p.Listed) else None
        if isinstance(node, p.FieldTerm):
            looked = columns.get(node.name)
        if looked is not None:
            asked.setdefault(looked.key, []).extend(row.key for row in looked.rows)
        elif isinstance(node, p.Compare) and isinstance(node.left, p.FieldTerm) and node.left.name in columns:
            continue
        elif isinstance(node, p.Compare) and isinstance(node.left, p.FieldTerm):
            values = asked.setdefault(node.left.name, [])
            for each in node.right:
                try:
                    value = term(each, None, env)
                except (Missing, Unsaid):
                    continue
                if value is not None:
                    values.append(value)
        elif isinstance(node, p.Stated | p.BeginsWith):
            inner = node.term if isinstance(node, p.Stated) else node.left
            if isinstance(inner, p.FieldTerm):
                known = asked.setdefault(inner.name, [])
                known += [node.low + FRESH] if isinstance(node, p.BeginsWith) else []
        elif isinstance(node, r.FieldKey):
            for name in node.fields:
                if name in {"mode", "role", "kind"}:
                    asked.setdefault(name, [])
        elif isinstance(node, r.CapDifferent) and "course" in node.per.fields:
            courses = True
    types = {each.name: each for each in rules.fields}
    for name, declared in types.items():
        if declared.default is not None and name in told(rules):
            asked.setdefault(name, []).append(declared.default)
    if courses and "title" in asked:
        asked.setdefault("course", [])
        asked.setdefault("provider", [])
    found: dict[str, list[Value | None]] = {}
    for name, constants in asked.items():
        if name in {"date", "started", "length"}:
            continue
        match types[name].type:
            case ChoiceType(values=choices):
                values: list[Value | None] = list(choices)
            case YesNoType():
                values = [True, False]
            case NumberType():
                values = [v + d for v in constants if isinstance(v, Fraction) for d in (-1, 0, 1)]
            case DayType():
                values = [v + d * DAY for v in constants if isinstance(v, date) for d in (-1, 0, 1)]
            case _:
                values = [*constants, FRESH + name]
        if types[name].default is None and (LEAVES_BLANK or not values):
            values.append(None)
        found[name] = list(dict.fromkeys(values))
    return found


def _days(cases: Sequence[Case]) -> Iterator[tuple[date, int, int | None]]:
    """A day of every stretch of days that the rules do not tell apart: (day, stretch, fresh key values)."""
    cuts: set[date] = set()
    fine: set[r.Stretch] = set()
    for case in cases:
        cuts |= {case.period.first, case.period.last + DAY}
        for row in (row for table in case.env.rules.tables for row in table.rows):
            cuts |= {row.first} if row.first is not None else set()
            cuts |= {row.last + DAY} if row.last is not None else set()
        for node in walk((case.rule, case.env.rules.credits, case.env.rules.refusals)):
            match node:
                case r.Minimum(each=r.Stretch() as each):
                    cuts |= {year.first for year in years(case.period, each)}
                case r.DayKey(stretch=stretch) | r.FieldKey(stretch=r.Stretch() as stretch) if stretch in FINE:
                    fine.add(stretch)
                case r.DayKey(stretch=stretch) | r.FieldKey(stretch=r.Stretch() as stretch):
                    cuts |= {year.first for year in years(case.period, stretch)}
                case p.Compare(right=right):
                    for each in right:
                        try:
                            day = term(each, None, case.env)
                        except (Missing, Unsaid, Ambiguous):
                            continue
                        if isinstance(day, date) and not isinstance(day, bool):
                            cuts |= {day, day + DAY}
                case _:
                    continue
    if len(fine) > 1:
        raise Ambiguous("several keys of days")
    order = sorted(cuts)
    for number, (first, following) in enumerate(pairwise(order)):
        last = following - DAY
        if not any(case.period.first <= first <= case.period.last for case in cases):
            continue
        if not fine:
            yield first, number, None
            continue
        yield from _fine(cases, Window(first, last), next(iter(fine)), number)


def _fine(
    cases: Sequence[Case], span: Window, stretch: r.Stretch, number: int
) -> Iterator[tuple[date, int, int | None]]:
    taken = {stretch_of(item.subject.on, stretch, case.period)[0] for case in cases for item in case.everywhere}
    fresh: list[date] = []
    day = span.first
    while day <= span.last:
        first, last = stretch_of(day, stretch, span)
        if first in taken or first < span.first or last > span.last:
            yield day, number, None
        else:
            fresh.append(day)
        day = last + timedelta(days=1)
    if fresh:
        yield fresh[0], number, len(fresh)
