"""Windows: in which days an activity must fall."""

from __future__ import annotations

from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.model.predicate import Predicate, Term
from cedsl.period import Duration, Window
from cedsl.source import Node


@dataclass(frozen=True, slots=True)
class LookBack(Node):
    """`within 3y` (ending on the as-of date) or `within 36 months before X`: end - d < day <= end."""

    duration: Duration
    end: Term | None = None


@dataclass(frozen=True, slots=True)
class CountedFrom(Node):
    """`within 48 months from X`: start <= day < start + d."""

    duration: Duration
    start: Term


@dataclass(frozen=True, slots=True)
class Following(Node):
    """`within 60 days after X`: start < day <= start + d."""

    duration: Duration
    start: Term


@dataclass(frozen=True, slots=True)
class Cycle(Node):
    """Periods of one length, counted from an anchor day.

    With `first_from` the member's first period begins on that day and ends with the first period of the cycle
    that ends `at_least` so long after it. `exceptions` are periods of other lengths; those of the cycle that
    they touch are cut to make room.
    """

    duration: Duration
    anchor: Term
    first_from: Term | None = None
    at_least: Duration | None = None
    exceptions: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarYears(Node):
    """So many calendar years, the last of them that of the as-of date."""

    number: int


@dataclass(frozen=True, slots=True)
class WindowCases(Node):
    """The window of the first case whose condition holds for the member."""

    cases: tuple[tuple[Predicate, WindowRule], ...]


@dataclass(frozen=True, slots=True)
class EitherWindow(Node):
    """Whichever of two windows serves the member better."""

    one: WindowRule
    other: WindowRule


@dataclass(frozen=True, slots=True)
class Ever(Node):
    """Every day up to the as-of date."""


WindowRule: TypeAlias = LookBack | CountedFrom | Following | Cycle | CalendarYears | Ever | WindowCases | EitherWindow
