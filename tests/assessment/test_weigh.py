from __future__ import annotations

from random import Random

import pytest

from cedsl.assessment.allocate import allocate
from cedsl.assessment.checker import check
from cedsl.assessment.weigh import weigh
from cedsl.normal.problem import Problem
from cedsl.normal.solution import Weighing
from tests.assessment import worked
from tests.assessment.generate import clm_problem
from tests.assessment.seeds import problems


def reasons(problem: Problem) -> tuple[Weighing, ...]:
    solution = allocate(problem)
    found = weigh(problem, solution)
    assert check(problem, solution, found) is None
    return found


def ones(*indices: int) -> tuple[tuple[int, int], ...]:
    return tuple((index, 1) for index in indices)


def test_two_together() -> None:
    """HR and substance abuse need 4; the 3 hours of item 4 carry those tags."""
    assert reasons(worked.CLM) == (Weighing(ones(3, 7), (), ones(4), ()),)


def test_the_total_under_a_cap() -> None:
    """4 under the cap and the 3 hours of item 2 are 7 of 10."""
    assert reasons(worked.CAP) == (Weighing(ones(0), ones(0), ones(2), ()),)


def test_each_by_itself() -> None:
    """The total has the 4 hours there are, A and B have none."""
    assert reasons(worked.SPREAD) == (
        Weighing(ones(0), (), ones(0), ()),
        Weighing(ones(1), (), (), ()),
        Weighing(ones(2), (), (), ()),
    )


def test_a_cap_inside_a_minimum() -> None:
    assert reasons(worked.INSIDE) == (Weighing(ones(1), ones(0), (), ()),)


def test_a_portion() -> None:
    """No more than 2 of the 5 hours may be A."""
    assert reasons(worked.PORTIONS) == (Weighing(ones(1), (), (), (((0, 0), 1),)),)


def test_a_weight_of_two() -> None:
    """A + 2 B fills both caps of 4; 6 + 2 x 1 is all of 8."""
    assert reasons(worked.DOUBLE) == (Weighing(((1, 1), (2, 2)), ones(0, 1), (), ()),)


def test_half_hours() -> None:
    """Twice the total is at most the three caps of 1: 2 x 3/2 = 3."""
    assert reasons(worked.ODD) == (Weighing(((0, 2),), ones(0, 1, 2), (), ()),)


def test_hours_kept_back() -> None:
    """A could have 5 hours, but then B could not be completed by 10 hours: the cap of 10 is B's.

    A served + what completes B is at most the cap: 0 + 10 <= 10.
    """
    first, second = reasons(worked.KEEP)
    assert first == Weighing(ones(0), ones(0), (), (), completing=ones(1))
    assert second == Weighing(ones(1), (), (), ())


@pytest.mark.parametrize("name", ["GREEDY", "FIRST"])
def test_nothing_short_no_reason(name: str) -> None:
    assert reasons(worked.ALL[name]) == ()


@pytest.mark.parametrize("name", worked.ALL)
def test_every_shortfall_has_a_reason(name: str) -> None:
    reasons(worked.ALL[name])


@pytest.mark.property
def test_the_checker_accepts_every_reason() -> None:
    for label, problem in problems("weigh", 6000):
        solution = allocate(problem)
        assert check(problem, solution, weigh(problem, solution)) is None, (label, problem)


@pytest.mark.property
def test_reasons_of_a_register_are_simple() -> None:
    """On real-looking members all weights are 1."""
    for number in range(500):
        problem = clm_problem(Random(f"simple/{number}"))
        for weighing in reasons(problem):
            weights = [weight for pairs in (weighing.demands, weighing.caps) for _, weight in pairs]
            assert set(weights) == {1}, number
            assert not weighing.completing
