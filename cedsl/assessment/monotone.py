"""Whether one more record can ever hurt: limits, repeats and conditions on records are the exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from cedsl.model import predicate as p
from cedsl.model import ruleset as r


def never_hurts(ruleset: r.Ruleset) -> bool:
    """True when no rule can turn `met` into anything else because of one more record."""
    repeats = any(isinstance(clause, r.Repeats) for rule in ruleset.credits for clause in rule.clauses)
    return not repeats and all(_harmless(each) for each in ruleset.requirements)


def _harmless(requirement: r.Requirement) -> bool:
    conditions = [requirement.words.when, *(each.when for each in requirement.exempt)]
    if requirement.satisfied is not None:
        conditions.append(requirement.satisfied)
    return not any(_asks(each) for each in conditions) and _statements(requirement.statements)


def _statements(statements: Iterable[r.Statement]) -> bool:
    return all(_statement(each) for each in statements)


def _statement(statement: r.Statement) -> bool:
    match statement:
        case r.Limit() | r.Duty():
            return False
        case r.Minimum(words=words, inner=inner, satisfied=satisfied):
            asks = satisfied is not None and _asks(satisfied)
            return not asks and not _asks(words.when) and _statements(inner)
        case r.Addition(words=words, inner=inner):
            return not _asks(words.when) and _statements(inner)
        case r.Cap(words=words) | r.UsedMinimum(words=words) | r.Count(words=words):
            return not _asks(words.when)
        case r.Distinct(words=words, parts=parts):
            return not _asks(words.when) and _statements(parts)
        case r.KOf(branches=branches):
            return all(_statements(branch.statements) for branch in branches)
        case r.Conditional(when=when, statements=inner_statements):
            return not _asks(when) and _statements(inner_statements)
        case _:
            assert_never(statement)


def _asks(predicate: p.Predicate) -> bool:
    """Whether the condition asks for records."""
    match predicate:
        case p.HasRecords() | p.HasEarned():
            return True
        case p.AllOf(parts=parts) | p.AnyOf(parts=parts):
            return any(_asks(part) for part in parts)
        case p.Not(part=part):
            return _asks(part)
        case p.Always() | p.InCategory() | p.Compare() | p.BeginsWith() | p.Stated():
            return False
        case _:
            assert_never(predicate)
