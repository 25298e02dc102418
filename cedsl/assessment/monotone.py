"""Whether one more record can ever hurt: limits, repeats and conditions on records are the exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from cedsl.model import ruleset as r
from cedsl.model.predicate_walk import asks_records


def never_hurts(ruleset: r.Ruleset) -> bool:
    """True when no rule can turn `met` into anything else because of one more record."""
    repeats = any(isinstance(clause, r.Repeats) for rule in ruleset.credits for clause in rule.clauses)
    return not repeats and all(_harmless(each) for each in ruleset.requirements)


def _harmless(requirement: r.Requirement) -> bool:
    conditions = [requirement.words.when, *(each.when for each in requirement.exempt)]
    if requirement.satisfied is not None:
        conditions.append(requirement.satisfied)
    return not any(asks_records(each) for each in conditions) and _statements(requirement.statements)


def _statements(statements: Iterable[r.Statement]) -> bool:
    return all(_statement(each) for each in statements)


def _statement(statement: r.Statement) -> bool:
    match statement:
        case r.Limit() | r.Duty():
            return False
        case r.Minimum(words=words, inner=inner, satisfied=satisfied):
            asks = satisfied is not None and asks_records(satisfied)
            return not asks and not asks_records(words.when) and _statements(inner)
        case r.Addition(words=words, inner=inner):
            return not asks_records(words.when) and _statements(inner)
        case (
            r.Cap(words=words) | r.CapDifferent(words=words) | r.UsedMinimum(words=words) | r.Count(words=words)
        ):
            return not asks_records(words.when)
        case r.Distinct(words=words, parts=parts):
            return not asks_records(words.when) and _statements(parts)
        case r.KOf(branches=branches):
            return all(_statements(branch.statements) for branch in branches)
        case r.Conditional(when=when, statements=inner_statements):
            return not asks_records(when) and _statements(inner_statements)
        case _:
            assert_never(statement)
