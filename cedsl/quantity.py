"""Exact amounts: units, conversion, rounding, and how an amount is written. No float."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, unique
from fractions import Fraction

from cedsl.lean import dataclass

TIME = "time"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of credit or time. `size` is in minutes when the dimension is time, else 1.

    Units convert into one another only within one dimension; a unit such as `point` is a dimension of
    its own.
    """

    name: str
    plural: str
    dimension: str
    size: Fraction
    symbols: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """Every way of writing the unit."""
        return (self.name, self.plural, *self.symbols)


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact number of a unit, the unit given by its name."""

    number: Fraction
    unit: str


MINUTE = Unit("minute", "minutes", TIME, Fraction(1), ("min", "mins"))
HOUR = Unit("hour", "hours", TIME, Fraction(60), ("h", "hr", "hrs"))


def own_unit(name: str, plural: str | None = None, symbols: tuple[str, ...] = ()) -> Unit:
    """A unit that is a dimension of its own: it converts into nothing else."""
    return Unit(name, plural or _plural(name), name, Fraction(1), symbols)


def _plural(name: str) -> str:
    return name if name.isupper() and len(name) > 1 and name.endswith("S") else name + "s"


STANDARD_UNITS: tuple[Unit, ...] = (
    MINUTE,
    HOUR,
    own_unit("point", "points", ("pt", "pts")),
    own_unit("credit"),
    own_unit("unit"),
    own_unit("semester-hour"),
    own_unit("quarter-hour"),
    own_unit("CEU"),
)


def convert(amount: Amount, units: Mapping[str, Unit], to: Unit) -> Fraction | None:
    """The number of `to` in the amount, or None when the two do not convert."""
    unit = units[amount.unit]
    if unit.dimension != to.dimension:
        return None
    if unit.size == to.size:
        return amount.number
    return amount.number * unit.size / to.size


@unique
class Direction(Enum):
    """Where rounding goes; a tie to the nearest goes up."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


def round_to(number: Fraction, increment: Fraction, direction: Direction) -> Fraction:
    """The multiple of `increment` (positive) next to `number` in the given direction."""
    steps = number / increment
    match direction:
        case Direction.DOWN:
            whole = steps.numerator // steps.denominator
        case Direction.UP:
            whole = -(-steps.numerator // steps.denominator)
        case Direction.NEAREST:
            shifted = steps + Fraction(1, 2)
            whole = shifted.numerator // shifted.denominator
    return whole * increment


def written(number: Fraction) -> str:
    """An exact decimal (`12.25`), or a fraction (`1/3`) where no decimal is exact."""
    rest, places = number.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, places = rest // prime, places + 1
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    if number.denominator == 1:
        return str(number.numerator)
    scaled = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{scaled[:-places]}.{scaled[-places:]}".rstrip("0")


def counted_in(number: Fraction, unit: Unit) -> str:
    """The number with its unit in words: `1 hour`, `2.5 hours`."""
    return f"{written(number)} {unit.name if number == 1 else unit.plural}"
