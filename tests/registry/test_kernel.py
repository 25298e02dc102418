"""Members many at a time find what the exact solver finds for each, or do not say that they are sure."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cedsl.assessment.allocate import allocate, totals
from cedsl.normal.problem import Further, Item, Problem, Use
from cedsl.registry.cells import Ground, Uses
from cedsl.registry.settle import Settled, settle

MEMBERS = 25


def found(ground: Ground, uses: list[Uses], *amounts: tuple[int, ...]) -> Settled:
    return settle(ground, uses, np.array(amounts, np.int64))


def test_an_hour_serves_one_of_two_minimums():
    ground = Ground((4, 3, 2), (), (Further(1, 0), Further(3, 0), Further(5, 0)))
    both: Uses = ((3, 0), (5, 0))
    # 4 hours for both: 3 fill the first minimum, 1 is left for the second, which lacks 2 - 1 = 1
    # 5 hours: 3 and 2, nothing is lacking
    result = found(ground, [both], (4,), (5,))
    assert result.sure.all()
    assert result.short.tolist() == [[0, 0, 1], [0, 0, 0]]


def test_a_cap_leaves_hours_out_of_all_minimums():
    ground = Ground((6, 3, 3), (4,), (Further(3, 0), Further(5, 0)))
    # 5 hours for the first and 3 for the second under one cap of 4: 4 count; 6 - 4 = 2, 3 - 3 = 0, 3 - 1 = 2
    result = found(ground, [((3, 1),), ((5, 1),)], (5, 3))
    assert result.sure.all()
    assert result.short.tolist() == [[2, 0, 2]]
    assert result.used.tolist() == [[4]]


def test_hours_that_serve_the_total_or_an_addition_are_not_counted_for_both():
    ground = Ground((5, 5), (), (Further(1, 0), Further(2, 0)))
    # 6 hours: 5 fill the total, 1 is left for the addition, which lacks 5 - 1 = 4
    result = found(ground, [((1, 0), (2, 0))], (6,))
    assert not result.sure.any() or result.short.tolist() == [[0, 4]]


def test_hours_of_the_total_fill_a_cap_that_others_need():
    ground = Ground((5, 5), (5,), (Further(1, 0), Further(2, 0)))
    # 5 hours for the total alone and 5 for the minimum alone, of both together at most 5: the total comes first
    result = found(ground, [((1, 1),), ((2, 1),)], (5, 5))
    assert not result.sure.any() or result.short.tolist() == [[0, 5]]


def test_numbers_too_large_for_half_the_width():
    ground = Ground((1 << 40, 1 << 39), (1 << 38,), (Further(1, 0), Further(3, 0)))
    # all 2^41 lie under a cap of 2^38: 2^40 - 2^38 = 3 x 2^38, 2^39 - 2^38 = 2^38
    result = found(ground, [((3, 1),)], (1 << 41,))
    assert result.sure.all()
    assert result.short.tolist() == [[3 << 38, 1 << 38]]


@pytest.mark.property
@pytest.mark.parametrize("seed", range(8))
def test_as_the_exact_solver(seed):
    random, sure = Random(f"kernel {seed}"), 0
    for _ in range(25):
        ground, uses = _ground(random)
        amounts = np.array(
            [[random.choice((0, 0, random.randint(0, 10))) for _ in uses] for _ in range(MEMBERS)], np.int64
        )
        result = settle(ground, uses, amounts)
        for member in np.flatnonzero(result.sure):
            sure += 1
            items = tuple(
                Item(int(hours), tuple(Use(0, *way) for way in ways))
                for hours, ways in zip(amounts[member], uses, strict=True)
            )
            problem = Problem(items, ground.demands, ground.caps, ground.further)
            solution = allocate(problem)
            _, used = totals(problem, solution.counted)
            assert result.short[member].tolist() == list(solution.short), (seed, ground, uses, amounts[member])
            assert result.used[member].tolist() == list(used), (seed, ground, uses, amounts[member])
    assert sure > 100


def _ground(random: Random) -> tuple[Ground, list[Uses]]:
    demands, caps = random.randint(1, 5), random.randint(0, 3)
    style = random.choice(("side by side", "side by side", "any", "one way"))
    uses = [_ways(random, style, demands, caps) for _ in range(random.randint(1, 8))]
    further = [Further(1 | (1 << demand if demand else 0), 0) for demand in range(1 if demands > 1 else 0, demands)]
    if random.random() < 0.2:
        further = [Further(random.randrange(1 << demands) | 1, 0) for _ in range(3)]
    asked = (random.randint(0, 25), *(random.randint(0, 8) for _ in range(demands - 1)))
    return Ground(asked, tuple(random.randint(0, 12) for _ in range(caps)), tuple(further)), uses


def _ways(random: Random, style: str, demands: int, caps: int) -> Uses:
    """Ways of counting an hour of which none outdoes another."""
    source = random.choice([0, *(1 << cap for cap in range(caps)), *([3] if caps > 1 else [])])
    ways = []
    for _ in range(1 if style == "one way" else random.randint(1, 3)):
        if style == "side by side":
            serves = (random.random() < 0.8) | (1 << random.randrange(1, demands) if demands > 1 else 0)
            ways.append((int(serves), source))
        else:
            ways.append((random.randrange(1 << demands), random.randrange(1 << caps) if random.random() < 0.5 else 0))
    return tuple(
        way
        for way in dict.fromkeys(ways)
        if not any(other != way and way[0] | other[0] == other[0] and way[1] & other[1] == other[1] for other in ways)
    )
