"""The contested rest as a network: every hour serves at most one demand besides the total, under at most one cap.

What the hours of a network can serve of a set of demands is a sum of smaller of two amounts (a minimum cut, Ford and
Fulkerson 1956), and the sets that can be served together form a polymatroid (Edmonds 1970): serving the first demands
as well as can be never stands in the way of serving the total, or all of them, as well as can be. So with

    f(B) = hours that serve some demand of B, of those under a cap at most its limit
    P(k) = the most by which the needs of some of the first k demands exceed f of them

the shortfall of demand k is P(k) - P(k - 1). All sets of demands are tried, so their number is limited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cedsl.assessment.presolve import bits
from cedsl.registry.cells import Effect, Field, Ground, Ticks, Uses

MOST_DEMANDS = 10
"""Of more contested demands than this besides the total, the sets are too many."""

MOST_AT_ONCE = 1 << 17
"""So many sums of sets of members at most are held at once, lest they leave the cache."""

TOTAL = 1

Narrow: TypeAlias = np.int16 | np.int32 | np.int64


def cut(ground: Ground, field: Field) -> tuple[list[Ticks], NDArray[np.bool_]]:
    """What each demand lacks, and for whom that is certain.

    Where hours lie under two caps that both may bind, bounds are told: as if they lay under one of them only, and as if
    they could not count at all. Where both agree the shortfalls are certain.
    """
    others = list(bits(contested(field.uses)))
    crossing = [each for each in map(_source, field.uses) if each is not None and each.bit_count() > 1]
    if not is_network(field.uses) or len(others) > MOST_DEMANDS or not _side_by_side(ground, field, others):
        return list(field.need), np.zeros(len(field.members), np.bool_)
    if not crossing:
        return _cuts(ground, field, others, _under_one(field)), np.ones(len(field.members), np.bool_)
    caps = sorted({cap for each in crossing for cap in bits(each)})
    harder = _cuts(ground, field, others, _under_one(field, None, leave_out=True))
    kinder = [_cuts(ground, field, others, _under_one(field, cap)) for cap in caps]
    least = [np.maximum.reduce([each[demand] for each in map(_prefixes, kinder)]) for demand in range(len(field.need))]
    most = _prefixes(harder)
    sure = np.logical_and.reduce([a == b for a, b in zip(least, most, strict=True)])
    return harder, sure


def _prefixes(short: list[Ticks]) -> list[Ticks]:
    """The total's shortfall, and of the others the sums of the first so many."""
    sums = list(np.cumsum(short[1:], axis=0)) if len(short) > 1 else []
    return [short[0], *sums]


def _source(uses: Uses) -> int | None:
    """The caps that lie on the hours of a cell, however they are counted; None where that differs."""
    fills = {caps for _, caps in uses}
    return fills.pop() if len(fills) == 1 else None


def contested(uses: Sequence[Uses]) -> int:
    """The demands besides the total that some hour serves."""
    found = 0
    for ways in uses:
        for serves, _ in ways:
            found |= serves
    return found & ~TOTAL


def is_network(uses: Sequence[Uses]) -> bool:
    """Whether every hour lies under the same caps however it is counted, serves at most one demand besides the total,
    and serves the total in every way or in none, as all hours do that share a cap with it.
    """
    total: dict[int, bool] = {}
    for ways in uses:
        source = _source(ways)
        if source is None or not all(_serves_one(each) for each in ways):
            return False
        wholly = bool(ways[0][0] & TOTAL)
        if any(bool(serves & TOTAL) is not wholly for serves, _ in ways):
            return False
        if any(total.setdefault(cap, wholly) is not wholly for cap in bits(source)):
            return False
    return True


def _serves_one(effect: Effect) -> bool:
    return (effect[0] & ~TOTAL).bit_count() <= 1


def _side_by_side(ground: Ground, field: Field, others: list[int]) -> bool:
    """Whether further credit completes each of the demands, and none of them with hours for another that may be short.

    Then the least still to earn never asks for another order: demands that lie in one another are climbed, and an hour
    for the outer one may be worth nothing; a demand that no further credit serves comes before all.
    """
    serving = [
        sum(1 << k for k, kind in enumerate(ground.further) if kind.demands >> d & 1) for d in range(len(field.need))
    ]
    beside = [d for d, need in enumerate(field.need) if d and d not in others and (need > 0).any()]
    apart = all(
        not serving[one] & serving[other] for one, other in combinations((*others, *beside), 2) if one in others
    )
    return apart and all(serving[each] for each in others)


Source = tuple[list[tuple[int, Ticks]], dict[int, list[tuple[int, Ticks]]]]
"""Hours by the set of demands that they may serve: those under no cap, and those under each."""


