"""The lines of a requirement for a class of members: which statements have figures, and where these come from.

They stand in the order in which `assessment.tell` tells them, with the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from cedsl.assessment.facts import FactFinding
from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.ruleset import Word
from cedsl.normal.normalise import RowKey
from cedsl.normal.plan import Need
from cedsl.registry.blueprint import Blueprint
from cedsl.verdict import Kind


@dataclass(frozen=True)
class Line:
    """A statement's line. What is earned is what `filter` describes; what is lacking that of the demand, what counts
    that of the row of caps. `found` is a count, limit or duty; `verdict` is fixed where it hangs on no activity.
    """

    id: str
    statement: str
    kind: Kind
    depth: int
    label: str
    required: Fraction | None
    filter: p.Predicate | None
    demand: int | None = None
    row: int | None = None
    found: FactFinding | None = None
    verdict: Word | None = None
    why: str = ""


def lines_of(blueprint: Blueprint) -> tuple[Line, ...]:
    """The lines of the requirement itself and of every statement, in the order written."""
    return tuple(_lines(blueprint))


def _lines(blueprint: Blueprint) -> Iterator[Line]:
    requirement, plan = blueprint.requirement, blueprint.plan
    if plan.total is not None:
        words = requirement.words
        yield Line(words.id, words.id, Kind.TOTAL, 0, "", plan.total, requirement.filter, demand=0)
    yield from _several(blueprint, requirement.statements, 1)


def _several(blueprint: Blueprint, statements: Iterable[r.Statement], depth: int) -> Iterator[Line]:
    for statement in statements:
        match statement:
            case r.Minimum(words=words) | r.Addition(words=words):
                for need in blueprint.plan.needs():
                    if need.rule.words.id == words.id:
                        yield from _need(blueprint, need, depth)
            case r.Cap(words=words):
                yield from _cap(blueprint, words.id, statement, depth)
            case r.Distinct(parts=parts):
                yield from _several(blueprint, parts, depth)
            case r.Conditional(statements=inner):
                yield from _several(blueprint, inner, depth)
            case r.Count() | r.Limit() | r.Duty():
                yield from _fact(blueprint, statement, depth)
            case r.CapDifferent() | r.UsedMinimum() | r.KOf():
                continue  # None of them is in force: `blueprint` stops at those.
            case _:
                assert_never(statement)


def _need(blueprint: Blueprint, need: Need, depth: int) -> Iterator[Line]:
    words = need.rule.words
    kind = Kind.ADDITION if isinstance(need.rule, r.Addition) else Kind.MINIMUM
    fixed = Word.SHORT if need.impossible else Word.MET if need.satisfied else None
    why = "deemed satisfied" if need.satisfied else ""
    label = need.id.partition("@")[2]
    yield Line(
        need.id, words.id, kind, depth, label, need.required, need.rule.filter, need.index, verdict=fixed, why=why
    )
    suffix = need.id[len(words.id) :]
    for inner in need.rule.inner:
        if isinstance(inner, r.Cap):
            yield from _cap(blueprint, inner.words.id + suffix, inner, depth + 1)
    for each in need.needs:
        yield from _need(blueprint, each, depth + 1)


def _cap(blueprint: Blueprint, row_id: str, cap: r.Cap, depth: int) -> Iterator[Line]:
    number = blueprint.normaliser.rows.get(RowKey(row_id))
    if number is not None:
        limit = blueprint.normaliser.limits[number]
        yield Line(row_id, cap.words.id, Kind.CAP, depth, "", limit, cap.filter, row=number)


def _fact(blueprint: Blueprint, statement: r.Count | r.Limit | r.Duty, depth: int) -> Iterator[Line]:
    for finding in blueprint.findings:
        if finding.statement.words.id != statement.words.id:
            continue
        match statement:
            case r.Count(words=words, number=number, filter=filter_):
                yield Line(words.id, words.id, Kind.COUNT, depth, "", Fraction(number), filter_, found=finding)
            case r.Limit(words=words, number=number, filter=filter_):
                yield Line(words.id, words.id, Kind.LIMIT, depth, "", Fraction(number), filter_, found=finding)
            case r.Duty(words=words, text=text):
                fixed = finding.verdict
                yield Line(words.id, words.id, Kind.DUTY, depth, text, None, None, found=finding, verdict=fixed)
            case _:
                assert_never(statement)
