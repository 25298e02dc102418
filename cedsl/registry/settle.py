"""Many members at once: what is beyond dispute is counted, the contested rest is cut, what is left is not sure.

The steps are those of `assessment.presolve`, and keep the canonical allocation for the same reasons. Which of them
apply hangs on which demands are not yet met and which caps may bind; members are told apart by that and by nothing
else. Ends where nothing is contested, where the rest is a network (`cuts`), or without an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from cedsl.assessment.presolve import bits
from cedsl.registry.cells import Effect, Field, Ground, Settled, Ticks, Uses, undominated
from cedsl.registry.cuts import MOST_DEMANDS, contested, cut, is_network
from cedsl.registry.fill import fill


def settle(ground: Ground, uses: Sequence[Uses], amounts: Ticks) -> Settled:
    """The canonical shortfalls of many members, where they can be found in columns.

    `amounts[m, j]` is the credit of member m, in ticks, that can be counted in the ways `uses[j]`.
    """
    found = at_once(ground, uses, amounts)
    left = np.flatnonzero(~found.sure)
    if len(left):
        closer = told_apart(ground, uses, np.asfortranarray(amounts[left]))
        found.short[left], found.used[left], found.sure[left] = closer.short, closer.used, closer.sure
    return found


def can_be_at_once(uses: Sequence[Uses]) -> bool:
    """Whether `at_once` can be sure of anybody."""
    return is_network(uses) and contested(uses).bit_count() <= MOST_DEMANDS


def at_once(ground: Ground, uses: Sequence[Uses], amounts: Ticks) -> Settled:
    """What is found where all credit is a network from the first, without telling members apart."""
    if not can_be_at_once(uses):
        return nothing_known(ground, len(amounts))
    return _completed(ground, uses, amounts, lambda whole, found: _finish(ground, whole, found))


def told_apart(ground: Ground, uses: Sequence[Uses], amounts: Ticks) -> Settled:
    """What is found where members are told apart by what is met and what binds."""
    held = _held(ground)

    def look(whole: Field, found: Settled) -> None:
        for field, demands, caps in _apart(ground, whole, held):
            _finish(ground, _counted(field, demands, caps), found)

    return _completed(ground, uses, amounts, look)


def _completed(ground: Ground, uses: Sequence[Uses], amounts: Ticks, look: Callable[[Field, Settled], None]) -> Settled:
    found, several = nothing_known(ground, len(amounts)), len(amounts)
    whole = Field(
        np.arange(several),
        list(uses),
        [np.ascontiguousarray(amounts[:, j]) for j in range(len(uses))],
        [np.full(several, each, np.int64) for each in ground.demands],
    )
    look(whole, found)
    fill(ground, uses, whole.amounts, found)
    if _held(ground):
        found.sure &= ~(found.short > 0).any(axis=1)
    return found


def nothing_known(ground: Ground, several: int) -> Settled:
    """Nothing is known of anybody. The numbers of one demand or cap lie side by side."""
    return Settled(
        np.zeros((len(ground.demands), several), np.int64).T,
        np.zeros((len(ground.caps), several), np.int64).T,
        np.zeros(several, np.bool_),
    )


def _held(ground: Ground) -> int:
    """The caps that further credit fills."""
    held = 0
    for kind in ground.further:
        held |= kind.caps
    return held


def _apart(ground: Ground, whole: Field, held: int) -> Iterator[tuple[Field, int, int]]:
    """The members told apart by the demands that something must serve and the caps that may bind, until that stays."""
    waiting = [(whole, -1)]
    while waiting:
        field, before = waiting.pop()
        marks = _marks(ground, field, held)
        for mark in np.unique(marks):
            places = np.flatnonzero(marks == mark)
            part = field if len(places) == len(marks) else field.of(places)
            demands, caps = int(mark) & ((1 << len(ground.demands)) - 1), int(mark) >> len(ground.demands)
            narrowed = _counted(part, demands, caps)
            if int(mark) == before and len(narrowed.uses) == len(part.uses):
                yield narrowed, demands, caps
            else:
                waiting.append((narrowed, int(mark)))


def _marks(ground: Ground, field: Field, held: int) -> Ticks:
    """For each member which demands are not met for certain, and above them which caps may bind."""
    marks = np.zeros(len(field.members), np.int64)
    lacking = np.zeros(len(field.members), np.int64)
    for demand, need in enumerate(field.need):
        marks |= (need > 0).astype(np.int64) << demand
        if held:
            lacking += np.maximum(need, 0)
    for cap, limit in enumerate(ground.caps):
        inside = [amount for uses, amount in zip(field.uses, field.amounts, strict=True) if _fills(uses) >> cap & 1]
        if inside:
            most = sum(inside[1:], inside[0]) + (lacking if held >> cap & 1 else 0)
            marks |= (most > limit).astype(np.int64) << (len(ground.demands) + cap)
    return marks


def _fills(uses: Uses) -> int:
    filled = 0
    for _, caps in uses:
        filled |= caps
    return filled


def _counted(field: Field, demands: int, caps: int) -> Field:
    """The field with only what is in question; what is counted for certain is taken from what is needed."""
    merged: dict[Uses, Ticks] = {}
    need = list(field.need)
    for uses, amount in zip(field.uses, field.amounts, strict=True):
        left = undominated(uses, demands, caps)
        if any(fills == 0 for _, fills in left):
            left, common = _without_common(left)
            for demand in bits(common):
                need[demand] = need[demand] - amount
        if any(serves for serves, _ in left):
            merged[left] = merged[left] + amount if left in merged else amount
    return Field(field.members, list(merged), list(merged.values()), need)


def _without_common(uses: Uses) -> tuple[Uses, int]:
    """The ways without the demands that each of them serves, and those demands."""
    common = -1
    for serves, _ in uses:
        common &= serves
    left: list[Effect] = [(serves & ~common, fills) for serves, fills in uses]
    return tuple(left), common


def _finish(ground: Ground, field: Field, found: Settled) -> None:
    """Notes what the members lack, if that is known."""
    if any(amount.any() for amount in field.amounts):
        short, sure = cut(ground, field)
    else:
        short, sure = [np.maximum(each, 0) for each in field.need], np.ones(len(field.members), np.bool_)
    for demand, lacking in enumerate(short):
        found.short[field.members, demand] = lacking
    found.sure[field.members] = sure
