"""How far each cap is filled, for many members at once, where that is the same in every best allocation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cedsl.assessment.presolve import bits
from cedsl.registry.cells import Ground, Settled, Ticks, Uses


def fill(ground: Ground, uses: Sequence[Uses], amounts: Sequence[Ticks], found: Settled) -> None:
    """Notes what fills each cap; whom a cap is in question for is no longer sure.

    Hours under no cap that may bind are all counted. A cap that binds is full where the hours that it alone keeps out
    would fill it; where it shares hours with another one that binds too, nobody knows from the amounts alone.
    """
    if not ground.caps:
        return
    touched = [sum(1 << cap for cap in range(len(ground.caps)) if _fills(each) >> cap & 1) for each in uses]
    marks = np.zeros(len(found.sure), np.int64)
    for cap, limit in enumerate(ground.caps):
        inside = [amount for amount, mask in zip(amounts, touched, strict=True) if mask >> cap & 1]
        if inside:
            marks |= (sum(inside[1:], inside[0]) > limit).astype(np.int64) << cap
    for mark in np.unique(marks):
        places = np.flatnonzero(marks == mark)
        part = amounts if len(places) == len(marks) else [each[places] for each in amounts]
        _fill_group(ground, uses, part, int(mark), places, found)


def _fills(uses: Uses) -> int:
    filled = 0
    for _, caps in uses:
        filled |= caps
    return filled


def _fill_group(
    ground: Ground, uses: Sequence[Uses], amounts: Sequence[Ticks], binding: int, places: Ticks, found: Settled
) -> None:
    """The members of whom these caps may bind."""
    several = len(places)
    alone = [np.zeros(several, np.int64) for _ in ground.caps]
    shared = [np.zeros(several, np.bool_) for _ in ground.caps]
    sure = np.ones(several, np.bool_)
    for each, amount in zip(uses, amounts, strict=True):
        filled = _one_way(each, binding)
        if filled is None:
            sure &= amount == 0
            continue
        bound = bits(filled & binding)
        for cap in bits(filled):
            if set(bound) <= {cap}:
                alone[cap] += amount
            else:
                shared[cap] |= amount > 0
    for cap, limit in enumerate(ground.caps):
        found.used[places, cap] = np.minimum(alone[cap], limit)
        sure &= (alone[cap] >= limit) | ~shared[cap]
    found.sure[places] &= sure


def _one_way(uses: Uses, binding: int) -> int | None:
    """The caps that every hour of the cell fills, if that is the same however it is counted; else None."""
    kept: list[tuple[int, int]] = []
    own: list[int] = []
    for serves, fills in uses:
        if not any(serves | s == s and fills & binding & f == f for s, f in kept):
            kept.append((serves, fills & binding))
            own.append(fills)
    return own[0] if len(set(own)) == 1 else None
