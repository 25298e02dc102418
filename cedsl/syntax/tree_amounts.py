"""The syntax tree: amounts, windows, cycles and keys as written."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from cedsl.lean import dataclass
from cedsl.source import Node
from cedsl.syntax.tree_words import Day, Duration, Filter, Name, Number, Quantity, Rounding, Term


@dataclass(frozen=True, slots=True)
class Share(Node):
    """A share of what is required, or with `counted` of what counts."""

    share: Fraction
    rounding: Rounding | None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class ForEach(Node):
    """`1h for each 2 ...`: so much for each `every` of what is measured."""

    amount: Quantity
    every: Number | None
    measure: Term
    rounding: Rounding | None


@dataclass(frozen=True, slots=True)
class Prorated(Node):
    """The base in proportion to what is measured, or with `reduced` to the rest of the period."""

    base: Quantity | Share
    measure: Term
    reduced: bool
    rounding: Rounding | None


PlainAmount: TypeAlias = Quantity | Share | ForEach | Prorated


@dataclass(frozen=True, slots=True)
class AmountCase(Node):
    amount: PlainAmount
    when: Filter


@dataclass(frozen=True, slots=True)
class Cases(Node):
    cases: tuple[AmountCase, ...]
    otherwise: PlainAmount | None


Amount: TypeAlias = PlainAmount | Cases


@dataclass(frozen=True, slots=True)
class Anchor(Node):
    """The day a cycle is counted from: the term, or the first day of its month or year (`stretch`), or of the next."""

    term: Term
    stretch: str | None = None
    after: bool = False


@dataclass(frozen=True, slots=True)
class OwnPeriod(Node):
    """A period of its own length in a cycle."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class CycleWords(Node):
    """What may be said of a cycle besides its length: where its first period begins, how long that is at least,
    and periods of other lengths.
    """

    first_from: Term | None = None
    at_least: Duration | None = None
    exceptions: tuple[OwnPeriod, ...] = ()


@dataclass(frozen=True, slots=True)
class CycleFrom(Node):
    duration: Duration
    anchor: Anchor
    words: CycleWords


@dataclass(frozen=True, slots=True)
class CalendarYear(Node):
    words: CycleWords


@dataclass(frozen=True, slots=True)
class CycleCase(Node):
    """The window of those for whom the condition holds; of all others where there is none."""

    when: Filter | None
    window: Window


@dataclass(frozen=True, slots=True)
class CycleCases(Node):
    cases: tuple[CycleCase, ...]


CycleRule: TypeAlias = CycleFrom | CalendarYear | CycleCases


@dataclass(frozen=True, slots=True)
class WithinWindow(Node):
    """`how` is back, before, from or after; `term` is None for back."""

    how: str
    duration: Duration
    term: Term | None


@dataclass(frozen=True, slots=True)
class InCycle(Node):
    cycle: CycleRule


@dataclass(frozen=True, slots=True)
class EverWindow(Node):
    pass


@dataclass(frozen=True, slots=True)
class CalendarYears(Node):
    """So many calendar years, the last of them that of the as-of date."""

    number: Number


@dataclass(frozen=True, slots=True)
class EitherWindow(Node):
    one: Window
    other: Window


Window: TypeAlias = WithinWindow | InCycle | EverWindow | CalendarYears | EitherWindow


@dataclass(frozen=True, slots=True)
class FieldKey(Node):
    """`stretch` as for a day key, where the key is that too."""

    names: tuple[Name, ...]
    stretch: str | None = None


@dataclass(frozen=True, slots=True)
class DayKey(Node):
    """`stretch` is day, week, month, year or calendar year."""

    stretch: str


Key: TypeAlias = FieldKey | DayKey
