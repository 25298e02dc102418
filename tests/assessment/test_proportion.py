"""Amounts that are a part of what counts: worked by hand, against the plain path, and with answers made wrong."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from cedsl.assessment.allocate import allocate
from cedsl.assessment.checker import check
from cedsl.assessment.weigh import weigh
from cedsl.normal.problem import Further, Item, Problem, Share, Use
from cedsl.normal.solution import Solution, Weighing
from tests.assessment.generate import any_problem, shared
from tests.assessment.seeds import SEED, problems

QUARTER = Fraction(1, 4)
LIVE, WEBCAST = Use(0, 1, 0), Use(0, 1, 1)


def under_a_quarter(live: int, webcast: int, total: int = 20) -> Problem:
    """Hours by webcast, under cap 0, are at most a quarter of what serves demand 0."""
    items = (Item(live, (LIVE,)), Item(webcast, (WEBCAST,)))
    return Problem(items, (total,), (0,), (Further(1, 0),), allowed_shares=(Share(0, 0, QUARTER),))


def half_live(live: int, others: int, total: int = 20) -> Problem:
    """Demand 1 asks for half of what serves demand 0."""
    items = (Item(live, (Use(0, 3, 0),)), Item(others, (Use(0, 1, 0),)))
    return Problem(items, (total, 0), (), (Further(3, 0),), asked_shares=(Share(1, 0, Fraction(1, 2)),))


HELD_BACK = Problem(
    (Item(1, (Use(0, 1, 0), Use(1, 2, 1))),),
    (10, 1),
    (0,),
    (Further(1, 0),),
    allowed_shares=(Share(0, 0, Fraction(1, 10)),),
)
"""An hour may serve demand 0, or demand 1 as far as a tenth of what serves demand 0. No further credit serves demand 1."""


def answer(problem: Problem) -> tuple[Solution, tuple[Weighing, ...]]:
    solution = allocate(problem)
    return solution, weigh(problem, solution)


def refused(problem: Problem, solution: Solution, weighings: tuple[Weighing, ...]) -> str:
    found = check(problem, solution, weighings)
    assert found is not None
    return found


def test_a_cap_of_a_quarter() -> None:
    # 12 and 4 are 16; 3 further hours and 1 of the other 6 make 20.
    solution, (weighing,) = answer(under_a_quarter(12, 10))
    assert solution.counted == ((12,), (4,))
    assert (solution.short, solution.still, solution.then) == ((4,), 3, ((12,), (5,)))
    # 3 x served = 4 x served - served <= 4 x served - 4 x webcast = 4 x 12.
    assert weighing == Weighing(((0, 3),), ((0, 4),), ((0, 4),), ())


def test_a_minimum_of_a_half() -> None:
    # All 20 that are required count, of which 10 should be live; beyond 20, others would ask for more.
    solution, (weighing,) = answer(half_live(6, 18))
    assert (solution.counted, solution.short, solution.still) == (((6,), (14,)), (0, 4), 4)
    # Then 10 are live and 10 of the others count; 8 could count besides.
    assert (solution.then, solution.beyond) == (((6,), (10,)), ((0,), (8,)))
    # served + 2 x (live - served / 2) = 2 x live <= 2 x 6.
    assert weighing == Weighing(((0, 1), (1, 2)), (), ((0, 2),), ())


def test_an_hour_that_is_needed_elsewhere_then_counts_nowhere_now() -> None:
    # Ten further hours serve demand 0, and a tenth of them lets the hour on record serve demand 1.
    solution, (first, second) = answer(HELD_BACK)
    assert (solution.counted, solution.short, solution.still) == (((0, 0),), (10, 1), 10)
    assert solution.then == ((0, 1),)
    assert first.then is not None
    assert check(HELD_BACK, solution, (first, second)) is None


def test_without_further_credit_nothing_is_held_back() -> None:
    solution = allocate(replace(HELD_BACK, further=()))
    assert (solution.counted, solution.short, solution.still) == (((1, 0),), (9, 1), None)


@pytest.mark.parametrize("problem", [under_a_quarter(12, 10), half_live(6, 18), HELD_BACK, under_a_quarter(0, 20)])
def test_the_checker_refuses_what_is_wrong(problem: Problem) -> None:
    solution, reasons = answer(problem)
    assert check(problem, solution, reasons) is None
    more = replace(solution, short=(solution.short[0] + 1, *solution.short[1:]))
    assert "shortfall" in refused(problem, more, reasons)
    nothing = tuple(tuple(Fraction(0) for _ in row) for row in solution.then)
    assert refused(problem, replace(solution, then=nothing, beyond=()), reasons)
    assert "no weighing" in refused(problem, solution, ())
    first, *rest = reasons
    for wrong in (
        replace(first, demands=tuple((demand, weight + 1) for demand, weight in first.demands)),
        replace(first, still=first.still + 1),
        replace(first, demands=(*first.demands, *first.demands)),
    ):
        assert "Weighing 0" in refused(problem, solution, (wrong, *rest))


def test_the_checker_knows_the_share() -> None:
    problem = under_a_quarter(12, 10)
    solution, reasons = answer(problem)
    fifth = replace(solution, counted=((Fraction(12),), (Fraction(5),)), short=(Fraction(3),))
    assert refused(problem, fifth, reasons) == "Cap 0 is exceeded."
    assert refused(problem, replace(solution, then=((Fraction(12),), (Fraction(6),))), reasons) == (
        "The completion exceeds a cap."
    )
    short = replace(solution, then=((Fraction(12),), (Fraction(4),)))
    assert refused(problem, short, reasons) == "The completion leaves a demand unmet."
    less = replace(solution, then=((Fraction(11),), (Fraction(5),)))
    assert refused(problem, less, reasons) == "The completion leaves a demand unmet."
    without = (replace(reasons[0], caps=()),)
    assert "can add more" in refused(problem, solution, without)


def test_now_is_not_then() -> None:
    problem = under_a_quarter(12, 10)
    solution, (reason,) = answer(problem)
    leaning = replace(reason, completing=((0, 1),))
    assert refused(problem, solution, (leaning,)) == "Weighing 0: it takes what counts now for what counts then."
    problem = half_live(6, 18)
    solution, reasons = answer(problem)
    few = replace(solution, beyond=((Fraction(0),), (Fraction(0),)))
    assert refused(problem, few, reasons) == "Less counts toward a demand then than now."


@pytest.mark.property
def test_a_share_that_binds_nothing_changes_nothing() -> None:
    """With a share of a cap that nothing fills, the programme of this module decides what the plain path does."""
    for label, problem in problems("binds nothing", 800):
        if problem.proportional:
            continue
        same = replace(problem, caps=(*problem.caps, 0), allowed_shares=(Share(len(problem.caps), 0, QUARTER),))
        plain, found = allocate(problem), allocate(same)
        assert (plain.short, plain.still) == (found.short, found.still), label
        assert sum(map(sum, plain.counted)) == sum(map(sum, found.counted)), label
        assert check(same, found, weigh(same, found)) is None, label


@pytest.mark.property
def test_every_shortfall_has_a_reason(seed: int) -> None:
    leaning = 0
    for number in range(1500):
        label = f"prices/{SEED}/{seed}/{number}"
        problem = shared(Random(label), any_problem(Random(label)))
        solution, reasons = answer(problem)
        assert check(problem, solution, reasons) is None, label
        leaning += any(each.then is not None for each in reasons)
    assert leaning
