"""From the syntax tree to the ruleset: names found, units agreed, defaults made visible."""

from __future__ import annotations

from collections.abc import Iterable

from cedsl.diagnostic import Diagnostic, has_errors, in_reading_order
from cedsl.lean import dataclass
from cedsl.model import problems
from cedsl.model import ruleset as r
from cedsl.model.asked import fields_asked
from cedsl.model.assume import assume
from cedsl.model.check import check_bounds, check_singles
from cedsl.model.names import Names
from cedsl.model.predicate import AnyOf, Predicate
from cedsl.model.resolve_amount import resolve_amount, resolve_cycle, resolve_window
from cedsl.model.resolve_apart import resolve_apart
from cedsl.model.resolve_credit import resolve_credit, resolve_refusal
from cedsl.model.resolve_example import resolve_example
from cedsl.model.resolve_filter import resolve_all, resolve_filter
from cedsl.model.resolve_names import (
    all_fields,
    choose_unit,
    declare_categories,
    declare_choices,
    declare_fields,
    declare_measures,
    declare_tables,
    declare_units,
    resolve_header,
    resolve_translations,
)
from cedsl.model.resolve_outside import Open, gather
from cedsl.model.resolve_statement import Contents, exemption, resolve_contents, words
from cedsl.model.worth import worthless
from cedsl.records.schema import Schema, TextType
from cedsl.source import Source, Span
from cedsl.syntax import tree as t

_FALLS = {"completion": r.Falls.COMPLETION, "start": r.Falls.START, "inside": r.Falls.INSIDE}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The ruleset, or None where an error forbids using it, with everything found on the way."""

    ruleset: r.Ruleset | None
    diagnostics: tuple[Diagnostic, ...]


def resolve(file: t.File, source: Source, *, names_known: bool = True, whole: bool = True) -> Resolved:
    """What the file says. With `names_known` False (a declaration could not be read) unknown names are
    not reported, for they may have been declared; nor, without `whole` (some statement could not be read), what
    examples lack.
    """
    names = Names(complete=names_known, whole=whole)
    items = file.items
    check_singles(names, items)
    header = resolve_header(names, items)
    declare_units(names, items)
    choose_unit(names, items)
    declare_categories(names, items)
    declare_choices(names, items)
    declare_fields(names, items)
    declare_tables(names, items)
    declare_measures(names, items)
    requirements = _requirements(names, items, source)
    credits_ = tuple(resolve_credit(names, each) for each in items if isinstance(each, t.Credit))
    refusals = tuple(resolve_refusal(names, each) for each in items if isinstance(each, t.Refuse))
    examples = tuple(
        resolve_example(names, each, requirements, source) for each in items if isinstance(each, t.Example)
    )
    names.check_former()
    if not requirements and names_known:
        names.report(problems.nothing_required(Span(0, 0)))
    assume(names, items, requirements, credits_)
    apart = resolve_apart(names, items, header, requirements)
    ruleset = r.Ruleset(
        source=source,
        header=header,
        unit=names.units[names.unit.name],
        units=names.units,
        categories=tuple(names.categories.values()),
        choices=tuple(choice for declared in names.choices.values() for choice in declared.values()),
        fields=all_fields(names),
        facts=tuple(names.facts.values()),
        credits=credits_,
        refusals=refusals,
        requirements=requirements,
        examples=examples,
        falls=_falls(items),
        first_tag_only=any(isinstance(each, t.Indivisible) for each in items),
        defaults=tuple(names.defaults.values()),
        open_categories=not names.categories_declared,
        tables=tuple(names.tables.values()),
        not_both=apart.inside,
        not_both_outside=apart.outside,
        translations=resolve_translations(names, items),
    )
    found = in_reading_order(names.found)
    return Resolved(None if has_errors(found) else ruleset, found)


def _falls(items: Iterable[t.Item]) -> r.Falls:
    declared = [item.how for item in items if isinstance(item, t.FallsDecl)]
    return _FALLS[declared[-1]] if declared else r.Falls.COMPLETION


# ------------------------------------------------------------------------------------------ requirements


def _requirements(names: Names, items: Iterable[t.Item], source: Source) -> tuple[r.Requirement, ...]:
    cycle = _cycle(names, items)
    general = Contents([], [], [])
    for item in items:
        if isinstance(item, t.Exempt | t.Satisfied):
            _general(names, general, item)
    found = tuple(_requirement(names, each, cycle, general) for each in gather(names, items, source))
    check_bounds(names, found)
    return found


def _general(names: Names, general: Contents, item: t.Exempt | t.Satisfied) -> None:
    """An exemption outside every block holds for all of them."""
    if isinstance(item, t.Satisfied):
        general.satisfied.append(resolve_all(names, (item.when, *item.tail.conditions)))
        return
    general.exempt.append(exemption(names, item))


def _cycle(names: Names, items: Iterable[t.Item]) -> r.WindowRule | None:
    declared = [item for item in items if isinstance(item, t.CycleDecl)]
    for extra in declared[1:]:
        names.report(problems.declared_twice("the", "cycle", extra.span, declared[0].span))
    return resolve_cycle(names, declared[0].cycle) if declared else None


def _requirement(
    names: Names, gathered: Open, cycle: r.WindowRule | None, general: Contents
) -> r.Requirement:
    require = gathered.require
    tail = t.Tail() if require is None else require.tail
    said = words(names, tail, "standing" if require is None else "total", "", gathered.span)
    contents = resolve_contents(names, gathered.statements)
    satisfied = [*contents.satisfied, *general.satisfied]
    return r.Requirement(
        said,
        None if require is None else resolve_amount(names, require.amount, total=True),
        resolve_filter(names, t.Everything() if require is None else require.filter),
        _window(names, require, cycle, gathered.span),
        tuple(contents.statements),
        (*contents.exempt, *general.exempt),
        _either(satisfied),
        contents.indivisible,
        tuple(contents.carries),
        tuple(contents.make_good),
        tuple(contents.also),
        span=gathered.span,
    )


def _either(conditions: list[Predicate]) -> Predicate | None:
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return AnyOf(tuple(conditions), span=conditions[0].span)


def _window(names: Names, require: t.Require | None, cycle: r.WindowRule | None, span: Span) -> r.WindowRule:
    if require is not None and require.window is not None:
        return resolve_window(names, require.window)
    if cycle is not None:
        return cycle
    if require is not None:
        names.report(problems.no_window(Span(span.start, min(span.end, span.start + 7))))
    return r.Ever(span=span)


# ------------------------------------------------------------------------------------------------- schema


def schema_of(ruleset: r.Ruleset) -> Schema:
    """The vocabulary against which records and member facts are read. A status that no rule asks about is none of its
    fields: then reading decides which rows count.
    """
    silent = _silent(ruleset)
    return Schema(
        unit=ruleset.unit.name,
        units=ruleset.units,
        categories={each.name: each.title for each in ruleset.categories},
        open_categories=ruleset.open_categories,
        fields={each.name: each.type for each in ruleset.fields if each.name not in silent},
        facts={each.name: each.type for each in ruleset.facts},
        field_titles={each.name: each.title for each in ruleset.fields},
        fact_titles={each.name: each.title for each in ruleset.facts},
        worthless=worthless(ruleset),
    )


def _silent(ruleset: r.Ruleset) -> frozenset[str]:
    """`status`, where the author neither declares it nor asks about it."""
    declared = any(each.field == "status" and not each.inferred for each in ruleset.choices)
    declared |= any(each.name == "status" and not isinstance(each.type, TextType) for each in ruleset.fields)
    return frozenset() if declared or "status" in fields_asked(ruleset) else frozenset({"status"})
