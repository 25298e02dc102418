"""Picks: the choice found by branch and bound against every choice, tried one after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest

from cedsl.assessment.allocate import allocate
from cedsl.assessment.checker import check
from cedsl.assessment.choose import filled_by, rank_of, settled
from cedsl.assessment.weigh import weigh
from cedsl.normal.problem import Further, Item, Pick, Problem, Use
from cedsl.normal.solution import Solution
from tests.assessment.oracle_lp import answer
from tests.assessment.seeds import problems

Value = int | None


def with_picks(problem: Problem, random: Random) -> Problem:
    """One or two picks more, each with a few values; of some items only some uses lie under them."""
    for _ in range(random.choice((1, 1, 1, 2))):
        first, values = len(problem.caps), random.randint(2, 5)
        items = tuple(_valued(item, first, values, random) for item in problem.items)
        further = tuple(_further(kind, first, values, random) for kind in problem.further)
        ample = sum(item.amount for item in problem.items) + sum(problem.demands)
        pick = Pick(random.randint(0, values - 1), (1 << values) - 1 << first)
        problem = replace(
            problem,
            items=items,
            caps=(*problem.caps, *[ample] * values),
            further=tuple(dict.fromkeys(further)),
            picks=(*problem.picks, pick),
        )
    return problem


def _valued(item: Item, first: int, values: int, random: Random) -> Item:
    value = random.randrange(values)
    part = random.choice((0.0, 0.6, 1.0, 1.0, 1.0))
    uses = tuple(
        replace(use, caps=use.caps | 1 << first + value) if random.random() < part else use for use in item.uses
    )
    return replace(item, uses=uses)


def _further(kind: Further, first: int, values: int, random: Random) -> Further:
    if random.random() < 0.5:
        return kind
    return replace(kind, caps=kind.caps | 1 << first + random.randrange(values))


def every_choice(problem: Problem) -> Iterator[Problem]:
    """The problem with every choice made: the caps that are not chosen hold nothing."""
    options = []
    for pick in problem.picks:
        rows = [row for row in range(len(problem.caps)) if pick.caps >> row & 1]
        options.append([set(rows).difference(chosen) for chosen in combinations(rows, pick.most)])
    for choice in product(*options):
        barred = set().union(*choice)
        caps = tuple(0 if row in barred else limit for row, limit in enumerate(problem.caps))
        yield replace(problem, caps=caps, picks=())


def best(problem: Problem) -> Solution:
    return min((answer(each) for each in every_choice(problem)), key=rank_of)


def test_the_best_of_all_choices() -> None:
    for label, plain in problems("picks", 250):
        problem = with_picks(plain, Random(label))
        ours, theirs = allocate(problem), best(problem)
        assert rank_of(ours) == rank_of(theirs), label
        for pick in problem.picks:
            assert (filled_by(problem, ours) & pick.caps).bit_count() <= pick.most, label


def test_reasons_for_the_choice_that_was_made_are_accepted() -> None:
    for label, plain in problems("picks reasons", 250):
        problem = with_picks(plain, Random(label))
        solution = allocate(problem)
        chosen = settled(problem, solution)
        assert rank_of(allocate(chosen)) == rank_of(solution), label
        assert check(chosen, solution, weigh(chosen, solution)) is None, label


def values(amounts: tuple[int, ...], most: int, required: int) -> Problem:
    """One item for each value, all toward the total."""
    items = tuple(Item(amount, (Use(0, 1, 1 << row),)) for row, amount in enumerate(amounts))
    ample = sum(amounts) + required
    everything = (1 << len(amounts)) - 1
    return Problem(items, (required,), (ample,) * len(amounts), (), (Pick(most, everything),))


@pytest.mark.parametrize(
    ("amounts", "most", "counted"),
    [
        ((3, 3, 3, 3), 3, (3, 3, 3, 0)),  # all alike: the earlier ones
        ((1, 4, 2, 3), 2, (0, 4, 0, 3)),  # 4 + 3 of 1, 2, 3, 4
        ((1, 4, 2, 3), 4, (1, 4, 2, 3)),
        ((2, 2), 0, (0, 0)),
    ],
)
def test_worked_by_hand(amounts: tuple[int, ...], most: int, counted: tuple[int, ...]) -> None:
    solution = allocate(values(amounts, most, 20))
    assert tuple(int(row[0]) for row in solution.counted) == counted
    assert solution.short == (20 - sum(counted),)


def test_many_values_are_decided_in_few_steps() -> None:
    # 60 values of 1 to 60: the five largest are 60 + 59 + 58 + 57 + 56 = 290. Trying all would be 5461512 choices.
    solution = allocate(values(tuple(range(1, 61)), 5, 1000))
    assert solution.short == (710,)
