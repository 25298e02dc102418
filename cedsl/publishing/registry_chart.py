"""Columns of a drawing: how high, how wide and where each stands. Every figure stands in a table beside it, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from cedsl.publishing.document import Link, Table
from cedsl.publishing.registry_figures import Spread
from cedsl.publishing.registry_words import percent
from cedsl.publishing.tongue import figures

WIDTH, FLOOR, BELOW, HEIGHT, TALLEST = 1000, 300, 348, 366, 260
"""The drawing in points: how wide, where the columns stand and their labels, how high in all, the highest column."""

LEAST = 3
"""So high is a column at least in which anybody stands."""

MOST_BINS = 12
NICE = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(3), Fraction(4), Fraction(5), Fraction(6), Fraction(8))

State = Literal["met", "short", "rest"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a drawing, in points from the upper left; `part` of it, from the floor, is drawn apart. `rank` is
    `minor` where the label gives way on a narrow page.
    """

    label: str
    share: str
    state: State
    rank: Literal["major", "minor"]
    left: str
    width: str
    middle: str
    top: str
    height: str
    above: str
    part: str
    part_top: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of columns. `text` says in words what is to be seen; `table` has every figure of it. The `anchor` of an
    entry of the legend is the state that it explains.
    """

    kind: ClassVar = "chart"
    caption: str
    text: str
    columns: tuple[Column, ...]
    table: Table
    legend: tuple[Link, ...] = ()
    height: str = str(HEIGHT)
    floor: str = str(FLOOR)
    below: str = str(BELOW)


@dataclass(frozen=True, slots=True)
class Bin:
    """How many members stand in a column, and how many of them in the part that is drawn apart."""

    label: str
    number: int
    state: State = "rest"
    part: int = 0


def columns(bins: Sequence[Bin]) -> tuple[Column, ...]:
    """The columns side by side, the highest as high as the drawing."""
    most, whole = max(each.number for each in bins), sum(each.number for each in bins)
    step = WIDTH // len(bins)
    return tuple(_column(each, place, step, most, whole, len(bins)) for place, each in enumerate(bins))


def _column(found: Bin, place: int, step: int, most: int, whole: int, several: int) -> Column:
    height, part = _high(found.number, most), _high(found.part, most)
    left, gap = place * step + (WIDTH - step * several) // 2, max(4, step // 8)
    return Column(
        label=found.label,
        share=percent(found.number, whole) if found.number else "",
        state=found.state,
        rank=_rank(place, several),
        left=str(left + gap // 2),
        width=str(step - gap),
        middle=str(left + step // 2),
        top=str(FLOOR - height),
        height=str(height),
        above=str(FLOOR - height - 9),
        part=str(part),
        part_top=str(FLOOR - part),
    )


def _high(number: int, most: int) -> int:
    return max(LEAST, number * TALLEST // most) if number else 0


def _rank(place: int, several: int) -> Literal["major", "minor"]:
    """Few labels have room on a narrow page: every second, of many columns every fourth, and always the last."""
    if several <= 7:
        return "major" if place % 2 == 0 else "minor"
    return "major" if place == several - 1 or (place % 4 == 0 and place < several - 3) else "minor"


def width_of_bins(most: Fraction) -> Fraction:
    """A round width of which at most 12 make up the amount, and at least 6; one that divides it where there is one."""
    scale = Fraction(1, 1000)
    fitting: list[Fraction] = []
    while scale <= most:
        fitting += [scale * each for each in NICE if 6 <= most / (scale * each) <= MOST_BINS]
        scale *= 10
    even = [each for each in fitting if not (most / each).denominator - 1]
    return min(even or fitting, default=most)


@dataclass(frozen=True, slots=True)
class Range:
    """So many have from `first` to under `last`; exactly `first` where both are alike, and without end where `last` is
    None.
    """

    first: Fraction
    last: Fraction | None
    number: int

    @property
    def label(self) -> str:
        if self.last is None:
            return f"{figures(self.first)}+"
        return figures(self.first) if self.first or self.first == self.last else f">{figures(self.first)}"


def ranges(counted: Spread, most: Fraction) -> tuple[Range, ...]:
    """The amounts in ranges of one width up to `most`; who has nothing, and who has all, stands in one of their own."""
    width = width_of_bins(most)
    several = -(-most // width)
    numbers = [0] * (several + 2)
    for amount, count in counted.counts:
        place = several + 1 if amount >= most else 0 if amount <= 0 else 1 + amount // width
        numbers[place] += count
    ends = [width * place for place in range(several)]
    between = zip(ends, [*ends[1:], most], numbers[1:-1], strict=True)
    return (
        Range(Fraction(0), Fraction(0), numbers[0]),
        *(Range(first, last, number) for first, last, number in between),
        Range(most, None, numbers[-1]),
    )
