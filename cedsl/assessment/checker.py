"""An independent check of an answer: what is claimed is recomputed from the problem, nothing is solved.

It knows the definition of an allocation (`language.md`, section 4) and one fact: if in every allocation an
hour of an item adds at most `most` to a weighted sum, after the weights of the caps and portions that it
fills are taken off, then the sum is at most the weighted limits plus `most` times the amounts. Where an amount is
a part of what counts, that is so with the parts that hours give and take; and toward no demand less counts
then, once the completion is earned, than now, so that a weight may pass from the one to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.normal.problem import Problem
from cedsl.normal.solution import Solution, Weighing

Counted = Sequence[Sequence[Fraction]]
"""For each item and use of it, the ticks counted."""

Weights = tuple[tuple[int, int], ...]
"""Pairs of an index and its weight."""


def check(problem: Problem, solution: Solution, weighings: Sequence[Weighing]) -> str | None:
    """`None` when the answer is accepted, else a sentence that says what is wrong with it."""
    return _allocation(problem, solution) or _reasons(problem, solution, weighings)


def _allocation(problem: Problem, solution: Solution) -> str | None:
    """Whether the hours may be counted so, leave what is said to be lacking, and are completed as said."""
    if wrong := _rows(problem, solution.counted):
        return wrong
    served, used = _totals(problem, solution.counted)
    for c, limit in enumerate(problem.allowed(served)):
        if used[c] > limit:
            return f"Cap {c} is exceeded."
    if list(solution.short) != [max(0, r - s) for r, s in zip(problem.asked(served), served, strict=True)]:
        return "A shortfall is not what the allocation leaves."
    if solution.then:
        return _then(problem, solution)
    return _completion(problem, solution, served, used)


def _rows(problem: Problem, rows: Counted) -> str | None:
    """Whether each item counts no more than it has, and than each of its portions allows."""
    if [len(row) for row in rows] != [len(item.uses) for item in problem.items]:
        return "The allocation is not one of these items and uses."
    for i, (item, row) in enumerate(zip(problem.items, rows, strict=True)):
        if min(row, default=0) < 0 or sum(row) > item.amount:
            return f"Item {i} counts less than nothing or more than it has."
        for portion in item.portions:
            if sum(x for k, x in enumerate(row) if portion.uses >> k & 1) > portion.limit:
                return f"Item {i} counts more than a portion of it allows."
    return None


def _totals(problem: Problem, rows: Counted) -> tuple[list[Fraction], list[Fraction]]:
    """What serves each demand, and what fills each cap."""
    served, used = [Fraction(0)] * len(problem.demands), [Fraction(0)] * len(problem.caps)
    for item, row in zip(problem.items, rows, strict=True):
        for use, x in zip(item.uses, row, strict=True):
            _count(served, use.demands, x)
            _count(used, use.caps, x)
    return served, used


def _then(problem: Problem, solution: Solution) -> str | None:
    """Whether what counts once the completion is earned may be counted so, and with what stands beyond; and whether
    of these no less counts than now.
    """
    beyond = solution.beyond or tuple(tuple(Fraction(0) for _ in row) for row in solution.then)
    several = [[x + y for x, y in zip(*rows, strict=True)] for rows in zip(solution.then, beyond, strict=True)]
    if wrong := _rows(problem, solution.then) or _rows(problem, beyond) or _rows(problem, several):
        return wrong
    now, _ = _totals(problem, solution.counted)
    then, used = _totals(problem, solution.then)
    most, filled = _totals(problem, several)
    if any(now[d] > most[d] for d in _asking(problem)):
        return "Less counts toward a demand then than now."
    if sum(map(sum, solution.counted)) > sum(map(sum, several)):
        return "Less counts then than now."
    if solution.beyond and not problem.asked_shares:
        return "Nothing may stand beyond where no minimum asks for a part of what counts."
    if wrong := _completion(problem, solution, then, used):
        return wrong
    for kind, amount in solution.completion:
        _count(most, problem.further[kind].demands, amount)
        _count(filled, problem.further[kind].caps, amount)
    if any(u > limit for u, limit in zip(filled, problem.allowed(most), strict=True)):
        return "What stands beyond exceeds a cap."
    return None


def _asking(problem: Problem) -> list[int]:
    """The demands that ask for something."""
    shared = {share.row for share in problem.asked_shares}
    return [d for d, required in enumerate(problem.demands) if required or d in shared]


def _completion(problem: Problem, solution: Solution, *totals: list[Fraction]) -> str | None:
    """Whether the further credit, on top of `totals`, completes every demand within the caps, and adds up."""
    served, used = totals
    if solution.still is None:
        return "Credit is named that completes nothing." if solution.completion else None
    for kind, amount in solution.completion:
        if amount <= 0 or kind not in range(len(problem.further)):
            return "The completion names a kind that there is not, or no amount of one."
        _count(served, problem.further[kind].demands, amount)
        _count(used, problem.further[kind].caps, amount)
    if any(s < required for s, required in zip(served, problem.asked(served), strict=True)):
        return "The completion leaves a demand unmet."
    if any(u > limit for u, limit in zip(used, problem.allowed(served), strict=True)):
        return "The completion exceeds a cap."
    if sum(amount for _, amount in solution.completion) != solution.still:
        return "The completion does not add up to what is still to earn."
    return None


def _reasons(problem: Problem, solution: Solution, weighings: Sequence[Weighing]) -> str | None:
    for number, weighing in enumerate(weighings):
        if wrong := _reason(problem, solution, weighing):
            return f"Weighing {number}: {wrong}"
    missing = {d for d, s in enumerate(solution.short) if s} - {d for w in weighings for d, _ in w.demands}
    return f"Demand {min(missing)} is short and lies in no weighing." if missing else None


def _reason(problem: Problem, solution: Solution, weighing: Weighing) -> str | None:
    """Whether the weights are weights, bound every allocation, and the reported figures reach the bound."""
    then = weighing.then
    ranges = (problem.demands, problem.caps, problem.items, problem.demands, *([problem.caps] * 2), problem.items)
    later = ((), (), ()) if then is None else (then.caps, then.shares, then.items)
    parts = (weighing.demands, weighing.caps, weighing.items, weighing.completing, *later)
    portions = {(i, p): part for i, item in enumerate(problem.items) for p, part in enumerate(item.portions)}
    split = (weighing.portions, () if then is None else then.portions)
    pairs = [(k in range(len(of)), w) for of, part in zip(ranges, parts, strict=True) for k, w in part]
    pairs += [(key in portions, w) for each in split for key, w in each]
    pairs += [(d is None or d in _asking(problem), w) for d, w in (() if then is None else then.kept)]
    if not all(known and w >= 1 and w == int(w) for known, w in pairs):
        return "a weight is not positive and whole, or of something that there is not."
    if any(len(dict(part)) < len(part) for part in (*parts, *split)):
        return "a weight is given twice."
    if weighing.still < 0 or (solution.still is None and (weighing.completing or weighing.still)):
        return "it leans on a completion that there is not."
    if problem.proportional and (then is None) > (not weighing.completing and not weighing.still):
        return "it takes what counts now for what counts then."
    if wrong := _bound(problem, weighing):
        return wrong
    bound = sum(w * problem.caps[c] for part in (parts[1], parts[4], parts[5]) for c, w in part)
    bound += sum(w * problem.items[i].amount for part in (parts[2], parts[6]) for i, w in part)
    bound += sum(w * portions[key].limit for part in split for key, w in part)
    bound -= sum(w * problem.demands[d] for d, w in weighing.completing)
    reached = sum(w * (problem.demands[d] - solution.short[d]) for d, w in weighing.demands)
    met = reached == bound + weighing.still * (solution.still or 0)
    return None if met else "the reported figures do not reach the bound."


def _bound(problem: Problem, weighing: Weighing) -> str | None:
    """Whether no hour, through any use, and no further hour can add more than the weighing says."""
    then, completing, nothing = weighing.then, weighing.completing, ()
    if then is None:
        now = _Worth(problem, (*weighing.demands, *completing), weighing.caps, weighing.items, weighing.portions)
        further = _Worth(problem, completing, nothing if problem.proportional else weighing.caps, nothing, nothing)
        return _beyond(problem, now, {}) or _further(problem, further, weighing.still)
    now = _Worth(problem, weighing.demands, weighing.caps, weighing.items, weighing.portions)
    later = _Worth(problem, completing, (*then.caps, *then.shares), then.items, then.portions)
    left_out = _Worth(problem, nothing, then.caps, then.items, then.portions)
    kept = dict(then.kept)
    back = {d: -weight for d, weight in kept.items()}
    return (
        _beyond(problem, now, kept)
        or _beyond(problem, later, back)
        or _beyond(problem, left_out, back)
        or _further(problem, later, weighing.still)
    )


def _beyond(problem: Problem, worth: _Worth, kept: Mapping[int | None, int]) -> str | None:
    """Whether an hour of an item adds more than is said; `kept` takes from an hour toward a demand, or any (None)."""
    for i, item in enumerate(problem.items):
        for k, use in enumerate(item.uses):
            taken = sum(w for d, w in kept.items() if d is None or use.demands >> d & 1)
            if item.amount and worth.beyond(i, k) > taken:
                return f"an hour of item {i} can add more than is said."
    return None


def _further(problem: Problem, worth: _Worth, still: int) -> str | None:
    if any(worth.of(kind.demands, kind.caps) > still for kind in problem.further):
        return "an hour of further credit can add more than is said."
    return None


@dataclass(frozen=True)
class _Worth:
    """What an hour adds to the weighted sum: the weights of the demands it serves, less those of the caps it fills.

    A demand for a part of what counts loses that part with every hour that counts; a cap that allows one gains it.
    """

    problem: Problem
    demands: Weights
    caps: Weights
    items: Weights
    portions: tuple[tuple[tuple[int, int], int], ...]

    def of(self, serves: int, fills: int) -> Fraction:
        worth = Fraction(_weight(self.demands, serves) - _weight(self.caps, fills))
        for shares, weights, sign in (
            (self.problem.asked_shares, self.demands, -1),
            (self.problem.allowed_shares, self.caps, 1),
        ):
            for share in shares:
                if serves >> share.of & 1:
                    worth += sign * share.part * _weight(weights, 1 << share.row)
        return worth

    def beyond(self, item: int, use: int) -> Fraction:
        """What an hour of the item adds through the use, beyond what the weighing says that it can add."""
        way = self.problem.items[item].uses[use]
        split = dict(self.portions)
        parts = enumerate(self.problem.items[item].portions)
        inside = sum(split.get((item, p), 0) for p, each in parts if each.uses >> use & 1)
        return self.of(way.demands, way.caps) - inside - dict(self.items).get(item, 0)


def _count(totals: list[Fraction], mask: int, amount: Fraction) -> None:
    for k in range(len(totals)):
        if mask >> k & 1:
            totals[k] += amount


def _weight(weights: Weights, mask: int) -> int:
    return sum(weight for k, weight in weights if mask >> k & 1)
