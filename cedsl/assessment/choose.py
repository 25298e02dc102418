"""Caps on different values: which of the values count, chosen exactly.

Every choice of values leaves a problem in which the other values hold nothing, and the best of all these problems is
the answer. They are searched by branch and bound. A *node* stands for many choices: it has barred some values and kept
some, and those that it has not decided may all count. So its answer is no worse than that of any choice for which it
stands. The node with the best answer is looked at first. Where its answer fills no more values than may count, it is
the best of all choices. Else one more value is decided: once it is kept, and once it is barred.

For each demand the values that count serve it with no more than the largest of them together could. That holds for
every choice, and as a cap it brings a node near to the best choice below it; so members with many values are mostly
decided in about as many steps as they have values. Nothing is ever left out that could be better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from typing import Generic, TypeVar

from cedsl.assessment.presolve import bits
from cedsl.lean import dataclass
from cedsl.normal.problem import Item, Pick, Problem
from cedsl.normal.simplex import Number
from cedsl.normal.solution import Solution

_T = TypeVar("_T")

Rank = tuple[Number, ...]
"""Orders answers, the best one first, by all that tells two of them apart."""

EVERY = -1
"""Stands for a demand that every hour serves."""


@dataclass(frozen=True, slots=True)
class Tried(Generic[_T]):
    """The answer to a problem without picks, how good it is, and which caps it fills."""

    answer: _T
    rank: Rank
    filled: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What each value of a pick could serve a demand with, in ticks; `cap` is the row that stands for it."""

    pick: Pick
    held: dict[int, int]
    cap: int

    def limit(self, barred: int, kept: int) -> int:
        """The most that so many values as may count could hold, the kept ones among them."""
        sure = [amount for value, amount in self.held.items() if kept >> value & 1]
        open_ = [amount for value, amount in self.held.items() if not (kept | barred) >> value & 1]
        more = self.pick.most - (kept & self.pick.caps).bit_count()
        return sum(sure) + sum(sorted(open_, reverse=True)[:more])


def best_choice(problem: Problem, attempt: Callable[[Problem], Tried[_T]]) -> _T:
    """The best answer over all choices. `attempt` answers a problem without picks exactly; with fewer caps barred its
    rank must be no worse. The problems that it is given have further caps after those of this one.
    """
    search = _Search(problem, attempt)
    while (value := search.undecided()) is not None:
        search.divide(value)
    return search.best.tried.answer


@dataclass(frozen=True, slots=True)
class _Node(Generic[_T]):
    """A part of the choices: those without the barred values, and with the kept ones."""

    barred: int
    kept: int
    tried: Tried[_T]

    def __lt__(self, other: _Node[_T]) -> bool:
        """The better one comes first; of equals the one with more decided."""
        if self.tried.rank != other.tried.rank:
            return self.tried.rank < other.tried.rank
        return self.kept.bit_count() > other.kept.bit_count()


class _Search(Generic[_T]):
    """The parts of the choices that are still open, the most promising first; no choice is better than that one."""

    def __init__(self, problem: Problem, attempt: Callable[[Problem], Tried[_T]]) -> None:
        self.picks, self.attempt = problem.picks, attempt
        self.problem, self.bounds = _bounded(problem)
        self.weights = [_weights(pick, self.bounds) for pick in problem.picks]
        self.open = [self._node(0, 0)]

    @property
    def best(self) -> _Node[_T]:
        return self.open[0]

    def undecided(self) -> int | None:
        """A value to decide next: where too many are filled, of all that are open the one that could hold most; None
        where no pick has too many.
        """
        node = self.best
        for pick, weights in zip(self.picks, self.weights, strict=True):
            if (node.tried.filled & pick.caps).bit_count() > pick.most:
                return max(bits(pick.caps & ~(node.kept | node.barred)), key=lambda value: (weights[value], -value))
        return None

    def divide(self, value: int) -> None:
        """Once with the value kept, and once with it barred."""
        node = heappop(self.open)
        heappush(self.open, self._node(node.barred, node.kept | 1 << value))
        heappush(self.open, self._node(node.barred | 1 << value, node.kept))

    def _node(self, barred: int, kept: int) -> _Node[_T]:
        barred |= _crowded_out(self.picks, kept)
        caps = [0 if barred >> number & 1 else limit for number, limit in enumerate(self.problem.caps)]
        for bound in self.bounds:
            caps[bound.cap] = bound.limit(barred, kept)
        return _Node(barred, kept, self.attempt(replace(self.problem, caps=tuple(caps))))


