"""A predicate in the shape in which it is said: `not` on single comparisons only, like with like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from cedsl.model.predicate import (
    ALWAYS,
    AllOf,
    Always,
    AnyOf,
    BeginsWith,
    Compare,
    During,
    HasEarned,
    HasRecords,
    InCategory,
    Listed,
    Not,
    Op,
    Parity,
    Predicate,
    SeenOn,
    Stated,
)

Atom: TypeAlias = (
    InCategory | Compare | BeginsWith | Stated | HasRecords | HasEarned | Parity | Listed | During | SeenOn
)
"""What is said by one phrase."""

OPPOSITES = {Op.AT_LEAST: Op.LESS, Op.LESS: Op.AT_LEAST, Op.AT_MOST: Op.MORE, Op.MORE: Op.AT_MOST}


def tidied(predicate: Predicate) -> Predicate:
    """The same meaning with `Not` only around atoms, no nesting of like in like, and alternatives of one
    subject in one atom. De Morgan's laws hold in the logic with "does not say" (Kleene's strong logic).
    """
    return _tidied(predicate, negated=False)


def _tidied(predicate: Predicate, *, negated: bool) -> Predicate:
    match predicate:
        case Always():
            return Not(ALWAYS) if negated else ALWAYS
        case Not(part=part):
            return _tidied(part, negated=not negated)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            each = [_tidied(part, negated=negated) for part in parts]
            conjunction = isinstance(predicate, AllOf) is not negated
            return _all(each) if conjunction else _any(each)
        case Compare(left=left, op=op, right=right) if negated and op in OPPOSITES:
            return Compare(left, OPPOSITES[op], right, span=predicate.span)
        case During(part=part, sometime=sometime):
            return _during(_tidied(part, negated=negated), sometime=sometime is not negated)
        case SeenOn(day=day, part=part):
            return SeenOn(day, _tidied(part, negated=negated), span=predicate.span)
        case Parity(term=term, year=True, odd=odd) if negated:
            return Parity(term, True, not odd, span=predicate.span)
        case InCategory() | Compare() | BeginsWith() | Stated() | HasRecords() | HasEarned() | Parity() | Listed():
            return Not(predicate) if negated else predicate
        case _:
            assert_never(predicate)


def _during(part: Predicate, *, sometime: bool) -> Predicate:
    """A condition over the days of the period. "Not so throughout" is said as "so on no day", for "not" before
    "throughout" could be taken to deny that it is so on every day.
    """
    denied = _tidied(part, negated=True)
    if sometime or not _denies(part) or _denies(denied):
        return During(part, sometime)
    return Not(During(denied, sometime=True))


def _denies(part: Predicate) -> bool:
    """Whether a `not` would be said of a condition, or of a part of it."""
    match part:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(map(_denies, parts))
        case _:
            return isinstance(part, Not)


def _all(parts: Sequence[Predicate]) -> Predicate:
    flat = _flat(parts, AllOf)
    kept = [part for part in flat if not isinstance(part, Always)]
    merged = _merged(kept, negated=True)
    return ALWAYS if not merged else merged[0] if len(merged) == 1 else AllOf(tuple(merged))


def _any(parts: Sequence[Predicate]) -> Predicate:
    flat = _flat(parts, AnyOf)
    if any(isinstance(part, Always) for part in flat):
        return ALWAYS
    merged = _merged(flat, negated=False)
    return merged[0] if len(merged) == 1 else AnyOf(tuple(merged))


def _flat(parts: Sequence[Predicate], shape: type[AllOf] | type[AnyOf]) -> list[Predicate]:
    flat: list[Predicate] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, (AllOf, AnyOf)) and isinstance(part, shape) else [part])
    return list(dict.fromkeys(flat))


def _merged(parts: Sequence[Predicate], *, negated: bool) -> list[Predicate]:
    """Neighbours about one subject in one: "in A or in B" as "in A or B", "not A and not B" likewise."""
    merged: list[Predicate] = []
    for part in parts:
        joined = _joined(merged[-1], part, negated=negated) if merged else None
        if joined is None:
            merged.append(part)
        else:
            merged[-1] = joined
    return merged


def _joined(one: Predicate, other: Predicate, *, negated: bool) -> Predicate | None:
    match one, other:
        case (Not(part=first), Not(part=second)) if negated:
            both = _joined(first, second, negated=False)
            return None if both is None else Not(both)
        case (InCategory(names=first_names), InCategory(names=second_names)) if not negated:
            return InCategory(tuple(dict.fromkeys((*first_names, *second_names))))
        case (Compare(left=left, op=Op.IS, right=right), Compare(left=other_left, op=Op.IS, right=more)) if (
            not negated and left == other_left
        ):
            return Compare(left, Op.IS, tuple(dict.fromkeys((*right, *more))))
        case _:
            return None
