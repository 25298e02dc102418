"""Member facts that are declared and that no rule asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from cedsl.model.predicate import FactTerm
from cedsl.model.ruleset import Field, Ruleset


def unused_facts(ruleset: Ruleset) -> Iterator[Field]:
    """The declared facts that stand in no rule, in the order declared. What examples state is no use of them."""
    asked = {name for rules in (ruleset.credits, ruleset.refusals, ruleset.requirements) for name in _asked(rules)}
    yield from (each for each in ruleset.facts if each.name not in asked)


def _asked(part: object) -> Iterator[str]:
    """The facts that a part of a ruleset looks at, wherever they stand in it."""
    match part:
        case FactTerm(name=name):
            yield name
        case tuple() | frozenset():
            for each in part:
                yield from _asked(each)
        case Mapping():
            yield from _asked(tuple(part.values()))
        case _ if is_dataclass(part):
            for each in fields(part):
                yield from _asked(getattr(part, each.name))
        case _:
            return