def _under_one(field: Field, favoured: int | None = None, *, leave_out: bool = False) -> Source:
    """The hours with at most one cap each. Those under several lie under the favoured one, else under the first; or
    they are left out.
    """
    free: list[tuple[int, Ticks]] = []
    capped: dict[int, list[tuple[int, Ticks]]] = {}
    for uses, amount in zip(field.uses, field.amounts, strict=True):
        serves = 0
        for each, _ in uses:
            serves |= each
        caps = bits(_source(uses) or 0)
        if len(caps) > 1 and leave_out:
            continue
        if not caps:
            free.append((serves, amount))
        else:
            cap = favoured if favoured is not None and favoured in caps else caps[0]
            capped.setdefault(cap, []).append((serves, amount))
    return free, capped


def _cuts(ground: Ground, field: Field, others: list[int], source: Source) -> list[Ticks]:
    """What each demand lacks."""
    short = [np.maximum(need, 0) for need in field.need]
    if any(serves & TOTAL for uses in field.uses for serves, _ in uses):
        short[0] = np.maximum(field.need[0] - _reach(ground, source, len(field.members)), 0)
    if not others:
        return short
    several, classes = len(field.members), _by_set(source, others)
    form = _form([field.need[each] for each in others], classes)
    step = max(MOST_AT_ONCE >> len(others), 64)
    room = Room.of(form, len(others), min(step, several))
    for first in range(0, several, step):
        part = slice(first, min(first + step, several))
        excess = _excess(ground, [field.need[each][part] for each in others], classes, part, room)
        worst: Ticks = np.zeros(part.stop - first, form)
        for place, demand in enumerate(others):
            now = np.maximum(worst, excess[1 << place : 2 << place].max(axis=0))
            np.subtract(now, worst, out=short[demand][part])
            worst = now
    return short


def _form(needs: list[Ticks], classes: Sets) -> type[Narrow]:
    """The narrowest numbers that no sum can leave: the narrower, the more of them are added at once."""
    amounts = [amount for _, sums in classes for amount in sums.values()]
    most = sum(int(np.abs(each).max(initial=0)) for each in (*needs, *amounts))
    return np.int16 if most < 1 << 14 else np.int32 if most < 1 << 30 else np.int64


@dataclass(frozen=True)
class Room:
    """Columns for every set of demands, used again for each part of the members: fresh memory costs more than sums."""

    excess: NDArray[Narrow]
    within: NDArray[Narrow]
    reach: NDArray[Narrow]

    @staticmethod
    def of(form: type[Narrow], demands: int, several: int) -> Room:
        return Room(*(np.empty((1 << demands) * several, form) for _ in range(3)))

    def at(self, sets: int, several: int) -> tuple[NDArray[Narrow], ...]:
        """The three columns for so many members."""
        return tuple(each[: sets * several].reshape(sets, several) for each in (self.excess, self.within, self.reach))


Sets = list[tuple[int | None, dict[int, Ticks]]]
"""Hours by the set of contested demands that they may serve, under no cap and under each."""


def _by_set(source: Source, others: list[int]) -> Sets:
    """The hours, with sets of contested demands by their places."""
    found: Sets = []
    for cap, cells in ((None, source[0]), *source[1].items()):
        sums: dict[int, Ticks] = {}
        for serves, amount in cells:
            among = sum(1 << place for place, demand in enumerate(others) if serves >> demand & 1)
            if among:
                sums[among] = sums[among] + amount if among in sums else amount
        if sums:
            found.append((cap, sums))
    return found


def _excess(ground: Ground, needs: list[Ticks], classes: Sets, part: slice, room: Room) -> NDArray[Narrow]:
    """For every set of contested demands by how much their needs exceed what can serve some of them."""
    sets, several = 1 << len(needs), part.stop - part.start
    found, within, reach = room.at(sets, several)
    found[0] = 0
    for place, need in enumerate(needs):
        np.add(found[: 1 << place], need.astype(found.dtype), out=found[1 << place : 2 << place])
    for cap, sums in classes:
        within[:] = 0
        for among, amount in sums.items():
            within[among] = amount[part]
        for place in range(len(needs)):
            halves = within.reshape(sets >> (place + 1), 2, 1 << place, several)
            np.add(halves[:, 1], halves[:, 0], out=halves[:, 1])
        np.subtract(within[-1], within[::-1], out=reach)
        if cap is not None:
            np.minimum(reach, min(ground.caps[cap], np.iinfo(reach.dtype).max), out=reach)
        found -= reach
    return found


def _reach(ground: Ground, source: Source, several: int) -> Ticks:
    """How many hours can serve the total."""
    free, capped = source
    found: Ticks = np.zeros(several, np.int64)
    for serves, amount in free:
        if serves & TOTAL:
            found += amount
    for cap, cells in capped.items():
        under = [amount for serves, amount in cells if serves & TOTAL]
        if under:
            found += np.minimum(sum(under[1:], under[0]), ground.caps[cap])
    return found
