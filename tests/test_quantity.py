from __future__ import annotations

from fractions import Fraction as F

import pytest

from cedsl.diagnostic import nearest
from cedsl.quantity import HOUR, MINUTE, Amount, Direction, Unit, convert, counted_in, own_unit, round_to, written


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (F(36), "36"),
        (F(1, 3), "1/3"),
        (F(5, 4), "1.25"),
        (F(1, 8), "0.125"),
        (F(-7, 2), "-3.5"),
        (F(0), "0"),
        (F(100), "100"),
        (F(1, 20), "0.05"),
        (F(7, 6), "7/6"),
        (F(3, 1000), "0.003"),
    ],
)
def test_written_exactly(number: F, text: str) -> None:
    assert written(number) == text
    assert F(text) == number


@pytest.mark.parametrize(
    ("minutes", "direction", "hours"),
    [
        (70, Direction.NEAREST, F(1)),  # 7/6 h is nearer to 1.0 than to 1.5
        (75, Direction.NEAREST, F(3, 2)),  # a tie goes up
        (74, Direction.NEAREST, F(1)),
        (89, Direction.DOWN, F(1)),
        (61, Direction.UP, F(3, 2)),
        (60, Direction.UP, F(1)),
    ],
)
def test_rounding_to_half_hours(minutes: int, direction: Direction, hours: F) -> None:
    assert round_to(F(minutes, 60), F(1, 2), direction) == hours


def test_conversion_stays_inside_a_dimension() -> None:
    credit = Unit("credit", "credits", "time", F(50))
    units = {each.name: each for each in (HOUR, MINUTE, credit, own_unit("point"))}
    assert convert(Amount(F(75), "minute"), units, credit) == F(3, 2)  # 75 / 50
    assert convert(Amount(F(1), "hour"), units, credit) == F(6, 5)  # 60 / 50
    assert convert(Amount(F(3), "point"), units, credit) is None


def test_counted_in_words() -> None:
    assert counted_in(F(1), HOUR) == "1 hour"
    assert counted_in(F(5, 2), HOUR) == "2.5 hours"
    assert counted_in(F(0), own_unit("CPD")) == "0 CPDs"


def test_a_guess_is_good_or_none() -> None:
    assert nearest("categroy", ("cap", "category", "credit")) == "category"
    assert nearest("zzz", ("cap", "category", "credit")) is None
    assert nearest("Etik", ("HR", "Ethik")) == "Ethik"
