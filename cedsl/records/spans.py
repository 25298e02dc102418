"""One fact of one member over time: which value is stated for which days, and where two rows disagree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cedsl.lean import dataclass
from cedsl.period import ONE_DAY, Window
from cedsl.records.activity import FactValue, Value


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both ends included, for which a row states a value; None: rows disagree about these days.

    `row` states something for every day of the stretch.
    """

    days: Window
    value: Value | None
    row: int


def add(stretches: list[Stretch], new: Stretch) -> tuple[Stretch, ...]:
    """Enter a statement into the stretches, which stay in order and apart.

    The answer is every part of an earlier stretch that it contradicts, on the very days, the earliest first.
    """
    start = bisect_left(stretches, new.days.first, key=lambda each: each.days.last)
    end = bisect_right(stretches, new.days.last, key=lambda each: each.days.first)
    touched = stretches[start:end]
    stretches[start:end] = _joined(list(_entered(touched, new)))
    against = (each for each in touched if each.value is None or not same(each.value, new.value))
    return tuple(replace(each, days=_common(each.days, new.days)) for each in against)


def same(one: Value, other: Value | None) -> bool:
    """Equal, and of one type: `True` is not the number 1."""
    return type(one) is type(other) and one == other


def undisputed(stretches: Sequence[Stretch]) -> tuple[FactValue, ...]:
    """The values that no two rows dispute, by day; a stretch without end on a side has None there."""
    return tuple(
        FactValue(
            each.value,
            None if each.days.first == date.min else each.days.first,
            None if each.days.last == date.max else each.days.last,
        )
        for each in stretches
        if each.value is not None
    )


def _entered(touched: Sequence[Stretch], new: Stretch) -> Iterator[Stretch]:
    """The touched stretches and the new one, cut at each other's ends."""
    open_from: date | None = new.days.first
    for each in touched:
        if each.days.first < new.days.first:
            yield replace(each, days=Window(each.days.first, new.days.first - ONE_DAY))
        elif open_from is not None and open_from < each.days.first:
            yield replace(new, days=Window(open_from, each.days.first - ONE_DAY))
        agreed = new.value if each.value is not None and same(each.value, new.value) else None
        yield Stretch(_common(each.days, new.days), agreed, new.row)
        if each.days.last > new.days.last:
            yield replace(each, days=Window(new.days.last + ONE_DAY, each.days.last))
        open_from = None if each.days.last >= new.days.last else each.days.last + ONE_DAY
    if open_from is not None:
        yield replace(new, days=Window(open_from, new.days.last))


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours of one row that say the same, or are both disputed, as one stretch."""
    joined: list[Stretch] = []
    for each in stretches:
        last = joined[-1] if joined else None
        if last is not None and last.row == each.row and _alike(last.value, each.value):
            joined[-1] = replace(last, days=Window(last.days.first, each.days.last))
        else:
            joined.append(each)
    return joined


def _alike(one: Value | None, other: Value | None) -> bool:
    return other is None if one is None else same(one, other)


def _common(one: Window, other: Window) -> Window:
    return Window(max(one.first, other.first), min(one.last, other.last))
