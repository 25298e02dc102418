"""Where every statement stands: its block, what is around it, the conditions that it stands under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias, assert_never

from cedsl.lean import dataclass
from cedsl.model.predicate import Always, Predicate
from cedsl.model.ruleset import (
    Addition,
    Branch,
    Cap,
    CapDifferent,
    Conditional,
    Count,
    Distinct,
    Duty,
    KOf,
    Limit,
    Minimum,
    Requirement,
    Ruleset,
    Statement,
    UsedMinimum,
)

Stated: TypeAlias = (
    Requirement | Branch | Minimum | Cap | CapDifferent | UsedMinimum | Addition | Distinct | KOf | Count | Limit | Duty
)
"""Whatever has an id of its own in a requirement."""


@dataclass(frozen=True, slots=True)
class Place:
    """`around` is None for a requirement itself; `number` counts branches of one choice from 1.

    `conditions` are those of the `when` blocks and of the statements around it, outermost first, without that of
    the requirement.
    """

    statement: Stated
    block: Requirement
    around: Stated | None
    depth: int
    number: int = 1
    conditions: tuple[Predicate, ...] = ()


def outline(ruleset: Ruleset) -> tuple[Place, ...]:
    """Every statement in the order written, outer before inner."""
    return tuple(place for block in ruleset.requirements for place in outline_of(block))


def outline_of(block: Requirement) -> Iterator[Place]:
    top = Place(block, block, None, 0)
    yield top
    yield from _inside(block.statements, top)


def place_of(ruleset: Ruleset, id_: str) -> Place | None:
    """Where the statement with this id stands; None for credit rules and ids that are not in the ruleset."""
    return next((place for place in outline(ruleset) if place.statement.words.id == id_), None)


def _inside(statements: Iterable[Statement], around: Place) -> Iterator[Place]:
    for statement in statements:
        match statement:
            case Conditional(when=when, statements=inner):
                yield from _inside(inner, replace(around, conditions=(*around.conditions, when)))
            case Minimum(inner=inner) | Addition(inner=inner) | Distinct(parts=inner):
                place = _under(around, statement)
                yield place
                yield from _inside(inner, _entered(place))
            case KOf(branches=branches):
                place = _under(around, statement)
                yield place
                yield from _branches(branches, _entered(place))
            case Cap() | CapDifferent() | UsedMinimum() | Count() | Limit() | Duty():
                yield _under(around, statement)
            case _:
                assert_never(statement)


def _branches(branches: Iterable[Branch], around: Place) -> Iterator[Place]:
    for number, branch in enumerate(branches, 1):
        place = replace(_under(around, branch), number=number)
        yield place
        yield from _inside(branch.statements, _entered(place))


def _entered(place: Place) -> Place:
    """The place as that of what stands inside its statement, whose own condition holds there too."""
    when = place.statement.words.when
    return place if isinstance(when, Always) else replace(place, conditions=(*place.conditions, when))


def told_outside(ruleset: Ruleset, place: Place) -> tuple[Predicate, ...]:
    """The conditions that are told with the statement around this one, so that a nested list need not repeat them."""
    around = place.around
    outer = None if around is None or isinstance(around, Requirement) else place_of(ruleset, around.words.id)
    return () if outer is None else _entered(outer).conditions


def _under(around: Place, statement: Stated) -> Place:
    return Place(statement, around.block, around.statement, around.depth + 1, 1, around.conditions)
