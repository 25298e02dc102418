"""An independent check of an answer: what is claimed is recomputed from the problem, nothing is solved.

It knows the definition of an allocation (`language.md`, section 4) and one fact: if in every allocation an
hour of an item adds at most `most` to a weighted sum, after the weights of the caps and portions that it
fills are taken off, then the sum is at most the weighted limits plus `most` times the amounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cedsl.normal.problem import Problem
from cedsl.normal.solution import Solution, Weighing


def check(problem: Problem, solution: Solution, weighings: Sequence[Weighing]) -> str | None:
    """`None` when the answer is accepted, else a sentence that says what is wrong with it."""
    return _allocation(problem, solution) or _reasons(problem, solution, weighings)


def _allocation(problem: Problem, solution: Solution) -> str | None:
    """Whether the hours may be counted so, leave what is said to be lacking, and are completed as said."""
    if [len(row) for row in solution.counted] != [len(item.uses) for item in problem.items]:
        return "The allocation is not one of these items and uses."
    served, used = [Fraction(0)] * len(problem.demands), [Fraction(0)] * len(problem.caps)
    for i, (item, row) in enumerate(zip(problem.items, solution.counted, strict=True)):
        if min(row, default=0) < 0 or sum(row) > item.amount:
            return f"Item {i} counts less than nothing or more than it has."
        for portion in item.portions:
            if sum(x for k, x in enumerate(row) if portion.uses >> k & 1) > portion.limit:
                return f"Item {i} counts more than a portion of it allows."
        for use, x in zip(item.uses, row, strict=True):
            _count(served, use.demands, x)
            _count(used, use.caps, x)
    for c, limit in enumerate(problem.caps):
        if used[c] > limit:
            return f"Cap {c} is exceeded."
    if list(solution.short) != [max(0, r - s) for r, s in zip(problem.demands, served, strict=True)]:
        return "A shortfall is not what the allocation leaves."
    return _completion(problem, solution, served, used)


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
    if any(s < required for s, required in zip(served, problem.demands, strict=True)):
        return "The completion leaves a demand unmet."
    if any(u > limit for u, limit in zip(used, problem.caps, strict=True)):
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
    ranges = (problem.demands, problem.caps, problem.items, problem.demands)
    parts = (weighing.demands, weighing.caps, weighing.items, weighing.completing)
    portions = {(i, p): part for i, item in enumerate(problem.items) for p, part in enumerate(item.portions)}
    pairs = [(k in range(len(of)), w) for of, part in zip(ranges, parts, strict=True) for k, w in part]
    pairs += [(key in portions, w) for key, w in weighing.portions]
    if not all(known and w >= 1 and w == int(w) for known, w in pairs):
        return "a weight is not positive and whole, or of something that there is not."
    if any(len(dict(part)) < len(part) for part in (*parts, weighing.portions)):
        return "a weight is given twice."
    if weighing.still < 0 or (solution.still is None and (weighing.completing or weighing.still)):
        return "it leans on a completion that there is not."
    if wrong := _bound(problem, weighing):
        return wrong
    bound = sum(w * problem.caps[c] for c, w in weighing.caps)
    bound += sum(w * problem.items[i].amount for i, w in weighing.items)
    bound += sum(w * portions[key].limit for key, w in weighing.portions)
    bound -= sum(w * problem.demands[d] for d, w in weighing.completing)
    reached = sum(w * (problem.demands[d] - solution.short[d]) for d, w in weighing.demands)
    met = reached == bound + weighing.still * (solution.still or 0)
    return None if met else "the reported figures do not reach the bound."


def _bound(problem: Problem, weighing: Weighing) -> str | None:
    """Whether no hour, through any use, and no further hour can add more than the weighing says."""
    most, portions = dict(weighing.items), dict(weighing.portions)
    for i, item in enumerate(problem.items):
        for k, use in enumerate(item.uses):
            worth = _weight(weighing.demands, use.demands) + _weight(weighing.completing, use.demands)
            worth -= _weight(weighing.caps, use.caps)
            worth -= sum(portions.get((i, p), 0) for p, x in enumerate(item.portions) if x.uses >> k & 1)
            if item.amount and worth > most.get(i, 0):
                return f"an hour of item {i} can add more than is said."
    for kind in problem.further:
        if _weight(weighing.completing, kind.demands) - _weight(weighing.caps, kind.caps) > weighing.still:
            return "an hour of further credit can add more than is said."
    return None


def _count(totals: list[Fraction], mask: int, amount: Fraction) -> None:
    for k in range(len(totals)):
        if mask >> k & 1:
            totals[k] += amount


def _weight(weights: tuple[tuple[int, int], ...], mask: int) -> int:
    return sum(weight for k, weight in weights if mask >> k & 1)
