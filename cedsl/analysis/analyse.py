"""Findings about a ruleset that resolves: proved, not guessed. Codes from CE500 on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from itertools import islice
from operator import or_

from cedsl.analysis import findings
from cedsl.analysis.untitled import untitled_abbreviations
from cedsl.analysis.untranslated import translation_findings
from cedsl.analysis.unused import unused_facts
from cedsl.assessment.allocate import allocate
from cedsl.assessment.judge import Judged
from cedsl.assessment.presolve import bits
from cedsl.assessment.solve import Solved
from cedsl.assessment.worlds import case_of, worlds_of
from cedsl.diagnostic import Diagnostic, in_reading_order
from cedsl.model.ruleset import Ruleset
from cedsl.normal.problem import Problem
from cedsl.records.activity import Facts, FactValue, Value
from cedsl.records.schema import ChoiceType, DayType, YesNoType
from cedsl.source import Span

MOST_MEMBERS = 64
"""How many possible members a finding is asked of: what holds for all of these is told."""

AGES = (0, 400, 2_000)
"""For how many days the dates of a possible member lie back."""


def analyse(ruleset: Ruleset) -> tuple[Diagnostic, ...]:
    """Everything found, in reading order. Requirements are looked at for members without any record, as of
    the day on which the edition takes effect (or, without one, an ordinary day); what holds for every such
    member of those tried is told.
    """
    as_of = ruleset.header.in_force_from or date(2025, 6, 30)
    found: list[Diagnostic] = [*_inferred(ruleset), *_unexampled(ruleset)]
    found.extend(map(findings.unused_fact, unused_facts(ruleset)))
    found.extend(translation_findings(ruleset))
    found.extend(map(findings.untitled, untitled_abbreviations(ruleset)))
    known: dict[str, tuple[Diagnostic, ...]] = {}
    for judged in _members(ruleset, as_of):
        if judged.best is not None:
            each = tuple(_of(judged, judged.best, ruleset))
            before = known.get(judged.requirement.words.id, each)
            known[judged.requirement.words.id] = each if each and before else ()
    found.extend(each for several in known.values() for each in several)
    return in_reading_order(found)


def _members(ruleset: Ruleset, as_of: date) -> Iterator[Judged]:
    """The requirements judged for possible members: those whose dates all lie so far back."""
    for age in AGES:
        day = FactValue(as_of - timedelta(age))
        days = {each.name: (day,) for each in ruleset.facts if isinstance(each.type, DayType)}
        for said in ({}, *_against_defaults(ruleset)):
            for world in islice(worlds_of(case_of(ruleset, (), {**days, **said}, as_of)), MOST_MEMBERS):
                yield from world.judged


def _against_defaults(ruleset: Ruleset) -> Iterator[Facts]:
    """Members who say something else than the default of one fact."""
    for fact in ruleset.facts:
        values: tuple[Value, ...] = ()
        if fact.default is not None and isinstance(fact.type, YesNoType):
            values = (True, False)
        elif fact.default is not None and isinstance(fact.type, ChoiceType):
            values = fact.type.values
        for value in values:
            if value != fact.default:
                yield {fact.name: (FactValue(value),)}


def _of(judged: Judged, best: Solved, ruleset: Ruleset) -> Iterator[Diagnostic]:
    still = best.still()
    if still is None:
        yield _impossible(judged, best)
    elif best.plan.total and still > best.plan.total:
        yield findings.more_than_total(judged.requirement, best.plan.total, still, ruleset.unit)


def _impossible(judged: Judged, best: Solved) -> Diagnostic:
    """The fewest demands and caps that already cannot be met together (a deletion filter over both). A pick is told by
    the first of its caps.
    """
    problem = best.form.problem
    shared = {each.row for each in problem.asked_shares}
    demands = [index for index, each in enumerate(problem.demands) if each or index in shared]
    picked = reduce(or_, (each.caps for each in problem.picks), 0)
    caps = [min(bits(each.caps)) for each in problem.picks]
    caps += [index for index in range(len(problem.caps)) if not picked >> index & 1]
    demands = _needed(demands, lambda kept: _fails(problem, kept, caps))
    caps = _needed(caps, lambda kept: _fails(problem, demands, kept))
    spans = {0: judged.requirement.span, **{each.index: each.rule.span for each in best.plan.needs()}}
    rules = {row.id: row.rule.span for row in best.plan.caps}
    rules.update({row.id: row.rule.span for need in best.plan.needs() for row in need.caps})
    rows = best.form.rows
    return findings.cannot_be_met(
        [spans[each] for each in demands], [rules[rows[each][0].cap] for each in caps if each < len(rows)]
    )


def _needed(parts: list[int], fails: Callable[[list[int]], bool]) -> list[int]:
    """Drops every part without which it still fails."""
    kept = list(parts)
    for part in parts:
        fewer = [each for each in kept if each != part]
        if fails(fewer):
            kept = fewer
    return kept


def _fails(problem: Problem, demands: Sequence[int], caps: Sequence[int]) -> bool:
    """Whether no credit at all meets these demands under these caps."""
    picks = tuple(each for each in problem.picks if min(bits(each.caps)) in caps)
    kept = reduce(or_, (each.caps for each in picks), sum(1 << each for each in caps))
    asked = replace(
        problem,
        items=(),
        demands=tuple(each if index in demands else 0 for index, each in enumerate(problem.demands)),
        further=tuple(replace(kind, caps=kind.caps & kept) for kind in problem.further),
        picks=picks,
        asked_shares=tuple(each for each in problem.asked_shares if each.row in demands),
        allowed_shares=tuple(each for each in problem.allowed_shares if each.row in caps),
    )
    return allocate(asked).still is None


def _inferred(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """Names that were inferred in a ruleset that declares others: a misspelling would go unnoticed."""
    declared = [each for each in ruleset.categories if not each.inferred]
    if not declared and all(each.inferred for each in ruleset.choices):
        return
    for choice in ruleset.choices:
        if choice.inferred and choice.span != Span(0, 0):
            yield findings.inferred(choice.field, choice.name, choice.span)


def _unexampled(ruleset: Ruleset) -> Iterator[Diagnostic]:
    """A ruleset with a header but without a single example."""
    if not ruleset.examples and ruleset.header.span != Span(0, 0):
        yield findings.no_example(ruleset.header.span)
