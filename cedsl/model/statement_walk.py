"""Walks over statements that several passes need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from cedsl.model import ruleset as r

Plain = (
    r.Minimum
    | r.Cap
    | r.CapDifferent
    | r.UsedMinimum
    | r.Addition
    | r.Distinct
    | r.KOf
    | r.Branch
    | r.Count
    | r.Limit
    | r.Duty
)


def every_statement(statements: Iterable[r.Statement]) -> Iterator[Plain]:
    """Every statement, outer before inner, in the order written; alternatives and their contents too."""
    for statement in statements:
        match statement:
            case r.Conditional(statements=inner):
                yield from every_statement(inner)
            case r.Minimum(inner=inner) | r.Addition(inner=inner):
                yield statement
                yield from every_statement(inner)
            case r.Distinct(parts=parts):
                yield statement
                yield from every_statement(parts)
            case r.KOf(branches=branches):
                yield statement
                for branch in branches:
                    yield branch
                    yield from every_statement(branch.statements)
            case r.Cap() | r.CapDifferent() | r.UsedMinimum() | r.Count() | r.Limit() | r.Duty():
                yield statement
            case _:
                assert_never(statement)


def ways(statements: Iterable[r.Statement]) -> int:
    """In how many ways the alternatives among the statements can be combined."""
    count = 1
    for statement in statements:
        match statement:
            case r.KOf(count=k, branches=branches):
                each = [ways(branch.statements) for branch in branches]
                count *= _choose(each, k)
            case r.Conditional(statements=inner):
                count *= ways(inner)
            case _:
                continue
    return count


def _choose(weights: list[int], k: int) -> int:
    """The sum over all choices of k of the products of their weights (elementary symmetric polynomial)."""
    sums = [1] + [0] * k
    for weight in weights:
        for size in range(k, 0, -1):
            sums[size] += sums[size - 1] * weight
    return sums[k]
