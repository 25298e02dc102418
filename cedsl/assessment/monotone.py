"""Whether one more record can ever hurt: limits, repeats, conditions on records and chains are the exceptions."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from cedsl.model import predicate as p
from cedsl.model import ruleset as r
from cedsl.model.statement_walk import every_statement


def never_hurts(ruleset: r.Ruleset) -> bool:
    """True when no rule can turn `met` into anything else because of one more record. Periods that hang together are
    not looked at here: there a record may begin the chain earlier, or be carried in the place of another.
    """
    repeats = any(isinstance(clause, r.Repeats) for rule in ruleset.credits for clause in rule.clauses)
    if repeats or any(map(_asks_records, (*ruleset.credits, *ruleset.refusals, *ruleset.requirements))):
        return False
    every = (each for block in ruleset.requirements for each in every_statement(block.statements))
    return not any(isinstance(each, r.Limit | r.Duty) for each in every)


def _asks_records(node: object) -> bool:
    """Whether a condition or an amount, however deep inside, asks what records there are."""
    if isinstance(node, p.HasRecords | p.HasEarned):
        return True
    if isinstance(node, tuple):
        return any(map(_asks_records, node))
    if is_dataclass(node):
        return any(_asks_records(getattr(node, each.name)) for each in fields(node))
    return False
