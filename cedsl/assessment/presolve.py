"""Settling what is beyond dispute before anything is optimised.

Items that may be counted in the same ways are gathered into *cells*. Then, until nothing changes:

1. A cap that the remaining hours cannot exceed binds no allocation, and is forgotten.
2. A demand that hours counted for certain already meet is forgotten: its shortfall is 0 in every
   allocation that is still in question.
3. A use that serves no more and fills no less than a use preferred to it is forgotten: moving its hours to
   the other worsens no level of the canonical order and betters the last.
4. A cell with a use that fills no cap is counted in full: one more hour through that use raises no
   shortfall and no hours still to earn, and raises the hours counted. Demands that all its uses serve
   are served by it for certain.
5. A cap that only one cell fills, by every use, is an amount of that cell. Its earlier items come first,
   for exchanging an hour between two items of a cell changes nothing but the order of items.
6. Cells that now have the same uses are one cell.

A portion of an item is a cap that only this item fills, so portions need no treatment of their own.
Every step keeps the canonical allocation of the problem, hence so does any sequence of them.
"""

from __future__ import annotations

from functools import lru_cache

from cedsl.lean import dataclass
from cedsl.normal.problem import Item, Problem

Effect = tuple[int, int]
"""The demands that an hour serves and the caps that it fills, as bit sets."""

Share = tuple[int, int, tuple[int, ...]]
"""An item, the ticks of it that can be counted, and for each use of the cell the use of the item."""


@lru_cache(maxsize=4096)
def bits(mask: int) -> tuple[int, ...]:
    """The positions of the bits that are set, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return tuple(found)


@dataclass(slots=True)
class Cell:
    """Items that can be counted in the same ways. `uses` stand in order of preference, `shares` in none."""

    uses: tuple[Effect, ...]
    amount: int
    shares: list[Share]

    def full(self) -> bool:
        """Whether the canonical allocation counts every tick: some use fills no cap."""
        return 0 in [fills for _, fills in self.uses]


@dataclass(slots=True)
class Residue:
    """What is left in question: cells with the demands and caps that they touch.

    `need[d]` is what demand d asks for beyond the hours that serve it for certain (negative when it is
    over-served); `room[c]` the limit of cap c, those of portions after those of the problem. The cells
    in `settled` are counted in full through their only use.
    """

    need: list[int]
    room: list[int]
    cells: list[Cell]
    settled: list[Cell]


def gather(problem: Problem) -> tuple[list[Cell], list[int]]:
    """Cells in order of their first item, and the limits of the caps with those of the portions appended.

    Items without credit or without a use are left out, and so are their portions.
    """
    room = list(problem.caps)
    by_tuple: dict[int, Cell] = {}
    by_effect: dict[tuple[Effect, ...], Cell] = {}
    for index, item in enumerate(problem.items):
        if not item.amount or not item.uses:
            continue
        cell = None if item.portions else by_tuple.get(id(item.uses))
        if cell is None:
            effects = _effects(item, room)
            cell = by_effect.setdefault(effects, Cell(effects, 0, []))
            if not item.portions:
                by_tuple[id(item.uses)] = cell
        cell.amount += item.amount
        cell.shares.append((index, item.amount, _upto(len(item.uses))))
    return list(by_effect.values()), room


@lru_cache(maxsize=256)
def _upto(count: int) -> tuple[int, ...]:
    return tuple(range(count))


def _effects(item: Item, room: list[int]) -> tuple[Effect, ...]:
    """What the item's uses do; each portion becomes a cap of its own at the end of `room`."""
    if not item.portions:
        return tuple([(use.demands, use.caps) for use in item.uses])
    caps = [use.caps for use in item.uses]
    for portion in item.portions:
        for use in bits(portion.uses):
            caps[use] |= 1 << len(room)
        room.append(portion.limit)
    return tuple([(use.demands, cap) for use, cap in zip(item.uses, caps, strict=True)])


def portions(problem: Problem) -> list[tuple[int, int]]:
    """The (item, portion) behind each cap that `gather` appended, in its order."""
    return [
        (index, portion)
        for index, item in enumerate(problem.items)
        if item.portions and item.amount and item.uses
        for portion in range(len(item.portions))
    ]


