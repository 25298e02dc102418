"""Stretches of presence: several of one person at one event are one attendance, and no minute counts twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from cedsl.lean import dataclass
from cedsl.records.moments import DAY, Moment


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `first` to `end`, by the row that says so."""

    row: int
    first: Moment
    end: Moment

    @property
    def length(self) -> Fraction:
        return self.end - self.first


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person's presence at one event: every stretch, the earliest first, and the time that they cover."""

    stretches: tuple[Stretch, ...]
    seconds: Fraction

    @property
    def first(self) -> Moment:
        return self.stretches[0].first

    @property
    def end(self) -> Moment:
        return max(each.end for each in self.stretches)


def within(stretch: Stretch, session: tuple[Moment, Moment] | None) -> Stretch | None:
    """The part of the stretch that lies in the session; None where none does."""
    if session is None:
        return stretch
    first, end = max(stretch.first, session[0]), min(stretch.end, session[1])
    return Stretch(stretch.row, first, end) if first < end else None


def attendances(stretches: Iterable[Stretch], *, one: bool) -> tuple[Attendance, ...]:
    """The stretches of one person at one event, put together. Unless they are known to be `one`, what begins on a later
    day than the last stretch ended is another attendance.
    """
    groups: list[list[Stretch]] = []
    reach = Fraction(0)
    for each in sorted(stretches, key=lambda found: (found.first, -found.end, found.row)):
        if not groups or (not one and each.first // DAY > reach // DAY):
            groups.append([])
            reach = each.end
        groups[-1].append(each)
        reach = max(reach, each.end)
    return tuple(Attendance(tuple(group), _covered(group)) for group in groups)


def _covered(stretches: Sequence[Stretch]) -> Fraction:
    """The time in which at least one of the stretches runs; they stand in the order of their beginnings."""
    total, reach = Fraction(0), stretches[0].first
    for each in stretches:
        total += max(each.end - max(each.first, reach), Fraction(0))
        reach = max(reach, each.end)
    return total
