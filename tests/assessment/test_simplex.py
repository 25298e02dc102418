from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from cedsl.normal.simplex import Tableau
from tests.assessment.oracle_lp import _lexicographic_maximum, _Model
from tests.assessment.seeds import SEED


def tableau(rows: list[tuple[dict[int, int], int]], width: int) -> Tableau:
    found = Tableau()
    for _ in range(width):
        found.column()
    for terms, rhs in rows:
        found.add(dict(terms), rhs, plus=found.column())
    return found


def test_a_level_on_the_optimal_face_of_the_one_before() -> None:
    """x + y <= 4, x <= 3, y <= 3. Most x + y is 4; then most y is 3, so x is 1."""
    lp = tableau([({0: 1, 1: 1}, 4), ({0: 1}, 3), ({1: 1}, 3)], 2)
    total = lp.sum([0, 1])
    assert not lp.most(total, 10)
    assert lp.value(total) == 4
    assert not lp.most(1, 10)
    assert (lp.value(0), lp.value(1)) == (1, 3)


def test_a_third() -> None:
    """3 x <= 2 y, y <= 1: most x is 2/3."""
    lp = tableau([({0: 3, 1: -2}, 0), ({1: 1}, 1)], 2)
    lp.most(0, 1)
    assert lp.value(0) == Fraction(2, 3)


def test_what_is_taken_stays_taken() -> None:
    lp = tableau([({0: 1, 1: 1}, 5)], 2)
    assert lp.take(0, 3) == 3
    assert lp.take(1, 3) == 2
    assert lp.take(1, 1) == 0
    assert lp.take(0, 1) == 0


def test_half_of_it_is_taken() -> None:
    lp = tableau([({0: 2, 1: 1}, 3)], 2)
    assert lp.take(0, Fraction(1, 2)) == Fraction(1, 2)
    assert lp.take(1, 5) == 2


def test_vanishing() -> None:
    """x + y + gap = 3 with x <= 1, y <= 1 leaves a gap; with y <= 2 none."""
    for room, possible in ((1, False), (2, True)):
        lp = tableau([({0: 1}, 1), ({1: 1}, room)], 2)
        gap = lp.column()
        lp.add({0: 1, 1: 1}, 3, plus=gap)
        assert lp.vanish([gap]) is possible


def test_the_other_column_is_basic_when_the_right_side_is_negative() -> None:
    lp = Tableau()
    lack, excess = lp.column(), lp.column()
    lp.add({}, -2, plus=lack, minus=excess)
    assert (lp.value(lack), lp.value(excess)) == (0, 2)


def test_beale_does_not_cycle() -> None:
    """Beale 1955, in whole numbers, which cycles under steepest descent without a guard: the most is 1/20."""
    rows = [({0: 25, 1: -6000, 2: -4, 3: 900}, 0), ({0: 50, 1: -9000, 2: -2, 3: 300}, 0), ({2: 1}, 1)]
    lp = tableau([*rows, ({4: 100, 0: -75, 1: 15000, 2: -2, 3: 600}, 0)], 5)
    lp.most(4, 100)
    assert lp.value(4) == Fraction(1, 20)


@pytest.mark.property
def test_levels_against_the_oracle() -> None:
    """Random packing programmes, a few objectives in sequence."""
    for number in range(1500):
        random = Random(f"simplex/{SEED}/{number}")
        width = random.randint(1, 5)
        rows = [({v: 1}, random.randint(0, 6)) for v in range(width)]
        for _ in range(random.randint(1, 4)):
            rows.append(({v: random.randint(0, 3) for v in range(width)}, random.randint(0, 9)))
        goals = [{v: random.randint(0, 2) for v in range(width)} for _ in range(3)]
        values = _oracle(rows, goals, width)
        lp = tableau(rows, width)
        for goal in goals:
            column = lp.column()
            lp.add({v: -c for v, c in goal.items()}, 0, plus=column)
            lp.most(column, 1000)
            expected = sum(c * values[v] for v, c in goal.items())
            assert lp.value(column) == expected, (SEED, number)


def _oracle(
    rows: list[tuple[dict[int, int], int]], goals: list[dict[int, int]], width: int
) -> list[Fraction]:
    model = _Model()
    for _ in range(width):
        model.variable()
    for terms, rhs in rows:
        model.at_most(dict(terms), rhs)
    return _lexicographic_maximum(model, goals)