def presolve(problem: Problem) -> Residue:
    """Settle all that the steps above settle; what remains is contested."""
    cells, room = gather(problem)
    residue = Residue(list(problem.demands), room, cells, [])
    held = 0
    for kind in problem.further:
        held |= kind.caps
    before = None
    while residue.cells and (state := _state(residue)) != before:
        before = state
        _round(residue, held)
    return residue


def _state(residue: Residue) -> tuple[int, int, int]:
    """All that a round can change and another round could use."""
    return (
        len(residue.cells),
        sum(cell.amount for cell in residue.cells),
        sum([effect[0] + effect[1] for cell in residue.cells for effect in cell.uses]),
    )


def _round(residue: Residue, held: int) -> None:
    """Apply every step once. `held` are the caps that further credit would fill, too."""
    demands, (caps, lone) = _unmet(residue.need), _binding(residue, held)
    merged: dict[tuple[Effect, ...], Cell] = {}
    for cell in residue.cells:
        _narrow(cell, demands, caps)
        if cell.full():
            _count_for_certain(cell, residue.need)
            if len(cell.uses) == 1:
                residue.settled.append(cell)
                continue
        elif lone:
            _limit(cell, lone, residue.room)
        if cell.amount:
            _merge(merged, cell)
    residue.cells = list(merged.values())


def _unmet(need: list[int]) -> int:
    mask = 0
    for demand, amount in enumerate(need):
        if amount > 0:
            mask |= 1 << demand
    return mask


def _binding(residue: Residue, held: int) -> tuple[int, int]:
    """The caps that might bind some allocation, and of these the caps that a single cell fills.

    Further credit may fill the caps in `held`. The least that completes everything is never more than
    the sum of what the demands lack, since each hour of it is needed by a demand that it serves.
    """
    reach: dict[int, int] = {}
    shared = touched = 0
    for cell in residue.cells:
        filled = 0
        for _, caps in cell.uses:
            filled |= caps
        shared |= touched & filled
        touched |= filled
        for cap in bits(filled):
            reach[cap] = reach.get(cap, 0) + cell.amount
    lacking = sum([amount for amount in residue.need if amount > 0]) if held else 0
    binding = 0
    for cap, most in reach.items():
        if most + (lacking if held >> cap & 1 else 0) > residue.room[cap]:
            binding |= 1 << cap
    return binding, binding & ~shared


def _narrow(cell: Cell, demands: int, caps: int) -> None:
    """Keep of each use what is still in question, and of the uses those that no preferred one outdoes."""
    if len(cell.uses) == 1:
        serves, fills = cell.uses[0]
        cell.uses = ((serves & demands, fills & caps),)
        return
    kept: list[Effect] = []
    places: list[int] = []
    for place, (serves, fills) in enumerate(cell.uses):
        served, filled = serves & demands, fills & caps
        for s, f in kept:
            if served | s == s and filled & f == f:
                break
        else:
            kept.append((served, filled))
            places.append(place)
    if len(kept) < len(cell.uses):
        cell.shares = [(item, amount, tuple([uses[p] for p in places])) for item, amount, uses in cell.shares]
    cell.uses = tuple(kept)


def _count_for_certain(cell: Cell, need: list[int]) -> None:
    """Take from the demands that every use of a cell counted in full serves; from then on leave them out."""
    common = -1
    for serves, _ in cell.uses:
        common &= serves
    for demand in bits(common):
        need[demand] -= cell.amount
    if common:
        cell.uses = tuple([(serves & ~common, fills) for serves, fills in cell.uses])


def _limit(cell: Cell, lone: int, room: list[int]) -> None:
    """Cut a cell's later items off at the caps that only it fills, by every use."""
    for _, fills in cell.uses:
        lone &= fills
    left = min([room[cap] for cap in bits(lone)], default=cell.amount)
    if left >= cell.amount:
        return
    cell.amount = left
    shares = []
    for item, amount, uses in sorted(cell.shares):
        shares.append((item, min(amount, left), uses))
        left -= min(amount, left)
    cell.shares = [share for share in shares if share[1]]


def _merge(merged: dict[tuple[Effect, ...], Cell], cell: Cell) -> None:
    other = merged.setdefault(cell.uses, cell)
    if other is not cell:
        other.amount += cell.amount
        other.shares.extend(cell.shares)