def _weights(pick: Pick, bounds: Sequence[Bound]) -> dict[int, int]:
    """How much each value could serve, over all demands."""
    found = dict.fromkeys(bits(pick.caps), 0)
    for bound in bounds:
        if bound.pick is pick:
            for value, amount in bound.held.items():
                found[value] += amount
    return found


def _crowded_out(picks: Sequence[Pick], kept: int) -> int:
    """The values for which those that are kept leave no room."""
    full = [pick.caps for pick in picks if (kept & pick.caps).bit_count() == pick.most]
    return sum(caps & ~kept for caps in full)


def _bounded(problem: Problem) -> tuple[Problem, list[Bound]]:
    """The problem without its picks, with a cap for each of the bounds; for each pick that on every hour first."""
    bounds: list[Bound] = []
    items = list(problem.items)
    shared = {share.row for share in problem.allowed_shares}
    for pick in problem.picks:
        for demand in (EVERY, *_touched(problem, pick)):
            bound = Bound(pick, _held(problem, pick, demand, shared), len(problem.caps) + len(bounds))
            items = [_filling(item, pick, demand, bound.cap) for item in items]
            bounds.append(bound)
    caps = (*problem.caps, *(0 for _ in bounds))
    return replace(problem, items=tuple(items), caps=caps, picks=()), bounds


def _touched(problem: Problem, pick: Pick) -> tuple[int, ...]:
    """The demands that some, but not all, of the hours under the pick serve."""
    some, every = 0, -1
    for item in problem.items:
        for use in item.uses:
            if use.caps & pick.caps:
                some |= use.demands
                every &= use.demands
    return bits(some & ~every)


def _held(problem: Problem, pick: Pick, demand: int, shared: set[int]) -> dict[int, int]:
    """How many ticks each value could at most serve the demand with: its items together, or less under a cap that all
    of their hours fill.
    """
    amounts: dict[int, int] = {}
    common: dict[int, int] = {}
    for item in problem.items:
        for value, caps in _values(item, pick, demand):
            amounts[value] = amounts.get(value, 0) + item.amount
            common[value] = common.get(value, -1) & caps
    for value, caps in common.items():
        limits = [problem.caps[cap] for cap in bits(caps) if cap not in shared]
        amounts[value] = min([amounts[value], *limits])
    return amounts


def _values(item: Item, pick: Pick, demand: int) -> Iterator[tuple[int, int]]:
    """The values of the item under the pick, each with the caps that all its uses there fill."""
    found: dict[int, int] = {}
    for use in item.uses:
        if use.caps & pick.caps and (demand == EVERY or use.demands >> demand & 1):
            value = (use.caps & pick.caps).bit_length() - 1
            found[value] = found.get(value, -1) & use.caps
    yield from found.items()


def _filling(item: Item, pick: Pick, demand: int, cap: int) -> Item:
    """The item whose hours under the pick that serve the demand fill one cap more."""
    uses = tuple(
        replace(use, caps=use.caps | 1 << cap)
        if use.caps & pick.caps and (demand == EVERY or use.demands >> demand & 1)
        else use
        for use in item.uses
    )
    return replace(item, uses=uses)


# ------------------------------------------------------------------------------- answers and their choices


def rank_of(solution: Solution) -> Rank:
    """Orders solutions as the canonical order does: least still to earn, shortfalls, most counted, earlier first."""
    counted = [sum(row) for row in solution.counted]
    still: Rank = (1, 0) if solution.still is None else (0, solution.still)
    uses = [-amount for row in solution.counted for amount in row]
    return (*still, *solution.short, -sum(counted), *(-amount for amount in counted), *uses)


def filled_by(problem: Problem, solution: Solution) -> int:
    """The caps under which anything is counted, now or then, could be then, or is earned to complete everything."""
    filled = 0
    for counted in (solution.counted, solution.then, solution.beyond):
        for item, row in zip(problem.items, counted, strict=bool(counted)):
            for use, amount in zip(item.uses, row, strict=True):
                filled |= use.caps if amount else 0
    for kind, _ in solution.completion:
        filled |= problem.further[kind].caps
    return filled


def settled(problem: Problem, solution: Solution) -> Problem:
    """The problem with its choices made as in the solution: caps that were not picked hold nothing. Where fewer values
    count than may, the first others may besides.
    """
    filled, barred = filled_by(problem, solution), 0
    for pick in problem.picks:
        kept = filled & pick.caps
        room = pick.most - kept.bit_count()
        kept |= sum(1 << cap for cap in bits(pick.caps & ~kept)[:room])
        barred |= pick.caps & ~kept
    if not problem.picks:
        return problem
    caps = tuple(0 if barred >> cap & 1 else limit for cap, limit in enumerate(problem.caps))
    return replace(problem, caps=caps, picks=())
