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

Numbers = list[Fraction]


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
    if list(solution.short) != [max(Fraction(0), r - s) for r, s in zip(problem.demands, served, strict=True)]:
        return "A shortfall is not what the allocation leaves."
    return _completion(problem, solution, served, used)


def _completion(problem: Problem, solution: Solution, served: Numbers, used: Numbers) -> str | None:
    """Whether the further credit completes every demand within the caps, and adds up."""
    if solution.still is None:
        return "Credit is named that completes nothing." if solution.completion else None
    for kind, amount in solution.completion:
        if amount <= 0 or not 0 <= kind < len(problem.further):
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
    weighed = {d for weighing in weighings for d, _ in weighing.demands}
    for d, lacking in enumerate(solution.short):
        if lacking and d not in weighed:
            return f"Demand {d} is short and lies in no weighing."
    return None


def _reason(problem: Problem, solution: Solution, weighing: Weighing) -> str | None:
    """Whether the weights bound every allocation, and the reported figures reach the bound."""
    parts = (weighing.demands, weighing.caps, weighing.items, weighing.portions, weighing.completing)
    if any(len(dict(pairs)) != len(pairs) or any(w < 1 or w != int(w) for _, w in pairs) for pairs in parts):
        return "a weight is not positive and whole, or given twice."
    demands, caps, items, completing = dict(weighing.demands), dict(weighing.caps), dict(weighing.items), dict(weighing.completing)
    portions = dict(weighing.portions)
    if solution.still is None and (completing or weighing.still):
        return "it leans on a completion that there is not."
    for i, item in enumerate(problem.items):
        for k, use in enumerate(item.uses):
            worth = _weight(demands, use.demands) + _weight(completing, use.demands) - _weight(caps, use.caps)
            worth -= sum(portions.get((i, p), 0) for p, part in enumerate(item.portions) if part.uses >> k & 1)
            if item.amount and worth > items.get(i, 0):
                return f"an hour of item {i} can add more than is said."
    if weighing.still < 0 or any(_weight(completing, f.demands) - _weight(caps, f.caps) > weighing.still for f in problem.further):
        return "an hour of further credit can add more than is said."
    bound = sum(w * problem.caps[c] for c, w in caps.items()) + sum(w * problem.items[i].amount for i, w in items.items())
    bound += sum(w * problem.items[i].portions[p].limit for (i, p), w in portions.items())
    earned = weighing.still * (solution.still or 0) - sum(w * problem.demands[d] for d, w in completing.items())
    if sum(w * (problem.demands[d] - solution.short[d]) for d, w in demands.items()) != bound + earned:
        return "the reported figures do not reach the bound."
    return None


def _count(totals: Numbers, mask: int, amount: Fraction) -> None:
    for k in range(len(totals)):
        if mask >> k & 1:
            totals[k] += amount


def _weight(weights: dict[int, int], mask: int) -> int:
    return sum(weight for k, weight in weights.items() if mask >> k & 1)
