"""Whether two filters, or two conditions, can never hold together, as far as that is seen at a glance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from cedsl.model.predicate import AllOf, AnyOf, Compare, Constant, InCategory, Not, Op, Predicate

Apart: TypeAlias = Callable[[InCategory, InCategory], bool]
"""Whether no hour is counted under a category of both."""

LOW = {Op.AT_LEAST: True, Op.MORE: False, Op.IS: True}
HIGH = {Op.AT_MOST: True, Op.LESS: False, Op.IS: True}
"""What bounds a value on one side, and whether the bound itself is in."""


def opposed(one: Predicate, other: Predicate, apart: Apart = lambda _one, _other: False) -> bool:
    """Whether nothing can be both; also False where that is not seen. Both are in the shape of `phrase_tidy`."""
    match one, other:
        case AnyOf(parts=parts), _:
            return all(opposed(part, other, apart) for part in parts)
        case _, AnyOf(parts=parts):
            return all(opposed(one, part, apart) for part in parts)
        case AllOf(parts=parts), _:
            return any(opposed(part, other, apart) for part in parts)
        case _, AllOf(parts=parts):
            return any(opposed(one, part, apart) for part in parts)
        case InCategory(), InCategory():
            return apart(one, other)
        case (Not(part=part), denied) | (denied, Not(part=part)) if part == denied:
            return True
        case Compare(), Compare() if one.left == other.left:
            return _values_apart(one, other) or _beyond(one, other) or _beyond(other, one)
        case _:
            return False


def _values_apart(one: Compare, other: Compare) -> bool:
    """Whether each is one of several values, and none of them the same."""
    fixed = all(isinstance(each, Constant) for each in (*one.right, *other.right))
    return fixed and one.op is other.op is Op.IS and set(one.right).isdisjoint(other.right)


def _beyond(low: Compare, high: Compare) -> bool:
    """Whether the least of one lies above the most of the other."""
    match low.right, high.right:
        case (Constant(value=least),), (Constant(value=most),) if low.op in LOW and high.op in HIGH:
            both = LOW[low.op] and HIGH[high.op]
            match least, most:
                case (date(), date()) | (Fraction(), Fraction()):
                    return least > most or (least == most and not both)  # type: ignore[operator]
                case _:
                    return False
        case _:
            return False
