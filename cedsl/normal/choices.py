"""Alternatives: every combination of branches that a requirement leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product

from cedsl.model import ruleset as r
from cedsl.model.scope import Scope


def choices(statements: Iterable[r.Statement], scope: Scope) -> list[frozenset[str]]:
    """Every combination of branches, by their ids, in the order written; one empty set without alternatives.

    Conditions around alternatives are not asked here: branches under a condition that does not hold are
    chosen without effect.
    """
    combined: list[frozenset[str]] = [frozenset()]
    for statement in statements:
        options = _options(statement, scope)
        if options is not None:
            combined = [one | other for one in combined for other in options]
    return combined


def _options(statement: r.Statement, scope: Scope) -> list[frozenset[str]] | None:
    match statement:
        case r.KOf(count=count, branches=branches):
            found: list[frozenset[str]] = []
            for several in combinations(branches, count):
                inner = [choices(branch.statements, scope) for branch in several]
                ids = frozenset(branch.words.id for branch in several)
                found.extend(ids.union(*each) for each in product(*inner))
            return found
        case r.Conditional(statements=inner_statements):
            return choices(inner_statements, scope)
        case _:
            return None
