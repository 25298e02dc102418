"""What the solver answers, and the reason that anyone can add up."""

from __future__ import annotations

from fractions import Fraction

from cedsl.lean import dataclass


@dataclass(frozen=True, slots=True)
class Solution:
    """The canonical allocation of a problem, in ticks.

    `counted[i][k]` is what item i counts through its use k; `short[d]` is what demand d lacks, never
    negative. `still` is the fewest further ticks that complete everything, `None` where no further
    credit can; `completion` says of which kinds (index into `Problem.further`, ticks, only positive ones).
    Where an amount is a part of what counts, hours may count only once more is earned: `then` is what is counted
    with the completion, in the form of `counted`, and `beyond` what the caps would let count besides; it is left out
    then because a minimum would ask for more. Elsewhere, and without a completion, both are empty.
    """

    counted: tuple[tuple[Fraction, ...], ...]
    short: tuple[Fraction, ...]
    still: Fraction | None
    completion: tuple[tuple[int, Fraction], ...]
    then: tuple[tuple[Fraction, ...], ...] = ()
    beyond: tuple[tuple[Fraction, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Then:
    """The part of a weighing that is about what is counted once the completion is earned.

    `caps`, `items` and `portions` are as in the weighing, for hours that count then or stand beyond; `shares` are caps
    for those that count then alone. `kept` has weights of no more being counted now than count then or stand beyond:
    toward a demand, or in all (None).
    """

    caps: tuple[tuple[int, int], ...]
    items: tuple[tuple[int, int], ...]
    portions: tuple[tuple[tuple[int, int], int], ...]
    shares: tuple[tuple[int, int], ...]
    kept: tuple[tuple[int | None, int], ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """Why no allocation does better: whole-number weights that anyone can add up.

    For every allocation, the sum over demands of weight x served is at most
    `sum(caps: weight x limit) + sum(items: most x amount) + sum(portions: weight x limit)`, because
    `most` is the largest that an hour of the item can add over its uses (demand weights less cap and
    portion weights, never below 0). The reported figures reach that sum exactly.
    Pairs are (index, weight), only positive weights; `portions` is ((item, portion), weight).

    Where further credit would fill a cap too, an hour can be left uncounted so that less is still to earn.
    Such a reason holds for the allocations that at most the reported hours `still` complete: each
    completed demand in `completing` lowers the bound by weight x required and adds its weight to what an
    hour serves, and the bound rises by `still` x the hours still to earn, where `still` is the most that
    an hour of further credit can add (weights of `completing` less those of caps). Elsewhere both are empty.

    Where an amount is a part of what counts, each weight of such a demand takes that part of itself from every hour
    that counts, and each weight of such a cap gives that part of itself to it. If the reason leans on the completion,
    an hour is counted twice, now and `then`: what is completed, and what further credit adds, is then.
    """

    demands: tuple[tuple[int, int], ...]
    caps: tuple[tuple[int, int], ...]
    items: tuple[tuple[int, int], ...]
    portions: tuple[tuple[tuple[int, int], int], ...]
    completing: tuple[tuple[int, int], ...] = ()
    still: int = 0
    then: Then | None = None
