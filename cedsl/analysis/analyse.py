"""Findings about a ruleset that resolves: proved, not guessed. Codes from CE500 on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from cedsl.analysis import findings
from cedsl.assessment.allocate import allocate
from cedsl.assessment.assess import case_of, worlds_of
from cedsl.assessment.judge import Judged
from cedsl.assessment.solve import Solved
from cedsl.diagnostic import Diagnostic, in_reading_order
from cedsl.model.ruleset import Ruleset
from cedsl.model.scope import MissingFact
from cedsl.normal.plan import MissingAmount
from cedsl.normal.problem import Problem
from cedsl.source import Span


def analyse(ruleset: Ruleset) -> tuple[Diagnostic, ...]:
    """Everything found, in reading order. Requirements are looked at for a member without any record, as of
    the day on which the edition takes effect (or, without one, an ordinary day).
    """
    as_of = ruleset.header.in_force_from or date(2025, 6, 30)
    found: list[Diagnostic] = [*_inferred(ruleset), *_unexampled(ruleset)]
    for judged in _empty(ruleset, as_of):
        if judged.best is not None:
            found.extend(_of(judged, judged.best, ruleset))
    return in_reading_order(found)


def _empty(ruleset: Ruleset, as_of: date) -> Iterable[Judged]:
    """The requirements for a member without records; none where a fact must be known first."""
    try:
        return next(worlds_of(case_of(ruleset, (), {}, as_of))).judged
    except (MissingFact, MissingAmount):
        return ()


def _of(judged: Judged, best: Solved, ruleset: Ruleset) -> Iterator[Diagnostic]:
    still = best.still()
    if still is None:
        yield _impossible(judged, best)
    elif best.plan.total and still > best.plan.total:
        yield findings.more_than_total(judged.requirement, best.plan.total, still, ruleset.unit)


def _impossible(judged: Judged, best: Solved) -> Diagnostic:
    """The fewest demands and caps that already cannot be met together (a deletion filter over both)."""
    problem = best.form.problem
    demands = [index for index, each in enumerate(problem.demands) if each]
    caps = list(range(len(problem.caps)))
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
    asked = replace(
        problem,
        items=(),
        demands=tuple(each if index in demands else 0 for index, each in enumerate(problem.demands)),
        caps=tuple(
            each if index in caps else sum(problem.demands) + 1 for index, each in enumerate(problem.caps)
        ),
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
