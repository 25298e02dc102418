"""The normal form of one requirement for one member: items, demands, caps, and kinds of further credit.

Everything that decides a verdict has been said here in whole numbers and bits. What the words were
(categories, modes, nesting, "on top of", "distinct") has become *uses*: the ways in which an hour of an
item can be counted, each with the set of demands that it serves and the set of caps that it fills.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """One way of counting an hour: a place, the demands it serves, the caps it fills.

    `demands` and `caps` are bit sets: bit k stands for `Problem.demands[k]`, `Problem.caps[k]`.
    `place` numbers the places of the requirement in the order of declaration.
    """

    place: int
    demands: int
    caps: int


@dataclass(frozen=True, slots=True)
class Portion:
    """At most `limit` ticks of the item over the uses in the bit set `uses` (bit k: `Item.uses[k]`)."""

    uses: int
    limit: int


@dataclass(frozen=True, slots=True)
class Item:
    """The credit of one activity, in ticks (not negative), with the uses that it has.

    Uses stand in the order in which the canonical allocation prefers them. An item may have none.
    """

    amount: int
    uses: tuple[Use, ...]
    portions: tuple[Portion, ...] = ()


@dataclass(frozen=True, slots=True)
class Further:
    """A kind of credit that the member could still earn: the demands it would serve, the caps it would fill."""

    demands: int
    caps: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One requirement for one member, all amounts in ticks.

    `demands[k]` is the amount that demand k asks for; demand 0 is the total, the others stand as
    written, outer before inner. `caps[k]` is the most that may be counted under cap k. `items` stand in
    canonical order: earlier activities before later. `further` lists the kinds of credit that the
    requirement accepts, none of them worse in every respect than another.
    """

    items: tuple[Item, ...]
    demands: tuple[int, ...]
    caps: tuple[int, ...]
    further: tuple[Further, ...]
