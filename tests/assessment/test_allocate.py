from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from time import perf_counter

import pytest

from cedsl.assessment.allocate import allocate
from cedsl.assessment.checker import check
from cedsl.assessment.weigh import weigh
from cedsl.normal.problem import Further, Item, Portion, Problem, Use
from tests.assessment import worked
from tests.assessment.generate import clm_problem
from tests.assessment.oracle_lp import answer
from tests.assessment.seeds import problems

HALF = Fraction(1, 2)


def hours(problem: Problem) -> list[list[Fraction]]:
    return [list(row) for row in allocate(problem).counted]


def test_the_shortfall_of_two_together_stands_last_as_written() -> None:
    found = allocate(worked.CLM)
    assert found.short == (0, 0, 0, 0, 0, 0, 0, 1)
    assert found.counted[4] == (3, 0)
    assert (found.still, found.completion) == (1, ((6, 1),))


def test_an_hour_goes_where_it_is_needed() -> None:
    found = allocate(worked.GREEDY)
    assert found.counted == ((0, 2), (2,))
    assert found.short == (0, 0, 0)
    assert found.still == 0


def test_under_a_cap_earlier_hours_count_first() -> None:
    found = allocate(worked.CAP)
    assert found.counted == ((3,), (1,), (3,))
    assert found.short == (3,)


def test_a_need_comes_before_the_order_of_days() -> None:
    assert hours(worked.YIELD) == [[1], [1], [2]]


def test_still_to_earn_is_the_larger_of_total_and_minimums() -> None:
    found = allocate(worked.SPREAD)
    assert found.short == (1, 3, 3)
    assert (found.still, found.completion) == (6, ((0, 3), (1, 3)))


def test_a_cap_inside_a_minimum_takes_nothing_from_the_total() -> None:
    found = allocate(worked.INSIDE)
    assert found.counted == ((1, 2),)
    assert found.short == (0, 2)


def test_portions_never_add_up_to_more_than_they_may() -> None:
    found = allocate(worked.PORTIONS)
    assert found.counted == ((2, 3),)
    assert found.short == (0, 1, 0)


def test_crossing_caps() -> None:
    found = allocate(worked.DOUBLE)
    assert found.short == (0, 0, 1)
    assert found.counted == ((3,), (3,), (1,))


def test_a_fraction_where_there_is_one() -> None:
    found = allocate(worked.ODD)
    assert found.counted == ((HALF,), (HALF,), (HALF,))
    assert found.short == (HALF,)


def test_what_cannot_be_completed() -> None:
    found = allocate(worked.HOPELESS)
    assert found.short == (1, 1)
    assert (found.still, found.completion) == (None, ())


def test_hours_are_kept_back_so_that_less_is_still_to_earn() -> None:
    found = allocate(worked.KEEP)
    assert found.counted == ((0,),)
    assert found.short == (10, 10)
    assert (found.still, found.completion) == (10, ((0, 10),))


def test_places_in_order_of_declaration() -> None:
    assert hours(worked.FIRST) == [[2, 0]]


def test_no_records() -> None:
    found = allocate(worked.EMPTY)
    assert (found.counted, found.short, found.still) == ((), (5, 3), 5)


def test_a_problem_of_nothing() -> None:
    found = allocate(Problem((), (), (), ()))
    assert (found.counted, found.short, found.still) == ((), (), 0)
    idle = allocate(Problem((Item(0, ()), Item(3, ()), Item(2, (Use(0, 0, 0),))), (), (), ()))
    assert idle.counted == ((), (), (2,))


def test_among_equal_completions_the_first_kind() -> None:
    kinds = (Further(1, 0), Further(3, 0), Further(5, 0))
    found = allocate(Problem((), (10, 2, 3), (), kinds))
    assert found.completion == ((0, 5), (1, 2), (2, 3))
    found = allocate(Problem((), (10, 2, 3), (), kinds[::-1]))
    assert found.completion == ((0, 8), (1, 2))


@pytest.mark.parametrize("name", worked.ALL)
def test_the_oracle_agrees_with_the_hand(name: str) -> None:
    assert allocate(worked.ALL[name]) == answer(worked.ALL[name])


@pytest.mark.property
def test_the_oracle_agrees_on_generated_problems() -> None:
    for label, problem in problems("allocate", 6000):
        ours, theirs = allocate(problem), answer(problem)
        assert ours.still == theirs.still, (label, problem)
        assert ours.short == theirs.short, (label, problem)
        assert ours.counted == theirs.counted, (label, problem)
        assert ours.completion == theirs.completion, (label, problem)


@pytest.mark.property
def test_the_oracle_agrees_on_a_register() -> None:
    for number in range(150):
        problem = clm_problem(Random(f"register/{number}"))
        assert allocate(problem) == answer(problem), number


@pytest.mark.property
def test_one_more_hour_never_hurts() -> None:
    for label, problem in problems("more", 1500):
        if not problem.items:
            continue
        first, *rest = problem.items
        more = replace(problem, items=(Item(first.amount + 1, first.uses, first.portions), *rest))
        before, after = allocate(problem).still, allocate(more).still
        assert before is None or (after is not None and after <= before), (label, problem)


@pytest.mark.property
def test_splitting_a_record_changes_nothing() -> None:
    for label, problem in problems("split", 1500):
        parts = tuple(part for item in problem.items for part in _halves(item))
        whole, split = allocate(problem), allocate(replace(problem, items=parts))
        assert (whole.short, whole.still) == (split.short, split.still), (label, problem)
        counted = iter(split.counted)
        for item, row in zip(problem.items, whole.counted, strict=True):
            halves = [next(counted) for _ in _halves(item)]
            assert sum(row) == sum(map(sum, halves)), (label, problem)


def _halves(item: Item) -> list[Item]:
    if item.portions:
        return [item]
    return [Item(item.amount // 2, item.uses), Item(item.amount - item.amount // 2, item.uses)]


def _crowd(count: int, sets: int, portioned: float = 0.0) -> Problem:
    """Many records of few descriptions under crossing caps that all bind."""
    random = Random(f"crowd/{count}/{sets}")
    shapes = []
    for _ in range(sets):
        caps = sum(1 << c for c in random.sample(range(5), random.randint(1, 3)))
        tags = sorted(random.sample(range(1, 8), random.randint(1, 3)))
        shapes.append(tuple(worked.tag(k, caps) for k in tags))
    items = []
    for _ in range(count):
        portions = (Portion(1, random.randint(1, 20)),) if random.random() < portioned else ()
        items.append(Item(random.randint(1, 40), random.choice(shapes), portions))
    total = sum(item.amount for item in items)
    minimums = tuple(random.randint(total // 40, total // 8) for _ in range(7))
    caps = tuple(random.randint(total // 12, total // 6) for _ in range(5))
    kinds = tuple(Further(1 | 1 << k, 0) for k in range(1, 8))
    return Problem(tuple(items), (total, *minimums), caps, kinds)


@pytest.mark.parametrize(("count", "sets", "portioned"), [(5000, 60, 0.0), (300, 30, 0.8)])
def test_thousands_of_records_do_not_hang(count: int, sets: int, portioned: float) -> None:
    problem = _crowd(count, sets, portioned)
    start = perf_counter()
    found = allocate(problem)
    assert check(problem, found, weigh(problem, found)) is None
    assert perf_counter() - start < 20
