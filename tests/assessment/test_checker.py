from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from cedsl.assessment.allocate import allocate
from cedsl.assessment.checker import check
from cedsl.assessment.weigh import weigh
from cedsl.normal.problem import Problem
from cedsl.normal.solution import Solution, Weighing
from tests.assessment import worked
from tests.assessment.seeds import problems


def answer(problem: Problem) -> tuple[Solution, tuple[Weighing, ...]]:
    solution = allocate(problem)
    return solution, weigh(problem, solution)


def refused(problem: Problem, solution: Solution, weighings: tuple[Weighing, ...]) -> str:
    found = check(problem, solution, weighings)
    assert found is not None
    return found


@pytest.mark.parametrize("name", worked.ALL)
def test_a_right_answer_is_accepted(name: str) -> None:
    problem = worked.ALL[name]
    assert check(problem, *answer(problem)) is None


def test_more_than_there_is() -> None:
    solution, reasons = answer(worked.GREEDY)
    wrong = replace(solution, counted=((Fraction(1), Fraction(2)), (Fraction(2),)))
    assert "Item 0 counts" in refused(worked.GREEDY, wrong, reasons)
    wrong = replace(solution, counted=((Fraction(-1), Fraction(2)), (Fraction(2),)))
    assert "Item 0 counts" in refused(worked.GREEDY, wrong, reasons)
    assert "items and uses" in refused(worked.GREEDY, replace(solution, counted=()), reasons)


def test_a_portion_or_a_cap_exceeded() -> None:
    solution, reasons = answer(worked.PORTIONS)
    wrong = replace(solution, counted=((Fraction(3), Fraction(2)),))
    assert "portion" in refused(worked.PORTIONS, wrong, reasons)
    solution, reasons = answer(worked.CAP)
    wrong = replace(solution, counted=((Fraction(3),), (Fraction(3),), (Fraction(3),)), short=(Fraction(1),))
    assert "Cap 0" in refused(worked.CAP, wrong, reasons)


def test_a_shortfall_misreported() -> None:
    solution, reasons = answer(worked.CAP)
    assert "shortfall" in refused(worked.CAP, replace(solution, short=(Fraction(2),)), reasons)


def test_a_worse_allocation_reaches_no_bound() -> None:
    """One hour less counted, honestly reported: the weights then do not reach the bound."""
    solution, reasons = answer(worked.CAP)
    worse = replace(
        solution, counted=((Fraction(3),), (Fraction(0),), (Fraction(3),)), short=(Fraction(4),),
        still=Fraction(4), completion=((0, Fraction(4)),),
    )
    assert "reach the bound" in refused(worked.CAP, worse, reasons)


def test_a_completion_that_does_not_complete() -> None:
    solution, reasons = answer(worked.SPREAD)
    few = replace(solution, completion=((0, Fraction(3)),), still=Fraction(3))
    assert "unmet" in refused(worked.SPREAD, few, reasons)
    assert "add up" in refused(worked.SPREAD, replace(solution, still=Fraction(5)), reasons)
    odd = replace(solution, completion=(*solution.completion, (9, Fraction(1))))
    assert "names a kind" in refused(worked.SPREAD, odd, reasons)
    solution, reasons = answer(worked.KEEP)
    much = replace(solution, completion=((0, Fraction(11)),), still=Fraction(11))
    assert "exceeds a cap" in refused(worked.KEEP, much, reasons)
    solution, reasons = answer(worked.HOPELESS)
    hope = replace(solution, completion=((0, Fraction(1)),))
    assert "completes nothing" in refused(worked.HOPELESS, hope, reasons)


def test_a_reason_left_out() -> None:
    solution, reasons = answer(worked.SPREAD)
    assert "Demand 2 is short" in refused(worked.SPREAD, solution, reasons[:-1])


def test_weights_that_prove_nothing() -> None:
    solution, (reason,) = answer(worked.CLM)
    assert "an hour of item 4" in refused(worked.CLM, solution, (replace(reason, items=()),))
    assert "reach the bound" in refused(worked.CLM, solution, (replace(reason, items=((4, 2),)),))
    assert "reach the bound" in refused(worked.CLM, solution, (replace(reason, demands=((7, 1),)),))
    assert "positive" in refused(worked.CLM, solution, (replace(reason, demands=((7, -1),)),))
    assert "given twice" in refused(worked.CLM, solution, (replace(reason, demands=((7, 1), (7, 1))),))
    assert "there is not" in refused(worked.CLM, solution, (replace(reason, caps=((0, 1),)),))
    assert "leans" in refused(worked.CLM, solution, (replace(reason, still=-1),))
    solution, (reason, other) = answer(worked.KEEP)
    assert "further credit" in refused(worked.KEEP, solution, (replace(reason, completing=((1, 2),)), other))


@pytest.mark.property
def test_mutations_are_rejected() -> None:
    for label, problem in problems("mutation", 2000):
        solution, reasons = answer(problem)
        random = Random(label)
        for mutant in _mutants(random, solution, reasons):
            assert check(problem, *mutant) is not None, (label, problem, mutant)


def _mutants(
    random: Random, solution: Solution, reasons: tuple[Weighing, ...]
) -> list[tuple[Solution, tuple[Weighing, ...]]]:
    """Answers with one figure changed so that no reading of the rest can make it right."""
    found: list[tuple[Solution, tuple[Weighing, ...]]] = []
    if solution.short:
        d = random.randrange(len(solution.short))
        short = tuple(s + 1 if k == d else s for k, s in enumerate(solution.short))
        found.append((replace(solution, short=short), reasons))
    if solution.still is not None:
        found.append((replace(solution, still=solution.still + 1), reasons))
    if solution.completion:
        found.append((replace(solution, completion=solution.completion[1:]), reasons))
    if reasons:
        found.append((solution, ()))
        r = random.randrange(len(reasons))
        lacking = [d for d, _ in reasons[r].demands if solution.short[d]]
        heavier = tuple((d, w + (d == lacking[0])) for d, w in reasons[r].demands)
        if _counts(solution, reasons[r]):
            found.append((solution, (*reasons[:r], replace(reasons[r], items=()), *reasons[r + 1:])))
        lighter = replace(reasons[r], demands=heavier, caps=(), items=(), portions=())
        if reasons[r].caps or reasons[r].items or reasons[r].portions:
            found.append((solution, (*reasons[:r], lighter, *reasons[r + 1:])))
    return found


def _counts(solution: Solution, reason: Weighing) -> bool:
    """Whether an hour that was really counted carries the weight of the reason."""
    return any(sum(solution.counted[i]) for i, _ in reason.items)
